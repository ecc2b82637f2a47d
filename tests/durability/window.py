"""Someone at the window: unlocks, types into *Nieuw incident*, registers now and then. Runs until it is killed.

Says `ACK n sha256` when the page itself says that it kept what was typed, and `TOOK ms` from the last key to then.
"""

import hashlib
import itertools
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path

import kit


def use(path: Path, first: int) -> int:
    """Lines are numbered from `first` on."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QEventLoop, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from twijs_desk.gui.start import start

    app = QApplication([])
    session = start(app, path)
    session.show()

    def until(done: Callable[[], object]) -> None:
        limit = time.monotonic() + kit.LIMIT
        while not done():
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
            if time.monotonic() > limit:
                raise RuntimeError("the window hangs")

    view = session.unlock_view
    assert view is not None
    QTest.keyClicks(view.form.passphrase, kit.PASSPHRASE)
    QTest.keyClick(view.form.passphrase, Qt.Key.Key_Return)
    until(lambda: session.main is not None)
    main = session.main
    assert main is not None
    until(main.current_page)
    main.open("incident")
    page = main.page("incident")
    until(lambda: main.current_page() is page and not page._loading)
    kept: list[object] = []
    page.saved.connect(kept.append)
    for number in itertools.count(first):
        line = f"bewaarproef {number} {secrets.token_hex(8)} typt slot"
        kept.clear()
        QTest.keyClicks(page.form.observation, line)
        QTest.keyClick(page.form.observation, Qt.Key.Key_Return)
        typed = time.monotonic()
        if number % 4 == 0:
            QTest.mouseClick(page.register_button, Qt.MouseButton.LeftButton)
            until(lambda: kept and main.current_page() is not page)
            main.open("incident")
            until(lambda: main.current_page() is page and not page._loading)
        else:
            until(lambda: kept and "bewaard" in page.save_state.words.text())
        took = round((time.monotonic() - typed) * 1000)
        digest = hashlib.sha256(line.encode()).hexdigest()
        os.write(1, f"ACK {number} {digest}\nTOOK {took}\n".encode())
    return 0
