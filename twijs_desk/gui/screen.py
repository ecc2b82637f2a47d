"""Is there a screen to open a window on? Knows no Qt, so that asking costs nothing."""

import os
import sys


def has_screen() -> bool:
    """Windows and macOS have one; on Linux a display must be named."""
    if os.environ.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal"):
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
