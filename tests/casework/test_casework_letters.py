"""Letters from a case: what is missing is listed, who may sign signs, and what is sealed never changes."""

import hashlib
import re
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from builders import (
    I1_FIELDS,
    L9_FIELDS,
    M9_FIELDS,
    PROFILE,
    PUPIL_ROUTE,
    affected_pupil,
    both_letters,
    called,
    employee_case,
    employee_party,
    finish_route,
    hear,
    make_desk,
    parent,
    person,
    register,
    suspend,
    suspended_pupil,
)
from sqlmodel import select

from twijs_desk.casework import calls, cases, dossiers, flow, incidents, letters, logbook, people
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.rows import PartyEntry
from twijs_desk.store import models
from twijs_desk.store.check import check
from twijs_desk.terms import (
    CapacityKind,
    CaseStatus,
    Channel,
    DossierKind,
    HearingKind,
    LetterStatus,
    ObligationStatus,
    PartyRole,
)


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    finally:
        document.close()
    return " ".join("\n".join(pages).replace("\ufffe", "-").split())


def guards(view):
    return {found.guard for found in view.findings}


def gaps(view):
    return {found.field_id for found in view.findings if found.level == "gap"}


@pytest.fixture
def suspended(desk):
    return suspended_pupil(desk)


# --- L9, the whole way ---


def test_the_decision_lists_what_is_missing_and_takes_the_rest_from_the_case(desk, suspended):
    view = letters.begin(desk, suspended.case.id, "L9")
    assert gaps(view) == set(L9_FIELDS)
    assert view.to_name == "Karim el Amrani"
    assert view.dossier is DossierKind.PUPIL
    assert view.dossier_of == "Youssef el Amrani"
    page = "\n".join(block.text for block in view.blocks)
    for part in (
        "dinsdag 24 november 2026 tot en met donderdag 26 november 2026",
        "drie schooldagen",
        "vrijdag 27 november 2026",
        "artikel 6 van het managementstatuut",
        "eerdere waarschuwing",
        "Een andere werkplek",
        "openbaar account",
        "maandag 4 januari 2027",  # six weeks after the letter
    ):
        assert part in page, part


def test_each_household_gets_its_own_letter_and_none_is_sealed_before_both_exist(desk, suspended):
    first = letters.begin(desk, suspended.case.id, "L9")
    first = letters.set_fields(desk, first.id, L9_FIELDS)
    assert guards(first) == {"all_parents"}
    assert any("Samira Haddou" in found.text for found in first.findings)
    with pytest.raises(DeskError, match="Elke ouder met gezag") as caught:
        letters.finalise(desk, first.id)
    assert "Haddou" not in str(caught.value), "the sentence may end up in a mail for help"
    second = letters.begin(desk, suspended.case.id, "L9")
    assert second.to_name == "Samira Haddou"
    assert second.findings == ()
    assert letters.view(desk, first.id).findings == ()
    papers = [text_of(letters.paper(desk, letters.finalise(desk, row.id).id).pdf) for row in (first, second)]
    assert "Andere Weg 8" in papers[0]
    assert "Voorbeeldplein 3" not in papers[0]
    assert "Voorbeeldplein 3" in papers[1]
    assert "Geachte mevrouw Haddou" in papers[1]


def test_parents_at_one_address_share_a_letter_and_one_without_authority_gets_none(desk):
    case = suspended_pupil(desk)
    people.update(desk, case.father.id, parent("Amrani", "Karim", "Voorbeeldplein 3", infix="el"))
    view = letters.begin(desk, case.case.id, "L9")
    assert view.to_name == "Karim el Amrani en Samira Haddou"
    people.set_guardian(desk, case.pupil.id, case.father.id, has_authority=False)
    again = letters.begin(desk, case.case.id, "L9")
    assert again.to_name == "Samira Haddou"


def test_finalising_numbers_seals_files_and_logs_at_once(desk, suspended, clock):
    first, second = both_letters(desk, suspended.case.id)
    clock.forward(minutes=3)
    final = letters.finalise(desk, first.id)
    assert final.status is LetterStatus.FINAL
    assert final.reference == "TW-DZS-2026-0001-L9-01"
    assert final.finalised_at == clock.at
    clock.forward(minutes=1)
    assert letters.finalise(desk, second.id).reference == "TW-DZS-2026-0001-L9-02"
    pdf = letters.paper(desk, final.id).pdf
    assert pdf.startswith(b"%PDF")
    assert hashlib.sha256(pdf).hexdigest() == final.sha256
    paper = text_of(pdf)
    assert "TW-DZS-2026-0001-L9-01" in paper
    assert "[nog invullen" not in paper
    assert "CONCEPT" not in paper.upper()
    entries = dossiers.show(desk, suspended.pupil.id).entries
    assert [(row.kind, row.reference) for row in entries] == [
        (DossierKind.PUPIL, "TW-DZS-2026-0001-L9-01"),
        (DossierKind.PUPIL, "TW-DZS-2026-0001-L9-02"),
    ]
    assert entries[0].retention_note == PROFILE.retention_pupil
    actions = [row.action for row in logbook.view(desk).rows]
    assert actions.count("Brief definitief gemaakt") == 2
    assert actions.count("Stuk in dossier gelegd") == 2
    filed = {row.rule_id: row.status for row in cases.show(desk, suspended.case.id).obligations}
    assert filed["file_pupil"] is ObligationStatus.DONE
    assert cases.show(desk, suspended.case.id).status is CaseStatus.EXECUTION
    assert check(desk.vault) == []


def test_a_refused_letter_takes_no_number_and_stays_a_draft(desk, suspended):
    first, _ = both_letters(desk, suspended.case.id)
    letters.set_field(desk, first.id, "work.contact", "")
    lines = logbook.view(desk).total
    with pytest.raises(DeskError, match="nog niet definitief"):
        letters.finalise(desk, first.id)
    assert letters.view(desk, first.id).status is LetterStatus.DRAFT
    assert letters.view(desk, first.id).reference == ""
    assert logbook.view(desk).total == lines
    letters.set_fields(desk, first.id, L9_FIELDS)
    assert letters.finalise(desk, first.id).reference.endswith("-01")


def test_after_sealing_every_edit_is_refused_and_the_bytes_stay(desk, suspended, clock):
    first, _ = both_letters(desk, suspended.case.id)
    final = letters.finalise(desk, first.id)
    pdf = letters.paper(desk, first.id).pdf
    for act in (
        lambda: letters.set_field(desk, first.id, "work.contact", "iemand anders"),
        lambda: letters.edit_block(desk, first.id, "facts", "Er is niets gebeurd."),
        lambda: letters.restore_block(desk, first.id, "facts"),
        lambda: letters.finalise(desk, first.id),
    ):
        with pytest.raises(DeskError, match="definitief en kan niet meer"):
            act()
    people.update(desk, suspended.pupil.id, person("Anders", "Heel"))
    incidents.correct(desk, suspended.case.id, "observation", "Heel iets anders.", "vergissing")
    clock.forward(days=2)
    assert letters.paper(desk, first.id).pdf == pdf
    assert letters.view(desk, first.id).sha256 == final.sha256


def test_names_of_others_are_refused_wherever_they_are_typed(desk, suspended):
    first, _ = both_letters(desk, suspended.case.id)
    view = letters.edit_block(desk, first.id, "facts", "Op het filmpje is Kim te zien, zei juf.")
    assert guards(view) == {"names"}
    with pytest.raises(DeskError, match="een ander uit deze zaak") as caught:
        letters.finalise(desk, first.id)
    assert "Kim" not in str(caught.value)
    assert letters.restore_block(desk, first.id, "facts").findings == ()
    assert "names" in guards(letters.set_field(desk, first.id, "work.arrangement", "Samen met Zandstra"))


def test_fixed_text_and_fields_of_other_letters_cannot_be_changed(desk, suspended):
    first, _ = both_letters(desk, suspended.case.id)
    with pytest.raises(InputError, match="vaste tekst"):
        letters.edit_block(desk, first.id, "decision_more", "Wij schorsen niet.")
    with pytest.raises(InputError, match="hoort niet bij deze brief"):
        letters.set_field(desk, first.id, "duty.qualification", "x")
    for field, wrong in (("return.talk_at", "morgen"), ("inspectorate.informed_on", "31-12-2026")):
        with pytest.raises(InputError, match="niet goed ingevuld"):
            letters.set_field(desk, first.id, field, wrong)


# --- who signs ---


def own_desk(tmp_path, **profile):
    folder = tmp_path / "own"
    folder.mkdir()
    return make_desk(folder, profile=replace(PROFILE, **profile))


def test_without_mandate_the_board_signs(tmp_path):
    desk = own_desk(tmp_path, may_suspend=False, mandate_source="")
    case = suspended_pupil(desk)
    first, second = both_letters(desk, case.case.id)
    assert first.findings == ()
    blocked = letters.set_field(desk, first.id, "signer.name", PROFILE.name)
    assert "mandate" in guards(blocked)
    with pytest.raises(DeskError, match="mag dit besluit niet nemen"):
        letters.finalise(desk, first.id)
    letters.set_field(desk, first.id, "signer.name", "")
    paper = text_of(letters.paper(desk, letters.finalise(desk, first.id).id).pdf)
    assert "mr. C.D. van den Berg" in paper
    assert "genomen door het bestuur" in paper
    assert second.findings == ()
    desk.close()


def test_a_name_that_is_neither_principal_nor_board_may_not_sign(desk, suspended):
    first, _ = both_letters(desk, suspended.case.id)
    view = letters.set_field(desk, first.id, "signer.name", "P. Conrector")
    assert "mandate" in guards(view)


@pytest.mark.parametrize("answer", ["yes", "unknown"])
def test_a_principal_who_has_a_part_in_the_case_leaves_the_decision_to_the_board(desk, suspended, answer):
    flow.answer(desk, suspended.case.id, "conflict_of_interest", answer)
    first, _ = both_letters(desk, suspended.case.id)
    letters.set_field(desk, first.id, "signer.name", PROFILE.name)
    assert "mandate" in guards(letters.view(desk, first.id))
    letters.set_field(desk, first.id, "signer.name", "")
    paper = text_of(letters.paper(desk, letters.finalise(desk, first.id).id).pdf)
    assert "genomen door het bestuur" in paper


# --- what the law wants of L9 ---


def test_a_letter_is_not_dated_back(desk, suspended, clock):
    """Six weeks to object run from the letter: an earlier date would take some of them away."""
    first, _ = both_letters(desk, suspended.case.id)
    view = letters.set_field(desk, first.id, "letter.dated_on", "2026-11-16")
    assert "dated" in guards(view)
    with pytest.raises(DeskError, match="vóór vandaag"):
        letters.finalise(desk, first.id)


def test_a_suspension_without_hearing_is_refused(desk):
    case = register(desk)
    finish_route(desk, case.id, PUPIL_ROUTE)
    suspend(desk, case.id)
    view = letters.begin(desk, case.id, "L9")
    assert {"hearing.parents_on", "hearing.pupil_on", "hearing.teacher_on"} <= gaps(view)


def test_acute_danger_may_come_first_when_the_hearing_follows_within_a_school_day(desk, clock):
    from twijs_desk.casework import measures
    from twijs_desk.casework.rows import HearingEntry

    case = register(desk)
    finish_route(desk, case.id, PUPIL_ROUTE)
    measures.record_hearing(
        desk, HearingEntry(case.id, HearingKind.PARENTS, skipped_reason="acute onveiligheid")
    )
    suspend(desk, case.id)
    view = letters.begin(desk, case.id, "L9")
    letters.set_fields(
        desk, view.id, {"hearing.skip_explained": "Een bedreiging.", "hearing.after_on": "2026-11-26"}
    )
    assert "heard" in guards(letters.view(desk, view.id))
    letters.set_field(desk, view.id, "hearing.after_on", "2026-11-24")
    assert "heard" not in guards(letters.view(desk, view.id))
    hear(desk, case.id, (HearingKind.PARENTS, HearingKind.PUPIL, HearingKind.GROUP_TEACHER))
    page = "\n".join(block.text for block in letters.view(desk, view.id).blocks)
    assert "het spijt iedereen" in page, "who was heard after all is in the letter"


def test_another_reason_to_skip_the_hearing_is_not_enough(desk):
    from twijs_desk.casework import measures
    from twijs_desk.casework.rows import HearingEntry

    case = register(desk)
    finish_route(desk, case.id, PUPIL_ROUTE)
    measures.record_hearing(
        desk, HearingEntry(case.id, HearingKind.PARENTS, skipped_reason="De ouders waren op vakantie")
    )
    suspend(desk, case.id)
    view = letters.begin(desk, case.id, "L9")
    view = letters.set_fields(desk, view.id, L9_FIELDS)
    assert {"hearing.parents_on", "hearing.pupil_on", "hearing.teacher_on"} <= gaps(view)
    with pytest.raises(DeskError) as caught:
        letters.finalise(desk, view.id)
    assert "vakantie" not in str(caught.value)


@pytest.mark.parametrize(
    ("party", "code"),
    [
        (
            PartyEntry(
                PartyRole.ALLEGED_ACTOR, CapacityKind.PARENT, person=parent("Haddou", "Samira", "X 1")
            ),
            "L9",
        ),
        (employee_party(), "L9"),
        (PartyEntry(PartyRole.ALLEGED_ACTOR, CapacityKind.ASSIGNED, person=person("Visser", "Bo")), "M9"),
        (
            PartyEntry(PartyRole.ALLEGED_ACTOR, CapacityKind.FORMER_EMPLOYEE, person=person("Smit", "Jo")),
            "M9",
        ),
        (PartyEntry(PartyRole.ALLEGED_ACTOR, CapacityKind.UNKNOWN, label="Onbekend"), "M9"),
        (PartyEntry(PartyRole.ALLEGED_ACTOR, CapacityKind.PUPIL, label="Iemand uit groep 8"), "L9"),
    ],
)
def test_a_letter_for_another_role_or_without_dossier_is_not_begun(desk, party, code):
    case = register(desk, parties=(party,))
    with pytest.raises(DeskError, match=r"past niet bij deze persoon|heeft nog geen dossier"):
        letters.begin(desk, case.id, code)
    assert letters.listing(desk) == ()


def test_a_letter_that_does_not_exist_is_refused(desk, suspended):
    for code in ("L99", "", "l9", "x" * 1000):
        with pytest.raises(InputError, match="zit nog niet in TWijs Desk"):
            letters.begin(desk, suspended.case.id, code)


def test_a_wrong_postcode_is_a_gap_in_the_letter_and_no_crash(desk, suspended):
    wrong = parent("Amrani", "Karim", "Andere Weg 8", infix="el", postcode="geen")
    people.update(desk, suspended.father.id, wrong)
    view = letters.begin(desk, suspended.case.id, "L9")
    assert "addressee.lines" in gaps(view)


def test_a_policy_check_can_be_passed_with_a_reason_that_is_logged_and_the_law_cannot(desk, suspended):
    first, _ = both_letters(desk, suspended.case.id)
    view = letters.edit_block(
        desk, first.id, "weighing", "Wij geven een time-out tot donderdag, met redenen."
    )
    assert guards(view) == {"words"}
    with pytest.raises(DeskError, match="time-out"):
        letters.finalise(desk, first.id, {"words": "  "})
    with pytest.raises(DeskError):
        letters.finalise(desk, first.id, {"names": "mag", "mandate": "mag"})
    final = letters.finalise(
        desk, first.id, {"words": "Zo heet de ruimte op onze school.", "names": "overbodig"}
    )
    assert final.status is LetterStatus.FINAL
    with desk.look() as session:
        rows = session.exec(
            select(models.AuditEvent).where(models.AuditEvent.action == "policy_passed")
        ).all()
        kept = session.exec(select(models.Letter).where(models.Letter.reference == final.reference)).one()
    assert [row.detail for row in rows] == [{"guard": "words"}]
    assert kept.policy_reasons["words"] == "Zo heet de ruimte op onze school."


# --- sending, withdrawing, tampering ---


def test_a_delivery_lies_between_sealing_and_today_and_only_a_final_letter_is_sent(desk, suspended, clock):
    first, _ = both_letters(desk, suspended.case.id)
    with pytest.raises(InputError, match="Alleen een definitieve brief"):
        letters.record_delivery(desk, first.id, Channel.ORDINARY, date(2026, 11, 23))
    letters.finalise(desk, first.id)
    clock.forward(days=2)
    for wrong in (date(2026, 11, 22), date(2026, 11, 26)):
        with pytest.raises(InputError, match="verzenddatum"):
            letters.record_delivery(desk, first.id, Channel.ORDINARY, wrong)
    sent = letters.record_delivery(desk, first.id, Channel.REGISTERED, date(2026, 11, 24), "3SABC")
    assert sent.status is LetterStatus.SENT
    both = letters.record_delivery(desk, first.id, Channel.ORDINARY, date(2026, 11, 25))
    assert [row.channel for row in both.deliveries] == [Channel.REGISTERED, Channel.ORDINARY]


def test_a_withdrawn_letter_stays_in_the_dossier_and_says_so(desk, suspended):
    first, _ = both_letters(desk, suspended.case.id)
    with pytest.raises(InputError, match="concept kunt u niet intrekken"):
        letters.withdraw(desk, first.id, "x")
    final = letters.finalise(desk, first.id)
    with pytest.raises(InputError, match="waarom"):
        letters.withdraw(desk, first.id, " ")
    gone = letters.withdraw(desk, first.id, "De ouders zijn alsnog gehoord.")
    assert gone.status is LetterStatus.WITHDRAWN
    assert letters.paper(desk, first.id).pdf
    [entry] = dossiers.show(desk, suspended.pupil.id).entries
    assert "ingetrokken" in entry.title
    with pytest.raises(InputError, match="al ingetrokken"):
        letters.withdraw(desk, first.id, "nog eens")
    with pytest.raises(InputError, match="Alleen een definitieve brief"):
        letters.record_delivery(desk, first.id, Channel.ORDINARY, date(2026, 11, 23))
    fresh = letters.begin(desk, suspended.case.id, "L9")
    assert fresh.to_name == "Karim el Amrani", "the address of the withdrawn letter comes first again"
    assert letters.finalise(desk, fresh.id).reference != final.reference


def test_bytes_changed_behind_our_back_are_noticed_and_not_shown(desk, suspended, tmp_path):
    first, _ = both_letters(desk, suspended.case.id)
    letters.finalise(desk, first.id)
    with desk.vault.outside_transaction() as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE sealed_paper SET content = CAST(content || x'00' AS BLOB)")
        connection.commit()
    for act in (
        lambda: letters.paper(desk, first.id),
        lambda: letters.export(desk, first.id, tmp_path / "brief.pdf"),
    ):
        with pytest.raises(DeskError, match=r"komt niet overeen met zijn zegel"):
            act()
    assert not (tmp_path / "brief.pdf").exists()


def test_without_tampering_the_vault_itself_refuses_to_change_a_sealed_letter(desk, suspended):
    first, _ = both_letters(desk, suspended.case.id)
    letters.finalise(desk, first.id)
    with desk.vault.outside_transaction() as connection:
        for statement in (
            "UPDATE sealed_paper SET content = x'00'",
            "DELETE FROM sealed_paper",
            "UPDATE letter SET sha256 = 'x' WHERE status = 'final'",
        ):
            with pytest.raises(Exception, match=r"sealed|never|cannot"):
                connection.execute(statement)


# --- M9 ---


def test_the_intended_reprimand_is_signed_by_the_board_and_filed_in_the_personnel_dossier(desk):
    case = employee_case(desk)
    view = letters.begin(desk, case.id, "M9")
    view = letters.set_fields(desk, view.id, M9_FIELDS)
    assert view.findings == ()
    final = letters.finalise(desk, view.id)
    assert final.reference == "TW-DZS-2026-0001-M9-01"
    assert final.dossier is DossierKind.PERSONNEL
    paper = text_of(letters.paper(desk, view.id).pdf)
    assert "mr. C.D. van den Berg" in paper
    assert "De heer R. van der Kooij" in paper
    assert "14 december 2026" in paper  # three weeks for the view
    assert "Artikel B1" in paper
    assert "Zandstra" not in paper
    [employee] = people.find(desk, "kooij")
    [entry] = dossiers.show(desk, employee.id).entries
    assert (entry.kind, entry.retention_note) == (DossierKind.PERSONNEL, PROFILE.retention_personnel)
    [affected] = people.find(desk, "zandstra")
    assert dossiers.show(desk, affected.id).entries == ()


def test_the_principal_does_not_sign_a_reprimand(desk):
    case = employee_case(desk)
    view = letters.begin(desk, case.id, "M9")
    letters.set_fields(desk, view.id, M9_FIELDS)
    view = letters.set_field(desk, view.id, "signer.name", PROFILE.name)
    assert "mandate" in guards(view)


def test_being_in_service_is_a_fact_and_not_something_to_type(desk):
    case = employee_case(desk)
    view = letters.begin(desk, case.id, "M9")
    letters.set_fields(desk, view.id, {**M9_FIELDS, "employee.in_service": "no"})
    assert letters.view(desk, view.id).findings == ()


def test_a_possible_whistleblower_gets_no_reprimand_without_a_reason(desk):
    case = employee_case(desk)
    view = letters.begin(desk, case.id, "M9")
    letters.set_fields(desk, view.id, M9_FIELDS)
    flow.answer(desk, case.id, "whistleblower", "unknown")
    assert "whistleblower" in guards(letters.view(desk, view.id))


# --- I1 ---


@pytest.fixture
def called_case(desk):
    case = register(desk, parties=(employee_party(), affected_pupil()))
    for question, value in {"danger": "no", "sexual_offence": "no", "transgressive": "yes"}.items():
        flow.answer(desk, case.id, question, value)
    return case


def test_the_call_record_is_confidential_and_in_nobodys_dossier(desk, called_case, clock):
    calls.not_reached(desk, called_case.id)
    clock.forward(minutes=30)
    called(desk, called_case.id)
    view = letters.begin(desk, called_case.id, "I1")
    view = letters.set_fields(desk, view.id, I1_FIELDS)
    assert view.findings == ()
    final = letters.finalise(desk, view.id)
    assert final.dossier is DossierKind.CONFIDENTIAL
    assert final.dossier_of == ""
    paper = text_of(letters.paper(desk, view.id).pdf)
    assert "niet bereikt" in paper
    assert "mevrouw De Inspecteur" in paper
    assert "VI-2026-77" in paper
    for row in people.find(desk, ""):
        assert dossiers.show(desk, row.id).entries == ()
    [entry] = dossiers.case_entries(desk, called_case.number)
    assert entry.kind is DossierKind.CONFIDENTIAL
    assert entry.retention_note == "Nog vast te stellen door het bestuur"
    filing = {row.rule_id: row for row in cases.show(desk, called_case.id).obligations}
    assert "file_personnel" not in filing or filing["file_personnel"].status is ObligationStatus.OPEN


def test_the_call_record_of_an_unanswered_call_says_that_the_duty_is_open(desk, called_case):
    calls.not_reached(desk, called_case.id)
    view = letters.begin(desk, called_case.id, "I1")
    wanted = {k: v for k, v in I1_FIELDS.items() if k != "call.suspicion_reason"}
    view = letters.set_fields(desk, view.id, wanted)
    assert view.findings == ()
    final = letters.finalise(desk, view.id)
    assert "nog niet bereikt" in text_of(letters.paper(desk, final.id).pdf)
    duty = {row.rule_id: row.status for row in cases.show(desk, called_case.id).obligations}
    assert duty["call_inspector_protocol"] is ObligationStatus.OPEN


def test_without_any_call_there_is_nothing_to_record(desk, called_case):
    view = letters.begin(desk, called_case.id, "I1")
    assert {"call.duty_basis", "call.attempts"} <= gaps(view)
    with pytest.raises(DeskError):
        letters.finalise(desk, view.id)


# --- dossier and log ---


def test_opening_a_dossier_is_logged_before_anything_is_shown(desk, suspended, clock):
    view = dossiers.show(desk, suspended.pupil.id)
    assert [row.action for row in view.access] == ["Dossier geopend"]
    clock.forward(minutes=1)
    assert len(dossiers.show(desk, suspended.pupil.id).access) == 2
    with pytest.raises(InputError, match="staat niet in de kluis"):
        dossiers.show(desk, "geen-id")


def test_the_log_holds_no_case_text_and_knows_every_line(desk, suspended):
    first, _ = both_letters(desk, suspended.case.id)
    letters.finalise(desk, first.id)
    dossiers.show(desk, suspended.pupil.id)
    with desk.look() as session:
        rows = session.exec(select(models.AuditEvent)).all()
    for row in rows:
        assert row.action in logbook.SENTENCES, row.action
        words = f"{row.subject} {row.detail}"
        assert not re.search(r"Youssef|Amrani|Haddou|Kim|Zandstra|filmpje", words), words
    view = logbook.view(desk, case_id=suspended.case.number)
    assert view.chain_ok
    assert {row.case_number for row in view.rows} == {suspended.case.number}


def test_a_line_taken_out_of_the_log_shows(desk, suspended):
    before = logbook.view(desk)
    assert before.chain_ok
    with desk.vault.outside_transaction() as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE audit_event SET actor = 'Iemand anders' WHERE seq = 3")
        connection.commit()
    broken = logbook.view(desk)
    assert not broken.chain_ok
    assert "Regel 3" in broken.chain_note
    desk.close()  # the fixture would rightly find the broken log
