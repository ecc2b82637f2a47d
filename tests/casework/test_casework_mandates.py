"""Who decides in this foundation: laid down, refused where the law leaves no room, and held to by a decision."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from builders import (
    PROFILE,
    PUPIL_ROUTE,
    Clock,
    both_letters,
    finish_route,
    make_desk,
    register,
    reopen,
    suspend,
    suspended_pupil,
)

from twijs_desk.casework import desk as desks
from twijs_desk.casework import letters, logbook, mandates, wording
from twijs_desk.casework.desk import Desk, shipped_pack
from twijs_desk.casework.errors import DeskError
from twijs_desk.casework.mandates import MandateEntry
from twijs_desk.protocol.mandates import with_mandates

GIVEN = MandateEntry(
    "access_ban",
    "principal_if_mandated",
    True,
    "artikel 8 van het managementstatuut",
    date(2026, 9, 1),
    "korte lijn",
)


def row(desk: Desk, key: str) -> mandates.MandateRow:
    return next(row for row in mandates.show(desk) if row.key == key)


def test_the_table_starts_as_the_rules_have_it(desk: Desk) -> None:
    shown = mandates.show(desk)
    assert [row.key for row in shown] == list(shipped_pack().mandates)
    assert not any(row.own for row in shown)
    assert all(row.source and row.law and row.now for row in shown)
    suspension = row(desk, "pupil_suspension")
    assert suspension.entry.given
    assert suspension.entry.document == PROFILE.mandate_source
    assert suspension.now == "de schoolleider"
    assert all("_" not in words for row in shown for _, words in row.choices)


def test_a_mandate_moves_the_decision_and_stays(desk: Desk) -> None:
    mandates.save(desk, [GIVEN])
    found = row(desk, "access_ban")
    assert (found.entry, found.now, found.own) == (GIVEN, "de schoolleider", True)
    assert desk.pack.mandates["access_ban"].decides == "principal"
    assert desk.mandates.documents["access_ban"] == "artikel 8 van het managementstatuut, 1 september 2026"
    assert logbook.view(desk).rows[0].action == "Vastgelegd wie beslist"
    again = reopen(desk)
    try:
        assert again.pack.mandates["access_ban"].decides == "principal"
        assert (
            again.rules_for(again.pack.id, again.pack.version).mandates["access_ban"].decides == "principal"
        )
        assert again.pack is again.pack
        mandates.reset(again, "access_ban")
        assert again.pack is again.library.shipped
        assert not row(again, "access_ban").own
    finally:
        again.close()


def test_without_the_mandate_itself_the_board_decides(desk: Desk) -> None:
    mandates.save(desk, [replace(GIVEN, given=False)])
    assert desk.pack.mandates["access_ban"].decides == "board"
    assert row(desk, "access_ban").now == "het bestuur"
    assert "access_ban" not in desk.mandates.documents


def test_a_decision_can_always_go_up_to_the_board(desk: Desk) -> None:
    for found in mandates.show(desk):
        if not found.fixed:
            mandates.save(desk, [MandateEntry(found.key, "board")])
            assert desk.pack.mandates[found.key].decides == "board"


@pytest.mark.parametrize("key", ["pupil_removal", "staff_measure"])
@pytest.mark.parametrize("decides", ["principal", "principal_if_mandated", "dpo"])
def test_what_the_law_leaves_with_the_board_stays_there(desk: Desk, key: str, decides: str) -> None:
    assert row(desk, key).fixed
    with pytest.raises(DeskError, match="kan niet door"):
        mandates.save(desk, [replace(GIVEN, key=key, decides=decides)])
    assert desk.pack.mandates[key].decides == "board"
    # also when something else wrote it into the vault
    assert with_mandates(shipped_pack(), {key: decides}).mandates[key].decides == "board"


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (replace(GIVEN, document="  "), "het stuk waarin het staat"),
        (replace(GIVEN, given_on=None), "de datum daarvan"),
        (replace(GIVEN, given_on=date(2026, 11, 24)), "in de toekomst"),
        (replace(GIVEN, decides="principal"), "kan niet door de schoolleider"),
        (replace(GIVEN, decides="conciërge"), "kan niet door"),
        (replace(GIVEN, key="vakantie"), "staat niet in de regels"),
        (replace(GIVEN, reason="x" * 301), "onder 300 tekens"),
    ],
)
def test_a_mandate_that_cannot_count_is_refused(desk: Desk, entry: MandateEntry, message: str) -> None:
    with pytest.raises(DeskError, match=message):
        mandates.save(desk, [MandateEntry("placement", "board"), entry])
    assert not any(row.own for row in mandates.show(desk))
    assert desk.pack is desk.library.shipped


def test_what_was_not_changed_is_not_asked_again(desk: Desk) -> None:
    """A mandate from before this table has no date; leaving it alone must not refuse the rest."""
    entries = [row.entry for row in mandates.show(desk)]
    entries = [GIVEN if entry.key == "access_ban" else entry for entry in entries]
    mandates.save(desk, entries)
    assert [row.key for row in mandates.show(desk) if row.own] == ["access_ban"]
    assert desk.pack.mandates["pupil_suspension"].decides == "principal_if_mandated"


def test_the_principal_without_a_mandate_in_the_profile(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "other").mkdir()
    desk = make_desk(tmp_path / "other", clock, profile=replace(PROFILE, may_suspend=False))
    try:
        assert row(desk, "pupil_suspension").now == "het bestuur"
        given = replace(GIVEN, key="pupil_suspension")
        mandates.save(desk, [given])
        assert desk.pack.mandates["pupil_suspension"].decides == "principal"
        desks.save_settings(desk, desk.school, desk.profile)
        assert desk.pack.mandates["pupil_suspension"].decides == "principal"
    finally:
        desk.close()


def test_an_unknown_word_for_who_decides_is_shown_as_it_is() -> None:
    assert wording.who_decides("board") == "het bestuur"
    assert wording.who_decides("rector") == "rector"


def test_a_decision_is_held_to_the_table(desk: Desk) -> None:
    """The principal gave no ban before; with the mandate he does, and without it he no longer suspends."""
    mandates.save(desk, [MandateEntry("pupil_suspension", "board")])
    with pytest.raises(DeskError, match="neemt het bestuur"):
        suspended_pupil_by(desk, PROFILE.name)
    mandates.save(desk, [replace(GIVEN, key="pupil_suspension")])
    suspended_pupil_by(desk, PROFILE.name)


def test_a_letter_names_the_document_of_its_own_mandate(desk: Desk) -> None:
    mandates.save(desk, [replace(GIVEN, key="pupil_suspension")])
    first, _ = both_letters(desk, suspended_pupil(desk).case.id)
    assert first.findings == ()
    paper = letters.paper(desk, letters.finalise(desk, first.id).id).pdf
    document = pypdfium2.PdfDocument(paper)
    words = " ".join(document[0].get_textpage().get_text_range().split())
    document.close()
    assert "artikel 8 van het managementstatuut, 1 september 2026" in words


def suspended_pupil_by(desk: Desk, name: str) -> None:
    case = register(desk)
    finish_route(desk, case.id, PUPIL_ROUTE)
    suspend(desk, case.id, decided_by=name)
