"""What the system tells about sleep and a locked session: Windows messages, D-Bus on Linux, a notification on macOS.

Each is a bonus: where it is missing or refuses, the clocks of `gui/watch.py` notice sleep a second later. Loaded
when the desk is open, never before the first paint.
"""

import ctypes
import ctypes.util
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

WM_POWERBROADCAST, PBT_APMSUSPEND = 0x0218, 0x0004
WM_WTSSESSION_CHANGE = 0x02B1
WTS_LEAVES = {0x2, 0x4, 0x6, 0x7}
"""Console and remote disconnect, log off, and lock."""


class SystemWatch(QObject):
    """`due(reason)`: `sleep` or `session`. `begin(window)` returns what could be watched."""

    due = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._kept: list[Any] = []
        """Callbacks that the system holds: they may not be collected."""

    def begin(self, window: QWidget) -> list[str]:
        if self._kept:
            return []
        ways = {"win32": self._windows, "darwin": self._macos}.get(sys.platform, self._linux)
        with suppress(Exception):  # a missing service may never keep someone from the desk
            return ways(window)
        return []

    # Windows ----

    def _windows(self, window: QWidget) -> list[str]:
        app = QApplication.instance()
        messages = WindowsMessages(self.due.emit)
        if app is not None:
            app.installNativeEventFilter(messages)
        self._kept.append(messages)
        told = ctypes.windll.wtsapi32.WTSRegisterSessionNotification(int(window.winId()), 0)  # type: ignore[attr-defined]
        return ["sleep", "session"] if told else ["sleep"]

    # Linux ----

    def _linux(self, _window: QWidget) -> list[str]:
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:  # left out of the frozen program
            return []
        # Whoever says it: locking once too often harms nobody.
        found: list[str] = []
        login, session = "org.freedesktop.login1", os.environ.get("XDG_SESSION_ID", "")
        if Path("/run/dbus/system_bus_socket").exists() or os.environ.get("DBUS_SYSTEM_BUS_ADDRESS"):
            bus = QDBusConnection.systemBus()
            if bus.connect(
                "", "/org/freedesktop/login1", f"{login}.Manager", "PrepareForSleep", self, _SLEEP
            ):
                found.append("sleep")
            if session:
                path = f"/org/freedesktop/login1/session/{bus_name(session)}"
                if bus.connect("", path, f"{login}.Session", "Lock", self, _LOCK):
                    found.append("session")
            self._kept.append(bus)
        if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            bus = QDBusConnection.sessionBus()
            for name in ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"):
                if bus.connect("", "", name, "ActiveChanged", self, _ACTIVE):
                    found.append("session")
            self._kept.append(bus)
        return found

    @Slot(bool)
    def on_sleep(self, begins: bool) -> None:
        if begins:
            self.due.emit("sleep")

    @Slot()
    def on_lock(self) -> None:
        self.due.emit("session")

    @Slot(bool)
    def on_screen_saver(self, active: bool) -> None:
        if active:
            self.due.emit("session")

    # macOS ----

    def _macos(self, _window: QWidget) -> list[str]:
        """`com.apple.screenIsLocked` through Core Foundation; sleep shows in the clocks."""
        where = ctypes.util.find_library("CoreFoundation")
        if where is None:
            return []
        core = ctypes.cdll.LoadLibrary(where)
        core.CFNotificationCenterGetDistributedCenter.restype = ctypes.c_void_p
        core.CFStringCreateWithCString.restype = ctypes.c_void_p
        core.CFStringCreateWithCString.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32]
        kind = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 5)
        told = kind(lambda *_all: self.due.emit("session"))
        add = core.CFNotificationCenterAddObserver
        add.argtypes = [
            ctypes.c_void_p,
            ctypes.c_void_p,
            kind,
            ctypes.c_void_p,
            ctypes.c_void_p,
            ctypes.c_long,
        ]
        name = core.CFStringCreateWithCString(None, b"com.apple.screenIsLocked", 0x08000100)
        deliver_at_once = 4
        add(core.CFNotificationCenterGetDistributedCenter(), None, told, name, None, deliver_at_once)
        self._kept.append((core, told))
        return ["session"]


_SLEEP, _LOCK, _ACTIVE = SLOT("on_sleep(bool)"), SLOT("on_lock()"), SLOT("on_screen_saver(bool)")


def bus_name(text: str) -> str:
    """A session id as systemd writes it in an object path: what is no letter or digit becomes `_` and its hex code."""
    escaped = re.sub(r"[^A-Za-z0-9]", lambda found: f"_{ord(found[0]):02x}", text)
    return f"_{ord(escaped[0]):02x}{escaped[1:]}" if escaped[:1].isdigit() else escaped


class _Message(ctypes.Structure):
    """MSG of the Windows headers, as far as it is needed."""

    _fields_ = (
        ("hwnd", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("w_param", ctypes.c_size_t),
        ("l_param", ctypes.c_ssize_t),
    )


class WindowsMessages(QAbstractNativeEventFilter):
    """Sleep and session change as Windows tells them to the window."""

    def __init__(self, due: Callable[[str], object]) -> None:
        super().__init__()
        self._due = due

    def nativeEventFilter(self, kind: QByteArray | bytes, message: Any) -> tuple[bool, int]:
        if bytes(kind) in (b"windows_generic_MSG", b"windows_dispatcher_MSG"):
            told = _Message.from_address(int(message))
            reason = reason_of(told.message, told.w_param)
            if reason:
                self._due(reason)
        return False, 0


def reason_of(message: int, detail: int) -> str:
    """Why this message means locking; empty when it does not."""
    if message == WM_POWERBROADCAST and detail == PBT_APMSUSPEND:
        return "sleep"
    if message == WM_WTSSESSION_CHANGE and detail in WTS_LEAVES:
        return "session"
    return ""
