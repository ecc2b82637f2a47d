"""`pack term` and `calendar`: the vectors of the legal guide on the command line, and bad input refused."""

import io
import json
import sys
from pathlib import Path

import pytest
from builders import FAST, PASSPHRASE, PROFILE, SCHOOL

from twijs_desk.casework import desk as desks
from twijs_desk.cli.main import main


def term(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["pack", "term", *arguments])
    out, trouble = capsys.readouterr()
    return code, out, trouble


@pytest.mark.parametrize(
    ("arguments", "first", "said"),
    [
        ("--kind weeks --amount 6 --from 2026-11-24 --statutory --event notified", "2027-01-05", "Zes weken na"),
        ("--kind weeks --amount 6 --from 2026-11-13 --statutory", "2026-12-28", "de wet schuift door"),
        ("--kind elapsed_hours --amount 72 --from 2027-03-27T20:00", "2027-03-30 21:00", "een uur vooruit"),
        ("--kind working_days --amount 5 --from 2026-12-30 --back", "2026-12-22", "voor de ontvangst"),
        ("--kind weeks --amount 4 --from 2026-11-27 --statutory --pause 2026-12-16:2027-02-15", "2027-02-24", "61 "),
        ("--kind weeks --amount 4 --from 2026-11-27 --statutory --pause 2026-12-16:", "geen datum", "staat stil"),
        ("--kind months --amount 1 --from 2026-11-23 --extend 2 --told 2026-12-10 --reason x", "2027-02-23", "verleng"),
        ("--kind none --from 2026-11-23", "geen datum", "geen vaste termijn"),
        ("--kind same_working_day --from 2026-11-20T18:00", "2026-11-23 08:00", "buiten werkdagen"),
    ],
)  # fmt: skip
def test_a_term_is_counted_and_explained(
    capsys: pytest.CaptureFixture[str], arguments: str, first: str, said: str
) -> None:
    code, out, trouble = term(capsys, *arguments.split())
    assert (code, trouble) == (0, "")
    assert out.splitlines()[0] == first
    assert said in out.splitlines()[1]
    assert json.loads(term(capsys, *arguments.split(), "--json")[1])["sentence"] == out.splitlines()[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--kind weeks --from 2026-11-24", "--amount"),
        ("--kind weeks --amount 99999 --from 2026-11-24", "--amount"),
        ("--kind weeks --amount 6 --from 2026-02-30", "geen datum"),
        ("--kind weeks --amount 6 --from 2026-02-20Tzes", "geen tijdstip"),
        ("--kind weeks --amount 6 --from 0001-01-01T00:00", "geen tijdstip"),
        ("--kind weeks --amount 6 --from 2026-11-24 --event verjaardag", "bestaat niet"),
        ("--kind weeks --amount 6 --from 2026-11-24 --pause 2026-12-16", "Schrijf --pause"),
        ("--kind weeks --amount 6 --from 2026-11-24 --pause 2026-12-16:2026-12-01", "pas stil op"),
        ("--kind weeks --amount 6 --from 2026-11-24 --extend 2", "--told"),
        ("--kind weeks --amount 6 --from 2026-11-24 --extend 2 --told 2026-12-01", "waarom de verlenging"),
        (
            "--kind weeks --amount 6 --from 2026-11-24 --extend -2 --told 2026-12-01 --reason x",
            "minstens één",
        ),
        ("--kind elapsed_hours --amount 72 --from 2026-11-24 --pause 2026-11-25:", "stilstaan"),
        ("--kind weeks --amount 6 --from 9999-12-30", "te ver weg"),
    ],
)
def test_bad_input_is_refused_in_dutch(capsys: pytest.CaptureFixture[str], arguments: str, said: str) -> None:
    code, out, trouble = term(capsys, *arguments.split())
    assert (code, out) == (2, "")
    assert said in trouble


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "school.kluis"
    desks.create(path, PASSPHRASE, school=SCHOOL, profile=PROFILE, kdf=FAST).close()
    real = desks.open
    monkeypatch.setattr(desks, "open", lambda place, words: real(place, words, kdf=FAST))
    return path


def calendar(capsys: pytest.CaptureFixture[str], vault: Path, *arguments: str) -> tuple[int, str, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{PASSPHRASE}\n".encode())))
        code = main(["calendar", *arguments, "--vault", str(vault), "--passphrase-stdin"])
    out, trouble = capsys.readouterr()
    return code, out, trouble


def test_a_calendar_goes_out_as_a_table_and_comes_back_changed(
    capsys: pytest.CaptureFixture[str], vault: Path, tmp_path: Path
) -> None:
    assert "Meegeleverde kalender, regio Noord" in calendar(capsys, vault, "show")[1]
    assert (
        "Herfstvakantie     10 oktober 2026 tot en met 18 oktober 2026 (nog te bevestigen)"
        in calendar(capsys, vault, "show")[1]
    )
    table = calendar(capsys, vault, "show", "--csv")[1]
    file = tmp_path / "kalender.csv"
    file.write_text(table + "studiedag;;Team;2026-11-30;;;\n", encoding="utf-8")
    code, out, trouble = calendar(capsys, vault, "import", str(file))
    assert (code, trouble) == (0, "")
    assert "Schoolkalender van de school" in out
    assert "studiedag  maandag 30 november 2026 Team" in out
    assert json.loads(calendar(capsys, vault, "show", "--json")[1])["own"] is True


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "geen tekst in UTF-8"),
        (b"studiedag;;Team;2026-11-29;;;\n", "zondag"),
        (b"x;y\n", "Regel 1"),
        (b"x" * 1_200_000, "te groot"),
    ],
)
def test_a_bad_table_is_refused(
    capsys: pytest.CaptureFixture[str], vault: Path, tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "kalender.csv"
    file.write_bytes(content)
    code, out, trouble = calendar(capsys, vault, "import", str(file))
    assert (code, out) == (2, "")
    assert said in trouble
    assert calendar(capsys, vault, "import", str(tmp_path / "weg.csv"))[0] == 2
