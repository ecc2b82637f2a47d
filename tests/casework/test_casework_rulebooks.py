"""Rules are replaceable: read in signed, pinned to a case, kept for later, refused when anything is wrong."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from builders import (
    FAST,
    PASSPHRASE,
    Clock,
    affected_pupil,
    an_incident,
    answers,
    hear,
    make_desk,
    pupil_party,
    register,
    reopen,
    unknown_actor,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rule_kit import (
    KEY,
    OTHER_KEY,
    PUBLIC,
    SHIPPED,
    changed,
    parcel_file,
    resigned,
    sealed,
    texts,
    trusting,
    version,
)
from sqlmodel import select

from twijs_desk.casework import (
    calls,
    cases,
    flow,
    incidents,
    logbook,
    measures,
    obligations,
    parcels,
    rulebooks,
    vaults,
)
from twijs_desk.casework import desk as desks
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.library import newer
from twijs_desk.casework.rows import MeasureEntry
from twijs_desk.protocol.load import load
from twijs_desk.store.models import FlowRun
from twijs_desk.terms import HearingKind, ObligationStatus

MONDAY = date(2026, 11, 23)
ROUTE = {
    "spoed": "no",
    "hoedanigheid": "kind",
    "voorval": ("kwetsend", "beeld"),
    "zwaarte": "zwaar",
    "eerder": "no",
    "kant": "yes",
}


@pytest.fixture
def post(tmp_path: Path) -> Path:
    """A folder in which parcels arrive."""
    folder = tmp_path / "post"
    folder.mkdir()
    return folder


@pytest.fixture
def small(desk: Desk, post: Path) -> Desk:
    """A desk that works under the rules of the invented foundation."""
    rulebooks.adopt(trusting(desk), parcel_file(post), MONDAY)
    return desk


def refusal(work: Callable[[], object]) -> str:
    with pytest.raises(DeskError) as caught:
        work()
    return str(caught.value)


def in_use(desk: Desk) -> rulebooks.ShelfRow:
    (row,) = [row for row in rulebooks.shelf(desk) if row.in_use]
    return row


# --- another foundation ---


def test_a_whole_case_runs_under_the_rules_of_another_foundation(small: Desk, clock: Clock) -> None:
    case = register(small)
    answers(small, case.id, ROUTE)
    view = flow.view(small, case.id)
    assert view.question is None
    assert view.pack_version == "voorbeeld-klein 1.0"
    duties = {duty.rule_id: duty for duty in cases.show(small, case.id).obligations}
    assert {name for name, duty in duties.items() if duty.status is ObligationStatus.OPEN} == {"praten"}
    assert duties["opschrijven"].status is ObligationStatus.DONE
    assert "Drie schooldagen" in duties["praten"].due_sentence
    assert {line.id: line.level for line in measures.options(small, case.id)} == {
        "gesprek": "allowed",
        "apart_werken": "allowed",
        "waarschuwing": "barred",
    }
    entry = MeasureEntry(
        case.id,
        None,
        "waarschuwing",
        decided_by="mr. C.D. van den Berg",
        decided_on=MONDAY,
        reasons="Dit ging te ver.",
    )
    assert "Kies een gesprek of een dag apart werken" in refusal(lambda: measures.decide(small, entry))
    hear(small, case.id, [HearingKind.PUPIL])
    entry = replace(entry, rule_id="apart_werken", starts_on=MONDAY, ends_on=MONDAY, decided_by="")
    assert "De andere kant gehoord" in refusal(lambda: measures.decide(small, entry))
    decided = measures.decide(small, replace(entry, met=("kant_gehoord",)))
    assert decided.title == "Een dag apart werken, op school"
    obligations.done(small, duties["praten"].id, "Gesprek van maandag.")
    clock.forward(days=1)
    closed = cases.close_case(small, case.id, "Het kind heeft sorry gezegd.")
    assert not closed.close_blocked_by
    small.close()
    assert vaults.examine(small.path, PASSPHRASE, kdf=FAST).ok


def test_a_changed_answer_puts_duties_of_the_other_foundation_to_rest(small: Desk) -> None:
    case = register(small)
    answers(small, case.id, {**ROUTE, "voorval": ("gegevens",)})
    before = {d.rule_id: d.status for d in cases.show(small, case.id).obligations}
    assert before["lek_melden"] is ObligationStatus.OPEN
    change = flow.preview(small, case.id, "voorval", ("kwetsend",))
    assert [line.id for line in change.dropped] == ["lek_melden"]
    flow.answer(small, case.id, "voorval", ("kwetsend",))
    after = {d.rule_id: d.status for d in cases.show(small, case.id).obligations}
    assert after["lek_melden"] is ObligationStatus.NOT_APPLICABLE


def test_a_person_becomes_known_and_the_inspector_has_no_number_in_the_other_rules(small: Desk) -> None:
    case = register(small, parties=(unknown_actor(), affected_pupil()))
    known = incidents.identify(small, case.id, case.parties[0].id, pupil_party())
    assert known.parties[0].person_id
    assert flow.view(small, case.id).question is not None
    assert "geen nummer" in refusal(lambda: calls.line(small))


def test_a_dormant_duty_begins_on_its_day_without_a_new_program(small: Desk, clock: Clock) -> None:
    case = register(small)
    answers(small, case.id, ROUTE)
    duty = "inspectie_ernstig"
    assert duty not in {line.id for line in flow.outcome(small, case.id).obligations}
    seen = rulebooks.outlook(small, date(2028, 1, 1))
    assert seen.groups[0].lines == (
        "Plicht ‘Meld het ernstige voorval bij de inspectie’: geldt dan wel (geldt vanaf 1 januari 2028).",
    )
    assert rulebooks.outlook(small, date(2027, 12, 31)).groups == ()
    clock.to(2027, 12, 31, hour=22)
    assert duty not in {line.id for line in flow.outcome(small, case.id).obligations}
    clock.to(2027, 12, 31, hour=23)  # 1 January in the Netherlands
    assert duty in {line.id for line in flow.outcome(small, case.id).obligations}
    later = register(
        small, occurred_at=clock() - timedelta(days=1), school_aware_at=clock(), board_aware_at=None
    )
    answers(small, later.id, ROUTE)
    assert duty in {line.rule_id for line in cases.show(small, later.id).obligations}


# --- pinning ---


def test_a_case_keeps_the_rules_it_began_under(desk: Desk, post: Path) -> None:
    old = register(desk)
    rulebooks.adopt(trusting(desk), parcel_file(post), MONDAY)
    new = register(desk)
    assert flow.view(desk, old.id).pack_version.startswith("twijs-2022 ")
    assert flow.view(desk, new.id).pack_version == "voorbeeld-klein 1.0"
    flow.answer(desk, old.id, "danger", "no")
    rows = {row.pack_id: row for row in rulebooks.shelf(desk)}
    assert rows["twijs-2022"].cases == (old.number,)
    assert rows["voorbeeld-klein"].cases == (new.number,)
    assert in_use(desk).pack_id == "voorbeeld-klein"
    desk = reopen(desk)
    assert flow.view(desk, old.id).pack_version.startswith("twijs-2022 ")
    assert flow.view(desk, new.id).pack_version == "voorbeeld-klein 1.0"
    desk.close()


def test_rules_read_in_for_later_count_from_their_day(desk: Desk, post: Path, clock: Clock) -> None:
    rulebooks.adopt(trusting(desk), parcel_file(post), date(2026, 12, 1))
    assert desk.pack.id == "twijs-2022"
    assert rulebooks.outlook(desk, date(2026, 12, 1)).then_title.startswith("Afspraken")
    assert rulebooks.outlook(desk, date(2026, 11, 30)).groups == ()
    clock.to(2026, 11, 30, hour=23)  # past midnight in the Netherlands
    assert desk.pack.id == "voorbeeld-klein"


def test_the_shipped_rules_of_a_case_outlive_an_update_of_the_program(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = register(desk)
    register(desk)
    assert [row.active_from for row in desk.library.rows] == []  # kept, but not looked at again yet
    before = flow.view(desk, case.id)
    newer_files = version(texts(SHIPPED), "2099.1")
    newer_pack = load(newer_files)
    monkeypatch.setattr(desks, "shipped_pack", lambda: newer_pack)
    monkeypatch.setattr(desks, "shipped_files", lambda: newer_files)
    desk = reopen(desk)
    assert desk.pack.version == "2099.1"
    assert flow.view(desk, case.id) == before
    assert desk.rules_for(*before.pack_version.split()) is desk.rules_for(*before.pack_version.split())
    later = register(desk)
    assert flow.view(desk, later.id).pack_version == "twijs-2022 2099.1"
    kept = [(row.version, row.origin) for row in rulebooks.shelf(desk)]
    assert kept == [("2099.1", "shipped"), (before.pack_version.split()[1], "kept")]
    desk.close()


def test_shipped_rules_that_changed_without_a_new_version_are_told_apart(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = register(desk)
    before = flow.view(desk, case.id)
    files = texts(SHIPPED)
    files["pack.toml"] += "\n# een opmerking\n"
    pack = load(files)
    monkeypatch.setattr(desks, "shipped_pack", lambda: pack)
    monkeypatch.setattr(desks, "shipped_files", lambda: files)
    desk = reopen(desk)
    other = register(desk)
    assert flow.view(desk, case.id) == before
    marked = f"{before.pack_version}+{parcels.digest(files)[:8]}"
    assert flow.view(desk, other.id).pack_version == marked
    desk = reopen(desk)
    assert flow.view(desk, other.id).pack_version == marked
    assert desk.pack.version == marked.split()[1]
    desk.close()


def test_rules_that_are_nowhere_are_named_and_the_vault_still_opens(desk: Desk) -> None:
    said = refusal(lambda: desk.rules_for("twijs-2022", "1999.1"))
    assert "‘twijs-2022’, versie 1999.1" in said
    assert "niet op deze computer" in said


def test_a_case_of_the_first_revision_is_read_by_its_own_version(tmp_path: Path, clock: Clock) -> None:
    old = Path(__file__).parents[1] / "store" / "vaults"
    shutil.copy(old / "0001.vault", tmp_path / "school.vault")
    shutil.copy(old / "0001.vault.keys", tmp_path / "school.vault.keys")
    desk = desks.open(tmp_path / "school.vault", PASSPHRASE, clock=clock, kdf=FAST)
    rows = {(row.pack_id, row.version): row for row in rulebooks.shelf(desk)}
    pinned = rows["twijs-2022", "2022.1"]
    assert pinned.cases == ("2026-001",)
    assert pinned.origin == ("shipped" if desk.library.shipped.version == "2022.1" else "kept")
    (case,) = cases.listing(desk)
    assert flow.view(desk, case.id).pack_version == "twijs-2022 2022.1"
    desk.close()


def test_rules_of_before_the_library_come_with_the_program(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Vaults of the first revision kept no text; the only version that they can name is shipped apart."""
    old = Path(__file__).parents[1] / "store" / "vaults"
    shutil.copy(old / "0001.vault", tmp_path / "school.vault")
    shutil.copy(old / "0001.vault.keys", tmp_path / "school.vault.keys")
    files = texts(SHIPPED)
    later = files if load(files).version != "2022.1" else version(files, "2099.1")
    monkeypatch.setattr(desks, "shipped_pack", lambda: load(later))
    monkeypatch.setattr(desks, "shipped_files", lambda: later)
    desk = desks.open(tmp_path / "school.vault", PASSPHRASE, clock=clock, kdf=FAST)
    assert len(desk.rules_for("twijs-2022", "2022.1").questions) == 25
    (case,) = cases.listing(desk)
    assert flow.view(desk, case.id).pack_version == "twijs-2022 2022.1"
    assert "niet op deze computer" in refusal(lambda: desk.rules_for("../../x", "1"))
    with desk.act() as act:
        run = act.session.exec(select(FlowRun)).one()
        run.pack_version = "1999.1"
        act.session.add(run)
    (lost,) = [row for row in rulebooks.shelf(desk) if row.cases]
    assert (lost.origin, lost.title) == ("missing", "twijs-2022")
    desk.close()


@pytest.mark.parametrize(
    ("version", "than", "is_newer"),
    [
        ("2022.10", "2022.9", True),
        ("2022.9", "2022.10", False),
        ("2022.1", "2022.1", False),
        ("2022.1+ab", "2022.1", False),
        ("2023", "2022.9", True),
        ("2022.1.1", "2022.1", True),
        ("2022.1", "2022.beta", True),
    ],
)
def test_versions_are_compared_by_number(version: str, than: str, is_newer: bool) -> None:
    assert newer(version, than) is is_newer


# --- reading in ---


def test_what_is_read_in_is_told_first_and_logged(desk: Desk, post: Path) -> None:
    path = parcel_file(post)
    with pytest.raises(rulebooks.UnknownSigner) as caught:
        rulebooks.preview_import(desk, path)
    assert caught.value.public_key == PUBLIC
    assert caught.value.fingerprint in str(caught.value)
    seen = rulebooks.preview_import(trusting(desk), path)
    assert (seen.pack_id, seen.version, seen.signer) == ("voorbeeld-klein", "1.0", "Stichting Voorbeeld")
    assert seen.earliest == MONDAY
    assert seen.groups[0].lines[0].startswith("Dit is een andere regelset")
    assert any(
        "Vervallen: wat de vorige regelset hier noemde" in line for g in seen.groups for line in g.lines
    )
    assert seen.dormant == (
        "Plicht ‘Meld het ernstige voorval bij de inspectie’ (geldt vanaf 1 januari 2028)",
    )
    assert desk.pack.id == "twijs-2022"  # looking changes nothing
    rulebooks.adopt(desk, path, MONDAY, seen.sha256)
    said = [row.action for row in logbook.view(desk).rows]
    assert said[0].startswith("Regels ingelezen")
    assert any(line.startswith("Ondertekenaar van regels vertrouwd") for line in said)


def test_a_newer_version_says_in_words_what_changed(small: Desk, post: Path) -> None:
    files = changed(
        version(texts(), "1.1"),
        '"gegevens", "unknown"] }\ndue = { kind = "school_days"',
        '"gegevens", "niets", "unknown"] }\ndue = { kind = "school_days"',
    )
    files = changed(files, "amount = 3, from", "amount = 2, from")
    files = changed(files, "praten=school_days:3:school_aware", "praten=school_days:2:school_aware")
    files = changed(  # what must hold changes with it, or the new rules would be refused
        files,
        'when = { not = { any = [ { is = ["voorval", "niets"] }, { not = { any = [ { known = "voorval" }, '
        '{ unknown = "voorval" } ] } } ] } }',
        'when = { any = [ { known = "voorval" }, { unknown = "voorval" } ] }',
    )
    seen = rulebooks.preview_import(small, parcel_file(post, files))
    told = {group.title: group.lines for group in seen.groups}
    assert told["De regelset"] == ("Versie 1.0 wordt 1.1.",)
    assert told["Plichten"] == (
        (
            "‘Voer een gesprek’: de termijn is nu binnen 2 schooldagen na het moment waarop de school het wist "
            "(was: binnen 3 schooldagen na het moment waarop de school het wist)."
        ),
        "‘Voer een gesprek’: geldt nu ook bij ‘Wat gebeurde er online?’: Niets wat tegen een afspraak is.",
    )


def test_the_same_older_or_other_rules_of_a_version_are_refused(small: Desk, post: Path) -> None:
    assert "al ingelezen" in refusal(lambda: rulebooks.preview_import(small, parcel_file(post)))
    other = changed(texts(), "Praten kan altijd.", "Praten mag altijd.")
    assert "maar één inhoud" in refusal(lambda: rulebooks.preview_import(small, parcel_file(post, other)))
    older = version(texts(), "0.9")
    assert "ouder" in refusal(lambda: rulebooks.preview_import(small, parcel_file(post, older)))
    shipped = texts(SHIPPED)
    shipped["pack.toml"] += "\n# een opmerking\n"
    assert "maar één inhoud" in refusal(lambda: rulebooks.preview_import(small, parcel_file(post, shipped)))
    assert in_use(small).version == "1.0"


def test_rules_in_waiting_count_as_rules_that_are_there(desk: Desk, post: Path) -> None:
    rulebooks.adopt(trusting(desk), parcel_file(post), date(2027, 1, 1))
    assert "al ingelezen" in refusal(lambda: rulebooks.adopt(desk, parcel_file(post), MONDAY))


def test_the_rules_before_can_be_taken_into_use_again(small: Desk, post: Path, clock: Clock) -> None:
    clock.forward(days=1)
    back = parcel_file(post, texts(SHIPPED))
    rulebooks.adopt(small, back, MONDAY + timedelta(days=1))
    assert in_use(small).pack_id == "twijs-2022"
    clock.forward(days=1)
    rulebooks.adopt(small, parcel_file(post), MONDAY + timedelta(days=2))
    assert in_use(small).pack_id == "voorbeeld-klein"
    assert len(rulebooks.shelf(small)) == 2


@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2026, 11, 22), "in het verleden"), (date(2026, 7, 31), "in het verleden")],
)
def test_rules_never_count_for_the_past(desk: Desk, post: Path, day: date, said: str) -> None:
    assert said in refusal(lambda: rulebooks.adopt(trusting(desk), parcel_file(post), day))


def test_rules_count_only_while_they_are_valid(desk: Desk, post: Path) -> None:
    files = changed(texts(), "valid_from = 2026-08-01", "valid_from = 2027-08-01\nvalid_to = 2028-07-31")
    path = parcel_file(post, files)
    assert rulebooks.preview_import(trusting(desk), path).earliest == date(2027, 8, 1)
    said = refusal(lambda: rulebooks.adopt(desk, path, MONDAY))
    assert "gelden vanaf 1 augustus 2027 tot en met 31 juli 2028" in said
    assert "gelden" in refusal(lambda: rulebooks.adopt(desk, path, date(2028, 8, 1)))
    rulebooks.adopt(desk, path, date(2027, 8, 1))


def test_a_file_that_changed_after_the_look_is_refused(desk: Desk, post: Path) -> None:
    path = parcel_file(post)
    seen = rulebooks.preview_import(trusting(desk), path)
    path.write_bytes(sealed(version(texts(), "1.1")))
    assert "veranderd" in refusal(lambda: rulebooks.adopt(desk, path, MONDAY, seen.sha256))
    assert desk.pack.id == "twijs-2022"


def test_a_signer_that_is_dropped_signs_no_more_and_what_was_read_in_stays(small: Desk, post: Path) -> None:
    (signer,) = rulebooks.signers(small)
    assert rulebooks.drop_signer(small, signer.fingerprint) == ()
    with pytest.raises(rulebooks.UnknownSigner):
        rulebooks.preview_import(small, parcel_file(post, version(texts(), "1.1")))
    assert in_use(small).pack_id == "voorbeeld-klein"
    assert "niet vertrouwd" in refusal(lambda: rulebooks.drop_signer(small, signer.fingerprint))


@pytest.mark.parametrize("key", ["", "00", "zz" * 32, PUBLIC + "00"])
def test_no_key_no_trust(desk: Desk, key: str) -> None:
    assert "geen openbare sleutel" in refusal(lambda: rulebooks.trust_signer(desk, key, "X"))
    assert "van wie" in refusal(lambda: rulebooks.trust_signer(desk, PUBLIC, " "))
    assert rulebooks.signers(desk) == ()


# --- what arrives may be anything ---


def tampered(data: bytes) -> dict[str, bytes]:
    text = data.decode()
    return {
        "one letter": text.replace("Praten kan altijd", "Praten kan nooit!").encode(),
        "the signature of another": data.replace(data[-131:-3], sealed(texts(), OTHER_KEY)[-131:-3]),
        "a space": text.replace('{"files"', '{ "files"', 1).encode(),
        "cut off": data[: len(data) // 2],
        "nothing": b"",
        "a name twice": text.replace('{"files"', '{"format":"twijs-regels/1","files"', 1).encode(),
        "a number": text.replace('"twijs-regels/1"', "1e999", 1).encode(),
        "deep": b'{"files":' * 100_000,
        "too large": b" " * (parcels.MAX_PARCEL + 1),
        "a list": b"[]",
        "not UTF-8": b"\xff\xfe",
        "half a pair": text.replace("Praten kan altijd", "\\ud800", 1).encode(),
        "a path": resigned(data, files={"../pack.toml": "x"}),
        "no files": resigned(data, files={}),
        "files of another kind": resigned(data, files={"pack.toml": ["x"]}),
        "a field too many": resigned(data, extra="x"),
        "a wrong hash": resigned(data, manifest=manifest(data, sha256="0" * 64)),
        "a moment without a zone": resigned(data, manifest=manifest(data, signed_at="2026-11-20")),
        "a manifest with less": resigned(data, manifest={}),
        "no key": resigned(data, public_key="x"),
        "a later format": resigned(data, format="twijs-regels/2"),
    }


def manifest(data: bytes, **changes: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(data)["manifest"]
    return found | changes


@pytest.mark.parametrize("what", sorted(tampered(sealed(texts()))))
def test_a_parcel_that_is_not_exactly_as_signed_is_refused(desk: Desk, post: Path, what: str) -> None:
    path = post / "x.twijs-regels"
    path.write_bytes(tampered(sealed(texts()))[what])
    before = len(logbook.view(trusting(desk)).rows)
    said = refusal(lambda: rulebooks.adopt(desk, path, MONDAY))
    assert "Er is niets gewijzigd" in said
    assert desk.pack.id == "twijs-2022"
    assert len(logbook.view(desk).rows) == before


@given(data=st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_refused_in_dutch(data: bytes) -> None:
    with pytest.raises(InputError):
        parcels.parse(data)


@given(at=st.integers(0, 10**9), to=st.integers(0, 255))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_one_other_byte_is_enough_to_refuse(at: int, to: int) -> None:
    data = bytearray(WHOLE)
    at %= len(data)
    if data[at] == to:
        to ^= 1
    data[at] = to
    with pytest.raises(DeskError):
        parcels.parse(bytes(data))


WHOLE = sealed(texts())


def test_a_signed_pack_with_defects_is_refused_with_the_place(desk: Desk, post: Path) -> None:
    files = changed(texts(), 'proof = "zaaknummer"\n', "")
    path = post / "x.twijs-regels"
    whole = {"pack_id": "voorbeeld-klein", "version": "1.0", "title": "x", "valid_from": ""}
    path.write_bytes(parcels.seal(files, key=KEY, at=desk.now(), **whole))
    said = refusal(lambda: rulebooks.preview_import(trusting(desk), path))
    assert "rules.toml" in said
    assert "opschrijven" in said


def test_a_manifest_that_says_something_else_than_the_rules_is_refused(desk: Desk, post: Path) -> None:
    path = post / "x.twijs-regels"
    path.write_bytes(sealed(texts(), title="Protocol van iemand anders"))
    said = refusal(lambda: rulebooks.preview_import(trusting(desk), path))
    assert "zegt iets anders" in said


@pytest.mark.parametrize("what", ["folder", "nothing", "pipe"])
def test_what_is_no_file_is_refused_at_once(desk: Desk, post: Path, what: str) -> None:
    path = post / "x.twijs-regels"
    if what == "folder":
        path.mkdir()
    elif what == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("no pipes here")
        os.mkfifo(path)
    assert "geen gewoon bestand" in refusal(lambda: rulebooks.preview_import(trusting(desk), path))


# --- the disk ---


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting a small disk needs root")
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip("mounting is not allowed here")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_vault_on_a_read_only_disk_takes_no_rules(disk: Path) -> None:
    desk = make_desk(disk, Clock())
    desk.close()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    said = refusal(lambda: desks.open(desk.path, PASSPHRASE, clock=Clock(), kdf=FAST))
    assert "Deze schijf is alleen-lezen" in said


def test_a_full_disk_reads_nothing_in_and_space_makes_it_work(disk: Path, post: Path) -> None:
    desk = trusting(make_desk(disk, Clock()))
    refused = ""
    while not refused:
        try:
            incidents.register(desk, an_incident(observation="woord " * 16_000))
        except DeskError as error:
            refused = str(error)
    assert "De schijf is vol" in refused
    files = texts()
    path = parcel_file(post, {**files, "notes.toml": "# " + "x" * 300_000 + "\n"})
    assert "De schijf is vol" in refusal(lambda: rulebooks.adopt(desk, path, MONDAY))
    assert desk.pack.id == "twijs-2022"
    subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
    rulebooks.adopt(desk, path, MONDAY)
    assert in_use(desk).pack_id == "voorbeeld-klein"
    desk.close()
