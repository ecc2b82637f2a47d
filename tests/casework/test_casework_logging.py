"""No act without a line in the log: found by reading the code, so that a new act that forgets it fails here."""

import ast
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from builders import both_letters, register, reopen, suspended_pupil
from sqlmodel import select

import twijs_desk.casework
from twijs_desk.casework import cases, dossiers, example, letters, logbook
from twijs_desk.casework.logbook import SENTENCES
from twijs_desk.store.models import AuditEvent

ROOM = Path(twijs_desk.casework.__file__).parent

SILENT = {
    "drafts.save": "one line when the draft begins, not one per pause in the typing",
    "scraps.keep": "one line when it begins",
    "calls.begin": "a call that was begun goes on",
    "calls.end": "keeps the notes first; the line comes with the end itself",
    "calls.save_notes": "one line when the notes of an ended call are completed; the call itself is logged",
    "backups._note_success": "when it was; the backup itself is logged before",
    "mandates.save": "no line when nothing is other than it was",
    "mandates.reset": "no line when nothing is other than it was",
    "letters.set_fields": "a draft letter; sealing logs it",
    "letters.edit_block": "a draft letter; sealing logs it",
    "letters.restore_block": "a draft letter; sealing logs it",
}
"""Acts that may end without a line, and why."""


@dataclass
class Function:
    name: str
    always: bool = False
    calls: set[str] = field(default_factory=set)
    acts: list[ast.With] = field(default_factory=list)


def statements(body):
    """What is done in any case: not what stands in a branch or a loop."""
    for statement in body:
        at_least_once = isinstance(statement, ast.For) and isinstance(statement.iter, ast.Tuple)
        if isinstance(statement, ast.With | ast.Try) or at_least_once:
            yield from statements(statement.body)
        elif not isinstance(statement, ast.If | ast.For | ast.While | ast.FunctionDef | ast.Match):
            yield statement


def called(body):
    found = set()
    for statement in statements(body):
        for node in ast.walk(statement):
            if isinstance(node, ast.Call):
                name = node.func
                if isinstance(name, ast.Attribute) and isinstance(name.value, ast.Name):
                    found.add(f"{name.value.id}.{name.attr}")
                elif isinstance(name, ast.Name):
                    found.add(name.id)
    return found


def is_act(node):
    return isinstance(node, ast.With) and any(
        isinstance(item.context_expr, ast.Call)
        and isinstance(item.context_expr.func, ast.Attribute)
        and item.context_expr.func.attr == "act"
        for item in node.items
    )


def functions():
    """Every function of the room by `module.name`, with what it calls in any case."""
    found = {}
    for path in sorted(ROOM.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                names = {name if "." in name else f"{path.stem}.{name}" for name in called(node.body)}
                acts = [inner for inner in ast.walk(node) if is_act(inner)]
                found[f"{path.stem}.{node.name}"] = Function(node.name, "act.log" in names, names, acts)
    changed = True
    while changed:
        changed = False
        for each in found.values():
            if not each.always and any(name in found and found[name].always for name in each.calls):
                each.always = changed = True
    return found


def forgetful(found):
    """Acts of which some way through writes no line."""
    missing = []
    for name, function in found.items():
        module = name.partition(".")[0]
        for act in function.acts:
            names = {each if "." in each else f"{module}.{each}" for each in called(act.body)}
            if "act.log" not in names and not any(each in found and found[each].always for each in names):
                missing.append(name)
    return missing


def test_every_act_writes_a_line_in_the_log():
    found = functions()
    acts = [name for name, function in found.items() if function.acts]
    assert len(acts) > 40
    assert sorted(set(forgetful(found)) - set(SILENT)) == []
    assert sorted(set(SILENT) - set(acts)) == [], "no longer there"


def test_an_act_that_forgets_its_line_is_found():
    body = ast.parse(
        "def act(desk):\n with desk.act() as act:\n  act.session.add(1)\n  if 1: act.log('x')"
    ).body
    function = Function("act", acts=[node for node in ast.walk(body[0]) if is_act(node)])
    assert forgetful({"new.act": function}) == ["new.act"]


def test_every_action_has_its_dutch_sentence():
    used = set()
    for path in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "log"
            ):
                used |= {arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)}
                used |= {
                    word.value.value
                    for word in node.keywords
                    if word.arg == "action" and isinstance(word.value, ast.Constant)
                }
    assert len(used) > 40
    assert sorted(used - set(SENTENCES)) == []


def actions(desk, case_id=None):
    return [row.action for row in logbook.view(desk, case_id=case_id).rows]


def test_reading_printing_and_locking_are_lines_too(desk):
    case = register(desk)
    made = suspended_pupil(desk)
    first, second = both_letters(desk, made.case.id)
    sealed = letters.finalise(desk, first.id)
    letters.finalise(desk, second.id)
    before = logbook.view(desk).total
    cases.open_case(desk, case.number)
    cases.show(desk, case.id)  # a refresh of what is open
    dossiers.show(desk, made.pupil.id)
    letters.paper(desk, sealed.id)
    paper = letters.to_print(desk, sealed.id)
    assert paper.pdf[:5] == b"%PDF-"
    assert actions(desk)[:4] == [
        "Definitieve brief afgedrukt",
        "Definitieve brief bekeken",
        "Dossier geopend",
        "Zaak geopend",
    ]
    assert logbook.view(desk).total == before + 4
    again = reopen(desk)
    assert actions(again)[:2] == ["Kluis geopend", "Kluis vergrendeld"]
    again.close()


WORDS = (
    "amrani",
    "youssef",
    "zandstra",
    "haddou",
    "samira",
    "karim",
    "kooij",
    "filmpje",
    "klasgenoot",
    "tiktok",
)


def test_no_line_of_the_log_holds_a_name_or_a_word_of_the_case(desk, clock):
    made = suspended_pupil(desk)
    for letter in both_letters(desk, made.case.id):
        letters.finalise(desk, letter.id)
    clock.to(2026, 11, 24, 13, 5)
    ticks = iter(range(100_000))
    desk.now = lambda: clock.at.replace(microsecond=next(ticks))
    example.fill(desk)
    names = {word for row in dossiers.people_with(desk, "", 200) for word in row.name.lower().split()}
    names = {word for word in names if len(word) > 3} | set(WORDS)
    assert len(names) > 15
    with desk.look() as session:
        lines = session.exec(select(AuditEvent)).all()
    assert len({line.action for line in lines}) > 20
    for line in lines:
        text = repr((line.action, line.subject, line.subject_id, line.detail)).lower()
        assert not [word for word in names if word in text], (line.action, line.detail)


@pytest.mark.parametrize("name", sorted(SILENT))
def test_a_reason_is_given_for_every_silent_act(name):
    assert len(SILENT[name]) > 15
