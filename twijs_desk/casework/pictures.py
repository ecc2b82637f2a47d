"""The route as a picture: of a rule pack, or with the path of one case. Reading on screen is free; a file of a
case leaves the vault and is logged. The pictures hold no names."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from sqlmodel import Session, col, select

from twijs_desk.casework import packs, wording
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.errors import InputError
from twijs_desk.casework.letters import write_whole
from twijs_desk.casework.records import case_number, case_of, run_of, runs_of
from twijs_desk.protocol.model import AnswerError, Pack
from twijs_desk.protocol.picture import Picture, picture
from twijs_desk.store.models import Answer, Case, FlowRun

Size = Literal["overview", "detail"]
KINDS = ("svg", "pdf")
_NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
"""A picture of rules alone says which rules; it has no moment, so the same rules give the same bytes."""


def of_pack(
    folder: Path | None = None,
    kind: str = "svg",
    size: Size = "overview",
    answers: Any = None,
    on: date | None = None,
) -> bytes:
    """The route of the rules in a folder (or the shipped ones), with the path of these answers when given."""
    if answers is not None:
        if isinstance(answers, Mapping) and set(answers) == {"answers"}:
            answers = answers["answers"]
        if not isinstance(answers, Mapping):
            raise InputError('De antwoorden moeten vraag en antwoord zijn, zoals {"danger": "no"}.')
    return _drawn(_picture(packs.read_pack(folder), answers, on, size), kind, size, _NO_MOMENT)


def rules(desk: Desk, size: Size = "overview") -> str:
    """The route of the rules at this desk, as SVG for the screen. Looks in no case."""
    return _drawn(_picture(desk.pack, None, None, size), "svg", size, _NO_MOMENT).decode()


def route(
    desk: Desk, case_id: str, party_id: str | None = None, kind: str = "svg", size: Size = "overview"
) -> bytes:
    """The path of a case, for its first route or that of one person in it."""
    with desk.look() as session:
        return _route(session, desk, case_of(session, case_id), party_id, kind, size)


def save(desk: Desk, case_id: str, path: Path, party_id: str | None = None, size: Size = "overview") -> Path:
    """Write the path of a case outside the vault, as the ending of the name says. The export is logged."""
    kind = kind_of(path)
    with desk.act() as act:
        case = case_of(act.session, case_id)
        content = _route(act.session, desk, case, party_id, kind, size)
        act.log("route_exported", "case", case.id, case.id, kind=kind, size=size)
        write_whole(path, content)
    return path


def kind_of(path: Path) -> str:
    kind = path.suffix.lower().lstrip(".")
    if kind not in KINDS:
        raise InputError("Geef een bestandsnaam die eindigt op .svg of .pdf.")
    return kind


def party_at(desk: Desk, case_id: str, number: int) -> str:
    """The id of the nth person in the case who has a route, from 1, in the order of the screen."""
    with desk.look() as session:
        routed = _routed(session, case_of(session, case_id))
        if not 1 <= number <= len(routed):
            raise InputError(f"Deze zaak heeft {len(routed)} beslisroute(s); {number} bestaat niet.")
        return routed[number - 1]


def _routed(session: Session, case: Case) -> list[str]:
    """In the order of the screen and of `--party N`: as they were named."""
    return [str(run.party_id) for run in runs_of(session, case)]


def _route(session: Session, desk: Desk, case: Case, party_id: str | None, kind: str, size: Size) -> bytes:
    run = _run(session, case, party_id)
    rows = session.exec(
        select(Answer)
        .where(Answer.run_id == run.id, col(Answer.superseded_at).is_(None))
        .order_by(col(Answer.seq))
    )
    answers = {row.question_id: tuple(row.value) for row in rows}
    now = desk.now()
    routed = _routed(session, case)
    about = f"zaak {case_number(case)}"
    if len(routed) > 1 and str(run.party_id) in routed:
        about += f", betrokkene {routed.index(str(run.party_id)) + 1}"
    pack = desk.rules_for(run.pack_id, run.pack_version)
    on = wording.to_local(now).date()
    drawn = _picture(pack, answers, on, size, f"{about}, {wording.day(on)}")
    return _drawn(drawn, kind, size, now, desk.school.name)


def _run(session: Session, case: Case, party_id: str | None) -> FlowRun:
    if party_id is None:
        return run_of(session, case)
    for run in session.exec(
        select(FlowRun).where(FlowRun.case_id == case.id).order_by(col(FlowRun.started_at), col(FlowRun.id))
    ):
        if str(run.party_id) == party_id:
            return run
    raise InputError("Voor deze betrokkene is er geen beslisroute.")


def _picture(
    pack: Pack, answers: Mapping[str, Any] | None, on: date | None, size: Size, about: str = ""
) -> Picture:
    try:
        return picture(pack, answers, on, about=about, detail=size == "detail")
    except AnswerError as error:
        raise InputError(str(error)) from None


def _drawn(drawn: Picture, kind: str, size: Size, at: datetime, author: str = "TWijs Desk") -> bytes:
    from twijs_desk.letters.route_picture import layout

    sheets = layout(drawn, size)
    if kind == "pdf":
        from twijs_desk.letters.route_picture_pdf import pdf

        return pdf(sheets, author=author, at=at)
    from twijs_desk.letters.route_picture_svg import svg

    return svg(sheets).encode()
