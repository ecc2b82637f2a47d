"""Dates that cannot be true together are refused where they enter, with the one that is wrong named."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import select

from twijs_desk.casework.desk import Act
from twijs_desk.casework.errors import InputError
from twijs_desk.casework.records import CLOCKS, corrections, current_moment
from twijs_desk.protocol.order import date_defects
from twijs_desk.store.models import Case, Incident

_MAX_SAID = 2
_MOMENTS = {"occurred_at": "occurred", "school_aware_at": "learned", "board_aware_at": "board_aware"}


def refuse_impossible(
    act: Act, case: Case, dates: Mapping[str, date | datetime | None], safe: str = "Er is niets vastgelegd."
) -> None:
    """Compare new dates with each other and with what the case knows.

    `dates` by moment of `resources/calendar/order.toml`. Raises InputError, such as "De bekendmaking ligt voor
    het besluit."; a date of the case itself is never the one that is wrong.
    """
    incident = act.session.exec(select(Incident).where(Incident.case_id == case.id)).one()
    fixes = corrections(act.session, incident)
    known = {_MOMENTS[name]: current_moment(act.session, incident, name, fixes) for name in CLOCKS}
    calendar = act.desk.calendar
    found = [
        defect
        for defect in date_defects({**known, **dates}, calendar.moments, calendar.orders, act.at)
        if defect.field in dates or defect.other in dates
    ]
    if found:
        raise InputError(" ".join(defect.message for defect in found[:_MAX_SAID]), safe)
