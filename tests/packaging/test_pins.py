"""The pins: each version has hashes, each hash a file, each supported computer a wheel or an exception."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging import tags
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements"
FILES = ("runtime", "build", "dev")
PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14))


@dataclass(frozen=True)
class Platform:
    name: str
    tags: tuple[str, ...]
    markers: tuple[tuple[str, str], ...]


def _manylinux(machine: str, newest_glibc: int = 36) -> tuple[str, ...]:
    """What pip accepts on Debian 12 (glibc 2.36) and newer."""
    oldest = 5 if machine == "x86_64" else 17
    legacy = ("manylinux2014", "manylinux2010", "manylinux1") if machine == "x86_64" else ("manylinux2014",)
    modern = tuple(f"manylinux_2_{minor}_{machine}" for minor in range(newest_glibc, oldest - 1, -1))
    return modern + tuple(f"{name}_{machine}" for name in legacy)


def _markers(os_name: str, sys_platform: str, system: str, machine: str) -> tuple[tuple[str, str], ...]:
    return (
        ("os_name", os_name),
        ("sys_platform", sys_platform),
        ("platform_system", system),
        ("platform_machine", machine),
    )


PLATFORMS = (
    Platform("win_amd64", ("win_amd64",), _markers("nt", "win32", "Windows", "AMD64")),
    Platform("win_arm64", ("win_arm64",), _markers("nt", "win32", "Windows", "ARM64")),
    Platform(
        "macosx_arm64",
        tuple(tags.mac_platforms((13, 0), "arm64")),
        _markers("posix", "darwin", "Darwin", "arm64"),
    ),
    Platform(
        "macosx_x86_64",
        tuple(tags.mac_platforms((13, 0), "x86_64")),
        _markers("posix", "darwin", "Darwin", "x86_64"),
    ),
    Platform("manylinux_x86_64", _manylinux("x86_64"), _markers("posix", "linux", "Linux", "x86_64")),
    Platform(
        "manylinux_aarch64_glibc_2_36",
        _manylinux("aarch64"),
        _markers("posix", "linux", "Linux", "aarch64"),
    ),
    Platform(
        "manylinux_aarch64_glibc_2_39",
        _manylinux("aarch64", newest_glibc=39),
        _markers("posix", "linux", "Linux", "aarch64"),
    ),
)


@dataclass(frozen=True)
class Pin:
    name: str
    version: str
    marker: Marker | None
    hashes: frozenset[str]


def pins(name: str) -> list[Pin]:
    text = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
    joined = text.replace("\\\n", " ")
    found = []
    for line in joined.splitlines():
        content = line.split(" #")[0].strip()
        if not content or content.startswith("#"):
            continue
        hashes = frozenset(re.findall(r"--hash=sha256:([0-9a-f]{64})", content))
        requirement = Requirement(content.split("--hash")[0].strip())
        versions = list(requirement.specifier)
        assert [version.operator for version in versions] == ["=="], f"{name}.txt does not pin {line!r}"
        found.append(
            Pin(canonicalize_name(requirement.name), versions[0].version, requirement.marker, hashes)
        )
    return found


def known_files() -> dict[str, dict[str, dict[str, str]]]:
    loaded: dict[str, dict[str, dict[str, str]]] = json.loads(
        (REQUIREMENTS / "wheels.json").read_text(encoding="utf-8")
    )
    return loaded


def _wanted(pin: Pin, platform: Platform, python: tuple[int, int]) -> bool:
    if pin.marker is None:
        return True
    version = f"{python[0]}.{python[1]}"
    environment = dict(platform.markers) | {
        "python_version": version,
        "python_full_version": f"{version}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    return pin.marker.evaluate(environment)


def _supported(platform: Platform, python: tuple[int, int]) -> set[tags.Tag]:
    interpreter = f"cp{python[0]}{python[1]}"
    return {
        *tags.cpython_tags(python, platforms=platform.tags),
        *tags.compatible_tags(python, interpreter=interpreter, platforms=platform.tags),
    }


def missing_wheels(
    wanted: list[Pin], files: dict[str, dict[str, dict[str, str]]]
) -> Iterator[tuple[str, str, str, str]]:
    """(package, version, platform, python) for which no pinned wheel can be installed."""
    wheels: dict[tuple[str, str], list[frozenset[tags.Tag]]] = {}
    for pin in wanted:
        found = []
        for file, digest in files.get(pin.name, {}).get(pin.version, {}).items():
            if digest in pin.hashes and file.endswith(".whl"):
                try:
                    found.append(parse_wheel_filename(file)[3])
                except InvalidWheelFilename:  # an index may hold files that no installer would take
                    continue
        wheels[pin.name, pin.version] = found
    for platform in PLATFORMS:
        for python in PYTHONS:
            supported = _supported(platform, python)
            for pin in wanted:
                usable = any(tag & supported for tag in wheels[pin.name, pin.version])
                if not usable and _wanted(pin, platform, python):
                    yield pin.name, pin.version, platform.name, f"{python[0]}.{python[1]}"


@pytest.mark.parametrize("name", FILES)
def test_every_pin_has_hashes_of_known_files(name: str) -> None:
    files = known_files()
    for pin in pins(name):
        assert pin.hashes, f"{pin.name} in {name}.txt has no hash"
        unknown = pin.hashes - set(files[pin.name][pin.version].values())
        assert not unknown, (
            f"{pin.name} {pin.version} in {name}.txt: no file in wheels.json has {sorted(unknown)}"
        )


def test_every_supported_computer_has_wheels_or_an_exception() -> None:
    gaps: dict[tuple[str, str, str], set[str]] = {}
    for name, version, platform, python in missing_wheels(pins("dev"), known_files()):
        gaps.setdefault((name, version, platform), set()).add(python)
    listed = tomllib.loads((REQUIREMENTS / "exceptions.toml").read_text(encoding="utf-8"))["exception"]
    written = {(row["package"], row["version"], row["platform"]): set(row["pythons"]) for row in listed}
    assert len(written) == len(listed), "two lines of exceptions.toml are about the same wheel"
    assert gaps == written  # a gap that is not listed, and a listed exception that is none any more
    program = {pin.name for pin in (*pins("runtime"), *pins("build"))}
    for row in listed:
        assert row["needed_for"] == ("program" if row["package"] in program else "tests"), row["package"]
        assert row["reason"].strip(), row["package"]
        assert row["instead"].strip(), row["package"]


def test_a_missing_wheel_is_noticed() -> None:
    """The check above must be able to fail: without its Windows wheels a package has gaps on Windows only."""
    files = known_files()
    (version,) = files["sqlcipher3"]
    files["sqlcipher3"][version] = {
        file: digest
        for file, digest in files["sqlcipher3"][version].items()
        if "win" not in file.rsplit("-", 1)[-1]
    }
    only = [pin for pin in pins("runtime") if pin.name == "sqlcipher3"]
    gaps = {platform for _, _, platform, _ in missing_wheels(only, files)}
    assert gaps == {"win_amd64", "win_arm64"}


def test_the_package_asks_for_what_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pinned = {(pin.name, pin.version) for pin in pins("runtime")}
    asked = {_asked(text) for text in project["project"]["dependencies"]}
    written = {
        _asked(line.split(" #")[0])
        for line in (REQUIREMENTS / "runtime.in").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    }
    assert asked == written
    assert {(name, version) for name, version, _ in asked} <= pinned


def _asked(text: str) -> tuple[str, str, str]:
    requirement = Requirement(text.strip())
    (specifier,) = requirement.specifier
    return canonicalize_name(requirement.name), specifier.version, str(requirement.marker or "")


def test_dev_and_build_hold_the_same_versions_as_the_program() -> None:
    dev = {(pin.name, pin.version) for pin in pins("dev")}
    for name in ("runtime", "build"):
        assert {(pin.name, pin.version) for pin in pins(name)} <= dev
