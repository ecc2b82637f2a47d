"""What is copied out of the program: not for the history of the clipboard, and gone after a minute or at a lock.

Only what this program put there is touched; what was copied elsewhere belongs to the user.
"""

import sys

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication

KEEP_MS = 60_000
_OURS = "application/x-twijs-desk"
_MARKS = {
    "x-kde-passwordManagerHint": b"secret",
    "application/x-nspasteboard-concealed-type": b"1",
}
_WINDOWS_MARKS = {
    f'application/x-qt-windows-mime;value="{name}"': value
    for name, value in (
        ("ExcludeClipboardContentFromMonitorProcessing", b"\1\0\0\0"),
        ("CanIncludeInClipboardHistory", b"\0\0\0\0"),
        ("CanUploadToCloudClipboard", b"\0\0\0\0"),
    )
}


class ClipboardKeeper(QObject):
    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._clipboard = app.clipboard()
        self._clipboard.dataChanged.connect(self._on_changed)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(KEEP_MS)
        self._late.timeout.connect(self.forget)

    def _on_changed(self) -> None:
        """Someone copied something; when it was here, put it back with the marks that keep it out of histories."""
        if not self._is_ours():
            self._late.stop()
            return
        mime = self._clipboard.mimeData()
        if mime is None or not mime.formats() or mime.hasFormat(_OURS):
            return
        marked = QMimeData()
        if mime.hasText():
            marked.setText(mime.text())
        if mime.hasImage():
            marked.setImageData(mime.imageData())
        marked.setData(_OURS, b"1")
        for name, value in (_MARKS | (_WINDOWS_MARKS if sys.platform == "win32" else {})).items():
            marked.setData(name, value)
        self._late.start()
        self._clipboard.setMimeData(marked)

    def forget(self) -> None:
        """Empty the clipboard if what is on it is still ours."""
        self._late.stop()
        if self._is_ours():
            self._clipboard.clear()
        if self._clipboard.supportsSelection() and self._clipboard.ownsSelection():
            self._clipboard.clear(QClipboard.Mode.Selection)

    def end(self) -> None:
        """Forget, and look no more."""
        self.forget()
        self._clipboard.dataChanged.disconnect(self._on_changed)

    def _is_ours(self) -> bool:
        """What is on the clipboard came from here; without a screen there is nobody else."""
        return self._clipboard.ownsClipboard() or QApplication.platformName() in ("offscreen", "minimal")
