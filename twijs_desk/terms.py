"""The fixed words: English member in code, Dutch label on screen (domain vocabulary)."""

from enum import StrEnum


class Term(StrEnum):
    """A fixed word that knows its Dutch label; the value is what is stored."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Term":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class CaseStatus(Term):
    DRAFT = "draft", "Concept"
    REGISTERED = "registered", "Geregistreerd"
    ASSESSMENT = "assessment", "Beoordeling"
    INVESTIGATION = "investigation", "Onderzoek"
    HEARING = "hearing", "Hoor en wederhoor"
    DECISION = "decision", "Besluit"
    EXECUTION = "execution", "Uitvoering"
    OBJECTION = "objection", "Bezwaar of beroep"
    CLOSED = "closed", "Afgesloten"
    DESTROYED = "destroyed", "Vernietigd"


class Confidentiality(Term):
    NORMAL = "normal", "Normaal"
    RESTRICTED = "restricted", "Beperkt"
    SEALED = "sealed", "Verzegeld"


class CapacityKind(Term):
    """The hoedanigheid in which someone takes part; `unknown` is a person nobody has identified yet."""

    EMPLOYEE = "employee", "medewerker"
    ASSIGNED = "assigned", "stagiair, vrijwilliger of ingehuurd"
    PUPIL = "pupil", "leerling"
    PARENT = "parent", "ouder/verzorger"
    FORMER_EMPLOYEE = "former_employee", "oud-medewerker"
    OUTSIDER = "outsider", "buitenstaander"
    UNKNOWN = "unknown", "onbekend"


class PartyRole(Term):
    REPORTER = "reporter", "melder"
    AFFECTED = "affected", "getroffene"
    ALLEGED_ACTOR = "alleged_actor", "vermoedelijk handelende"
    WITNESS = "witness", "getuige"
    PARENT = "parent", "ouder/verzorger"
    REPRESENTATIVE = "representative", "vertegenwoordiger"
    HANDLER = "handler", "behandelaar"
    DECISION_MAKER = "decision_maker", "besluitnemer"
    ADVISER = "adviser", "adviseur"


class FormOfAddress(Term):
    MS = "ms", "mevrouw"
    MR = "mr", "de heer"
    NEUTRAL = "neutral", "neutraal"


class Period(Term):
    """In wiens tijd: decides which section of the protocol speaks (A1, B, C)."""

    LESSON = "lesson", "Tijdens de les"
    WORK = "work", "Onder werktijd"
    PRIVATE = "private", "In privétijd"
    UNKNOWN = "unknown", "Weet ik nog niet"


class Audience(Term):
    PUBLIC = "public", "Iedereen"
    GROUP = "group", "Een groep"
    PRIVATE = "private", "Eén persoon"
    UNKNOWN = "unknown", "Weet ik nog niet"


class OnlineState(Term):
    ONLINE = "online", "Staat nog online"
    REMOVED = "removed", "Verwijderd"
    UNKNOWN = "unknown", "Weet ik nog niet"


class StorageMode(Term):
    STORED = "stored", "Bewaard in de kluis"
    DESCRIBED_ONLY = "described_only", "Alleen beschreven"
    HELD_BY_POLICE = "held_by_police", "Bij de politie"


class CustodyKind(Term):
    RECEIVED = "received", "Ontvangen"
    VIEWED = "viewed", "Bekeken"
    COPIED = "copied", "Gekopieerd"
    REDACTED = "redacted", "Afgeschermde kopie gemaakt"
    HANDED_OVER = "handed_over", "Overgedragen"


class ObligationStatus(Term):
    OPEN = "open", "Open"
    DONE = "done", "Gedaan"
    WAIVED = "waived", "Niet gedaan, met reden"
    NOT_APPLICABLE = "not_applicable", "Niet meer van toepassing"


class Level(Term):
    """Hoe sterk: a duty, advice that needs a reason to skip, or an option."""

    MUST = "must", "Moet"
    SHOULD = "should", "Advies"
    MAY = "may", "Mag"


class Basis(Term):
    PROTOCOL = "protocol", "Protocol"
    STATUTE = "statute", "Wet"
    CAO = "cao", "Cao"
    POLICY = "policy", "Beleid"
    RULING = "ruling", "Uitspraak"


class MeasureStatus(Term):
    PROPOSED = "proposed", "Voorgenomen"
    DECIDED = "decided", "Besloten"
    CARRIED_OUT = "carried_out", "Uitgevoerd"
    WITHDRAWN = "withdrawn", "Ingetrokken"


class HearingKind(Term):
    PARENTS = "parents", "Ouders/verzorgers"
    PUPIL = "pupil", "Leerling"
    GROUP_TEACHER = "group_teacher", "Groepsleerkracht"
    EMPLOYEE = "employee", "Medewerker"
    OTHER = "other", "Iemand anders"


class CallOutcome(Term):
    IN_PROGRESS = "in_progress", "In gesprek"
    REACHED = "reached", "Gesproken"
    NOT_REACHED = "not_reached", "Niet bereikt"


class Suspicion(Term):
    """Redelijk vermoeden after the call with the inspector (WPO 4a lid 2)."""

    YES = "yes", "Ja"
    NO = "no", "Nee"
    NOT_YET = "not_yet", "Nog niet duidelijk"


class QualificationOutcome(Term):
    YES = "yes", "Grensoverschrijdend"
    NO = "no", "Niet grensoverschrijdend"
    DOUBT = "doubt", "Twijfel"
    UNKNOWN = "unknown", "Nog niet beoordeeld"


class LetterStatus(Term):
    DRAFT = "draft", "Concept"
    FINAL = "final", "Definitief"
    SENT = "sent", "Verstuurd"
    WITHDRAWN = "withdrawn", "Ingetrokken"


class Channel(Term):
    REGISTERED_AND_ORDINARY = "registered_and_ordinary", "Aangetekend en gewone post"
    REGISTERED = "registered", "Aangetekend"
    ORDINARY = "ordinary", "Gewone post"
    HANDED_OVER = "handed_over", "Overhandigd met ontvangstbewijs"
    EMAIL = "email", "E-mail"


class DossierKind(Term):
    PERSONNEL = "personnel", "Personeelsdossier"
    PUPIL = "pupil", "Leerlingdossier"
    SHIELDED_ANNEX = "shielded_annex", "Afgeschermde bijlage ouder"
    CASE_FILE = "case_file", "Zaakdossier"
    CONFIDENTIAL = "confidential", "Vertrouwelijk zaakdossier"
