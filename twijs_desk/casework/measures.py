"""Measures: what may and what cannot, the choice against the advice, and hearing before deciding."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from twijs_desk.casework import answers, flow, guards, obligations, rules, wording
from twijs_desk.casework.case_dates import refuse_impossible
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.records import (
    actors,
    case_of,
    hearing_row,
    measure_row,
    move_on,
    names_apart,
    open_case_of,
    party_of,
    run_of,
    runs_of,
)
from twijs_desk.casework.rows import HearingEntry, HearingRow, MeasureEntry, MeasureRow, OutcomeLine
from twijs_desk.protocol.days import is_school_day, school_days, suspension_maximum
from twijs_desk.protocol.model import Pack
from twijs_desk.store.models import Hearing, Measure
from twijs_desk.terms import CaseStatus, HearingKind, MeasureStatus


def options(desk: Desk, case_id: str, party_id: str | None = None) -> tuple[OutcomeLine, ...]:
    """Every measure for one alleged actor: required, allowed or barred, with reason and source."""
    with desk.look() as session:
        run = run_of(session, case_of(session, case_id), party_id)
        found = answers.outcome_of(session, desk, run)
        return tuple(flow.measure_line(rules.of(desk, run), line) for line in found.measures)


def last_suspension_day(desk: Desk, start: date) -> tuple[date | None, str]:
    """The last possible day of a pupil's suspension from this first day, with the reason (WPO 40c lid 1)."""
    last = suspension_maximum(start, desk.calendar)
    if last is None or not is_school_day(start, desk.calendar):
        return None, f"{wording.weekday_day(start).capitalize()} is geen schooldag; kies een schooldag."
    count = len(school_days(start, last, desk.calendar))
    return last, (
        f"Uiterlijk {wording.weekday_day(last)}: een schorsing duurt hooguit één week, hier gerekend als "
        f"{count} {'schooldag' if count == 1 else 'schooldagen'} en niet langer dan zeven kalenderdagen."
    )


def decide(desk: Desk, entry: MeasureEntry) -> MeasureRow:
    """Record a measure: what was advised, what was chosen and why.

    Raises DeskError for a measure that law or protocol bars for this person, with the lawful alternative, and
    InputError when the reasons, the dates or the reason for departing from the advice are missing. A decision also
    waits for its guards: those of law stand, those of policy can be passed with a reason that goes into the log.
    """
    with desk.act() as act:
        case = open_case_of(act.session, entry.case_id)
        run = run_of(act.session, case, entry.party_id)
        lines = {line.id: line for line in answers.outcome_of(act.session, desk, run, act.at).measures}
        line = lines.get(entry.rule_id)
        if line is None:
            raise InputError(
                "Deze maatregel kan nu nog niet worden beoordeeld.",
                "Er is niets vastgelegd.",
                "Beantwoord eerst de overige vragen van de beslisroute.",
            )
        if line.status == "barred":
            source = obligations.source_words(rules.of(desk, run), line.sources)
            raise DeskError(
                f"‘{line.title}’ kan hier niet. {line.reason.text}",
                "Er is niets vastgelegd.",
                f"Wat wel kan: {line.alternative} (bron: {source}).",
            )
        if entry.advised and entry.advised != entry.rule_id and not entry.deviation_reason.strip():
            raise InputError("U wijkt af van het advies. Schrijf op waarom.", "Er is niets vastgelegd.")
        _decided(desk, entry, line.decides, wording.to_local(act.at).date())
        details = _dates(desk, entry, is_suspension=_school_week(rules.of(desk, run), line.guards))
        refuse_impossible(
            act,
            case,
            {"decided": entry.decided_on, "starts": entry.starts_on, "ends": entry.ends_on},
        )
        kept = guards.settle(desk, act.session, case, run, entry) if entry.decided_on else {}
        if kept:
            details["guards"] = kept
        row = Measure(
            case_id=case.id,
            party_id=run.party_id,
            rule_id=entry.rule_id,
            title=line.title,
            advised=entry.advised,
            deviation_reason=entry.deviation_reason.strip(),
            status=MeasureStatus.DECIDED if entry.decided_on else MeasureStatus.PROPOSED,
            reasons=entry.reasons.strip(),
            milder_means=entry.milder_means.strip(),
            decided_by=entry.decided_by or line.decides,
            mandate=entry.mandate,
            decided_on=entry.decided_on,
            starts_on=entry.starts_on,
            ends_on=entry.ends_on,
            details=details,
            recorded_at=act.at,
        )
        act.session.add(row)
        act.session.flush()
        move_on(act.session, case, CaseStatus.DECISION, act.at)
        act.log("measure_recorded", "measure", row.id, case.id, rule=row.rule_id, status=row.status)
        for guard in guards.passed(details):
            act.log("policy_passed", "measure", row.id, case.id, guard=guard)
        obligations.retime(act, case)
        return measure_row(row, names_apart(actors(act.session, case)))


def record_hearing(desk: Desk, entry: HearingEntry) -> HearingRow:
    """Record that someone was heard, declined, or could not be heard first and why.

    Hearing counts for the party it is about; the alleged actor who was named first when nobody is said.
    """
    if entry.held_at is None and not entry.declined and not entry.skipped_reason.strip():
        raise InputError(
            "Vul in wanneer het gesprek was, of waarom er niet is gehoord.", "Er is niets vastgelegd."
        )
    held_at = wording.aware(entry.held_at)
    if held_at is not None and held_at > desk.now():
        raise InputError(
            "Dit gesprek ligt in de toekomst.", "Er is niets vastgelegd.", "Leg het vast als het is geweest."
        )
    if entry.held_at is not None and not entry.minutes.strip():
        raise InputError("Schrijf op wat er is gezegd.", "Er is niets vastgelegd.")
    with desk.act() as act:
        case = open_case_of(act.session, entry.case_id)
        first = next((run.party_id for run in runs_of(act.session, case)), None)
        about = party_of(act.session, case, entry.party_id).id if entry.party_id else first
        refuse_impossible(act, case, {"invited": entry.invited_on, "heard": held_at})
        row = Hearing(
            case_id=case.id,
            party_id=about,
            kind=HearingKind(entry.kind),
            invited_on=entry.invited_on,
            held_at=held_at,
            declined=entry.declined,
            skipped_reason=entry.skipped_reason.strip(),
            attendees=entry.attendees.strip(),
            minutes=entry.minutes.strip(),
            recorded_at=act.at,
        )
        act.session.add(row)
        act.session.flush()
        move_on(act.session, case, CaseStatus.HEARING, act.at)
        act.log("hearing_recorded", "hearing", row.id, case.id, kind=row.kind)
        return hearing_row(row)


def _school_week(pack: Pack, names: Iterable[str]) -> bool:
    """Whether one of the guards is the maximum of a pupil's suspension; the first rules had only its name."""
    return any(pack.guards[name].by == "maximum:school_week" or name == "max_school_week" for name in names)


def _decided(desk: Desk, entry: MeasureEntry, decides: str, today: date) -> None:
    """A decision is not of tomorrow, and who decides may decide (mandate table of the pack)."""
    if entry.decided_on is None:
        return
    if entry.decided_on > today:
        raise InputError(
            "De datum van het besluit ligt in de toekomst.",
            "Er is niets vastgelegd.",
            "Laat de datum leeg zolang de maatregel een voornemen is.",
        )
    profile = desk.profile
    by_principal = bool(profile.name) and entry.decided_by.strip().casefold() == profile.name.casefold()
    if by_principal and (
        decides == "board" or (decides == "principal_if_mandated" and not profile.may_suspend)
    ):
        raise DeskError(
            "Dit besluit neemt het bestuur, niet de schoolleider.",
            "Er is niets vastgelegd.",
            "Leg vast wie van het bestuur heeft besloten, of leg de maatregel vast als voornemen.",
        )


def _dates(desk: Desk, entry: MeasureEntry, *, is_suspension: bool) -> dict[str, Any]:
    """Check the dates; a pupil's suspension gets its school days counted and its maximum guarded."""
    details = dict(entry.details)
    if entry.starts_on and entry.ends_on and entry.ends_on < entry.starts_on:
        raise InputError("De laatste dag ligt vóór de eerste dag.", "Er is niets vastgelegd.")
    if not is_suspension:
        return details
    if entry.starts_on is None or entry.ends_on is None:
        raise InputError("Vul de eerste en de laatste dag van de schorsing in.", "Er is niets vastgelegd.")
    last, sentence = last_suspension_day(desk, entry.starts_on)
    if last is None or entry.ends_on > last:
        raise DeskError("Zo lang mag een schorsing niet duren.", "Er is niets vastgelegd.", sentence)
    if not entry.reasons.strip():
        raise InputError(
            "Schrijf de redenen op; een schorsing zonder redenen houdt geen stand.", "Er is niets vastgelegd."
        )
    details["school_days"] = len(school_days(entry.starts_on, entry.ends_on, desk.calendar))
    return details
