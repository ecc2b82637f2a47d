"""What the store tests build on: a cheap key derivation, a moment, a passphrase and good rows."""

from datetime import UTC, date, datetime

from twijs_desk.store.keys import Bounds, Kdf
from twijs_desk.store.models import Case

FAST = Kdf(memory_kib=64, time_cost=1, lanes=1, small_memory_kib=64, bounds=Bounds(min_memory_kib=8))
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PASSPHRASE = "paarse fiets op het schoolplein"


def a_case(serial: int = 1, **changes: object) -> Case:
    values: dict[str, object] = {
        "year": 2026,
        "serial": serial,
        "title": "Filmpje in de klassenapp",
        "status": "registered",
        "started_on": date(2026, 11, 23),
        "updated_at": AT,
    }
    return Case(**(values | changes))
