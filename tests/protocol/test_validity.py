"""Rules begin and end on their day, every kind that decides something, without another program."""

from datetime import date

import pytest
from rule_kit import changed, texts

from twijs_desk.protocol.assess import assess, next_question
from twijs_desk.protocol.changes import switches
from twijs_desk.protocol.load import check, load

BEFORE, DAY = date(2027, 12, 31), date(2028, 1, 1)
ANSWERS = {
    "spoed": "no",
    "hoedanigheid": "kind",
    "voorval": ["beeld"],
    "zwaarte": "zwaar",
    "eerder": "no",
    "kant": "yes",
}
DATED = "\nvalid_from = 2028-01-01\n"


def dated(head: str) -> dict[str, str]:
    """The small pack with a first day for the part that begins with these lines."""
    return changed(texts(), head, head + DATED)


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ('[[obligation]]\nid = "praten"', lambda o: "praten" in o.musts()),
        ('[[measure]]\nid = "apart_werken"', lambda o: "apart_werken" in {m.id for m in o.measures}),
        ('[[warning]]\nid = "eerst_vragen"', lambda o: bool(o.warnings)),
        ('[[dossier]]\nid = "map_voorval"', lambda o: bool(o.dossiers)),
        ('[[inspector]]\nid = "inspecteur_mag"', lambda o: o.inspector.outcome == "aanbevolen"),
        ('[[letter]]\ncode = "V1"', lambda o: "V1" in {letter.code for letter in o.letters}),
        (
            '[[guard]]\nid = "kant_gehoord"',
            lambda o: "kant_gehoord" in next(m.guards for m in o.measures if m.id == "apart_werken"),
        ),
    ],
)
def test_a_rule_is_silent_before_its_day_and_speaks_from_it(head, shown) -> None:
    pack = load(dated(head))
    assert not shown(assess(pack, ANSWERS, BEFORE))
    assert shown(assess(pack, ANSWERS, DAY))
    assert len(switches(pack, BEFORE, DAY)) == 2  # this one, and the duty that sleeps anyway


def test_a_status_of_a_measure_ends_on_its_last_day() -> None:
    text = '{ status = "allowed", reason = "Praten kan altijd.", sources = ["SV-3"] }'
    pack = load(changed(texts(), text, text.replace("sources", "valid_to = 2027-12-31, sources")))
    assert "gesprek" in assess(pack, ANSWERS, BEFORE).measures_with("allowed")
    assert "gesprek" not in assess(pack, ANSWERS, DAY).measures_with("allowed")
    titles = [part.title for part in switches(pack, BEFORE, DAY)]
    assert "Maatregel ‘Een goed gesprek’: mag" in titles


def test_a_bar_that_sleeps_hides_nothing_and_what_it_would_hide_is_asked() -> None:
    pack = load(dated('[[bar]]\nid = "niemand_gehoord"'))
    silent = {**ANSWERS, "kant": "no"}
    assert "apart_werken" in assess(pack, silent, BEFORE).measures_with("allowed")
    assert "apart_werken" in assess(pack, silent, DAY).measures_with("barred")
    before = {name: answer for name, answer in silent.items() if name not in ("zwaarte", "kant")}
    assert next_question(pack, before, BEFORE) == "zwaarte"


def test_who_decides_shifts_from_its_day() -> None:
    files = texts()
    files["rules.toml"] += (
        '\n[[decider]]\nid = "bestuur"\nwhen = { is = ["zwaarte", "zwaar"] }\ndecides = "board"\n'
        'reason = "Zwaar."\nsources = ["SV-3"]' + DATED
    )
    pack = load(files)
    decides = [
        next(m.decides for m in assess(pack, ANSWERS, on).measures if m.id == "apart_werken")
        for on in (BEFORE, DAY)
    ]
    assert decides == ["principal", "board"]


def test_a_question_that_only_sleeping_rules_need_is_asked_from_their_day() -> None:
    files = changed(
        texts(),
        'when = { is = ["zwaarte", "zwaar", "unknown"] }\ndue',
        'when = { all = [{ is = ["zwaarte", "zwaar", "unknown"] }, { is = ["ouders", "yes", "unknown"] }] }\ndue',
    )
    files["questions.toml"] += (
        '\n[[question]]\nid = "ouders"\nsection = "verder"\ntext = "Weten de ouders het?"\nhelp = "x"\nwhy = "x"\n'
        'options = [{ id = "yes", label = "Ja" }, { id = "no", label = "Nee" }]\nsources = ["SV-3"]\n'
        'examples_yes = ["x"]\nexamples_no = ["x"]\nnext_note = "x"\n'
    )
    pack = load(files)
    assert next_question(pack, ANSWERS, BEFORE) is None
    assert next_question(pack, ANSWERS, DAY) == "ouders"


@pytest.mark.parametrize(
    "head",
    [
        '[[obligation]]\nid = "praten"',
        '[[measure]]\nid = "gesprek"',
        '[[guard]]\nid = "kant_gehoord"',
        '[[bar]]\nid = "niemand_gehoord"',
        '[[warning]]\nid = "eerst_vragen"',
        '[[letter]]\ncode = "V1"',
        '[[dossier]]\nid = "map_voorval"',
        '[[inspector]]\nid = "inspecteur_mag"',
        '[[police]]\nid = "alarm"',
        "[pack]",
    ],
)
def test_an_end_before_the_beginning_is_refused(head: str) -> None:
    files = texts()
    if head == "[pack]":
        files = changed(files, "valid_from = 2026-08-01", "valid_from = 2026-08-01\nvalid_to = 2026-07-31")
    else:
        files = changed(files, head, head + "\nvalid_from = 2028-01-01\nvalid_to = 2027-12-31")
    (defect,) = check(files)
    assert "de einddatum ligt voor de begindatum" in str(defect)
