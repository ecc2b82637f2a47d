"""One case: duties done or waived in place, facts corrected by addition, measures with their guardrails."""

from datetime import datetime
from pathlib import Path

import pytest
from case_kit import answer_all, case_id, focused, open_page, press, settle, type_text
from gui_kit import controls
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from twijs_desk.casework import calls, cases, dossiers, letters
from twijs_desk.casework.desk import Desk
from twijs_desk.gui.pages.case import TABS, CasePage
from twijs_desk.gui.pages.dossier import DossiersPage
from twijs_desk.gui.widgets.outcome import TogetherRow
from twijs_desk.terms import CaseStatus, ObligationStatus, PartyRole, StorageMode

PRIVATE, PUPIL = "Privéberichten", "Filmpje"


def opened(qtbot: QtBot, desk: Desk, words: str, **chosen: str) -> tuple[str, CasePage]:
    case = case_id(desk, words)
    answer_all(desk, case, **chosen)
    _window, page = open_page(qtbot, desk, "case", case_id=case)
    assert isinstance(page, CasePage)
    return case, page


def text_of(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_what_to_do_now_stands_on_top_and_opens_with_one_key(qtbot: QtBot, full_desk: Desk) -> None:
    case, page = opened(qtbot, full_desk, PRIVATE, transgressive="yes")
    assert page.now_card.isVisible()
    asked: list[tuple[str, dict[str, str]]] = []
    page.navigate.connect(lambda name, context: asked.append((name, context)))
    button = page.now_button
    assert button is not None
    button.setFocus()
    press(Qt.Key.Key_Space)
    assert asked == [("call", {"case_id": case})]


def test_a_duty_is_done_with_its_proof(qtbot: QtBot, full_desk: Desk) -> None:
    case, page = opened(qtbot, full_desk, PUPIL)
    row = next(row for row in page.side.rows if row.duty.action != "call:inspector")
    row._ask(True)
    settle()
    assert focused() is row.field
    row.keep_button.click()
    settle()
    assert row.error.isVisible(), "no duty is done without proof"
    row.field.setFocus()
    type_text("Gebeld om tien uur")
    row.keep_button.setFocus()
    press(Qt.Key.Key_Space)
    after = next(d for d in cases.show(full_desk, case).obligations if d.id == row.duty.id)
    assert after.status == ObligationStatus.DONE
    assert after.proof == "Gebeld om tien uur"


def test_the_call_cannot_be_ticked_off(qtbot: QtBot, full_desk: Desk) -> None:
    _case, page = opened(qtbot, full_desk, PRIVATE, transgressive="yes")
    row = next(row for row in page.side.rows if row.duty.action == "call:inspector")
    names = [button.accessibleName() for button in controls(row)]
    assert not any(name.startswith("Gedaan") for name in names)
    assert any("belscherm" in name for name in names)


def test_advice_may_be_left_with_a_reason_and_duties_may_not(qtbot: QtBot, full_desk: Desk) -> None:
    case, page = opened(qtbot, full_desk, PUPIL)
    firm = [row for row in page.side.rows if not row.duty.waivable]
    assert firm
    assert not any("Niet doen" in b.accessibleName() for row in firm for b in controls(row))
    soft = [row for row in page.side.rows if row.duty.waivable]
    assert soft
    soft[0]._ask(False)
    soft[0].field.setPlainText("Is al geregeld door het bestuur")
    soft[0].keep_button.click()
    settle()
    after = next(d for d in cases.show(full_desk, case).obligations if d.id == soft[0].duty.id)
    assert after.status == ObligationStatus.WAIVED


def test_closing_says_what_is_open_and_asks_the_result_when_nothing_is(qtbot: QtBot, full_desk: Desk) -> None:
    case, page = opened(qtbot, full_desk, PUPIL)
    assert page.close_button.isEnabled()
    page.close_button.click()
    settle()
    blocked = cases.show(full_desk, case).close_blocked_by
    assert blocked
    assert blocked[0] in page.message.words.text()
    assert not page.close_form.isVisible()
    from twijs_desk.casework import obligations

    for _ in range(30):
        duties = [d for d in cases.show(full_desk, case).obligations if d.status == ObligationStatus.OPEN]
        if not duties:
            break
        obligations.done(full_desk, duties[0].id, "Gedaan op school")
    page.show_for(case_id=case)
    settle()
    page.close_button.click()
    settle()
    assert focused() is page.close_result
    type_text("Afgerond met een gesprek")
    page.close_form.do_button.click()
    settle()
    assert cases.show(full_desk, case).status == CaseStatus.CLOSED
    assert not page.close_button.isVisible()


def test_a_fact_is_corrected_by_addition(qtbot: QtBot, full_desk: Desk) -> None:
    case, page = opened(qtbot, full_desk, PUPIL)
    page.open_tab("evidence")
    tab = page.evidence_tab
    old = cases.show(full_desk, case).incident.observation
    tab._open_correction("observation")
    settle()
    tab.correct_new.setPlainText("Filmpje gemaakt ná de gymles.")
    tab.correction.do_button.click()
    settle()
    assert tab.correction.error.isVisible(), "no correction without a reason"
    tab.correct_reason.setPlainText("De leerkracht heeft het nagekeken")
    tab.correction.do_button.click()
    settle()
    shown = text_of(tab)
    assert old in shown
    assert "Filmpje gemaakt ná de gymles." in shown
    assert cases.show(full_desk, case).corrections[0].old_value == old


def test_evidence_asks_first_and_a_file_needs_a_certain_no(
    qtbot: QtBot, full_desk: Desk, tmp_path: Path
) -> None:
    case, page = opened(qtbot, full_desk, PUPIL)
    page.add_button.click()
    settle()
    tab = page.evidence_tab
    assert tab.form.isVisible()
    assert not tab.file_button.isVisible()
    tab.guard.choices[0].click()
    settle()
    assert tab.guard_hint.isVisible()
    assert not tab.file_button.isVisible()
    tab.guard.choices[1].click()
    settle()
    assert tab.file_button.isVisible()
    picture = tmp_path / "scherm.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 64)
    tab.choose_file(picture)
    tab.name_field.setText("Schermafdruk groepsapp")
    tab.form.do_button.click()
    settle()
    kept = cases.show(full_desk, case).evidence[-1]
    assert kept.storage_mode == StorageMode.STORED
    assert kept.sha256 in text_of(tab)
    tab.choose_file(tmp_path / "weg.png")
    tab.name_field.setText("Nog een")
    tab.form.do_button.click()
    settle()
    assert "niet worden gelezen" in tab.form.error.text()
    assert len(cases.show(full_desk, case).evidence) == 1


def test_a_case_that_keeps_no_copies_offers_no_file(qtbot: QtBot, full_desk: Desk) -> None:
    _case, page = opened(qtbot, full_desk, PUPIL, sexual_image_minor="yes")
    from twijs_desk.casework import flow

    flow.answer(full_desk, page.case_id, "sexual_image_minor", "yes")
    page.show_for(case_id=page.case_id)
    page.add_button.click()
    settle()
    assert page.evidence_tab.no_copy.isVisible()
    assert not page.evidence_tab.guard.isVisible()
    assert not page.evidence_tab.file_button.isVisible()


def test_barred_measures_are_shown_with_reason_and_cannot_be_chosen(qtbot: QtBot, full_desk: Desk) -> None:
    _case, page = opened(qtbot, full_desk, PUPIL)
    page.open_tab("measures")
    settle()
    tab = page.measures_tab
    barred = [line for line in tab.options if line.level == "barred"]
    allowed = [line for line in tab.options if line.level != "barred"]
    assert barred
    assert allowed
    shown = text_of(tab)
    assert "Kan niet" in shown
    assert barred[0].reason in shown
    groups = tab.findChildren(TogetherRow)
    assert groups
    for together in groups:
        assert not together.names.isVisible(), "what is for others is said once, not twenty times"
        together.more.click()
        assert together.names.isVisible()
    assert all(line.title in shown for line in barred)
    choices = [tab.measure_form.chosen.itemData(i) for i in range(tab.measure_form.chosen.count())]
    assert set(choices) == {line.id for line in allowed}


def test_departing_from_advice_needs_a_reason(qtbot: QtBot, full_desk: Desk) -> None:
    case, page = opened(qtbot, full_desk, PUPIL)
    page.open_tab("measures")
    settle()
    tab = page.measures_tab
    allowed = [line for line in tab.options if line.level != "barred"]
    tab.open_measure(allowed[0].id)
    settle()
    form = tab.measure_form
    assert form.isVisible()
    form.advised.set_value(allowed[1].id)
    settle()
    assert form.deviation.isVisible()
    form.reasons.setPlainText("Eerste keer, spijt betuigd.")
    form.do_button.click()
    settle()
    assert "wijkt af" in form.error.text()
    assert not cases.show(full_desk, case).measures
    form.deviation.setPlainText("Het bestuur adviseerde zwaarder; dit past beter.")
    form.do_button.click()
    settle()
    kept = cases.show(full_desk, case).measures[0]
    assert kept.rule_id == allowed[0].id
    assert kept.deviation_reason.startswith("Het bestuur")
    assert not form.isVisible()


def test_the_longest_suspension_is_explained(qtbot: QtBot, full_desk: Desk) -> None:
    _case, page = opened(qtbot, full_desk, PUPIL)
    page.open_tab("measures")
    settle()
    form = page.measures_tab.measure_form
    page.measures_tab.open_measure(form.chosen.itemData(0))
    form.starts_on.set_moment(datetime.fromisoformat("2026-11-24"))
    form._refresh_dates()
    settle()
    assert "Uiterlijk" in form.date_words.text()
    assert "dag" in form.date_words.text()


def test_hearing_is_recorded(qtbot: QtBot, full_desk: Desk) -> None:
    case, page = opened(qtbot, full_desk, PUPIL)
    page.open_tab("measures")
    settle()
    tab = page.measures_tab
    tab.hearing_button.click()
    settle()
    form = tab.hearing_form
    form.do_button.click()
    settle()
    assert form.error.isVisible()
    form.held_at.set_moment(datetime.fromisoformat("2026-11-23T10:00"))
    form.minutes.setPlainText("Het spijt mij.")
    form.do_button.click()
    settle()
    assert cases.show(full_desk, case).hearings[0].minutes == "Het spijt mij."
    assert "Het spijt mij." in text_of(tab)


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_has_names_for_its_controls(qtbot: QtBot, full_desk: Desk, tab: str) -> None:
    _case, page = opened(qtbot, full_desk, PUPIL)
    page.open_tab(tab)
    settle()
    assert [w for w in controls(page) if not w.accessibleName()] == []


def test_narratives_stay_plain_text(qtbot: QtBot, full_desk: Desk) -> None:
    _window, page = open_page(qtbot, full_desk, "case", case_id=case_id(full_desk, "Ouder over"))
    page.open_tab("evidence")
    settle()
    told = [label for label in page.findChildren(QLabel) if "<b>met</b>" in label.text()]
    assert told
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in told)
    assert "Timmers" not in page.window().windowTitle()


def test_finding_a_person_and_reading_the_dossier(qtbot: QtBot, full_desk: Desk) -> None:
    _window, page = open_page(qtbot, full_desk, "dossiers")
    assert isinstance(page, DossiersPage)
    type_text("kooij")
    qtbot.waitUntil(lambda: len(page.people) == 1)
    asked: list[tuple[str, dict[str, str]]] = []
    page.navigate.connect(lambda name, context: asked.append((name, context)))
    press(Qt.Key.Key_Return)
    assert asked[0][0] == "dossier"
    window, dossier = open_page(qtbot, full_desk, "dossier", **asked[0][1])
    assert "Kooij-de Bruijn" in text_of(dossier)
    assert "Dossier geopend" in text_of(dossier)
    assert [w for w in controls(dossier) if not w.accessibleName()] == []
    assert "Kooij" not in window.windowTitle()


def test_a_sealed_letter_is_found_in_the_dossier_of_the_case(qtbot: QtBot, full_desk: Desk) -> None:
    case, page = opened(qtbot, full_desk, PRIVATE, transgressive="yes")
    actor = next(p for p in cases.show(full_desk, case).parties if p.role == PartyRole.ALLEGED_ACTOR)
    assert calls.view(full_desk, case).duties
    assert dossiers.show(full_desk, actor.person_id).cases[0].id == case
    page.open_tab("measures")
    settle()
    page.measures_tab.choose_letter()
    settle()
    asked: list[tuple[str, dict[str, str]]] = []
    page.navigate.connect(lambda name, context: asked.append((name, context)))
    press(Qt.Key.Key_Space)
    assert asked[0][0] == "letter"
    assert asked[0][1]["code"] in {kind.code for kind in letters.kinds(full_desk, case)}


def test_log_and_protocol_can_be_read_and_searched(qtbot: QtBot, full_desk: Desk) -> None:
    _window, log = open_page(qtbot, full_desk, "log")
    assert "sluiten op elkaar aan" in log.chain_words.text()
    assert "Incident vastgelegd" in text_of(log)
    window, protocol = open_page(qtbot, full_desk, "protocol", source_id="TW-S3")
    assert focused() is protocol.back_button
    marked = [card for card in protocol.cards if card.property("kind") == "card-now"]
    assert [card.source_id for card in marked] == ["TW-S3"]
    protocol.field.setText("S3")
    protocol.apply_filter()
    shown = [card for card in protocol.cards if not card.isHidden()]
    assert 0 < len(shown) < len(protocol.cards)
    protocol.field.setText("xyzzy")
    protocol.apply_filter()
    settle()
    assert protocol.empty.isVisible()
    assert [w for w in controls(protocol) if not w.accessibleName()] == []
    assert window.isVisible()
