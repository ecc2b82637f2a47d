"""A letter from its first gap to the sealed page, by keyboard alone, and what stands around it."""

import hashlib
from datetime import datetime
from pathlib import Path

import pypdfium2
from case_kit import CTRL, SHIFT, answer_all, case_id, focused, open_page, press, settle, shortcut, type_text
from gui_kit import controls
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from twijs_desk.casework import calls, letters, logbook
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.rows import CallNotes, Preview
from twijs_desk.gui.background import Background
from twijs_desk.gui.pages.letter import LetterPage
from twijs_desk.gui.pages.letter_blocks import BlockRow
from twijs_desk.gui.pages.letter_print import make_printer
from twijs_desk.gui.widgets.fields import MomentField
from twijs_desk.gui.widgets.preview import PagePreview, page_images
from twijs_desk.terms import DossierKind, LetterStatus, Suspicion

PRIVATE = "Privéberichten"


def with_call(desk: Desk) -> str:
    case = case_id(desk, PRIVATE)
    answer_all(desk, case, transgressive="yes")
    call = calls.begin(desk, case).current
    assert call is not None
    notes = CallNotes("mw. Brandsma", "K1", "Alles", "Notities", "Advies", Suspicion.NO, "Niets", "De school")
    calls.end(desk, call.id, notes)
    return case


def writing(qtbot: QtBot, desk: Desk) -> LetterPage:
    _window, page = open_page(qtbot, desk, "letter", case_id=with_call(desk), code="I1")
    assert isinstance(page, LetterPage)
    return page


def fill_by_keyboard(page: LetterPage) -> None:
    """Follow the links of *Nog nodig* until nothing is left, typing what each field wants."""
    for _ in range(40):
        blocking = [found for found in page.view.findings if found.level != "policy"]
        if not blocking:
            return
        page.missing.links[0].setFocus()
        press(Qt.Key.Key_Space)
        target = focused()
        box = next(
            box for row in page.rows.values() for box in row.fields.values() if box.isAncestorOf(target)
        )
        if isinstance(target, MomentField):
            press(Qt.Key.Key_Up)
            if target.is_empty():
                press(Qt.Key.Key_2)
        elif box.field.options:
            press(Qt.Key.Key_Space if len(box.field.options) <= 3 else Qt.Key.Key_Down)
        else:
            type_text("Vastgesteld op school")
        page.leave()
        settle()
    raise AssertionError([found.text for found in page.view.findings])


def test_from_the_first_gap_to_the_sealed_letter(qtbot: QtBot, full_desk: Desk) -> None:
    page = writing(qtbot, full_desk)
    assert focused() is page.missing.links[0], "the keyboard starts on what is missing"
    fill_by_keyboard(page)
    assert not page.missing.isVisible()
    shortcut(Qt.Key.Key_D, CTRL | SHIFT)
    for field in page.policy.reasons.values():
        field.setFocus()
        type_text("Met het bestuur afgesproken")
    if page.policy.reasons:
        page.policy.do_button.click()
    else:
        qtbot.waitUntil(lambda: focused().accessibleName() == "Maak definitief")
        press(Qt.Key.Key_Space)
    settle()
    sealed = letters.view(full_desk, page.letter_id)
    assert sealed.status == LetterStatus.FINAL
    assert sealed.reference.endswith("-I1-01")
    assert sealed.dossier == DossierKind.CONFIDENTIAL
    shown = " ".join(label.text() for label in page.final.findChildren(QLabel))
    assert sealed.reference in shown
    assert sealed.sha256 in shown.replace(" ", "")
    assert hashlib.sha256(letters.paper(full_desk, page.letter_id).pdf).hexdigest() == sealed.sha256
    assert not page.blocks.isVisible()
    assert not page.final_button.isVisible()
    assert page.panel.title.text() == "De verzegelde brief"


def test_definitief_is_never_disabled_and_goes_to_what_is_missing(qtbot: QtBot, full_desk: Desk) -> None:
    page = writing(qtbot, full_desk)
    assert page.final_button.isEnabled()
    shortcut(Qt.Key.Key_D, CTRL | SHIFT)
    first = next(found for found in page.view.findings if found.level != "policy")
    assert first.text in page.message.words.text()
    assert letters.view(full_desk, page.letter_id).status == LetterStatus.DRAFT
    row = next(row for row in page.rows.values() if row.is_open())
    assert any(box.isAncestorOf(focused()) for box in row.fields.values())


def test_words_save_themselves_and_the_page_follows(qtbot: QtBot, full_desk: Desk) -> None:
    page = writing(qtbot, full_desk)
    row = next(row for row in page.rows.values() if any(f.kind == "text" for f in row.block.fields))
    field = next(f for f in row.block.fields if f.kind == "text")
    row.focus(field.id)
    settle()
    focused().clear()
    type_text("Nieuwe woorden hier")
    before = letters.view(full_desk, page.letter_id)
    assert "Nieuwe woorden hier" not in str(before)
    qtbot.waitUntil(
        lambda: "Nieuwe woorden hier" in str(letters.view(full_desk, page.letter_id)), timeout=3000
    )
    assert page.save_state.words.text().startswith("Bewaard om")
    assert focused() is row.fields[field.id].focus_target(), "saving does not take the keyboard away"
    qtbot.wait(80)
    assert page.panel.preview.page_count() >= 1
    assert page.panel.preview.rendered()


def test_fixed_text_looks_fixed_and_says_why(qtbot: QtBot, full_desk: Desk) -> None:
    page = writing(qtbot, full_desk)
    row = next(row for row in page.rows.values() if row.block.kind in {"locked", "clause"})
    row.unfold()
    settle()
    words = " ".join(label.text() for label in row.findChildren(QLabel))
    assert "niet wijzigen" in words
    assert row.editor is None


def test_coming_back_opens_the_same_draft(qtbot: QtBot, full_desk: Desk) -> None:
    page = writing(qtbot, full_desk)
    first, case = page.letter_id, page.view.case_id
    page.show_for(case_id=case, code="I1")
    settle()
    assert page.letter_id == first
    assert len(letters.listing(full_desk, case_id=case)) == 1


def a_final(qtbot: QtBot, desk: Desk) -> LetterPage:
    page = writing(qtbot, desk)
    fill_by_keyboard(page)
    policy = {found.guard: "Reden" for found in page.view.findings}
    page._seal(policy)
    settle()
    assert page.view.status == LetterStatus.FINAL
    return page


def test_delivery_export_and_withdrawal_are_recorded(qtbot: QtBot, full_desk: Desk, tmp_path: Path) -> None:
    page = a_final(qtbot, full_desk)
    page.final.send_button.click()
    settle()
    page.final.send_form.do_button.click()
    settle()
    assert letters.view(full_desk, page.letter_id).status == LetterStatus.SENT
    assert page.final.deliveries.isVisible()
    page.final.export_button.click()
    settle()
    assert "niet versleuteld" in page.message.words.text(), "warned before anything leaves the vault"
    out = tmp_path / "brief.pdf"
    page.export_to(out)
    assert out.read_bytes() == letters.paper(full_desk, page.letter_id).pdf
    assert any("buiten de kluis" in row.action for row in logbook.view(full_desk).rows)
    page.final.withdraw_button.click()
    settle()
    page.final.withdraw_form.do_button.click()
    settle()
    assert page.final.withdraw_form.error.isVisible(), "no withdrawal without a reason"
    page.final.withdraw_reason.setPlainText("Verkeerde datum")
    page.final.withdraw_form.do_button.click()
    settle()
    assert letters.view(full_desk, page.letter_id).status == LetterStatus.WITHDRAWN


def test_a_read_only_folder_is_a_clear_sentence(qtbot: QtBot, full_desk: Desk, tmp_path: Path) -> None:
    page = a_final(qtbot, full_desk)
    page.export_to(tmp_path / "bestaat-niet" / "brief.pdf")
    settle()
    assert page.message.isVisible()
    assert "Traceback" not in page.message.words.text()
    assert page.view.status == LetterStatus.FINAL


def test_printing_draws_the_stored_page(qtbot: QtBot, full_desk: Desk, tmp_path: Path) -> None:
    page = a_final(qtbot, full_desk)
    out = tmp_path / "afdruk.pdf"
    printer = make_printer("proef")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    page.print_on(printer)
    settle()
    assert "Naar de printer" in page.message.words.text()
    stored = letters.paper(full_desk, page.letter_id).pdf
    assert len(pypdfium2.PdfDocument(out.read_bytes())) == len(pypdfium2.PdfDocument(stored))
    (mine,), (paper,) = page_images(out.read_bytes(), [0], 2.0), page_images(stored, [0], 2.0)
    assert difference(mine.image, paper.image) < 2.0


def difference(one: QImage, two: QImage) -> float:
    """The mean difference per channel over a grid of points."""
    width, height = min(one.width(), two.width()), min(one.height(), two.height())
    points = [(x, y) for x in range(0, width, 7) for y in range(0, height, 7)]
    total = sum(abs(one.pixelColor(*p).lightness() - two.pixelColor(*p).lightness()) for p in points)
    return total / len(points)


def test_every_control_has_a_name(qtbot: QtBot, full_desk: Desk) -> None:
    page = writing(qtbot, full_desk)
    for row in page.rows.values():
        row.unfold()
    settle()
    assert [w for w in controls(page) if not w.accessibleName()] == []


def test_preview_keeps_its_place_and_renders_off_the_gui_thread(qtbot: QtBot, full_desk: Desk) -> None:
    case = with_call(full_desk)
    letter = letters.begin(full_desk, case, "I1")
    preview = letters.render(letters.prepare(full_desk, letter.id))
    background = Background()
    shown = PagePreview(background.render)
    qtbot.addWidget(shown)
    shown.resize(500, 400)
    shown.show()
    shown.show_pdf(preview)
    qtbot.waitUntil(lambda: bool(shown.rendered()))
    assert preview.marks
    shown.verticalScrollBar().setValue(120)
    shown.show_pdf(Preview(preview.pdf, preview.pages, preview.marks))
    qtbot.wait(200)
    assert shown.verticalScrollBar().value() == 120, "new bytes of the same size do not move the page"
    image = shown.rendered()[0].image
    assert image.width() > 200
    shown.set_zoom("2.0")
    qtbot.waitUntil(lambda: shown.rendered()[0].image.width() > image.width())
    shown.set_zoom("page")
    qtbot.waitUntil(lambda: shown.rendered()[0].image.width() < image.width())
    assert "pagina" in shown.accessibleName()
    background.close()


def test_typing_is_not_overwritten_by_what_was_saved(qtbot: QtBot, full_desk: Desk) -> None:
    page = writing(qtbot, full_desk)
    row = next(row for row in page.rows.values() if any(f.kind == "text" for f in row.block.fields))
    field = next(f for f in row.block.fields if f.kind == "text")
    row.unfold()
    box = row.fields[field.id]
    box.control.setFocus()
    settle()
    type_text("half")
    row.show_block(row.block)
    assert box.value().endswith("half")


def test_a_date_is_handed_on_as_iso_text(qtbot: QtBot) -> None:
    from twijs_desk.casework.rows import BlockView, FieldView

    field = FieldView("day", "Welke dag?", "date", "2026-11-24", True)
    block = BlockView("b", "Kop", "computed", "", True, False, "", "", "", (field,))
    holder = QWidget()
    row = BlockRow(block, datetime.fromisoformat("2026-11-23T14:05"))
    QVBoxLayout(holder).addWidget(row)
    qtbot.addWidget(holder)
    holder.show()
    row.unfold()
    told: list[tuple[str, str]] = []
    row.field_typed.connect(lambda name, value: told.append((name, value)))
    control = row.fields["day"].control
    assert isinstance(control, MomentField)
    control.setDateTime(control.dateTime().addDays(1))
    row.flush()
    assert told == [("day", "2026-11-25")]
