"""Signing, checking, comparing, looking ahead and reading in from the command line."""

import json
import os
import stat
from pathlib import Path

import pytest
from rule_kit import SHIPPED, SMALL, changed, texts, version

from twijs_desk.cli.main import main

PASSPHRASE = "paarse fiets op het schoolplein"


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Run a command here: exit code, what it printed and what it complained about."""

    def run(*arguments: object, stdin: str = ""):
        import io

        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        code = main([str(part) for part in arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def key(tmp_path: Path, ask) -> Path:
    path = tmp_path / "stichting.sleutel"
    code, said, _ = ask("pack", "keygen", "--out", path)
    assert code == 0
    assert "ZONDER wachtzin" in said
    return path


@pytest.fixture
def parcel(tmp_path: Path, key: Path, ask) -> Path:
    path = tmp_path / "klein.twijs-regels"
    assert ask("pack", "sign", SMALL, "--key", key, "--out", path)[0] == 0
    return path


def folder(at: Path, files: dict[str, str]) -> Path:
    at.mkdir()
    for name, text in files.items():
        (at / name).write_text(text, encoding="utf-8")
    return at


def test_a_key_is_for_its_owner_only_and_never_overwritten(key: Path, ask) -> None:
    if os.name == "posix":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_bytes()
    code, _, complaint = ask("pack", "keygen", "--out", key)
    assert code == 2
    assert "bestaat al" in complaint
    assert key.read_bytes() == before


def test_a_key_with_a_passphrase_signs_only_with_it(tmp_path: Path, ask) -> None:
    key, out = tmp_path / "k", tmp_path / "x.twijs-regels"
    assert ask("pack", "keygen", "--out", key, "--passphrase-stdin", stdin="een goede wachtzin\n")[0] == 0
    assert b"ENCRYPTED" in key.read_bytes()
    sign = ("pack", "sign", SMALL, "--key", key, "--out", out)
    for arguments, stdin in (((), ""), (("--passphrase-stdin",), "een verkeerde\n")):
        code, _, complaint = ask(*sign, *arguments, stdin=stdin)
        assert code == 2
        assert "wachtzin" in complaint
        assert not out.exists()
    assert ask(*sign, "--passphrase-stdin", stdin="een goede wachtzin\n")[0] == 0


def test_what_is_signed_is_verified_against_its_signer(parcel: Path, key: Path, tmp_path: Path, ask) -> None:
    code, said, _ = ask("pack", "verify", parcel, "--signer", f"{key}.pub", "--json")
    assert code == 0
    assert json.loads(said)["pack"] == "voorbeeld-klein"
    other = tmp_path / "ander"
    ask("pack", "keygen", "--out", other)
    code, _, complaint = ask("pack", "verify", parcel, "--signer", f"{other}.pub")
    assert code == 2
    assert "andere sleutel" in complaint
    parcel.write_bytes(parcel.read_bytes().replace(b"Praten", b"Praatn"))
    code, _, complaint = ask("pack", "verify", parcel)
    assert code == 2
    assert "handtekening" in complaint


@pytest.mark.parametrize("what", ["geheim", "nothing", "noise"])
def test_what_is_no_public_key_is_refused(parcel: Path, key: Path, tmp_path: Path, what: str, ask) -> None:
    path = {"geheim": key, "nothing": tmp_path / "weg"}.get(what, tmp_path / "noise")
    if what == "noise":
        path.write_bytes(os.urandom(200))
    assert ask("pack", "verify", parcel, "--signer", path)[0] == 2


def test_a_pack_with_a_defect_is_not_signed(key: Path, tmp_path: Path, ask) -> None:
    wrong = folder(tmp_path / "fout", changed(texts(), 'proof = "zaaknummer"\n', ""))
    out = tmp_path / "fout.twijs-regels"
    code, _, complaint = ask("pack", "sign", wrong, "--key", key, "--out", out)
    assert code == 2
    assert "niet getekend" in complaint
    assert "opschrijven" in complaint
    assert not out.exists()


def test_a_difference_is_said_between_folders_and_parcels(parcel: Path, tmp_path: Path, ask) -> None:
    assert ask("pack", "diff", SMALL, parcel)[:2] == (0, "Er is geen verschil.\n")
    newer = folder(tmp_path / "nieuw", changed(version(texts(), "1.1"), "Een goed gesprek", "Een gesprek"))
    code, said, _ = ask("pack", "diff", parcel, newer)
    assert code == 0
    assert "‘Een gesprek’: de naam is nu: ‘Een gesprek’." in said
    groups = json.loads(ask("pack", "diff", parcel, newer, "--json")[1])
    assert [group["title"] for group in groups] == ["De regelset", "Maatregelen"]


def test_looking_ahead_names_what_sleeps_and_what_begins(parcel: Path, ask) -> None:
    code, said, _ = ask("pack", "preview", parcel, "--on", "2028-01-01")
    assert code == 0
    assert "Slaapt nu:" in said
    assert "geldt dan wel (geldt vanaf 1 januari 2028)" in said
    quiet = json.loads(ask("pack", "preview", SMALL, "--on", "2027-12-31", "--json")[1])
    assert (quiet["switches"], len(quiet["dormant"])) == ([], 1)
    assert ask("pack", "preview", "--on", "morgen")[0] == 2
    assert ask("pack", "preview", SHIPPED, "--on", "2027-12-31")[0] == 0


def test_other_commands_take_a_parcel_where_they_take_a_folder(parcel: Path, ask) -> None:
    assert ask("pack", "check", parcel)[0] == 0
    assert len(json.loads(ask("pack", "questions", "--pack", parcel, "--json")[1])) == 6
    code, said, _ = ask(
        "assess", "-", "--pack", parcel, "--on", "2028-01-01", "--json", stdin='{"zwaarte": "zwaar"}'
    )
    assert code == 0
    assert json.loads(said)["pack"] == "voorbeeld-klein"


def test_rules_are_read_into_a_vault(parcel: Path, key: Path, tmp_path: Path, ask) -> None:
    vault = tmp_path / "school.kluis"
    secret = ("--passphrase-stdin",)
    assert ask("vault", "create", vault, "--name", "M. Verhoeven", *secret, stdin=f"{PASSPHRASE}\n")[0] == 0
    taking = ("pack", "import", vault, parcel, *secret)
    code, _, complaint = ask(*taking, stdin=f"{PASSPHRASE}\n")
    assert code == 2
    assert "Vingerafdruk" in complaint
    trust = ("pack", "trust", vault, f"{key}.pub", "--name", "Stichting Voorbeeld", *secret)
    assert ask(*trust, stdin=f"{PASSPHRASE}\n")[0] == 0
    code, said, _ = ask(*taking, "--dry-run", stdin=f"{PASSPHRASE}\n")
    assert code == 0
    assert "Er is niets ingelezen." in said
    code, said, _ = ask(*taking, "--json", stdin=f"{PASSPHRASE}\n")
    assert code == 0
    assert json.loads(said)["pack"] == "voorbeeld-klein"
    code, said, _ = ask("pack", "shelf", vault, *secret, stdin=f"{PASSPHRASE}\n")
    assert said.startswith("IN GEBRUIK  voorbeeld-klein 1.0")
    code, _, complaint = ask(*taking, stdin=f"{PASSPHRASE}\n")
    assert code == 2
    assert "al ingelezen" in complaint
    assert ask("vault", "check", vault, *secret, stdin=f"{PASSPHRASE}\n")[0] == 0
