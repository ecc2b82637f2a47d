"""`vault backup|restore|drill|recover` as others use them: JSON alone on stdout, Dutch on stderr, three exit codes."""

import io
import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from test_cli import PASSPHRASE, run

from twijs_desk.cli.main import main


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, object]]:
    folder = tmp_path_factory.mktemp("cli-backups")
    stick = folder / "stick"
    stick.mkdir()
    vault = folder / "school.kluis"
    assert run("vault", "create", vault, "--passphrase-stdin", stdin=PASSPHRASE).returncode == 0
    done = with_passphrase("backup", vault, "--to", stick, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return vault, stick, json.loads(done.stdout)


def with_passphrase(act: str, *arguments: object, text: str = PASSPHRASE) -> subprocess.CompletedProcess[str]:
    """In this process: starting one for each command takes longer than the command."""
    out, err, standard = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(f"{text}\n".encode()))
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = main(["vault", act, *map(str, arguments), "--passphrase-stdin"])
    finally:
        sys.stdin = standard
    return subprocess.CompletedProcess([], code, out.getvalue(), err.getvalue())


def test_a_backup_says_where_it_is_and_what_is_in_it(made: tuple[Path, Path, dict[str, object]]) -> None:
    _, stick, told = made
    assert Path(str(told["path"])).parent == stick
    assert told["verified"] is True
    assert len(str(told["sha256"])) == 64
    assert told["counts"]["vault_info"] == 1  # type: ignore[index]
    assert sorted(path.name for path in stick.iterdir())[:2] == ["LEESMIJ-reservekopie.txt", "lezer.py"]


def test_put_back_out_of_a_folder_over_a_vault_that_is_kept(
    made: tuple[Path, Path, dict[str, object]],
) -> None:
    vault, stick, backup = made
    done = with_passphrase("restore", stick, "--to", vault, "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["verified"], told["sha256"]) == (0, True, backup["sha256"])
    assert told["counts"] == backup["counts"]
    assert all(Path(path).exists() for path in told["kept"])
    assert with_passphrase("check", vault).returncode == 0


def test_put_back_without_a_secret_says_what_was_not_examined(
    made: tuple[Path, Path, dict[str, object]], tmp_path: Path
) -> None:
    done = run("vault", "restore", str(made[2]["path"]), "--to", tmp_path / "x.kluis")
    assert done.returncode == 0
    assert "Alleen de controlegetallen" in done.stdout
    assert with_passphrase("check", tmp_path / "x.kluis").returncode == 0


def test_a_drill_passes_and_fails_with_its_own_exit_code(
    made: tuple[Path, Path, dict[str, object]], tmp_path: Path
) -> None:
    vault, _, backup = made
    done = with_passphrase("drill", vault, "--backup", str(backup["path"]), "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["ok"], told["counts"]) == (0, True, backup["counts"])
    raw = bytearray(Path(str(backup["path"])).read_bytes())
    raw[len(raw) // 2] ^= 8
    damaged = tmp_path / "x.reservekopie"
    damaged.write_bytes(raw)
    done = with_passphrase("drill", vault, "--backup", damaged)
    assert (done.returncode, done.stdout) == (1, "")
    assert "beschadigd" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("restore", "weg.reservekopie", "--to", "x.kluis"), "staat geen reservekopie"),
        (("restore", ".", "--to", "x.kluis"), "staat geen reservekopie"),
        (("restore", "lezer.py", "--to", "x.kluis"), "geen reservekopie van TWijs Desk"),
        (("backup", "school.kluis", "--to", "weg"), "is mislukt"),
        (("backup", "school.kluis"), "nog geen plaats"),
        (("recover", "school.kluis", "--to", "school.kluis"), "staat al een kluis"),
        (("drill", "weg.kluis"), "geen kluis"),
    ],
)
def test_what_cannot_be_done_is_one_dutch_sentence(
    made: tuple[Path, Path, dict[str, object]], tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    vault, stick, _ = made
    places = {"school.kluis": vault, "lezer.py": stick / "lezer.py", ".": tmp_path}
    done = with_passphrase(
        arguments[0],
        *(part if part.startswith("--") else places.get(part, tmp_path / part) for part in arguments[1:]),
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_whole_vault_is_recovered_whole(made: tuple[Path, Path, dict[str, object]], tmp_path: Path) -> None:
    done = with_passphrase("recover", made[0], "--to", tmp_path / "new.kluis", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["losses"], told["pages"]) == (0, [], [])
    assert with_passphrase("check", tmp_path / "new.kluis").returncode == 0


def test_a_wrong_passphrase_or_both_secrets_change_nothing(
    made: tuple[Path, Path, dict[str, object]], tmp_path: Path
) -> None:
    _, stick, _ = made
    wrong = with_passphrase("restore", stick, "--to", tmp_path / "x.kluis", text="een andere zin")
    assert (wrong.returncode, list(tmp_path.iterdir())) == (2, [])
    both = with_passphrase("restore", stick, "--to", tmp_path / "x.kluis", "--recovery-stdin")
    assert both.returncode == 2
    assert "niet allebei" in both.stderr
