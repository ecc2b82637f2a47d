"""Puts this folder on the path, so that every room of the tests can use `builders`; keeps the real home untouched."""

import atexit
import os
import shutil
import tempfile

_STATE = tempfile.mkdtemp(prefix="twijs-desk-tests-")
atexit.register(shutil.rmtree, _STATE, ignore_errors=True)
# Where casework keeps its second anchor (places.anchor_folder); programs that tests start inherit it.
os.environ["XDG_STATE_HOME"] = _STATE
if os.name == "nt":
    os.environ["LOCALAPPDATA"] = _STATE
