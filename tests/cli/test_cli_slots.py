"""`vault slots` and `vault rekey` as a program calls them, with the passphrase on standard input."""

import contextlib
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pypdfium2
import pytest
from builders import FAST
from test_cli import ENVIRONMENT, PASSPHRASE, refused

from twijs_desk.casework import access
from twijs_desk.casework import desk as desks
from twijs_desk.casework.errors import WrongPassphrase
from twijs_desk.cli.main import main
from twijs_desk.store import recovery
from twijs_desk.store.keys import DEFAULT_KDF, RecoveryCode

SECOND = "groene kraan achter de gymzaal"
THIRD = "zilveren lepel onder het dak"


class Answers:
    """Standard input whose lines may depend on what the program said before."""

    def __init__(self, lines, said):
        self.lines, self.said = list(lines), said

    def readline(self, _limit=-1):
        line = self.lines.pop(0) if self.lines else ""
        text = line(self.said.getvalue()) if callable(line) else line
        return f"{text}\n".encode() if text else b""


def run(*arguments, secrets=()):
    """The command in this process: imports are paid once. One test below starts a process of its own."""
    out, err, former = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = SimpleNamespace(buffer=Answers(secrets, err), isatty=lambda: False)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = main([str(argument) for argument in arguments])
            except SystemExit as stopped:
                code = stopped.code
    finally:
        sys.stdin = former
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


def slots(*arguments, secrets=(PASSPHRASE,)):
    return run("vault", "slots", *arguments, "--passphrase-stdin", secrets=secrets)


def done(process):
    assert process.returncode == 0, process.stdout + process.stderr
    return json.loads(process.stdout)


def listed(vault):
    return done(run("vault", "slots", vault, "--json"))


def opens(vault, secret):
    try:
        desks.open(vault, secret).close()
    except WrongPassphrase:
        return False
    return True


@pytest.fixture(autouse=True, scope="module")
def cheap():
    """The default derivation, for all but the process of its own: half a second each would add up."""
    with pytest.MonkeyPatch.context() as patch:
        for act in (desks.open, desks.create, access.open_with_recovery):
            patch.setitem(act.__kwdefaults__, "kdf", FAST)
        yield


def make(path):
    process = run(
        "vault", "create", path, "--school", "De Zeven Sloten", "--passphrase-stdin", secrets=[PASSPHRASE]
    )
    assert process.returncode == 0, process.stderr
    assert "herstelblad" in process.stdout
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory, cheap):
    return make(tmp_path_factory.mktemp("slots") / "school.kluis")


@pytest.fixture
def vault(made, tmp_path, monkeypatch):
    """A closed vault may be copied; each copy has a memory of its own of what was seen here."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = shutil.copytree(made.parent, tmp_path / "school")
    return folder / made.name


def code_of(pdf: Path) -> str:
    """The code as it stands on the paper."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        words = page.get_textpage()
        text = words.get_text_range()
        words.close()
        page.close()
    part = text[text.index("maken niet uit.") : text.index("2. Slotgegevens")]
    lines = [re.sub(r"\s", "", line) for line in part.splitlines()]
    found = [line for line in lines if re.fullmatch(r"[0-9A-Z]{17}", line)]
    assert len(found) == 2, part
    return "".join(found)


def groups_of(code: str, asked: str) -> str:
    plain = code[:16] + code[17:33]
    numbers = [int(number) for number in re.findall(r"blok (\d) en (\d)", asked)[0]]
    return " ".join(plain[4 * (number - 1) : 4 * number] for number in numbers)


def test_the_list_needs_no_passphrase_and_says_that_there_is_no_sheet(vault):
    (only,) = listed(vault)["slots"]
    assert only["kind"] == "passphrase"
    assert "geen herstelblad" in listed(vault)["warning"]
    said = run("vault", "slots", vault)
    assert said.returncode == 0
    assert only["id"] in said.stdout
    assert "geen herstelblad" in said.stderr
    assert run("vault", "slots", "list", vault).stdout == said.stdout


def test_a_person_is_added_changed_and_removed(vault):
    added = done(slots("add", vault, "--label", "intern begeleider", "--json", secrets=(PASSPHRASE, SECOND)))
    assert added["slot"]["label"] == "intern begeleider"
    assert opens(vault, SECOND)
    assert done(slots("change", vault, "--json", secrets=(SECOND, THIRD)))["done"]
    assert opens(vault, THIRD)
    (row,) = [r for r in listed(vault)["slots"] if r["label"] == "intern begeleider"]
    said = slots("remove", vault, row["id"])
    assert (said.returncode, said.stdout) == (0, "De toegang is ingetrokken.\n")
    assert not opens(vault, THIRD)


def test_a_sheet_counts_after_typing_back_from_the_paper_in_a_process_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setitem(desks.create.__kwdefaults__, "kdf", DEFAULT_KDF)
    vault = make(tmp_path / "school.kluis")
    pdf = tmp_path / "blad.pdf"
    command = ["vault", "slots", "recovery", str(vault), "--out", str(pdf), "--passphrase-stdin", "--json"]
    with subprocess.Popen(
        [sys.executable, "-m", "twijs_desk", *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=ENVIRONMENT | {"XDG_STATE_HOME": os.environ["XDG_STATE_HOME"]},
    ) as process:
        process.stdin.write(f"{PASSPHRASE}\n")
        process.stdin.flush()
        asked = next(line for line in process.stderr if "Typ blok" in line)
        out, _ = process.communicate(groups_of(code_of(pdf), asked) + "\n", timeout=60)
    assert process.returncode == 0
    assert json.loads(out) == {"done": True, "out": str(pdf)}
    if os.name == "posix":
        assert stat.S_IMODE(pdf.stat().st_mode) == 0o600
    assert listed(vault)["warning"] == ""
    found = [(row["kind"], row["strength"]) for row in listed(vault)["slots"]]
    assert found == [("passphrase", "Argon2id met 256 MiB"), ("recovery", "160 willekeurige bits")]
    assert "bestaat al" in refused(slots("recovery", vault, "--out", pdf))


def test_a_sheet_that_is_not_typed_back_does_not_count(vault, tmp_path):
    before = vault.with_name(vault.name + ".keys").read_bytes()
    left = slots("recovery", vault, "--out", tmp_path / "een.pdf", "--board", "--json")
    assert left.returncode == 1
    assert json.loads(left.stdout)["done"] is False
    wrong = slots("recovery", vault, "--out", tmp_path / "twee.pdf", secrets=(PASSPHRASE, "0000 0000"))
    assert "klopt niet" in refused(wrong)
    assert vault.with_name(vault.name + ".keys").read_bytes() == before


def test_a_sheet_of_another_run_counts_when_its_whole_code_is_typed(vault, tmp_path):
    slots("recovery", vault, "--out", tmp_path / "een.pdf", "--board")
    code = code_of(tmp_path / "een.pdf")
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    typed = slots("recovery", vault, "--board", "--confirm", secrets=(PASSPHRASE, wrong))
    assert "Regel 2 van de herstelcode klopt niet" in refused(typed)
    zeros = " ".join(recovery.code_lines(RecoveryCode(bytes(20))))
    made_up = slots("recovery", vault, "--confirm", secrets=(PASSPHRASE, zeros))
    assert "niet door TWijs Desk" in refused(made_up)
    proved = slots("recovery", vault, "--board", "--confirm", "--json", secrets=(PASSPHRASE, code.lower()))
    assert done(proved)["done"]
    access.open_with_recovery(vault, code).close()


@pytest.mark.parametrize(
    "words",
    [
        ("add", "nergens.kluis", "--label", "x"),
        ("nergens.kluis",),
        ("remove", "nergens.kluis"),
        ("remove", "nergens.kluis", "a", "b"),
        ("recovery", "nergens.kluis"),
        ("change", "nergens.kluis"),
        (),
    ],
)
def test_what_cannot_be_done_is_said_in_dutch(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused(slots(*words, secrets=(PASSPHRASE, SECOND)))
    assert list(tmp_path.iterdir()) == []


def test_a_weak_or_missing_new_passphrase_changes_nothing(vault):
    before = vault.with_name(vault.name + ".keys").read_bytes()
    for new in ((), ("wachtwoord123",)):
        refused(slots("change", vault, secrets=(PASSPHRASE, *new)))
    refused(slots("remove", vault, "0000"))
    assert vault.with_name(vault.name + ".keys").read_bytes() == before


def test_a_weak_passphrase_makes_no_vault(tmp_path):
    for weak in ("kort", "welkom2026", "basisschool"):
        refused(run("vault", "create", tmp_path / "x.kluis", "--passphrase-stdin", secrets=[weak]))
    assert list(tmp_path.iterdir()) == []


def test_a_new_key_says_what_goes(vault):
    done(slots("add", vault, "--label", "adjunct", "--json", secrets=(PASSPHRASE, SECOND)))
    refused(run("vault", "rekey", vault, "--passphrase-stdin", secrets=["een verkeerde zin"]))
    process = run("vault", "rekey", vault, "--passphrase-stdin", "--json", secrets=[PASSPHRASE])
    assert [row["label"] for row in done(process)["dropped"]] == ["adjunct"]
    assert "Vervalt" in process.stderr
    assert "geen herstelblad" in json.loads(process.stdout)["warning"]
    assert opens(vault, PASSPHRASE)
    assert not opens(vault, SECOND)


def test_a_new_key_can_have_its_own_sheet(vault, tmp_path):
    pdf = tmp_path / "blad.pdf"
    command = ("vault", "rekey", vault, "--out", pdf, "--passphrase-stdin", "--json")
    unread = run(*command, secrets=[PASSPHRASE])
    assert unread.returncode == 1
    assert "niets gewijzigd" in unread.stderr
    pdf.unlink()
    process = run(*command, secrets=[PASSPHRASE, lambda said: groups_of(code_of(pdf), said)])
    assert done(process)["warning"] == ""
    access.open_with_recovery(vault, code_of(pdf)).close()
