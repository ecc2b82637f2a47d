"""`audit verify`: does the log of a vault hold, and where does it break first."""

import argparse
from pathlib import Path
from typing import Any

from twijs_desk.casework import vaults
from twijs_desk.cli.output import CHECK_FAILED, OK, as_json, complain, say
from twijs_desk.cli.vaults import passphrase, passphrase_option


def add_to(groups: Any) -> None:
    audit = groups.add_parser("audit", help="het logboek van een kluis controleren")
    acts = audit.add_subparsers(dest="act", required=True, metavar="verify")
    verify = acts.add_parser("verify", help="loopt de keten van het logboek na, vanaf de eerste regel")
    verify.add_argument("path", type=Path)
    passphrase_option(verify)
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(run=run_verify)


def run_verify(options: argparse.Namespace) -> int:
    report = vaults.verify_log(options.path, passphrase(options))
    if options.json:
        as_json(
            {
                "ok": report.ok,
                "vault_id": report.vault_id,
                "lines": report.lines,
                "head": report.head,
                "first_broken": report.first_broken,
                "reason": report.reason,
                "text": report.text,
                "notice": report.notice,
            }
        )
        return OK if report.ok else CHECK_FAILED
    if report.first_broken is None:
        say(report.text)
    else:
        complain(report.text)
    if report.notice:
        complain(report.notice)
    return OK if report.ok else CHECK_FAILED
