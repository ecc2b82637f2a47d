"""Opening and losing the desk: each trouble is a Dutch sentence without case text, and nothing half is left."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest
from builders import (
    FAST,
    PASSPHRASE,
    PROFILE,
    SCHOOL,
    Clock,
    an_incident,
    both_letters,
    make_desk,
    register,
    suspended_pupil,
)

from twijs_desk.casework import (
    calls,
    cases,
    dossiers,
    drafts,
    evidence,
    faults,
    flow,
    letters,
    logbook,
    people,
)
from twijs_desk.casework import desk as desks
from twijs_desk.casework.errors import DeskError, InputError, WrongPassphrase
from twijs_desk.casework.rows import EvidenceEntry, IncidentDraft, PersonEntry
from twijs_desk.store.errors import Fault, StoreError

posix = pytest.mark.skipif(os.name != "posix", reason="users, mounts and rights are set the POSIX way")
FOREIGN = re.compile(
    r"\b(SELECT|INSERT|UPDATE|Traceback|sqlite|sqlalchemy|sqlcipher|Errno|Exception|None|No such|denied|not a)\b"
)


def test_what_was_set_up_is_there_after_unlocking_again(desk):
    desk.close()
    again = desks.open(desk.path, PASSPHRASE, clock=Clock(), kdf=FAST)
    assert (again.school, again.profile) == (SCHOOL, PROFILE)
    desks.save_settings(again, replace(SCHOOL, phone="1"), replace(PROFILE, may_suspend=False))
    again.close()
    third = desks.open(desk.path, PASSPHRASE, clock=Clock(), kdf=FAST)
    assert third.school.phone == "1"
    assert not third.profile.may_suspend
    assert [row.action for row in logbook.view(third).rows][:4] == [
        "Kluis geopend",
        "Kluis vergrendeld",
        "Instellingen gewijzigd",
        "Kluis geopend",
    ]
    third.close()


@pytest.mark.parametrize("wrong", ["", "paarse fiets", PASSPHRASE + " ", PASSPHRASE.upper(), "x" * 10_000])
def test_a_wrong_passphrase_is_said_and_changes_nothing(desk, wrong):
    desk.close()
    before = desk.path.read_bytes()
    with pytest.raises(WrongPassphrase, match="wachtzin klopt niet"):
        desks.open(desk.path, wrong, kdf=FAST)
    assert desk.path.read_bytes() == before
    desks.open(desk.path, PASSPHRASE, kdf=FAST).close()


def test_every_act_on_a_locked_vault_says_that_it_is_locked(desk):
    case = register(desk)
    desk.close()
    acts = (
        lambda: register(desk),
        lambda: drafts.save(desk, IncidentDraft(observation="geheim")),
        lambda: drafts.listing(desk),
        lambda: cases.show(desk, case.id),
        lambda: cases.overview(desk),
        lambda: cases.listing(desk),
        lambda: flow.view(desk, case.id),
        lambda: flow.answer(desk, case.id, "danger", "no"),
        lambda: calls.begin(desk, case.id),
        lambda: evidence.add(desk, case.id, EvidenceEntry("x", "x")),
        lambda: letters.listing(desk),
        lambda: letters.begin(desk, case.id, "L9"),
        lambda: people.find(desk, "a"),
        lambda: dossiers.people_with(desk),
        lambda: logbook.view(desk),
    )
    for act in acts:
        with pytest.raises(DeskError, match="De kluis is vergrendeld") as caught:
            act()
        assert "Ontgrendel" in caught.value.todo
    desk.close()


def test_the_vault_is_open_in_one_window_only(desk):
    with pytest.raises(DeskError, match="al geopend"):
        desks.open(desk.path, PASSPHRASE, kdf=FAST)


def test_a_second_vault_in_the_same_place_is_refused(desk):
    with pytest.raises(DeskError, match="staat al een kluis"):
        make_desk(desk.path.parent)


def test_no_vault_a_plain_file_and_a_truncated_vault(desk, tmp_path):
    desk.close()
    with pytest.raises(DeskError, match="geen kluis"):
        desks.open(tmp_path / "niets.kluis", PASSPHRASE, kdf=FAST)
    (tmp_path / "brief.kluis").write_text("geen kluis")
    with pytest.raises(DeskError, match="geen kluis"):
        desks.open(tmp_path / "brief.kluis", PASSPHRASE, kdf=FAST)
    with desk.path.open("r+b") as file:
        file.truncate(5000)
    with pytest.raises(DeskError, match=r"niet compleet|beschadigd"):
        desks.open(desk.path, PASSPHRASE, kdf=FAST)
    with pytest.raises(DeskError, match="map bestaat niet"):
        desks.create(tmp_path / "weg" / "x.kluis", PASSPHRASE, school=SCHOOL, profile=PROFILE, kdf=FAST)


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_of_the_store_has_a_sentence_of_its_own(fault):
    error = faults.as_desk_error(StoreError(fault, "SELECT * FROM person"))
    assert not FOREIGN.search(str(error)), str(error)
    for part in (error.happened, error.safe, error.todo):
        assert part.endswith(".")
    assert error.happened != faults._OTHER[0], f"{fault} has no sentence"


def test_no_error_repeats_what_is_in_the_case(desk):
    """Errors may be mailed for help; what a case holds stays in the vault."""
    secret = "Geheimpje"
    case = suspended_pupil(desk, observation=f"{secret} van Kim Zandstra").case
    first, _ = both_letters(desk, case.id)
    acts = (
        lambda: register(desk, observation=secret, school_aware_at=desk.now().replace(year=2027)),
        lambda: drafts.save(desk, an_incident(observation=secret * 100_000)),
        lambda: people.add(desk, PersonEntry(given_name=secret * 100)),
        lambda: flow.answer(desk, case.id, "danger", "x"),
        lambda: letters.set_field(desk, first.id, "return.talk_at", secret),
        lambda: letters.edit_block(desk, first.id, "facts", f"{secret} \x07 Kim"),
        lambda: letters.finalise(
            desk, letters.edit_block(desk, first.id, "facts", f"{secret}, zei Kim Zandstra").id
        ),
        lambda: cases.close_case(desk, case.id, secret),
        lambda: evidence.add(desk, case.id, EvidenceEntry("x", secret, content=b"\0")),
    )
    for act in acts:
        with pytest.raises(DeskError) as caught:
            act()
        text = str(caught.value)
        assert not re.search(rf"{secret}|Youssef|Amrani|Zandstra|\bKim\b|Haddou", text), text
        assert not FOREIGN.search(text), text


# --- people ---


def test_people_are_found_by_any_part_of_a_name_without_accents(desk):
    people.add(desk, PersonEntry(given_name="Zoë", infix="van der", family_name="Müller"))
    for text in ("mul", "zoe", "MÜL", "van mul", "oë"):
        assert [row.name for row in people.find(desk, text)] == ["Zoë van der Müller"], text
    assert people.find(desk, "100%") == ()
    assert people.find(desk, "_") == ()


def test_a_person_that_is_not_there_is_a_dutch_sentence(desk):
    one = people.add(desk, PersonEntry(given_name="Bo")).id
    for wrong in ("x", "", "6b1f9d5e-0000-4000-8000-000000000000"):
        for act in (
            lambda wrong=wrong: people.person(desk, wrong),
            lambda wrong=wrong: people.update(desk, wrong, PersonEntry(given_name="x")),
            lambda wrong=wrong: people.set_guardian(desk, one, wrong, has_authority=True),
            lambda wrong=wrong: people.set_guardian(desk, wrong, one, has_authority=True),
            lambda wrong=wrong: people.guardians(desk, wrong),
        ):
            with pytest.raises(InputError, match="staat niet in de kluis"):
                act()
    with pytest.raises(InputError, match="eigen ouder"):
        people.set_guardian(desk, one, one, has_authority=True)


# --- letters outside the vault ---


@pytest.fixture
def sealed(desk):
    first, _ = both_letters(desk, suspended_pupil(desk).case.id)
    return letters.finalise(desk, first.id)


def test_an_export_is_the_sealed_paper_and_is_logged(desk, sealed, tmp_path):
    target = tmp_path / "brief.pdf"
    letters.export(desk, sealed.id, target)
    assert target.read_bytes() == letters.paper(desk, sealed.id).pdf
    assert "Brief als PDF buiten de kluis opgeslagen" in {row.action for row in logbook.view(desk).rows}
    target.write_bytes(b"oud")
    letters.export(desk, sealed.id, target)
    assert target.read_bytes().startswith(b"%PDF")


def test_an_export_that_cannot_be_written_leaves_nothing_and_no_line_in_the_log(desk, sealed, tmp_path):
    (tmp_path / "map.pdf").mkdir()
    (tmp_path / "los").write_text("x")
    before = logbook.view(desk).total
    for place in (tmp_path / "weg" / "brief.pdf", tmp_path / "map.pdf", tmp_path / "los" / "brief.pdf"):
        with pytest.raises(DeskError) as caught:
            letters.export(desk, sealed.id, place)
        assert "staat veilig in de kluis" in caught.value.safe
        assert not FOREIGN.search(str(caught.value)), str(caught.value)
    assert logbook.view(desk).total == before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".twijs-")] == []
    assert list((tmp_path / "map.pdf").iterdir()) == []


@posix
def test_a_full_disk_keeps_the_former_file_and_leaves_nothing_half(desk, sealed, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting a small disk needs root")
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        target = disk / "brief.pdf"
        target.write_bytes(b"oud")
        before = logbook.view(desk).total
        with pytest.raises(DeskError, match=r"schijf is vol") as caught:
            letters.export(desk, sealed.id, target)
        assert not FOREIGN.search(str(caught.value))
        assert target.read_bytes() == b"oud"
        assert [p.name for p in disk.iterdir()] == ["brief.pdf"]
        assert logbook.view(desk).total == before
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@posix
def test_a_folder_that_may_not_be_written(desk, sealed, tmp_path):
    """Also as root, who may write everywhere: the program gives up its rights first."""
    path, target = desk.path, tmp_path / "dicht"
    desk.close()
    target.mkdir(mode=0o555)
    for place in (tmp_path, *tmp_path.parents[:2]):
        place.chmod(0o755)
    program = (
        "import os, sys; from pathlib import Path\n"
        "from builders import FAST, PASSPHRASE, Clock\n"
        "from twijs_desk.casework import desk as desks, letters\n"
        "from twijs_desk.casework.errors import DeskError\n"
        "desk = desks.open(Path(sys.argv[1]), PASSPHRASE, clock=Clock(), kdf=FAST)\n"
        "if os.geteuid() == 0: os.setgroups([]); os.setegid(65534); os.seteuid(65534)\n"
        "try: letters.export(desk, sys.argv[2], Path(sys.argv[3]) / 'brief.pdf')\n"
        "except DeskError as error: print(error)\n"
    )
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    done = subprocess.run(
        [sys.executable, "-c", program, str(path), sealed.id, str(target)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([root, os.path.join(root, "tests")])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "staat veilig in de kluis" in done.stdout, done.stdout + done.stderr
    assert not FOREIGN.search(done.stdout), done.stdout
    assert list(target.iterdir()) == []
