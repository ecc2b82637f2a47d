"""Every planted defect is refused with the place named: the proof of the proof.

The short form plants a fixed choice of every kind of damage in the real pack. The long form (`-m slow`) plants all.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from mutations import Damage, Damager

from twijs_desk import assets
from twijs_desk.protocol.load import check

FILES = assets.texts(assets.resource("protocol", "twijs-2022"))


def tangled(damager: Damager) -> Iterator[Damage]:
    """Damage that takes more than one field: overlaps, dead ends, circles."""
    first = next(e for _, _, _, e in damager.entries("question"))["id"]
    always = {"any": [{"known": first}, {"unknown": first}]}
    for what, kinds in (("fires always", ("obligation", "bar", "inspector", "police", "dossier")),):
        yield from damager.changed(what, *kinds, field="when", to=lambda when: {"any": [when, always]})
    yield from damager.changed(
        "never fires", "obligation", "warning", field="when", to=lambda when: {"all": [when, {"not": when}]}
    )
    yield from damager.changed(
        "unknown question", "obligation", field="when", to=lambda when: {"all": [when, {"known": "nergens"}]}
    )
    yield from damager.changed("unknown source", "measure", field="sources", to=lambda old: [*old, "nergens"])
    yield from damager.changed("unknown letter", "measure", field="letters", to=lambda old: [*old, "Z99"])
    yield from damager.changed("unknown duty", "obligation", field="after", to=lambda old: [*old, "nergens"])
    yield from damager.changed("empty text", "question", field="why", to=lambda _old: "")
    yield from damager.changed("dead end", "question", field="options", to=lambda _old: [])
    yield from damager.changed(
        "other capacities", "measure", field="applies_to", to=lambda old: old[1:] or ["unknown"]
    )
    yield from damager.circles()


# Changes that are no damage: both duties hold for every finished route already.
NO_DAMAGE = {"fires always: obligation record_incident", "fires always: obligation tell_reporter"}


def sample() -> list[Damage]:
    """One damage of every kind, from the middle of the pack."""
    damager = Damager(FILES)
    kinds: dict[str, list[Damage]] = defaultdict(list)
    for damage in itertools.chain(damager.all(), tangled(damager)):
        kinds[damage.kind].append(damage)
    return [group[len(group) // 2] for group in kinds.values()]


def nearest_first(damage: Damage) -> dict[str, str]:
    """The same pack with the properties that speak of what was damaged in front: found sooner, proved the same."""
    parts = re.split(r"(?=^\[\[)", damage.files["proof.toml"], flags=re.MULTILINE)
    near = [any(f'"{name}"' in part for name in damage.names) for part in parts]
    order = [part for part, close in zip(parts, near, strict=True) if close]
    order += [part for part, close in zip(parts, near, strict=True) if not close]
    return {**damage.files, "proof.toml": "".join(order)}


def refused(damage: Damage) -> str:
    """Why the check does not refuse this as it should; nothing when it does."""
    files = nearest_first(damage)
    for at_most in (1, 200):  # the first defect mostly names it; the whole list takes longer
        defects = check(files, at_most)
        if not defects:
            return f"{damage.what}: not refused"
        told = "\n".join(map(str, defects))
        if any(name in told for name in damage.names):
            return ""
    return f"{damage.what}: place not named"


SAMPLE = sample()


def test_every_kind_of_damage_is_planted() -> None:
    assert len(SAMPLE) >= 50


@pytest.mark.parametrize("damage", SAMPLE, ids=[damage.kind for damage in SAMPLE])
def test_a_planted_defect_is_refused_with_its_place(damage: Damage) -> None:
    assert refused(damage) == ""


@pytest.mark.slow
@pytest.mark.parametrize("part", range(24))
def test_every_planted_defect_is_refused_with_its_place(part: int) -> None:
    damager = Damager(FILES)
    damages = [d for d in itertools.chain(damager.all(), tangled(damager)) if d.what not in NO_DAMAGE]
    problems = [problem for damage in damages[part::24] if (problem := refused(damage))]
    assert problems == [], f"{len(problems)} of {len(damages[part::24])}"
