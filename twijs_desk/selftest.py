"""`--self-test`: does this installation work? The same checks in a checkout, a wheel and a frozen folder."""

import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path

CHECKS: list[tuple[str, Callable[[Path], str]]] = []


def main() -> int:
    """Run every check in a temporary folder; print a line each; 0 when all pass."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    failed = 0
    with tempfile.TemporaryDirectory(prefix="twijs-desk-zelftest-") as folder:
        for name, check in CHECKS:
            try:
                told = check(Path(folder))
            except Exception as error:  # whatever goes wrong is the result of the check
                failed += 1
                print(f"FOUT  {name}: {type(error).__name__}: {error}")
            else:
                print(f"goed  {name}: {told}")
    total = len(CHECKS)
    print(
        f"{total - failed} van {total} onderdelen werken." if failed else f"Alle {total} onderdelen werken."
    )
    return 1 if failed else 0


def _check(name: str) -> Callable[[Callable[[Path], str]], Callable[[Path], str]]:
    def keep(check: Callable[[Path], str]) -> Callable[[Path], str]:
        CHECKS.append((name, check))
        return check

    return keep


@_check("regels")
def _rules(_folder: Path) -> str:
    from twijs_desk.casework import packs

    report = packs.check_folder(packs.shipped_folder())
    if report.defects:
        raise AssertionError(report.defects[0])
    return f"{report.id} {report.version}, {report.counts['articles']} artikelen, {report.counts['questions']} vragen"


@_check("kluis")
def _vault(folder: Path) -> str:
    from twijs_desk.casework import desk as desks
    from twijs_desk.casework import incidents, vaults
    from twijs_desk.casework.errors import WrongPassphrase
    from twijs_desk.casework.rows import IncidentDraft, ProfileEntry, SchoolEntry

    path, passphrase, word = folder / "proef.kluis", secrets.token_urlsafe(16), "zonnebloempitten"
    desk = desks.create(
        path,
        passphrase,
        school=SchoolEntry(name="Proef"),
        profile=ProfileEntry(name="Proef"),
        anchors=folder,
    )
    number = incidents.register(desk, IncidentDraft(observation=f"Proef met {word}.")).number
    desk.close()
    if word.encode() in path.read_bytes() or path.read_bytes()[:6] == b"SQLite":
        raise AssertionError("de kluis is niet versleuteld")
    try:
        desks.open(path, passphrase + "x").close()
    except WrongPassphrase:
        pass
    else:
        raise AssertionError("een verkeerde wachtzin opent de kluis")
    report = vaults.examine(path, passphrase, anchors=folder)
    if not report.ok:
        raise AssertionError(report.findings[0].text)
    return f"zaak {number} versleuteld bewaard en gecontroleerd"


@_check("brieven")
def _letters(folder: Path) -> str:
    from twijs_desk.casework import samples

    written = [path for kind in samples.letter_types() for path in samples.write_samples(kind.code, folder)]
    if not all(path.read_bytes().startswith(b"%PDF-") for path in written):
        raise AssertionError("een brief is geen PDF")
    return f"{len(written)} voorbeelden gezet"


@_check("venster")
def _window(folder: Path) -> str:
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from twijs_desk.gui import pages
    from twijs_desk.gui.start import start

    for name in pages.PAGES:
        pages.page_class(name)
    app = QApplication.instance() or QApplication(["twijs-desk"])
    assert isinstance(app, QApplication)
    session = start(app, folder / "geen.kluis")
    painted: list[bool] = []
    session.painted.connect(lambda: painted.append(True))
    session.show()
    loop = QEventLoop()
    QTimer.singleShot(300, loop.quit)
    loop.exec()
    image = session.grab()
    session.close()
    if not painted or image.isNull():
        raise AssertionError("het venster is niet getekend")
    return f"getekend op {app.platformName()}, {len(pages.PAGES)} bladen gevonden"


@_check("voorbeeld van een blad")
def _preview(folder: Path) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument((folder / "L9-normaal.pdf").read_bytes())
    text = document[0].get_textpage().get_text_range()
    pages = len(document)
    document.close()
    if "schorsing" not in text:
        raise AssertionError("de tekst van de brief is niet terug te lezen")
    return f"{pages} bladen teruggelezen"
