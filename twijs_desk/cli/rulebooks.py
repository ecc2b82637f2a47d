"""`pack keygen|sign|verify|diff|preview` and, with a vault, `pack trust|import|shelf`."""

import argparse
import getpass
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from twijs_desk.casework import packs, parcels, rulebooks, wording
from twijs_desk.casework.desk import system_clock
from twijs_desk.casework.errors import InputError
from twijs_desk.cli.output import OK, as_json, say
from twijs_desk.cli.vaults import open_desk, passphrase, passphrase_option
from twijs_desk.protocol.changes import Group, since


def add_to(acts: Any) -> None:
    keygen = acts.add_parser("keygen", help="maakt een sleutel om regels mee te tekenen")
    keygen.add_argument("--out", type=Path, required=True, help="nieuw bestand voor de geheime sleutel")
    passphrase_option(keygen)
    keygen.set_defaults(run=run_keygen)
    sign = acts.add_parser("sign", help="tekent een regelset en maakt er één bestand van")
    sign.add_argument("dir", type=Path)
    sign.add_argument("--key", type=Path, required=True)
    sign.add_argument("--out", type=Path, required=True, help=f"nieuw bestand, bij voorkeur {parcels.SUFFIX}")
    passphrase_option(sign)
    sign.set_defaults(run=run_sign)
    verify = acts.add_parser("verify", help="klopt de handtekening onder dit pakket?")
    verify.add_argument("file", type=Path)
    verify.add_argument("--signer", type=Path, help="openbare sleutel (.pub) waarmee getekend moet zijn")
    verify.set_defaults(run=run_verify)
    diff = acts.add_parser("diff", help="zegt in woorden wat er tussen twee regelsets verandert")
    diff.add_argument("old", type=Path, help="map of pakket")
    diff.add_argument("new", type=Path, help="map of pakket")
    diff.set_defaults(run=run_diff)
    preview = acts.add_parser("preview", help="wat slaapt er nu, en wat geldt er op een datum?")
    preview.add_argument("dir", nargs="?", type=Path, help="map of pakket; anders de meegeleverde regels")
    preview.add_argument("--on", required=True, help="datum JJJJ-MM-DD")
    preview.set_defaults(run=run_preview)
    trust = acts.add_parser("trust", help="vertrouwt de ondertekenaar van regels in een kluis")
    trust.add_argument("vault", type=Path)
    trust.add_argument("signer", type=Path, help="openbare sleutel (.pub)")
    trust.add_argument("--name", required=True, help="van wie de sleutel is")
    passphrase_option(trust)
    trust.set_defaults(run=run_trust)
    taking = acts.add_parser("import", help="leest een getekend pakket met regels in een kluis in")
    taking.add_argument("vault", type=Path)
    taking.add_argument("file", type=Path)
    taking.add_argument("--from", dest="from_date", help="geldt vanaf JJJJ-MM-DD; anders zo vroeg als kan")
    taking.add_argument("--dry-run", action="store_true", help="toon alleen wat er verandert")
    passphrase_option(taking)
    taking.set_defaults(run=run_import)
    shelf = acts.add_parser("shelf", help="welke regels heeft een kluis, en welke zaken horen erbij?")
    shelf.add_argument("vault", type=Path)
    passphrase_option(shelf)
    shelf.set_defaults(run=run_shelf)
    for act in (keygen, sign, verify, diff, preview, trust, taking, shelf):
        act.add_argument("--json", action="store_true")


def run_keygen(options: argparse.Namespace) -> int:
    text = _key_passphrase(options, new=True)
    found = packs.keygen(options.out, text)
    if options.json:
        as_json({"key": str(options.out), "public": f"{options.out}.pub", "fingerprint": found})
    else:
        say(
            f"Geheime sleutel: {options.out} ({'met' if text else 'ZONDER'} wachtzin). Deel dit bestand nooit."
        )
        say(f"Openbare sleutel: {options.out}.pub. Deze geeft u aan de scholen.")
        say(f"Vingerafdruk, om voor te lezen: {found}")
    return OK


def run_sign(options: argparse.Namespace) -> int:
    text = _key_passphrase(options) if packs.is_locked(options.key) else ""
    parcel = packs.sign(options.dir, options.key, options.out, system_clock(), text)
    return _told(options, parcel, f"Getekend: {options.out}")


def run_verify(options: argparse.Namespace) -> int:
    parcel = packs.verify(options.file, options.signer)
    said = "De handtekening klopt" + (" en is van deze ondertekenaar." if options.signer else ".")
    return _told(options, parcel, said)


def _told(options: argparse.Namespace, parcel: parcels.Parcel, said: str) -> int:
    if options.json:
        as_json(
            {
                "pack": parcel.id,
                "version": parcel.version,
                "title": parcel.title,
                "sha256": parcel.sha256,
                "signed_at": parcel.signed_at,
                "fingerprint": parcel.fingerprint,
            }
        )
    else:
        say(said)
        say(f"{parcel.title}, versie {parcel.version}, getekend op {wording.moment(parcel.signed_at)}")
        say(f"Vingerafdruk: {parcel.fingerprint}")
    return OK


def run_diff(options: argparse.Namespace) -> int:
    groups = packs.diff(options.old, options.new)
    if options.json:
        as_json(_plain(groups))
    elif groups:
        _say_groups(groups)
    else:
        say("Er is geen verschil.")
    return OK


def run_preview(options: argparse.Namespace) -> int:
    on, today = _day(options.on), wording.to_local(system_clock()).date()
    found = packs.look_ahead(today, on, options.dir)
    if options.json:
        as_json(
            {
                "title": found.title,
                "in_force": found.in_force,
                "dormant": found.dormant,
                "switches": found.switches,
            }
        )
        return OK
    say(f"{found.title}, op {wording.day(on)}: {'geldig' if found.in_force else 'NIET geldig'}")
    say("Slaapt nu:" if found.dormant else "Er slaapt nu niets.")
    for part in found.dormant:
        say(f"  {part.title}{since(part)}")
    say(f"Verandert op die dag ten opzichte van vandaag: {len(found.switches) or 'niets'}")
    for part in found.switches:
        say(f"  {part}")
    return OK


def run_trust(options: argparse.Namespace) -> int:
    key = parcels.public_key(options.signer)
    desk = open_desk(options.vault, passphrase(options))
    try:
        known = rulebooks.trust_signer(desk, key, options.name)
    finally:
        desk.close()
    if options.json:
        as_json({"signers": [{"name": each.name, "fingerprint": each.fingerprint} for each in known]})
    else:
        say(f"Deze kluis vertrouwt nu regels van {known[-1].name}. Vingerafdruk: {known[-1].fingerprint}")
    return OK


def run_import(options: argparse.Namespace) -> int:
    chosen = _day(options.from_date) if options.from_date else None
    desk = open_desk(options.vault, passphrase(options))
    try:
        seen = rulebooks.preview_import(desk, options.file)
        start = chosen or seen.earliest
        if not options.dry_run:
            rulebooks.adopt(desk, options.file, start, seen.sha256)
    finally:
        desk.close()
    if options.json:
        as_json(
            {
                "pack": seen.pack_id,
                "version": seen.version,
                "sha256": seen.sha256,
                "active_from": None if options.dry_run else start,
                "changes": _plain(seen.groups),
            }
        )
        return OK
    say(f"{seen.title}, versie {seen.version}, getekend door {seen.signer} ({seen.fingerprint})")
    say(f"Vergeleken met: {seen.against}")
    _say_groups(seen.groups)
    for line in seen.dormant:
        say(f"Slaapt nog: {line}")
    if options.dry_run:
        say("Er is niets ingelezen.")
    else:
        say(f"Ingelezen. Geldt voor zaken vanaf {wording.day(start)}; bestaande zaken houden hun regels.")
    return OK


def run_shelf(options: argparse.Namespace) -> int:
    desk = open_desk(options.vault, passphrase(options))
    try:
        rows = rulebooks.shelf(desk)
    finally:
        desk.close()
    if options.json:
        as_json({"packs": rows})
        return OK
    for row in rows:
        mark = "IN GEBRUIK" if row.in_use else "ONTBREEKT" if row.origin == "missing" else "bewaard"
        say(f"{mark:<11} {row.pack_id} {row.version}: {row.title}")
        if row.active_from:
            say(
                f"            voor nieuwe zaken vanaf {wording.day(row.active_from)}, getekend door {row.signer}"
            )
        if row.cases:
            say(f"            zaken: {', '.join(row.cases)}")
    return OK


def _say_groups(groups: Sequence[Group]) -> None:
    for group in groups:
        say(group.title)
        for line in group.lines:
            say(f"  {line}")


def _plain(groups: Sequence[Group]) -> list[dict[str, Any]]:
    return [{"title": group.title, "lines": list(group.lines)} for group in groups]


def _key_passphrase(options: argparse.Namespace, *, new: bool = False) -> str:
    """The passphrase of a signing key; for a new one nothing is allowed, and said out loud."""
    if options.passphrase_stdin:
        return passphrase(options)
    if not sys.stdin.isatty():
        if new:
            return ""
        raise InputError("Deze sleutel heeft een wachtzin.", todo="Gebruik --passphrase-stdin.")
    return getpass.getpass("Wachtzin van de sleutel" + (" (leeg: geen): " if new else ": "))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"‘{text[:20]}’ is geen datum.", todo="Schrijf de datum als 2026-11-23.") from None
