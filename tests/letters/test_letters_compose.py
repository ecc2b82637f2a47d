"""Facts and edits in a template: gaps, conditions, kinds, and text of people that stays text."""

from datetime import UTC, date, datetime

import pytest
from letter_kit import CODES, NAMES, ON, book, make

from twijs_desk.letters import LetterError, LetterTextError, compose
from twijs_desk.letters.model import Para, Run


def blocks(made: object) -> dict[str, str]:
    return {block.id: block.text for block in made.composed.blocks}  # type: ignore[attr-defined]  # kit type


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", NAMES)
def test_samples_have_no_gaps(code: str, name: str) -> None:
    assert make(code, name).composed.gaps == ()


@pytest.mark.parametrize("code", CODES)
def test_without_facts_every_required_question_is_a_gap(code: str) -> None:
    template = book().template(code)
    composed = compose(template, {}, {}, book(), ON)
    gaps = {gap.field_id for gap in composed.gaps}
    assert "signer.name" in gaps
    for gap in composed.gaps:
        field = template.field(gap.field_id)
        assert field.required
        assert gap.label == field.label
    for block in composed.blocks:
        for para in block.paras:
            for run in para.runs:
                assert bool(run.gap) == run.text.startswith("[nog invullen: ")


def test_one_day_reads_as_one_day() -> None:
    short, normal = blocks(make("L9", "kort")), blocks(make("L9", "normaal"))
    assert "decision_one" in short
    assert "decision_more" not in short
    assert "Dat is één schooldag." in short["decision_one"]
    assert "van woensdag 25 november 2026 tot en met vrijdag 27 november 2026" in normal["decision_more"]
    assert "Dat zijn drie schooldagen." in normal["decision_more"]


def test_the_decision_stands_in_the_first_three_sentences() -> None:
    opening = make("L9").composed.blocks[0].text
    assert opening.index("Wij schorsen") == 0
    assert make("M9").composed.blocks[0].text.startswith("Wij zijn van plan u een schriftelijke berisping")


def test_unknown_never_drops_a_paragraph() -> None:
    unknown = make("L9", measure__school_days=None)
    assert {"decision_more", "decision_one"} <= blocks(unknown).keys() or "decision_more" in blocks(unknown)
    assert "measure.school_days" in {gap.field_id for gap in unknown.composed.gaps}
    assert "report" in blocks(make("I1", "normaal", call__suspicion=None))


def test_the_question_a_paragraph_hangs_on_is_a_gap_itself() -> None:
    for code, field in (("L9", "measure__decided_by"), ("I1", "call__reached"), ("I1", "call__suspicion")):
        made = make(code, **{field: None})
        assert field.replace("__", ".") in {gap.field_id for gap in made.composed.gaps}


def test_optional_facts_leave_no_hole() -> None:
    without = make("I1", "normaal", call__reference=None)
    labels = [row.label for block in without.composed.blocks for row in block.rows]
    assert "Kenmerk inspectie" not in labels
    assert without.composed.gaps == ()


def test_deadlines_print_as_day_and_count() -> None:
    text = " ".join(blocks(make("L9")).values())
    assert "uiterlijk dinsdag 5 januari 2027 (zes weken na deze brief)" in " ".join(text.split())
    text = " ".join(blocks(make("M9")).values())
    assert "uiterlijk dinsdag 15 december 2026 (21 dagen na deze brief)" in " ".join(text.split())


def test_what_people_type_is_never_read_as_template() -> None:
    name = "Jan {pupil.group} {{x}} **vet** <b>"
    made = make("L9", pupil__first_name=name)
    assert name in blocks(made)["decision_more"]
    assert made.composed.gaps == ()


def test_moments_are_dutch_time() -> None:
    made = make("L9", return__talk_at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    assert "donderdag 2 juli 2026 om 0.30 uur" in blocks(made)["return_talk"]


def test_typed_lists_become_lists() -> None:
    made = make("L9", incident__facts="Eerst dit.\n\n- een\n- twee")
    kinds = [para.kind for block in made.composed.blocks if block.id == "facts" for para in block.paras]
    assert kinds == ["text", "text", "bullet", "bullet"]


def test_an_edit_replaces_an_editable_block_only() -> None:
    made = make("L9")
    own = (Para((Run("Mijn "), Run("eigen", bold=True), Run(" tekst."))),)
    composed = compose(made.template, made.facts, {"facts": own}, book(), ON)
    block = next(block for block in composed.blocks if block.id == "facts")
    assert block.paras == own
    assert block.edited
    for locked in ("decision_more", "objection"):
        with pytest.raises(LetterError, match="vaste tekst"):
            compose(made.template, made.facts, {locked: own}, book(), ON)
    with pytest.raises(LetterError, match="geen onderdeel"):
        compose(made.template, made.facts, {"nope": own}, book(), ON)


def test_a_gap_kept_in_an_edit_stays_a_gap_until_it_is_known() -> None:
    made = make("L9", work__contact=None)
    own = (Para((Run("Contact: "), Run("[nog invullen: x]", gap="work.contact"))),)
    composed = compose(made.template, made.facts, {"meanwhile": own}, book(), ON)
    assert [gap.field_id for gap in composed.gaps] == ["work.contact"]
    composed = compose(
        made.template, {**made.facts, "work.contact": "juf Els"}, {"meanwhile": own}, book(), ON
    )
    assert composed.gaps == ()
    assert "Contact: juf Els" in composed.text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("measure__starts_on", "morgen", "hoort een datum"),
        ("measure__starts_on", datetime(2026, 11, 25, tzinfo=UTC), "hoort een datum"),
        ("return__talk_at", date(2026, 11, 30), "hoort een datum met een tijd"),
        ("return__talk_at", datetime(2026, 11, 30, 9), "hoort een datum met een tijd"),  # noqa: DTZ001 - the bad input
        ("measure__school_days", "drie", "hoort een getal"),
        ("measure__school_days", True, "hoort een getal"),
        ("pupil__group", 7, "hoort tekst"),
        ("incident__facts", 7, "hoort tekst"),
        ("letter__copies", 7, "hoort een lijst"),
    ],
)
def test_a_fact_of_a_wrong_kind_is_refused_in_dutch(field: str, value: object, said: str) -> None:
    with pytest.raises(LetterTextError, match=said):
        make("L9", **{field: value})  # type: ignore[arg-type]  # wrong on purpose


def test_an_answer_that_does_not_exist_is_refused() -> None:
    with pytest.raises(LetterTextError, match="geen mogelijk antwoord"):
        make("M9", measure__intended="dismissal")


def test_a_letter_is_not_used_before_it_is_in_force() -> None:
    made = make("L9")
    with pytest.raises(LetterError, match="geldt pas vanaf 1 januari 2026"):
        compose(made.template, made.facts, {}, book(), date(2025, 12, 31))


def test_signing_under_mandate_says_so() -> None:
    texts = ["".join(run.text for run in line) for line in make("L9").composed.signature]
    assert texts == [
        "Namens het bestuur van Stichting TWijs,",
        "J. de Bruijn",
        "schoolleider Basisschool De Zeven Sloten",
    ]
    board = make("M9").composed.signature[0]
    assert "".join(run.text for run in board) == "Het bestuur van Stichting TWijs,"
