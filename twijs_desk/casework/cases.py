"""Cases: the overview of what must be done today, the register, and one case with everything in it."""

import re
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from twijs_desk.casework import calls, drafts, evidence, letters, obligations, people, runs, wording
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.records import (
    STATUS_LINE,
    all_of,
    case_number,
    case_of,
    corrections,
    current_moment,
    current_value,
    hearing_row,
    measure_row,
    names_apart,
    parties,
    party_name,
    party_row,
    shown,
)
from twijs_desk.casework.rows import (
    CaseListRow,
    CaseView,
    CorrectionRow,
    IncidentRow,
    ObligationRow,
    OverviewView,
    PublicationRow,
    RouteRow,
    StepRow,
    TodayGroup,
)
from twijs_desk.casework.timeline import timeline
from twijs_desk.store.models import (
    Case,
    Correction,
    EvidenceItem,
    FlowRun,
    Hearing,
    Incident,
    Measure,
    Obligation,
    Party,
    Person,
    Publication,
)
from twijs_desk.terms import (
    Audience,
    Basis,
    CaseStatus,
    Confidentiality,
    Level,
    ObligationStatus,
    OnlineState,
    PartyRole,
    Period,
)

_ROUTES_SHOWN = 20
_GROUPS = (
    ("overdue", "Te laat"),
    ("today", "Vandaag"),
    ("week", "Deze week"),
    ("later", "Later"),
    ("waiting", "Zonder vaste datum"),
)


def overview(desk: Desk) -> OverviewView:
    """What must be done over all cases, with the open cases and the drafts that wait.

    In each group what must comes before what is advised, and then the soonest first.
    """
    now = desk.now()
    with desk.look() as session:
        duties = (*_unfinished_routes(session, desk), *obligations.open_rows(session, desk))
        open_cases = _list(session, select(Case).where(Case.status != CaseStatus.CLOSED).limit(20))
        count = session.exec(
            select(func.count()).select_from(Case).where(Case.status != CaseStatus.CLOSED)
        ).one()
    grouped: dict[str, list[ObligationRow]] = {key: [] for key, _ in _GROUPS}
    for duty in duties:
        grouped[_group(duty, now)].append(duty)
    for rows in grouped.values():
        rows.sort(key=lambda duty: (duty.level != Level.MUST, duty.due_at is None, duty.due_at or now))
    return OverviewView(
        now=now,
        groups=tuple(TodayGroup(key, label, tuple(grouped[key])) for key, label in _GROUPS if grouped[key]),
        open_cases=open_cases,
        open_case_count=count,
        drafts=drafts.listing(desk),
        line_note=calls.line(desk).note,
    )


def listing(
    desk: Desk, *, before: CaseListRow | None = None, limit: int = 100, text: str = ""
) -> tuple[CaseListRow, ...]:
    """The register, last changed first, a page at a time; `before` is the last row of the page above."""
    with desk.look() as session:
        query = select(Case)
        if before is not None:
            key = uuid.UUID(before.id)
            query = query.where(
                or_(
                    col(Case.updated_at) < before.updated_at,
                    (col(Case.updated_at) == before.updated_at) & (col(Case.id) < key),
                )
            )
        for word in text.split():
            query = query.where(_mentions(word))
        return _list(session, query.limit(limit))


def open_case(desk: Desk, case_id: str) -> CaseView:
    """Open a case to read it: `show`, and a line in the log before anything is shown."""
    with desk.act() as act:
        case = case_of(act.session, case_id)
        act.log("case_opened", "case", case.id, case.id)
    return show(desk, str(case.id))


def show(desk: Desk, case_id: str) -> CaseView:
    """One case with everything in it, as it now is. `case_id` may also be the number people see."""
    with desk.look() as session:
        case = case_of(session, case_id)
        incident = session.exec(select(Incident).where(Incident.case_id == case.id)).one()
        paired = parties(session, case)
        names = names_apart(pair for pair in paired if pair[0].role == PartyRole.ALLEGED_ACTOR)
        duties = obligations.rows(
            session, desk, session.exec(select(Obligation).where(Obligation.case_id == case.id)).all()
        )
        hearings = all_of(session, Hearing, case)
        measures = all_of(session, Measure, case)
        items = sorted(all_of(session, EvidenceItem, case), key=lambda item: item.number)
        attempts = calls.rows(session, case)
        routes = runs.rows(session, desk, case)
        open_duties = [duty for duty in duties if duty.status == ObligationStatus.OPEN]
        return CaseView(
            id=str(case.id),
            number=case_number(case),
            title=case.title,
            status=CaseStatus(case.status),
            confidentiality=Confidentiality(case.confidentiality),
            no_copy=case.no_copy,
            steps=_steps(CaseStatus(case.status)),
            incident=_incident_row(session, incident),
            publications=tuple(
                _publication_row(row)
                for row in session.exec(select(Publication).where(Publication.incident_id == incident.id))
            ),
            corrections=tuple(_correction_row(row) for row in _corrections(session, case)),
            parties=tuple(party_row(*pair) for pair in paired),
            evidence=tuple(evidence.row(item) for item in items),
            obligations=duties,
            measures=tuple(measure_row(row, names) for row in measures),
            hearings=tuple(hearing_row(row) for row in hearings),
            calls=attempts,
            letters=letters.rows(session, case),
            timeline=timeline(session, case),
            route_answered=sum(route.answered for route in routes),
            route_open=any(route.open for route in routes),
            next_step=open_duties[0] if open_duties else None,
            close_blocked_by=_blocked_by(open_duties, routes),
            routes=routes,
        )


def close_case(desk: Desk, case_id: str, result: str) -> CaseView:
    """Close a case. Refused while a duty is open or the route is unfinished; says which."""
    view = show(desk, case_id)
    if view.status == CaseStatus.CLOSED:
        raise InputError("Deze zaak is al afgesloten.", "Er is niets gewijzigd.")
    if view.close_blocked_by:
        raise DeskError(
            "Deze zaak kan nog niet dicht: " + wording.and_list(list(view.close_blocked_by)) + ".",
            "De zaak blijft open.",
            "Rond deze punten eerst af.",
        )
    if not result.strip():
        raise InputError("Schrijf in één zin op hoe de zaak is afgelopen.", "De zaak blijft open.")
    with desk.act() as act:
        case = case_of(act.session, case_id)
        case.status, case.closed_at, case.updated_at = CaseStatus.CLOSED, act.at, act.at
        case.result = result.strip()
        act.session.add(case)
        act.log("case_closed", "case", case.id, case.id)
    return show(desk, case_id)


def lines(session: Session, ids: Sequence[uuid.UUID]) -> tuple[CaseListRow, ...]:
    """These cases as lines of the register."""
    return _list(session, select(Case).where(col(Case.id).in_(ids)))


def _mentions(word: str) -> ColumnElement[bool]:
    """Cases whose number, title, facts or people hold this word."""
    folded = people.fold(word)
    persons = select(Party.case_id).join(Person, col(Person.id) == col(Party.person_id))
    found = re.fullmatch(r"(\d{4})-(\d{1,9})", word, re.ASCII)
    number = (
        (col(Case.year) == int(found[1])) & (col(Case.serial) == int(found[2]))
        if found
        else col(Case.id).is_(None)
    )
    return or_(
        number,
        col(Case.title).contains(word, autoescape=True),
        col(Case.id).in_(persons.where(col(Person.search_key).contains(folded, autoescape=True))),
        col(Case.id).in_(
            select(Incident.case_id).where(col(Incident.observation).contains(word, autoescape=True))
        ),
    )


def _list(session: Session, query: SelectOfScalar[Case]) -> tuple[CaseListRow, ...]:
    found: Sequence[Case] = session.exec(
        query.order_by(col(Case.updated_at).desc(), col(Case.id).desc())
    ).all()
    ids = [case.id for case in found]
    who: dict[uuid.UUID, str] = {}
    for party, person in session.exec(
        select(Party, Person)
        .join(Person, col(Person.id) == col(Party.person_id), isouter=True)
        .where(col(Party.case_id).in_(ids), Party.role == PartyRole.ALLEGED_ACTOR)
    ):
        name = party_name(party, person)
        if name not in who.get(party.case_id, "").split(", "):  # once, in whatever capacities
            who[party.case_id] = f"{who[party.case_id]}, {name}" if party.case_id in who else name
    due = {
        case_id: (first, count)
        for case_id, first, count in session.exec(
            select(Obligation.case_id, func.min(Obligation.due_at), func.count())
            .where(
                col(Obligation.case_id).in_(ids),
                Obligation.status == ObligationStatus.OPEN,
                Obligation.level == Level.MUST,
            )
            .group_by(col(Obligation.case_id))
        )
    }
    return tuple(
        CaseListRow(
            id=str(case.id),
            number=case_number(case),
            title=case.title,
            status=CaseStatus(case.status),
            updated_at=case.updated_at,
            who=who.get(case.id, ""),
            next_due_at=due.get(case.id, (None, 0))[0],
            open_duties=due.get(case.id, (None, 0))[1],
        )
        for case in found
    )


def _unfinished_routes(session: Session, desk: Desk) -> tuple[ObligationRow, ...]:
    """A route that is not finished is something to do today: unanswered questions may hide a duty."""
    cases = session.exec(
        select(Case)
        .where(Case.status != CaseStatus.CLOSED)
        .order_by(col(Case.updated_at).desc())
        .limit(_ROUTES_SHOWN)
    ).all()
    counted = session.exec(
        select(FlowRun.case_id, func.count())
        .where(col(FlowRun.case_id).in_([case.id for case in cases]))
        .group_by(col(FlowRun.case_id))
    )
    several = dict(counted.all())
    return tuple(
        ObligationRow(
            id=f"route:{route.party_id}",
            case_id=str(case.id),
            case_number=case_number(case),
            case_title=case.title,
            rule_id="route",
            title="Beslisroute afmaken",
            level=Level.MUST,
            basis=Basis.POLICY,
            holder="schoolleider",
            source="",
            action="route",
            reason="Pas na de laatste vraag weet u zeker wat moet, mag en niet kan.",
            due_at=None,
            due_sentence="",
            status=ObligationStatus.OPEN,
            done_at=None,
            proof="",
            waivable=False,
            party_id=route.party_id,
            party_name=route.label if several[case.id] > 1 else "",
        )
        for case in cases
        for route in runs.unfinished(session, desk, case)
    )


def _group(duty: ObligationRow, now: datetime) -> str:
    if duty.due_at is None:
        return "today" if duty.rule_id == "route" else "waiting"
    if duty.due_at < now:
        return "overdue"
    days = (wording.to_local(duty.due_at).date() - wording.to_local(now).date()) // timedelta(days=1)
    return "today" if days == 0 else "week" if days <= 7 else "later"


def _steps(status: CaseStatus) -> tuple[StepRow, ...]:
    if status not in STATUS_LINE:
        return tuple(StepRow(step.label, "later") for step in STATUS_LINE)
    here = STATUS_LINE.index(status)
    return tuple(
        StepRow(
            step.label, "done" if i < here or status == CaseStatus.CLOSED else "now" if i == here else "later"
        )
        for i, step in enumerate(STATUS_LINE)
    )


def _blocked_by(open_duties: list[ObligationRow], routes: tuple[RouteRow, ...]) -> tuple[str, ...]:
    blocked = [
        f"{duty.title} ({duty.party_name})" if duty.party_name else duty.title
        for duty in open_duties
        if duty.level != Level.MAY
    ]
    several = len(routes) > 1
    blocked += [
        f"de beslisroute afmaken voor {route.name} ({route.capacity})"
        if several
        else "de beslisroute afmaken"
        for route in routes
        if route.open
    ]
    return tuple(dict.fromkeys(blocked))


def _incident_row(session: Session, incident: Incident) -> IncidentRow:
    fixes = corrections(session, incident)
    return IncidentRow(
        id=str(incident.id),
        **{
            name: current_value(session, incident, name, fixes)
            for name in ("observation", "statement", "interpretation", "place")
        },
        occurred_at=current_moment(session, incident, "occurred_at", fixes),
        occurred_note=incident.occurred_note,
        school_aware_at=current_moment(session, incident, "school_aware_at", fixes)
        or incident.school_aware_at,
        board_aware_at=current_moment(session, incident, "board_aware_at", fixes),
        recorded_at=incident.recorded_at,
        period=Period(current_value(session, incident, "period", fixes)),
        recorded_by=incident.recorded_by,
    )


def _publication_row(row: Publication) -> PublicationRow:
    return PublicationRow(
        id=str(row.id),
        platform=row.platform,
        account=row.account,
        link=row.link,
        audience=Audience(row.audience),
        posted_at=row.posted_at,
        online_state=OnlineState(row.online_state),
    )


def _corrections(session: Session, case: Case) -> Sequence[Correction]:
    return session.exec(
        select(Correction).where(Correction.case_id == case.id).order_by(col(Correction.made_at).desc())
    ).all()


def _correction_row(row: Correction) -> CorrectionRow:
    old, new = shown(row.field, row.old_value), shown(row.field, row.new_value)
    return CorrectionRow(row.field, old, new, row.reason, row.made_at, row.made_by)
