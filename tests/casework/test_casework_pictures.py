"""The path of a case as a picture: its answers, no names, and a file of it is logged."""

from pathlib import Path

import pytest
from builders import affected_pupil, employee_party, register
from sqlmodel import select

from twijs_desk.casework import flow, pictures
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.errors import InputError
from twijs_desk.store.models import AuditEvent


def actions(desk: Desk) -> list[str]:
    with desk.look() as session:
        return [event.action for event in session.exec(select(AuditEvent))]


def test_the_path_of_a_case_holds_its_answers_and_no_names(desk: Desk) -> None:
    case = register(desk, parties=(employee_party(), affected_pupil()))
    flow.answer(desk, case.id, "danger", "no")
    before = actions(desk)
    drawn = pictures.route(desk, case.id).decode()
    assert actions(desk) == before, "looking is no export"
    assert case.number in drawn
    assert ">NU<" in drawn
    assert ">SLAAPT<" in drawn
    for party in case.parties:
        for part in party.name.split():
            if len(part) > 3:
                assert f"{part} " not in drawn and f"{part}<" not in drawn  # noqa: PT018
    assert case.incident.observation not in drawn
    assert drawn != pictures.rules(desk)


@pytest.mark.parametrize(("name", "start"), [("weg.svg", b"<?xml"), ("weg.PDF", b"%PDF")])
def test_a_file_of_it_is_logged(desk: Desk, tmp_path: Path, name: str, start: bytes) -> None:
    case = register(desk, parties=(employee_party(), affected_pupil()))
    path = pictures.save(desk, case.number, tmp_path / name)
    assert path.read_bytes().startswith(start)
    assert actions(desk).count("route_exported") == 1


def test_a_wrong_place_or_person_is_refused_and_not_logged(desk: Desk, tmp_path: Path) -> None:
    case = register(desk, parties=(employee_party(), affected_pupil()))
    with pytest.raises(InputError, match=r"\.svg of \.pdf"):
        pictures.save(desk, case.id, tmp_path / "weg.png")
    with pytest.raises(Exception, match="kan hier niet worden opgeslagen"):
        pictures.save(desk, case.id, tmp_path / "geen" / "weg.svg")
    with pytest.raises(InputError, match="geen beslisroute"):
        pictures.route(desk, case.id, party_id="niemand")
    with pytest.raises(InputError, match="bestaat niet"):
        pictures.party_at(desk, case.id, 7)
    assert pictures.party_at(desk, case.id, 1)
    assert "route_exported" not in actions(desk)
    assert not list(tmp_path.glob("weg*"))


def test_answers_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputError):
        pictures.of_pack(answers={"bestaat": "niet"})
    with pytest.raises(InputError):
        pictures.of_pack(answers=["geen", "lijst"])
