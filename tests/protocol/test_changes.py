"""What differs between two packs, in words: one sentence for each thing that can change, none for what did not."""

from datetime import date

import pytest
from rule_kit import SHIPPED, changed, texts

from twijs_desk.protocol.changes import changes, dormant, switches
from twijs_desk.protocol.load import load

OLD = texts()


def told(old: str, new: str, files: dict[str, str] | None = None) -> dict[str, tuple[str, ...]]:
    before = OLD if files is None else files
    return {group.title: group.lines for group in changes(load(before), load(changed(before, old, new)))}


def test_the_same_rules_change_nothing() -> None:
    assert changes(load(OLD), load(OLD)) == ()
    shipped = load(texts(SHIPPED))
    assert changes(shipped, shipped) == ()


@pytest.mark.parametrize(
    ("old", "new", "group", "sentence"),
    [
        (
            'text = "Hoe zwaar weegt het?"',
            'text = "Hoe erg is het?"',
            "Vragen",
            "‘Hoe erg is het?’: de tekst is nu: ‘Hoe erg is het?’.",
        ),
        (
            '{ id = "licht", label = "Licht" }',
            '{ id = "licht", label = "Niet zo zwaar" }',
            "Vragen",
            "‘Hoe zwaar weegt het?’: het antwoord ‘Licht’ heet nu ‘Niet zo zwaar’.",
        ),
        (
            '{ id = "licht", label = "Licht" },',
            '{ id = "licht", label = "Licht" },\n  { id = "middel", label = "Middel" },',
            "Vragen",
            "‘Hoe zwaar weegt het?’: er komt een antwoord bij: Middel.",
        ),
        (
            'when = { is = ["hoedanigheid", "kind", "collega"] }',
            'when = { is = ["hoedanigheid", "kind", "collega", "verzorger"] }',
            "Vragen",
            "‘Heeft deze persoon zijn kant van het verhaal verteld?’: geldt nu ook bij ‘Wie deed dit?’: Een verzorger.",
        ),
        (
            'action = "breach"\nwaivable = false',
            'action = "breach"\nwaivable = true',
            "Plichten",
            "‘Meld het datalek bij de Autoriteit Persoonsgegevens’: u mag dit nu met een reden overslaan.",
        ),
        (
            'title = "Voer een gesprek"\nexplanation = "Stichting Voorbeeld begint met praten."\nlevel = "must"',
            'title = "Voer een gesprek"\nexplanation = "Stichting Voorbeeld begint met praten."\nlevel = "should"',
            "Plichten",
            "‘Voer een gesprek’: was ‘moet’ en is nu ‘advies’.",
        ),
        (
            'holder = "dpo"',
            'holder = "board"',
            "Plichten",
            (
                "‘Meld het datalek bij de Autoriteit Persoonsgegevens’: dit doet nu het bestuur "
                "(was: de functionaris gegevensbescherming)."
            ),
        ),
        (
            'when = { is = ["voorval", "gegevens", "unknown"] }\ndue',
            'when = { all = [{ is = ["voorval", "gegevens", "unknown"] }, { is = ["spoed", "no"] }] }\ndue',
            "Plichten",
            (
                "‘Meld het datalek bij de Autoriteit Persoonsgegevens’: geldt alleen nog als ook "
                "‘Loopt er nu iemand gevaar?’ is Nee."
            ),
        ),
        (
            "valid_from = 2028-01-01",
            "valid_from = 2027-08-01",
            "Plichten",
            (
                "‘Meld het ernstige voorval bij de inspectie’: geldt vanaf 1 augustus 2027 "
                "(was: geldt vanaf 1 januari 2028)."
            ),
        ),
        (
            '{ status = "allowed", when = { is = ["eerder", "yes"] }',
            '{ status = "allowed", when = { is = ["eerder", "yes", "unknown"] }',
            "Maatregelen",
            (
                "‘Schriftelijke waarschuwing’: (mag) geldt nu ook bij "
                "‘Is hierover al eerder met deze persoon gesproken?’: "
                "Weet ik nog niet."
            ),
        ),
        (
            'letters = ["V2"]',
            'letters = ["V2", "V1"]',
            "Maatregelen",
            "‘Schriftelijke waarschuwing’: bij de brieven komt erbij: V1.",
        ),
        (
            'alternative = "Voer eerst een gesprek."\nsources',
            'alternative = "Praat eerst."\nsources',
            "Verboden",
            "‘De andere kant is nog niet gehoord.’: wat wel kan is nu: ‘Praat eerst.’.",
        ),
        (
            'when = { is = ["voorval", "beeld", "unknown"] }',
            'when = { any = [{ is = ["voorval", "beeld", "unknown"] }, { is = ["spoed", "yes"] }] }',
            "Waarschuwingen",
            (
                "‘Vraag wie op het beeld staat of het weg moet, en bewaar alleen wat u nodig hebt.’: geldt nu ook als "
                "‘Loopt er nu iemand gevaar?’ is Ja."
            ),
        ),
        (
            'decides = "board"',
            'decides = "principal"',
            "Wie beslist en wat eerst moet",
            "‘Schriftelijke waarschuwing aan een collega’: dit beslist nu de schoolleider (was: het bestuur).",
        ),
        (
            'locator = "artikel 33 lid 1"\nkind = "statute"\nverified_on = 2026-11-22',
            'locator = "artikel 33 lid 1"\nkind = "statute"\nverified_on = 2027-02-01',
            "Bronnen",
            "‘Algemene verordening gegevensbescherming’: nagekeken op 1 februari 2027 (was: 22 november 2026).",
        ),
        ("unsure = true\n", "", "Bronnen", "‘Wetsvoorstel vrij en veilig onderwijs (36 777)’: is bevestigd."),
        (
            "valid_from = 2026-08-01",
            "valid_from = 2026-08-01\nvalid_to = 2029-07-31",
            "De regelset",
            "De regelset geldt van 1 augustus 2026 tot en met 31 juli 2029; dit was: geldt vanaf 1 augustus 2026.",
        ),
        (
            '[[letter]]\ncode = "V2"',
            (
                '[[letter]]\ncode = "V3"\ntitle = "Dank"\nwhen = { is = ["spoed", "no"] }\nsources = ["SV-3"]\n\n'
                '[[letter]]\ncode = "V2"'
            ),
            "Brieven",
            "Nieuw: brief ‘Dank’ (als ‘Loopt er nu iemand gevaar?’ is Nee).",
        ),
    ],
)
def test_one_change_is_one_sentence(old: str, new: str, group: str, sentence: str) -> None:
    assert told(old, new) == {group: (sentence,)}


def test_a_rule_that_goes_is_named() -> None:
    start = OLD["rules.toml"].index('[[warning]]\nid = "eerst_vragen"')
    end = OLD["rules.toml"].index("[[dossier]]")
    files = {**OLD, "rules.toml": OLD["rules.toml"][:start] + OLD["rules.toml"][end:]}
    (group,) = changes(load(OLD), load(files))
    assert group.lines == (
        "Vervallen: waarschuwing ‘Vraag wie op het beeld staat of het weg moet, en bewaar alleen wat u nodig hebt.’.",
    )
    (back,) = changes(load(files), load(OLD))
    assert back.lines[0].startswith("Nieuw: waarschuwing ‘Vraag wie")


def test_a_condition_that_became_another_is_said_whole() -> None:
    lines = told('when = { is = ["kant", "no", "unknown"] }', 'when = { known = "kant" }')["Verboden"]
    assert lines == (
        (
            "‘De andere kant is nog niet gehoord.’: de voorwaarde is nu: als bij ‘Heeft deze persoon zijn kant van het "
            "verhaal verteld?’ het antwoord bekend is (was: als "
            "‘Heeft deze persoon zijn kant van het verhaal verteld?’ is Nee of Weet ik nog niet)."
        ),
    )


def test_a_negation_turns_more_into_less() -> None:
    (line,) = told(
        'id = "eerder"\nsection = "verder"\ntext = "Is hierover al eerder met deze persoon gesproken?"\n'
        'help = "Alleen als dat is opgeschreven."\nwhy = "Zonder eerder gesprek is een gesprek het begin."\n'
        'when = { not = { is = ["voorval", "niets"] } }',
        'id = "eerder"\nsection = "verder"\ntext = "Is hierover al eerder met deze persoon gesproken?"\n'
        'help = "Alleen als dat is opgeschreven."\nwhy = "Zonder eerder gesprek is een gesprek het begin."\n'
        'when = { not = { is = ["voorval", "niets", "unknown"] } }',
    )["Vragen"]
    assert line.endswith("geldt niet meer bij ‘Wat gebeurde er online?’: Weet ik nog niet.")


def test_another_foundation_is_said_first_and_in_numbers() -> None:
    groups = changes(load(texts(SHIPPED)), load(OLD))
    assert groups[0].lines[0].startswith("Dit is een andere regelset")
    assert sum(len(group.lines) for group in groups) < 120


def test_a_date_switches_what_carries_dates() -> None:
    pack = load(OLD)
    (duty,) = switches(pack, date(2026, 11, 23), date(2028, 1, 1))
    assert (duty.kind, duty.id, duty.on) == ("obligation", "inspectie_ernstig", True)
    (back,) = switches(pack, date(2028, 1, 1), date(2026, 11, 23))
    assert not back.on
    assert "geldt dan niet meer" in str(back)
    assert switches(pack, date(2026, 11, 23), date(2027, 12, 31)) == ()
    before, _ = switches(pack, date(2026, 11, 23), date(2026, 7, 31)), None
    assert [part.kind for part in before] == ["pack"]
    assert [part.id for part in dormant(pack, date(2026, 11, 23))] == ["inspectie_ernstig"]
    assert dormant(pack, date(2028, 1, 1)) == ()
