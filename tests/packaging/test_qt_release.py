"""The Qt release: 6.12.0 loses a reference to None per call on Python 3.11 and aborts after some 7,000."""

import os
import subprocess
import sys

TWENTY_THOUSAND_CALLS = """
from PySide6.QtWidgets import QApplication, QLabel

application = QApplication([])
label = QLabel()
for number in range(20_000):
    label.setText("x")
    label.setEnabled(True)
print("done")
"""


def test_twenty_thousand_calls_do_not_abort_the_program() -> None:
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    done = subprocess.run(
        [sys.executable, "-c", TWENTY_THOUSAND_CALLS],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, "done"), done.stderr
