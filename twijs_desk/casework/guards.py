"""What must be heard, filled in or decided before a measure is final, seen from what the case already holds."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session, col, select

from twijs_desk.casework import rules, wording
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.records import case_of, run_of, runs_of
from twijs_desk.casework.rows import GuardRow, MeasureEntry
from twijs_desk.protocol.calendar import staff_suspension
from twijs_desk.protocol.guards import GuardLine, guards_of, measure_of_letter
from twijs_desk.protocol.model import Guard, Pack
from twijs_desk.store.models import Case, EvidenceItem, FlowRun, Hearing, Measure
from twijs_desk.terms import MeasureStatus

CONFIRM = "confirm"
FORM = ("field:", "maximum:")
"""Ways that the form itself fills in: a date, the reasons, the maximum."""


def of_measure(desk: Desk, case_id: str, rule_id: str, party_id: str | None = None) -> tuple[GuardRow, ...]:
    """The guards of a measure, law first, with what the case already shows. What the form asks is left out."""
    with desk.look() as session:
        case = case_of(session, case_id)
        run = run_of(session, case, party_id)
        pack = rules.of(desk, run)
        if all(rule.id != rule_id for rule in pack.measures):
            raise InputError(f"De maatregel ‘{rule_id[:60]}’ bestaat niet in deze regels.")
        heard, skipped = _hearings(session, case, run)
        found = []
        for line in guards_of(pack, rule_id, on=_today(desk)):
            guard = line.guard
            if guard.by.startswith(FORM) or guard.by == "checked":
                continue
            met = guard.by in heard or (guard.by == "evidence" and _has_evidence(session, case))
            found.append(
                GuardRow(guard.id, guard.title, guard.level, guard.by == CONFIRM, met, _missing(guard),
                         skipped.get(guard.by, ""))
            )  # fmt: skip
        return tuple(found)


def settle(desk: Desk, session: Session, case: Case, run: FlowRun, entry: MeasureEntry) -> dict[str, object]:
    """Which guards hold for a decision, and the reason why one of policy was passed; to keep with the measure.

    Raises DeskError for what the law wants first and InputError for policy that is passed without a reason.
    """
    pack = rules.of(desk, run)
    heard, skipped = _hearings(session, case, run)
    met = {
        guard.id
        for guard in (pack.guards[name] for name in _names(pack, entry.rule_id))
        if _holds(session, case, guard, entry, heard)
    }
    reasons = {
        line.guard.id: skipped.get(line.guard.by, "") or entry.passed_reason
        for line in guards_of(pack, entry.rule_id, on=_today(desk))
        if line.guard.id not in met
    }
    lines = guards_of(pack, entry.rule_id, met, reasons, on=_today(desk))
    _refuse(lines)
    return {
        "met": sorted(line.guard.id for line in lines if line.met),
        "passed": {line.guard.id: line.reason for line in lines if not line.met},
    }


def before_letter(session: Session, case: Case, run: FlowRun, pack: Pack, code: str) -> None:
    """A letter that holds a decision waits for that decision, and so for everything that goes before it."""
    rule = measure_of_letter(pack, code)
    if rule is None:
        return
    decided = session.exec(
        select(Measure).where(
            Measure.case_id == case.id,
            Measure.party_id == run.party_id,
            Measure.rule_id == rule.id,
            col(Measure.status).in_((MeasureStatus.DECIDED, MeasureStatus.CARRIED_OUT)),
        )
    ).first()
    if decided is None:
        first = " ".join(
            _missing(line.guard) for line in guards_of(pack, rule.id) if line.guard.level == "law"
        )
        raise DeskError(
            f"Bij deze brief hoort een besluit: ‘{rule.title}’ is nog niet vastgelegd als besloten.",
            "De brief blijft een concept.",
            f"Leg eerst het besluit vast bij Maatregelen. Daarvoor is nodig: {first}",
        )


def _today(desk: Desk) -> date:
    return wording.to_local(desk.now()).date()


def _refuse(lines: tuple[GuardLine, ...]) -> None:
    law = [_missing(line.guard) for line in lines if line.open and line.guard.level == "law"]
    if law:
        raise DeskError(
            f"Dit besluit kan nog niet. {' '.join(law)}",
            "Er is niets vastgelegd.",
            "Vul aan wat ontbreekt, of leg de maatregel zonder besluitdatum vast als voornemen.",
        )
    policy = [_missing(line.guard) for line in lines if line.open]
    if policy:
        raise InputError(
            f"Dit hoort voor het besluit: {' '.join(policy)}",
            "Er is niets vastgelegd.",
            "Vul het aan, of schrijf op waarom u het overslaat.",
        )


def _holds(session: Session, case: Case, guard: Guard, entry: MeasureEntry, heard: set[str]) -> bool:
    way, _, what = guard.by.partition(":")
    match way:
        case "heard":
            return guard.by in heard
        case "field":
            value = getattr(entry, what)
            return bool(value.strip() if isinstance(value, str) else value)
        case "maximum" if what == "staff_weeks":
            if entry.starts_on is None or entry.ends_on is None:
                return False
            last = staff_suspension(entry.starts_on).on
            return last is not None and entry.ends_on <= last
        case "maximum":
            return entry.starts_on is not None and entry.ends_on is not None  # longer was refused before
        case "evidence":
            return _has_evidence(session, case)
        case "checked":
            return True  # a barred measure and a missing mandate were refused before
        case _:
            return guard.id in entry.met


def _hearings(session: Session, case: Case, run: FlowRun) -> tuple[set[str], dict[str, str]]:
    """Who was heard (or declined) for this person, and why someone was not, by the way of a guard."""
    heard: set[str] = set()
    skipped: dict[str, str] = {}
    first = (
        runs_of(session, case)[0].id == run.id
    )  # who was named first also has what is about nobody in particular
    for row in session.exec(select(Hearing).where(Hearing.case_id == case.id)):
        if row.party_id != run.party_id and not (first and row.party_id is None):
            continue
        way = f"heard:{row.kind}"
        if row.held_at is not None or row.declined:
            heard.add(way)
        elif row.skipped_reason:
            skipped[way] = row.skipped_reason
    return heard, skipped


def _has_evidence(session: Session, case: Case) -> bool:
    return session.exec(select(EvidenceItem.id).where(EvidenceItem.case_id == case.id)).first() is not None


def _names(pack: Pack, rule_id: str) -> tuple[str, ...]:
    return tuple(line.guard.id for line in guards_of(pack, rule_id))


def _missing(guard: Guard) -> str:
    return guard.missing or f"{guard.title}."


def passed(details: Mapping[str, object]) -> Mapping[str, str]:
    """The guards of policy that a decision passed, with the reason."""
    kept = details.get("guards")
    found = kept.get("passed") if isinstance(kept, dict) else None
    return found if isinstance(found, dict) else {}
