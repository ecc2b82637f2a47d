"""How long the window waits before it locks, and whether it may be captured: kept outside the vault, about nobody."""

from PySide6.QtCore import QSettings

DEFAULT_MINUTES, MIN_MINUTES, MAX_MINUTES = 10, 1, 60


def minutes() -> int:
    """Minutes without a key or a mouse after which the vault locks; whatever stands in the settings, 1 to 60."""
    try:
        value = int(str(_settings().value("lock_minutes", DEFAULT_MINUTES)))
    except ValueError:
        return DEFAULT_MINUTES
    return max(MIN_MINUTES, min(MAX_MINUTES, value))


def save_minutes(value: int) -> None:
    _settings().setValue("lock_minutes", max(MIN_MINUTES, min(MAX_MINUTES, value)))


def capture_allowed() -> bool:
    """Screen capture and sharing may show the window; off unless the user switched it on, for support."""
    return str(_settings().value("capture_allowed", "false")).lower() == "true"


def save_capture_allowed(allowed: bool) -> None:
    _settings().setValue("capture_allowed", "true" if allowed else "false")


def _settings() -> QSettings:
    return QSettings("TWijs", "TWijs Desk")
