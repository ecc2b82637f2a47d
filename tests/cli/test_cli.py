"""The command line as others use it: its own process, JSON alone on stdout, Dutch on stderr, three exit codes."""

import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import twijs_desk
from twijs_desk import assets
from twijs_desk.cli.main import main

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
PASSPHRASE = "paarse fiets op het schoolplein"
REPORT = {
    "title": "Filmpje uit de gymles",
    "observation": "Een leerling zette een filmpje online. Ünïcödé 🎬",
    "occurred_at": "2026-01-12T09:00",
    "school_aware_at": "2026-01-12T11:00:00+01:00",
    "period": "private",
    "publication": {"platform": "TikTok", "audience": "public"},
    "parties": [
        {
            "role": "alleged_actor",
            "capacity": "pupil",
            "person": {
                "given_name": "Youssef",
                "infix": "el",
                "family_name": "Amrani",
                "born_on": "2014-03-02",
            },
        },
        {"role": "affected", "capacity": "pupil", "label": "een klasgenoot"},
    ],
    "may_hold_minor_imagery": "no",
}


def run(*arguments: object, stdin: str = "", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "twijs_desk", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env=ENVIRONMENT,
        cwd=cwd or tempfile.gettempdir(),
        check=False,
        timeout=120,
    )


def with_vault(vault: Path, *arguments: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return run(*arguments, "--vault", vault, "--passphrase-stdin", stdin=f"{PASSPHRASE}\n{stdin}")


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """Bad input: exit 2, nothing on stdout, a Dutch sentence and no trace on stderr."""
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 3000
    return done.stderr


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "school.kluis"
    done = run(
        "vault", "create", path, "--school", "De Zeven Sloten", "--code", "DZS", "--passphrase-stdin", "--json",
        stdin=f"{PASSPHRASE}\n",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["path"] == str(path)
    return path


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "melding.json"
    path.write_text(json.dumps(REPORT), encoding="utf-8")
    return path


def test_the_version_is_the_version():
    done = run("--version")
    assert (done.returncode, done.stdout.strip()) == (0, f"TWijs Desk {twijs_desk.__version__}")


def test_a_case_is_added_listed_and_shown(vault, report):
    done = with_vault(vault, "case", "add", report, "--json")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    case = json.loads(done.stdout)
    assert case["incident"]["observation"] == REPORT["observation"]
    assert case["incident"]["occurred_at"] == "2026-01-12T08:00:00+00:00"
    listed = json.loads(with_vault(vault, "case", "list", "--json").stdout)
    assert case["number"] in [row["number"] for row in listed]
    shown = json.loads(with_vault(vault, "case", "show", case["number"], "--json").stdout)
    assert shown["parties"][0]["name"] == "Youssef el Amrani"
    assert shown["parties"][1]["name"] == "een klasgenoot"
    people = with_vault(vault, "case", "show", case["number"])
    assert people.returncode == 0
    assert "Youssef el Amrani" in people.stdout


STAFF = {
    "role": "alleged_actor",
    "capacity": "employee",
    "capacity_detail": "leerkracht groep 6",
    "person": {"initials": "R.", "infix": "van der", "family_name": "Kooij"},
}


@pytest.fixture
def two_people(vault, tmp_path):
    """The number of a case about a pupil and an employee."""
    path = tmp_path / "twee.json"
    path.write_text(json.dumps(REPORT | {"parties": [*REPORT["parties"], STAFF]}), encoding="utf-8")
    return json.loads(with_vault(vault, "case", "add", path, "--json").stdout)["number"]


def test_each_person_in_a_case_has_an_own_route_and_outcome(vault, two_people):
    asked = with_vault(vault, "case", "next", two_people, "--party", "2")
    assert asked.stdout.startswith("danger: ")
    assert "medewerker, leerkracht groep 6" in asked.stdout
    done = with_vault(vault, "case", "answer", two_people, "danger", "no", "--party", "2", "--json")
    assert done.returncode == 0, done.stderr
    after = json.loads(done.stdout)
    assert after["party_name"] == "R. van der Kooij"
    shown = json.loads(with_vault(vault, "case", "show", two_people, "--json").stdout)
    assert [outcome["capacity"] for outcome in shown["outcomes"]] == [
        "leerling",
        "medewerker, leerkracht groep 6",
    ]
    answers = [{q["id"]: q["chosen"] for q in outcome["trail"]} for outcome in shown["outcomes"]]
    assert [trail["danger"] for trail in answers] == [["no"], ["no"]]
    assert [trail["actor"] for trail in answers] == [["pupil"], ["employee"]]
    words = with_vault(vault, "case", "show", two_people).stdout
    assert "1. Youssef el Amrani, leerling" in words
    assert "2. R. van der Kooij, medewerker" in words
    one = json.loads(
        with_vault(vault, "case", "show", two_people, "--party", after["party_id"], "--json").stdout
    )
    assert [outcome["party_id"] for outcome in one["outcomes"]] == [after["party_id"]]


def test_a_number_that_is_no_party_names_the_ones_there_are(vault, two_people):
    for act in (("show",), ("next",), ("answer", "danger", "no")):
        words = refused(with_vault(vault, "case", act[0], two_people, *act[1:], "--party", "3"))
        assert "Kies uit: 1 Youssef el Amrani (leerling); 2 R. van der Kooij" in words
    words = refused(with_vault(vault, "case", "answer", two_people, "danger", "misschien", "--party", "1"))
    assert "danger" in words


def test_a_case_may_come_in_after_the_passphrase(vault):
    done = with_vault(vault, "case", "add", "-", stdin=json.dumps(REPORT))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Vastgelegd als zaak ")


BAD_FILES = {
    "no JSON": (b"{", "geen leesbare JSON"),
    "no UTF-8": (b"\xff\xfe\x00", "geen leesbare JSON"),
    "nothing": (b"", "geen leesbare JSON"),
    "a list": (b"[]", "kan niet worden gelezen"),
    "not a number": (b'{"observation": NaN}', "geen leesbare JSON"),
    "deep": (b"[" * 100_000, "geen leesbare JSON"),
    "wrong date": (b'{"observation": "x", "occurred_at": "31-13-2026"}', "occurred_at"),
    "the future": (b'{"observation": "x", "occurred_at": "2199-01-01T10:00"}', "toekomst"),
    "end of time": (b'{"observation": "x", "occurred_at": "9999-12-31T23:59:59+00:00"}', "toekomst"),
    "order": (
        b'{"observation": "x", "occurred_at": "2026-01-02T10:00", "school_aware_at": "2026-01-01T10:00"}',
        "kan niet later zijn",
    ),
    "unknown field": (b'{"observation": "x", "dader": "y"}', "dader is geen bekend veld"),
    "unknown role": (
        b'{"observation": "x", "parties": [{"role": "dader", "capacity": "pupil"}]}',
        "parties.0.role",
    ),
    "unknown person": (
        b'{"observation": "x", "parties": [{"role": "affected", "capacity": "pupil", "person_id": "1"}]}',
        "staat niet in de kluis",
    ),
    "unknown draft": (b'{"observation": "x", "id": "1"}', "concept bestaat niet"),
    "nothing seen": (b"{}", "Schrijf eerst kort op"),
    "ten megabytes": (b'{"observation": "' + b"x" * 10_000_000 + b'"}', "te lang"),
    "far too much": (b'{"observation": "' + b"x" * 200_000_000 + b'"}', "te groot"),
    "an image": (
        b'{"observation": "x", "evidence": [{"kind": "p", "title": "p", "content": "iVBORw0KGgo="}]}',
        "bewaart dit bestand niet",
    ),
}


def test_a_bad_case_file_is_refused_in_dutch_and_nothing_is_kept(vault, tmp_path, monkeypatch, capsys):
    """In this process, because most of a command is its start; each goes all the way to the vault."""
    before = with_vault(vault, "case", "list", "--json").stdout
    for name, (content, sentence) in BAD_FILES.items():
        file = tmp_path / "x.json"
        file.write_bytes(content)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{PASSPHRASE}\n".encode())))
        arguments = ["case", "add", str(file), "--vault", str(vault), "--passphrase-stdin", "--json"]
        assert main(arguments) == 2, name
        out, complaint = capsys.readouterr()
        assert out == "", name
        assert sentence in complaint, name
        assert len(complaint) < 3000, name
    assert with_vault(vault, "case", "list", "--json").stdout == before


def test_what_is_not_there_is_said(vault, tmp_path):
    assert "staat niet in deze kluis" in refused(with_vault(vault, "case", "show", "2026-999", "--json"))
    assert "kan niet worden gelezen" in refused(with_vault(vault, "case", "add", tmp_path / "weg.json"))
    assert "geen kluis" in refused(with_vault(tmp_path / "weg.kluis", "case", "list"))
    assert "map bestaat niet" in refused(with_vault(tmp_path / "weg" / "x.kluis", "case", "list"))


@pytest.mark.parametrize("passphrase", ["verkeerd\n", "\n", "x" * 100_000 + "\n"])
def test_a_wrong_passphrase_is_refused(vault, passphrase):
    done = run("case", "list", "--vault", vault, "--passphrase-stdin", stdin=passphrase)
    assert "wachtzin" in refused(done)


def test_without_a_passphrase_nothing_waits_for_the_keyboard(vault):
    assert "--passphrase-stdin" in refused(run("case", "list", "--vault", vault))


@pytest.mark.parametrize(
    "arguments", [("x",), ("case",), ("case", "add"), ("case", "show"), ("--wat",), ("demo", "--x")]
)
def test_a_command_that_does_not_exist_exits_with_two(arguments):
    refused(run(*arguments))


# --- vault ---


def test_a_vault_is_made_once_and_checks_out(vault):
    done = run("vault", "check", vault, "--passphrase-stdin", "--json", stdin=f"{PASSPHRASE}\n")
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["findings"] == []
    again = run("vault", "create", vault, "--passphrase-stdin", stdin=f"{PASSPHRASE}\n")
    assert "staat al een kluis" in refused(again)
    short = run("vault", "create", vault.with_name("kort.kluis"), "--passphrase-stdin", stdin="abc\n")
    assert "te kort" in refused(short)
    assert not vault.with_name("kort.kluis").exists()


def test_a_truncated_vault_and_a_file_that_is_no_vault(vault, tmp_path):
    cut = tmp_path / "school.kluis"
    cut.write_bytes(vault.read_bytes()[:-1000])
    Path(f"{cut}.keys").write_bytes(Path(f"{vault}.keys").read_bytes())
    refused(run("vault", "check", cut, "--passphrase-stdin", stdin=f"{PASSPHRASE}\n"))
    plain = tmp_path / "plain.kluis"
    plain.write_bytes(b"SQLite format 3\0" + b"\0" * 8192)
    assert "geen kluis" in refused(
        run("vault", "check", plain, "--passphrase-stdin", stdin=f"{PASSPHRASE}\n")
    )


# --- pack, assess, letters ---


def test_the_shipped_rules_are_whole_and_questions_are_data(tmp_path):
    small = assets.resource(
        "protocol", "voorbeeld-klein"
    )  # the shipped ones are checked apart (tools/checks.py)
    done = run("pack", "check", small, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["defects"] == []
    questions = json.loads(run("pack", "questions", "--json").stdout)
    assert {"danger", "actor", "transgressive"} <= {question["id"] for question in questions}
    assert all("unknown" in {o["id"] for o in question["answers"]} for question in questions)
    broken = tmp_path / "pack"
    broken.mkdir()
    (broken / "pack.toml").write_text("x = [")
    done = run("pack", "check", broken, "--json")
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr


def test_assess_answers_a_set_of_answers(tmp_path):
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"danger": "no", "actor": "employee", "transgressive": "unknown"}))
    done = run("assess", file, "--on", "2026-11-23", "--json")
    assert done.returncode == 0, done.stderr
    outcome = json.loads(done.stdout)
    assert "call_inspector_protocol" in {line["id"] for line in outcome["obligations"]}
    assert outcome["next_question"]
    file.write_text(json.dumps({"danger": "misschien"}))
    assert "bestaat niet" in refused(run("assess", file, "--json"))
    file.write_text(json.dumps({"danger": "no"}))
    assert "geen datum" in refused(run("assess", file, "--on", "morgen", "--json"))


def test_letters_are_listed_and_drawn_as_samples(tmp_path):
    listed = json.loads(run("letter", "list", "--json").stdout)
    assert {"L9", "M9", "I1"} <= {kind["code"] for kind in listed}
    done = run("letter", "sample", "L9", "--out", tmp_path / "uit", "--json")
    assert done.returncode == 0, done.stderr
    files = [Path(name) for name in json.loads(done.stdout)["files"]]
    assert len(files) == 3
    assert all(file.read_bytes().startswith(b"%PDF") for file in files)
    (tmp_path / "los").write_text("x")
    refused(run("letter", "sample", "L9", "--out", tmp_path / "los"))
    refused(run("letter", "sample", "L99", "--out", tmp_path / "uit"))


# --- killing ---


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
@pytest.mark.slow  # tests/durability kills it in the ordinary run
@pytest.mark.parametrize("rounds", [40])
def test_adding_cases_killed_in_a_loop_loses_none_that_was_confirmed(vault, report, rounds):
    """Killed at a moment that moves through the whole run: unlocking, saving, telling."""
    import random
    import time

    chance, options = random.Random(rounds), ("--passphrase-stdin", "--json")
    before = len(json.loads(with_vault(vault, "case", "list", "--json").stdout))
    started = time.monotonic()
    confirmed = [with_vault(vault, "case", "add", report, "--json").stdout]
    whole = time.monotonic() - started
    for _ in range(rounds):
        program = subprocess.Popen(
            [sys.executable, "-m", "twijs_desk", "case", "add", report, "--vault", vault, *options],
            env=ENVIRONMENT,
            cwd=tempfile.gettempdir(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert program.stdin is not None
        program.stdin.write(f"{PASSPHRASE}\n".encode())
        program.stdin.flush()
        time.sleep(chance.uniform(0.6, 1.05) * whole)
        program.kill()
        out, complaint = program.communicate()
        assert not complaint, complaint.decode()
        if program.returncode == 0 and out:
            confirmed.append(out.decode())
    listed = [row["number"] for row in json.loads(with_vault(vault, "case", "list", "--json").stdout)]
    assert len(set(listed)) == len(listed)
    for text in confirmed:
        case = json.loads(text)
        assert case["number"] in listed
        shown = json.loads(with_vault(vault, "case", "show", case["number"], "--json").stdout)
        assert shown["incident"] == case["incident"]
    assert before + len(confirmed) <= len(listed) <= before + rounds + 1
    done = run("vault", "check", vault, "--passphrase-stdin", stdin=f"{PASSPHRASE}\n")
    assert done.returncode == 0, done.stdout + done.stderr


def test_without_a_screen_the_window_says_so():
    environment = {
        name: value for name, value in ENVIRONMENT.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    done = subprocess.run(
        [sys.executable, "-m", "twijs_desk"],
        env=environment | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        cwd=tempfile.gettempdir(),
    )
    assert done.returncode == 2
    assert "geen scherm" in done.stderr
    assert done.stdout == ""
