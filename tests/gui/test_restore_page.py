"""Putting a backup back at the door: found, chosen, opened, the present vault kept; and only the key file."""

from pathlib import Path

import pytest
from door_kit import cheap_restore, type_code, unlock
from gui_kit import PASSPHRASE, controls, fast_kdf
from PySide6.QtWidgets import QPushButton

from twijs_desk.casework import access, backups, cases
from twijs_desk.casework import desk as desks
from twijs_desk.gui.recovery import NewPassphraseView
from twijs_desk.gui.restore import RestoreView
from twijs_desk.gui.restore_words import remember_places
from twijs_desk.gui.session import Session
from twijs_desk.gui.ways_on import KEYS, MOVE, SALVAGE, for_fault, instead_of, use_instead
from twijs_desk.store import keys

pytestmark = pytest.mark.usefixtures("cheap_way_back")


@pytest.fixture
def cheap_way_back(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap_restore(monkeypatch)


@pytest.fixture
def stick(school_vault: Path, tmp_path: Path) -> Path:
    """A stick with one backup of the school, of which a sheet exists."""
    made = tmp_path / "stick"
    made.mkdir()
    desk = desks.open(school_vault, PASSPHRASE, kdf=fast_kdf())
    sheet = access.new_recovery(desk)
    groups = " ".join(line[:-1] for line in sheet.code).split()
    access.prove_recovery(desk, sheet, " ".join(groups[number - 1] for number in sheet.asked))
    backups.make(desk, made)
    desk.close()
    remember_places([made])
    SHEETS[str(made)] = sheet
    return made


SHEETS: dict[str, access.RecoverySheet] = {}


def damage(vault: Path) -> None:
    content = vault.read_bytes()
    vault.write_bytes(content[: len(content) // 3])


def restore_view(session: Session, qtbot) -> RestoreView:
    session.show_way("restore")
    view = session.currentWidget()
    assert isinstance(view, RestoreView)
    qtbot.waitUntil(lambda: view.found.text() != "")
    return view


def test_a_broken_vault_offers_the_backup_and_it_comes_back(
    stick: Path, session: Session, school_vault: Path, qtbot
) -> None:
    damage(school_vault)
    unlock(session, qtbot)
    [first, *_rest] = session.unlock_view._ways
    assert first.text() == "Reservekopie terugzetten"
    first.click()
    view = session.currentWidget()
    qtbot.waitUntil(lambda: view.list.count() == 1)
    assert "23 november 2026" in view.list.item(0).text() or " · " in view.list.item(0).text()
    assert str(school_vault.parent) in view.kept.text()
    assert [each for each in controls(view) if not each.accessibleName()] == []
    view.phrase.setText("niet de goede zin")
    view.submit()
    qtbot.waitUntil(view.error.isVisible, timeout=10_000)
    assert "opent deze reservekopie niet" in view.error_words.text()
    assert view.focusWidget() is view.phrase
    view.phrase.setText(PASSPHRASE)
    view.submit()
    qtbot.waitUntil(lambda: session.main is not None, timeout=20_000)
    assert "teruggezet" in session.main.page("overview").message.words.text()
    kept = [each.name for each in school_vault.parent.iterdir() if "vorige" in each.name]
    assert kept
    desk, found = session.desk, []
    session.background.run(lambda: len(cases.listing(desk)), found.append)
    qtbot.waitUntil(lambda: found == [3])


def test_with_the_sheet_a_new_passphrase_comes_first(stick: Path, session: Session, qtbot) -> None:
    view = restore_view(session, qtbot)
    view.how.choices[1].click()
    assert view.code.isVisible()
    assert not view.phrase_box.isVisible()
    type_code(view.code, SHEETS[str(stick)])
    view.submit()
    qtbot.waitUntil(lambda: isinstance(session.currentWidget(), NewPassphraseView), timeout=20_000)


def test_nothing_chosen_and_nothing_typed_are_told(session: Session, qtbot) -> None:
    remember_places([])
    view = restore_view(session, qtbot)
    assert "geen plaats bekend" in view.found.text()
    view.submit()
    assert "Kies eerst" in view.error_words.text()
    view.pick(Path("weg.reservekopie"))
    view.submit()
    assert "Typ de wachtzin" in view.error_words.text()
    view.phrase.setText("iets")
    view.submit()
    qtbot.waitUntil(lambda: view.error.isVisible() and not view.busy)
    assert "Traceback" not in view.error_words.text()


def test_the_key_file_alone_comes_back(stick: Path, session: Session, school_vault: Path, qtbot) -> None:
    for copy in school_vault.parent.glob("*.keys*"):
        copy.unlink()
    session.show_way(KEYS)
    view = session.currentWidget()
    qtbot.waitUntil(lambda: view.list.count() == 1)
    view.submit()
    qtbot.waitUntil(lambda: session.currentWidget() is session.unlock_view, timeout=10_000)
    assert keys.key_path(school_vault).exists()
    assert "staat er weer" in session.unlock_view.form.wrong_label.text()
    session.unlock_view.form.passphrase.clear()
    unlock(session, qtbot)
    qtbot.waitUntil(lambda: session.main is not None, timeout=10_000)


def test_from_the_settings_the_vault_is_closed_first(stick: Path, session: Session, qtbot) -> None:
    unlock(session, qtbot)
    session.main.open("settings")
    session.main.page("settings").backups.restore_button.click()
    assert session.main is None
    view = session.currentWidget()
    assert isinstance(view, RestoreView)
    qtbot.waitUntil(lambda: view.list.count() == 1)
    view.phrase.setText(PASSPHRASE)
    view.submit()
    qtbot.waitUntil(lambda: session.main is not None, timeout=20_000)


def test_a_new_computer_starts_from_a_backup(stick: Path, tmp_path: Path, qtbot) -> None:
    from twijs_desk.gui.background import Background

    session = Session(Background(), tmp_path / "nieuw" / "school.kluis", open_example=lambda: None)
    qtbot.addWidget(session)
    session.show()
    button = next(
        each for each in session.first_run_view.findChildren(QPushButton) if "reservekopie" in each.text()
    )
    button.click()
    view = session.currentWidget()
    qtbot.waitUntil(lambda: view.list.count() == 1)
    view.phrase.setText(PASSPHRASE)
    view.submit()
    qtbot.waitUntil(lambda: session.main is not None, timeout=20_000)
    session.close()


def test_what_is_readable_is_saved_in_a_new_vault_with_the_list_of_losses(
    session: Session, school_vault: Path, qtbot
) -> None:
    content = bytearray(school_vault.read_bytes())
    page = len(content) // 4096 // 2 * 4096
    content[page + 100 : page + 200] = bytes(100)
    school_vault.write_bytes(bytes(content))
    session.show_way(SALVAGE)
    view = session.currentWidget()
    assert [each for each in controls(view) if not each.accessibleName()] == []
    view.phrase.setText(PASSPHRASE)
    view.submit()
    qtbot.waitUntil(lambda: view._ended is not None or view.error.isVisible(), timeout=30_000)
    assert view.error_words.text() == ""
    assert "De nieuwe kluis heeft" in view.intro.text()
    view.submit()
    qtbot.waitUntil(lambda: session.main is not None, timeout=10_000)
    assert session.path.name == "school-gered.kluis"
    assert instead_of(school_vault) == session.path
    assert school_vault.read_bytes() == bytes(content)


def test_a_vault_in_a_refused_place_moves_to_this_computer(
    session: Session, school_vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    here = tmp_path / "hier" / "twijs-desk.kluis"
    monkeypatch.setattr("twijs_desk.casework.places.default_path", lambda: here)
    assert for_fault("synced_place") == (("move", "Kluis verhuizen naar deze computer"),)
    session.show_way(MOVE)
    view = session.currentWidget()
    view.phrase.setText(PASSPHRASE)
    view.submit()
    qtbot.waitUntil(lambda: session.main is not None or view.error.isVisible(), timeout=30_000)
    assert session.main is not None, view.error_words.text()
    assert session.path == here
    assert instead_of(school_vault) == here


def test_a_circle_of_moves_ends(tmp_path: Path) -> None:
    one, two = tmp_path / "een", tmp_path / "twee"
    use_instead(one, two)
    assert instead_of(one) == two
    use_instead(two, one)
    assert instead_of(one) in (one, two)
