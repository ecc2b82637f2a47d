"""What may not leave the school: every guard of every letter can fire, and fires for its own reason only."""

from datetime import UTC, date, datetime

import pytest
from letter_kit import CODES, NAMES, ON, book, make

from twijs_desk.letters import check, compose
from twijs_desk.letters.model import Finding, Para, Run

Facts = dict[str, object]
D = date

# letter, changed facts, the guard that has to object
CASES: list[tuple[str, Facts, str]] = [
    ("L9", {"signer.has_mandate": False}, "mandate"),
    ("L9", {"signer.has_mandate": None}, "mandate"),
    ("L9", {"measure.decided_by": None}, "decider"),
    ("L9", {"mandate.source": None}, "mandate_source"),
    ("L9", {"pupil.own_conduct": False}, "own_conduct"),
    ("L9", {"incident.facts": None}, "facts"),
    ("L9", {"hearing.parents_on": None}, "heard"),
    ("L9", {"hearing.pupil_on": None}, "heard"),
    ("L9", {"hearing.teacher_on": None}, "heard"),
    ("L9", {"hearing.parents_on": D(2026, 11, 25)}, "heard"),
    ("L9", {"hearing.parents_on": None, "hearing.skip_reason": "acute onveiligheid"}, "heard"),
    (
        "L9",
        {
            "hearing.parents_on": None,
            "hearing.skip_reason": "acute onveiligheid",
            "hearing.after_on": D(2026, 11, 26),
        },
        "heard",
    ),
    ("L9", {"measure.reasons": None}, "reasons"),
    ("L9", {"measure.milder": None}, "reasons"),
    ("L9", {"measure.ends_on": None}, "dates"),
    ("L9", {"measure.school_days": 6, "measure.ends_on": D(2026, 12, 2)}, "length"),
    ("L9", {"measure.school_days": 0}, "length"),
    ("L9", {"measure.ends_on": D(2026, 12, 2), "measure.returns_on": D(2026, 12, 3)}, "length"),
    ("L9", {"measure.school_days": 5}, "length"),
    ("L9", {"measure.starts_on": D(2026, 11, 23)}, "order"),
    ("L9", {"measure.returns_on": D(2026, 11, 26)}, "order"),
    ("L9", {"work.arrangement": None}, "work"),
    ("L9", {"return.talk_at": None}, "return_talk"),
    ("L9", {"inspectorate.informed_on": D(2026, 11, 25)}, "inspectorate_not_later"),
    ("L9", {"inspectorate.informed_on": None}, "inspectorate"),
    ("L9", {"attendance_officer.informed_on": None}, "attendance_officer"),
    ("L9", {"objection.last_on": D(2027, 1, 4)}, "objection_term"),
    ("L9", {"objection.last_on": D(2027, 1, 11)}, "objection_term"),
    ("L9", {"addressee.all_have_authority": None}, "authority"),
    ("L9", {"addressee.without_letter": ("S. de Wit",)}, "all_parents"),
    ("L9", {"incident.facts": "Youssef is de dader."}, "words"),
    ("L9", {"incident.facts": "Bram Visser's jas is gefilmd."}, "names"),
    ("L9", {"incident.facts": "De jas van bram  visser is gefilmd."}, "names"),
    ("L9", {"letter.enclosures": ("Verklaring van Bram Visser",)}, "names"),
    ("M9", {"signer.has_mandate": False}, "mandate"),
    ("M9", {"employee.in_service": False}, "in_service"),
    ("M9", {"cao.article": None}, "provision"),
    ("M9", {"incident.days": None}, "facts"),
    ("M9", {"duty.qualification": None}, "qualification"),
    ("M9", {"measure.intended": None}, "intended"),
    ("M9", {"defence.documents": ()}, "documents"),
    ("M9", {"defence.oral_with": None}, "defence"),
    ("M9", {"defence.last_on": D(2026, 12, 14)}, "defence_term"),
    ("M9", {"defence.last_on": D(2026, 12, 1), "defence.days": 7}, "defence_minimum"),
    ("M9", {"sending.registered": False}, "registered"),
    ("M9", {"whistleblower.considered": None}, "whistleblower"),
    ("M9", {"duty.qualification": "Wij vinden u schuldig."}, "words"),
    ("M9", {"incident.facts": "Op 3 november schreef u aan Bram Visser."}, "names"),
    ("I1", {"call.duty_basis": None}, "basis"),
    ("I1", {"call.attempts": ()}, "attempts"),
    ("I1", {"call.advice": None}, "conversation"),
    ("I1", {"call.ended_at": datetime(2026, 11, 23, 7, 14, tzinfo=UTC)}, "times"),
    ("I1", {"call.suspicion": None}, "conclusion"),
    ("I1", {"call.informing": ()}, "agreed"),
    ("I1", {"call.reached": False, "call.next_attempt": None}, "retry"),
    ("I1", {"board.informed_at": None}, "board"),
    ("I1", {"call.suspicion": "yes"}, "report"),
    ("I1", {"call.advice": "De dader aanspreken."}, "words"),
]
# Guards that a shipped letter cannot break by its facts: the loader or the answers already prevent it.
STRUCTURAL = {("L9", "clauses"), ("M9", "clauses"), ("M9", "measure")}


def findings(code: str, changes: Facts, name: str = "normaal", **more: object) -> tuple[Finding, ...]:
    made = make(code, name, **{key.replace(".", "__"): value for key, value in changes.items()})  # type: ignore[arg-type]
    return check(made.template, made.facts, made.composed, others=("Bram Visser",), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", NAMES)
def test_samples_pass_every_guard(code: str, name: str) -> None:
    assert findings(code, {}, name) == ()


@pytest.mark.parametrize(("code", "changes", "guard"), CASES)
def test_a_guard_objects(code: str, changes: Facts, guard: str) -> None:
    found = findings(code, changes)
    assert guard in {finding.guard for finding in found}
    for finding in found:
        assert "{found}" not in finding.message
        assert finding.source
        assert not finding.field_id or finding.field_id in book().template(code).field_ids


def test_every_guard_of_every_letter_is_shown_to_fire() -> None:
    shown = {(code, guard) for code, _, guard in CASES} | STRUCTURAL
    assert shown == {(item.code, guard.id) for item in book().templates for guard in item.guards}


def test_a_missing_clause_is_a_finding() -> None:
    from dataclasses import replace

    made = make("L9")
    kept = tuple(block for block in made.composed.blocks if block.id != "objection")
    found = check(made.template, made.facts, replace(made.composed, blocks=kept))
    assert [(finding.guard, "BZW-B" in finding.message) for finding in found] == [("clauses", True)]


def test_acute_danger_allows_hearing_afterwards() -> None:
    gone = dict.fromkeys(("hearing.parents_on", "hearing.pupil_on", "hearing.teacher_on"))
    acute = {
        **gone,
        "hearing.skip_reason": "acute onveiligheid",
        "hearing.skip_explained": "Er was een dreigbericht.",
        "hearing.after_on": D(2026, 11, 25),
    }
    assert findings("L9", acute) == ()
    friday = {"letter.dated_on": D(2026, 11, 20), "hearing.after_on": D(2026, 11, 23)}
    late = {finding.guard for finding in findings("L9", {**acute, **friday})}
    assert "heard" not in late


def test_the_longest_suspension_before_christmas() -> None:
    dates = {
        "letter.dated_on": D(2026, 12, 16),
        "measure.starts_on": D(2026, 12, 17),
        "measure.ends_on": D(2026, 12, 18),
        "measure.school_days": 2,
        "measure.returns_on": D(2027, 1, 4),
        "objection.last_on": D(2027, 1, 27),
    }
    assert findings("L9", dates) == ()
    over = {**dates, "measure.ends_on": D(2027, 1, 4), "measure.returns_on": D(2027, 1, 5)}
    assert "length" in {finding.guard for finding in findings("L9", over)}


def test_law_stands_and_policy_yields_to_a_reason() -> None:
    broken: Facts = {"attendance_officer.informed_on": None, "signer.has_mandate": False}
    reasons = {"attendance_officer": "De gemeente wil geen melding.", "mandate": "Haast"}
    law, policy = findings("L9", broken, reasons=reasons)
    assert (law.guard, law.level, law.blocks_final, law.reason) == ("mandate", "law", True, "")
    assert (policy.guard, policy.level, policy.blocks_final) == ("attendance_officer", "policy", False)
    assert findings("L9", broken)[1].blocks_final
    assert findings("L9", broken, reasons={"attendance_officer": "  "})[1].blocks_final


def test_names_are_found_in_edited_text_and_not_inside_words() -> None:
    made = make("L9")
    own = {"weighing": (Para((Run("Wij denken aan Bram "), Run("Visser", bold=True), Run("."))),)}
    composed = compose(made.template, made.facts, own, book(), ON)
    assert [f.guard for f in check(made.template, made.facts, composed, others=("Bram Visser",))] == ["names"]
    assert check(made.template, made.facts, made.composed, others=("Wit", "Schoo", "")) == ()


def test_an_edit_cannot_hide_a_missing_fact() -> None:
    made = make("L9", measure__milder=None)
    own = {"weighing": (Para((Run("Alles is bekeken."),)),)}
    composed = compose(made.template, made.facts, own, book(), ON)
    assert composed.gaps == ()
    assert "reasons" in {finding.guard for finding in check(made.template, made.facts, composed)}


def test_a_letter_has_no_verdict_in_its_subject() -> None:
    for template in book().templates:
        assert not any(word in template.subject.casefold() for word in ("wangedrag", "schuld", "dader"))
