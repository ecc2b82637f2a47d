"""`pack picture` and `case picture` write a whole file or none, and say in Dutch what was wrong."""

import json
from pathlib import Path

import pytest

from twijs_desk.cli.main import main


def test_a_pack_is_drawn_with_and_without_answers(tmp_path: Path) -> None:
    plain, path, answers = tmp_path / "route.svg", tmp_path / "weg.pdf", tmp_path / "antwoorden.json"
    answers.write_text(json.dumps({"danger": "no"}), encoding="utf-8")
    assert main(["pack", "picture", "--out", str(plain)]) == 0
    assert "<svg" in plain.read_text(encoding="utf-8")
    assert main(["pack", "picture", "--out", str(path), "--answers", str(answers), "--size", "detail"]) == 0
    assert path.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("content", "name"),
    [('{"bestaat": "niet"}', "a.svg"), ("[1]", "a.svg"), ("{", "a.svg"), ('{"danger": "no"}', "a.png")],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    tmp_path: Path, content: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / "antwoorden.json"
    answers.write_text(content, encoding="utf-8")
    assert main(["pack", "picture", "--out", str(tmp_path / name), "--answers", str(answers)]) == 2
    assert capsys.readouterr().err.strip()
    assert not (tmp_path / name).exists()
