"""Keeping the window out of screen captures and screen sharing, where the platform can.

Windows and macOS can; X11 and Wayland offer a program no such thing (the manual says so).
"""

import ctypes
import ctypes.util
import sys
from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from twijs_desk.gui import lock_settings

_ALLOWED, _BLACK, _EXCLUDED = 0x0, 0x1, 0x11
"""WDA_NONE, WDA_MONITOR (black, before Windows 10 2004) and WDA_EXCLUDEFROMCAPTURE."""


def possible() -> bool:
    """This platform can keep a window out of captures."""
    return sys.platform in ("win32", "darwin")


class CaptureGuard(QObject):
    """Every window of the program, also lists and dialogs that open later; nothing where it cannot be done."""

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        if possible():
            app.installEventFilter(self)
        self.look_again()

    def look_again(self) -> None:
        """The setting changed."""
        for window in QApplication.topLevelWidgets():
            if window.isVisible():
                apply(window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            QTimer.singleShot(0, watched, lambda: apply(watched))
        return False


def apply(window: QWidget) -> bool:
    """As the user set it; True when the window is now out of captures. Call after `show`."""
    hide = not lock_settings.capture_allowed()
    if not possible() or QApplication.platformName() in ("offscreen", "minimal"):
        return False
    with suppress(OSError, AttributeError, ValueError):
        done = (
            _windows(int(window.winId()), hide)
            if sys.platform == "win32"
            else _macos(int(window.winId()), hide)
        )
        return done and hide
    return False


def _windows(handle: int, hide: bool) -> bool:
    user32 = ctypes.windll.user32  # type: ignore[attr-defined]  # Windows only
    affinity = user32.SetWindowDisplayAffinity
    affinity.argtypes = [ctypes.c_void_p, ctypes.c_uint32]
    if not hide:
        return bool(affinity(handle, _ALLOWED))
    return bool(affinity(handle, _EXCLUDED) or affinity(handle, _BLACK))


def _macos(view: int, hide: bool) -> bool:
    """`[[view window] setSharingType: NSWindowSharingNone | NSWindowSharingReadOnly]`"""
    objc = ctypes.cdll.LoadLibrary(ctypes.util.find_library("objc") or "")
    objc.sel_registerName.restype = ctypes.c_void_p
    objc.sel_registerName.argtypes = [ctypes.c_char_p]
    address = ctypes.cast(objc.objc_msgSend, ctypes.c_void_p).value or 0
    ask = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(address)
    tell = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)(address)
    window = ask(view, objc.sel_registerName(b"window"))
    if not window:
        return False
    tell(window, objc.sel_registerName(b"setSharingType:"), 0 if hide else 1)
    return True
