"""What goes wrong below, told to the user: what happened, what is safe, what to do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from twijs_desk.casework.errors import DeskError, WrongPassphrase
from twijs_desk.store.errors import Fault, StoreError

UNHARMED = "Er is niets gewijzigd."
KEPT = "Wat al bewaard was, staat er nog."

_ELSEWHERE = (
    "Kies een map op deze computer die niet wordt bijgehouden. Staat de kluis hier al, verhuis hem dan naar "
    "deze computer. Reservekopieën mogen hier wel staan."
)

_AS_THAT_USER = (
    "Meld u aan als die gebruiker, of laat die TWijs Desk sluiten. Heeft niemand TWijs Desk open, vraag dan de "
    "beheerder om het bestand bij de kluis dat op .lock eindigt te verwijderen."
)

_TOLD: dict[Fault, tuple[str, str, str]] = {
    Fault.NO_VAULT: (
        "Op deze plaats staat geen kluis.",
        UNHARMED,
        "Controleer de map en de bestandsnaam, of maak een nieuwe kluis.",
    ),
    Fault.NOT_A_VAULT: (
        "Dit bestand is geen kluis van TWijs Desk.",
        "Het bestand is niet gewijzigd.",
        "Zet een reservekopie terug. Staat uw kluis ergens anders, open dan het bestand dat op .kluis eindigt.",
    ),
    Fault.TRUNCATED: (
        "De kluis is niet compleet: het bestand is afgebroken of leeg.",
        "TWijs Desk heeft er niets aan veranderd.",
        "Zet de nieuwste reservekopie terug en bewaar dit bestand voor onderzoek.",
    ),
    Fault.NO_PASSPHRASE: (
        "Deze kluis heeft nog geen wachtzin.",
        UNHARMED,
        "Open de kluis met de herstelcode en kies daarna een nieuwe wachtzin.",
    ),
    Fault.KEY_STORE: (
        "De sleutelbewaarplaats van deze computer werkt nu niet.",
        UNHARMED,
        "Gebruik uw wachtzin.",
    ),
    Fault.KEY_FILE_MISSING: (
        "Het sleutelbestand bij deze kluis ontbreekt.",
        "De kluis zelf is niet gewijzigd.",
        "Haal het sleutelbestand terug uit een reservekopie, of gebruik het herstelblad.",
    ),
    Fault.KEY_FILE_DAMAGED: (
        "Het sleutelbestand bij deze kluis is beschadigd.",
        "De kluis zelf is niet gewijzigd.",
        "Haal het sleutelbestand terug uit een reservekopie, of gebruik het herstelblad.",
    ),
    Fault.OTHER_VAULT: (
        "Dit bestand en het sleutelbestand ernaast horen niet bij elkaar.",
        UNHARMED,
        "Kijk of hier de goede kluis staat. Zet anders de kluis terug, of het sleutelbestand dat erbij hoort.",
    ),
    Fault.KEY_DOES_NOT_FIT: (
        "Het sleutelbestand past niet bij deze kluis: het is ouder dan de kluis, of de kluis is zwaar beschadigd.",
        UNHARMED,
        "Zet het nieuwste sleutelbestand terug. Hebt u dat niet, zet dan de nieuwste reservekopie terug.",
    ),
    Fault.NEWER_VERSION: (
        "Deze kluis is gemaakt met een nieuwere versie van TWijs Desk.",
        "De kluis is niet gewijzigd.",
        "Installeer de nieuwste versie en open de kluis opnieuw.",
    ),
    Fault.READ_ONLY: (
        "TWijs Desk mag hier niet schrijven.",
        KEPT,
        "Vraag schrijfrechten voor deze map, of kies een andere map.",
    ),
    Fault.DISK_FULL: (
        "De schijf is vol; dit is niet opgeslagen.",
        f"{KEPT} Uw tekst blijft op het scherm.",
        "Maak ruimte vrij en probeer het opnieuw.",
    ),
    Fault.DAMAGED: (
        "De kluis is beschadigd.",
        "TWijs Desk heeft niets overschreven.",
        "Sluit het programma, maak een kopie van de map en zet de nieuwste reservekopie terug.",
    ),
    Fault.IN_USE: (
        "De kluis is al geopend, in een ander venster of door een andere gebruiker.",
        UNHARMED,
        "Ga naar het andere venster of sluit het eerst.",
    ),
    Fault.EXISTS: (
        "Op deze plaats staat al een kluis.",
        "De bestaande kluis is niet gewijzigd.",
        "Open de bestaande kluis, of kies een andere plaats voor de nieuwe.",
    ),
    Fault.NOT_READABLE: (
        "TWijs Desk kan de kluis hier niet lezen of niet veilig openen.",
        "De kluis is niet gewijzigd.",
        "Controleer de rechten op het bestand en de map, of kies een map op deze computer.",
    ),
    Fault.IO_ERROR: (
        "De schijf gaf een fout; dit is niet opgeslagen.",
        f"{KEPT} Uw tekst blijft op het scherm.",
        "Controleer de schijf en probeer het opnieuw.",
    ),
    Fault.CIPHER_MISSING: (
        "De versleuteling werkt niet op deze computer. TWijs Desk bewaart niets onversleuteld.",
        UNHARMED,
        "Installeer TWijs Desk opnieuw.",
    ),
    Fault.OUT_OF_MEMORY: (
        "Er is te weinig geheugen vrij om de kluis te openen.",
        UNHARMED,
        "Sluit andere programma’s en probeer het opnieuw.",
    ),
    Fault.MIGRATION_FAILED: (
        "De kluis kon niet worden bijgewerkt voor deze versie.",
        "De kluis is zoals hij was.",
        "Gebruik de vorige versie van TWijs Desk en vraag hulp.",
    ),
    Fault.CLOSED: (
        "De kluis is vergrendeld.",
        KEPT,
        "Ontgrendel de kluis met uw wachtzin en probeer het opnieuw.",
    ),
    Fault.NO_BACKUP: (
        "Op deze plaats staat geen reservekopie.",
        UNHARMED,
        "Sluit de USB-stick of netwerkmap aan, of kies een andere reservekopie.",
    ),
    Fault.NOT_A_BACKUP: (
        "Dit bestand is geen reservekopie van TWijs Desk.",
        UNHARMED,
        "Kies een bestand dat op .reservekopie eindigt.",
    ),
    Fault.BACKUP_DAMAGED: (
        "Deze reservekopie is beschadigd of niet compleet.",
        UNHARMED,
        "Kies een oudere reservekopie of een kopie op de andere plaats, en bewaar deze niet langer als enige.",
    ),
    Fault.BACKUP_DIFFERS: (
        "Deze reservekopie bevat niet wat erin hoort te zitten.",
        UNHARMED,
        "Gebruik een andere reservekopie en laat de beheerder naar deze kijken.",
    ),
    Fault.CANCELLED: (
        "U hebt dit gestopt.",
        f"{KEPT} Er is niets half achtergebleven.",
        "Begin opnieuw wanneer het u uitkomt.",
    ),
    Fault.RESTORE_CUT_OFF: (
        "Het terugzetten van een reservekopie werd onderbroken en kan niet vanzelf worden afgemaakt.",
        "De vorige bestanden staan nog in de map, met .vorige in de naam.",
        "Zet de reservekopie opnieuw terug.",
    ),
    Fault.OTHER_USER: (
        "Deze kluis is van een andere gebruiker van deze computer, of die heeft hem open.",
        UNHARMED,
        _AS_THAT_USER,
    ),
    Fault.NETWORK_PLACE: (
        "Op een netwerkmap kan een kluis stukgaan of opslagen kwijtraken zonder dat iemand het merkt.",
        f"De kluis is niet geopend. {UNHARMED}",
        _ELSEWHERE,
    ),
    Fault.SYNCED_PLACE: (
        "OneDrive of een ander programma kopieert deze map terwijl u werkt; dan kunnen opslagen kwijtraken.",
        f"De kluis is niet geopend. {UNHARMED}",
        _ELSEWHERE,
    ),
    Fault.FOLDER_MISSING: (
        "Deze map bestaat niet.",
        UNHARMED,
        "Maak de map eerst, of kies een andere.",
    ),
}

_OTHER = (
    "De kluis kan nu niet worden gebruikt.",
    KEPT,
    "Sluit TWijs Desk, start de computer opnieuw en probeer het nog eens.",
)

_HOLDER = re.compile(r"pid (\d+) on (.+)")


def as_desk_error(error: StoreError) -> DeskError:
    if error.fault is Fault.WRONG_PASSPHRASE:
        return WrongPassphrase(
            "Deze wachtzin klopt niet.", UNHARMED, "Let op hoofdletters en probeer het opnieuw."
        )
    happened, safe, todo = _TOLD.get(error.fault, _OTHER)
    if (holder := _HOLDER.fullmatch(error.detail)) is not None and error.fault is Fault.IN_USE:
        happened = f"De kluis is al geopend, door programma {holder[1]} op computer {holder[2]}."
    if error.fault is Fault.OTHER_VAULT and error.detail == "backup":
        happened, todo = "Deze reservekopie is van een andere kluis.", "Kies een reservekopie van deze kluis."
    if error.fault is Fault.EXISTS and error.detail == "backup":
        happened, safe = "Op deze plaats staat een reservekopie, geen kluis.", UNHARMED
        todo = "Noem het bestand van de kluis, of een nieuwe naam die op .kluis eindigt."
    if error.fault is Fault.READ_ONLY and error.detail == "EROFS":
        happened = "Deze schijf is alleen-lezen: er kan niets op worden bewaard."
        todo = "Haal de beveiliging van de schijf of stick, of zet de kluis op deze computer."
    told = DeskError(happened, safe, todo)
    told.fault = error.fault.value
    return told


@contextmanager
def told() -> Iterator[None]:
    """Turn trouble in the store into a sentence for the user."""
    try:
        yield
    except StoreError as error:
        raise as_desk_error(error) from error
