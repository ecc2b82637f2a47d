"""The journey itself: `walk.py VAULT FOLDER` starts the real program and uses it with the keyboard alone.

The program is started by its own `main`; only the turn to its event loop also starts the robot. Each line on
stdout is a step that was reached; what goes wrong ends with exit code 9 and a picture in FOLDER.
"""

import re
import sys
import traceback
from pathlib import Path
from typing import Any

from journey_facts import ADVICE, OBSERVATION, PASSPHRASE, PUPIL, TEACHER
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from robot import CTRL, KEY, SHIFT, Robot, Stuck, pause

from twijs_desk import app
from twijs_desk.gui.session import Session

ANSWERS = {"transgressive": "yes", "evidence_secured": "yes"}


def walk(session: Session) -> None:
    robot = Robot(session)
    session.activateWindow()  # a window manager does this; there is none on this screen
    robot.wait(lambda: session.isActiveWindow() and session.windowHandle(), "an active window")
    print("platform:", QApplication.platformName(), flush=True)
    first_run(robot, session)
    new_incident(robot, session)
    route(robot, session)
    call(robot, session)
    reference = letter(robot, session)
    in_the_case(robot, session, reference)
    lock_and_unlock(robot, session)
    log(robot, session)


def step(text: str) -> None:
    print("step:", text, flush=True)


def page(session: Session, name: str) -> Any:
    """The page that is shown, if it is this one."""
    shown = session.main.current_page() if session.main else None
    return shown if shown is not None and shown.name == name and shown.isVisible() else None


def first_run(robot: Robot, session: Session) -> None:
    robot.wait(lambda: robot.here().startswith("Wachtzin"), "the keyboard in the passphrase")
    robot.type(PASSPHRASE)
    robot.fill("Nog een keer", PASSPHRASE)
    robot.fill("Naam van de school", "Basisschool De Zeven Sloten")
    robot.fill("Afkorting", "DZS")
    robot.fill("Uw naam", "M. Verhoeven")
    robot.press(KEY.Key_Return, CTRL)
    robot.wait(lambda: robot.sees("Uw herstelblad") and robot.here() == "Afdrukken", "the recovery sheet")
    shown = robot.wait(lambda: re.search(r"Typ blok (\d) en blok (\d)", robot.shown()), "which blocks")
    code = " ".join(re.findall(r"((?:[0-9A-Z]{4} ){3}[0-9A-Z]{4})  [0-9A-Z]", robot.shown())).split()
    robot.fill("Typ blok", " ".join(code[int(number) - 1] for number in shown.groups()))
    robot.press(KEY.Key_Return)
    robot.wait(lambda: robot.here().startswith("Kies een map"), "the places for backups")
    robot.tab_to("Verder")
    robot.press(KEY.Key_Space)
    robot.wait(lambda: page(session, "overview"), "the overview")
    step("eerste keer")


def new_incident(robot: Robot, session: Session) -> None:
    robot.press(KEY.Key_N, CTRL)
    robot.wait(lambda: page(session, "incident") and robot.here().startswith("Wat is er gebeurd"), "the form")
    robot.type(OBSERVATION)
    add_person(robot, session, TEACHER, "Medewerker")
    add_person(robot, session, PUPIL, "Leerling")
    robot.tab_to("Nee, zeker niet")
    robot.press(KEY.Key_Space)
    robot.wait(lambda: robot.sees("Concept bewaard om"), "the draft saved by itself")
    robot.press(KEY.Key_Return, CTRL)
    robot.wait(lambda: page(session, "route") and page(session, "route").view, "the route")
    step("incident vastgelegd")


def add_person(robot: Robot, session: Session, name: str, capacity: str) -> None:
    robot.tab_to("Wie zijn betrokken")
    robot.type(name)
    people = page(session, "incident").people
    robot.wait(people.list.isVisible, "the list of people")
    robot.press(KEY.Key_Return)
    robot.wait(people.panel.isVisible, "the panel for a new person")
    robot.tab_to("Hoedanigheid")
    for _ in range(12):
        if people.capacity.currentText().startswith(capacity):
            break
        robot.press(KEY.Key_Up if people.capacity.currentIndex() else KEY.Key_Down)
    robot.tab_to("Toevoegen")
    robot.press(KEY.Key_Space)
    robot.wait(lambda: robot.sees(name), f"{name} among the people")


def route(robot: Robot, session: Session) -> None:
    """Number keys and Enter; what is not named above is answered with no, or else the first answer."""
    shown = page(session, "route")
    count = 0
    while shown.view.question is not None:
        question = shown.view.question
        ids = [option.id for option in question.options]
        usual = next((each for each in ("no", "none") if each in ids), ids[0])
        wanted = ANSWERS.get(question.id, usual)
        key = next(option.key for option in question.options if option.id == wanted)
        robot.wait(lambda q=question: robot.sees(q.text), f"the question ‘{question.text}’")
        robot.wait(
            lambda: shown.question_panel.isAncestorOf(QApplication.focusWidget()), "the keyboard there"
        )
        robot.type(key)
        robot.press(KEY.Key_Return)
        robot.wait(lambda q=question: shown.view.question != q, f"the question after ‘{question.text}’")
        count += 1
    robot.wait(lambda: robot.sees("Nakijken en afronden") and robot.here() == "Open belscherm", "the review")
    step(f"beslisroute, {count} vragen")


def call(robot: Robot, session: Session) -> None:
    robot.press(KEY.Key_Space)
    robot.wait(lambda: page(session, "call") and page(session, "call").view, "the call screen")
    shown = page(session, "call")
    robot.press(KEY.Key_N, CTRL | SHIFT)
    robot.wait(lambda: robot.sees("De belplicht blijft open"), "the duty kept open")
    step("niet bereikt, plicht blijft open")
    robot.press(KEY.Key_Return, CTRL)
    robot.wait(lambda: robot.here().startswith("Met wie sprak u"), "the report")
    robot.type("mevrouw A. Dijk")
    robot.fill("Aantekeningen", "Alles voorgelegd; zij denkt mee.")
    robot.fill("Welk advies", ADVICE)
    robot.fill("Wat is afgesproken", "Morgen bellen wij opnieuw.")
    robot.tab_to("Gesprek be")
    robot.press(KEY.Key_Space)
    robot.wait(lambda: shown.view.current is None and robot.here().startswith("Belnotitie"), "the call ended")
    step("gesprek vastgelegd")


def letter(robot: Robot, session: Session) -> str:
    robot.press(KEY.Key_Space)
    robot.wait(lambda: page(session, "letter") and page(session, "letter").view, "the letter")
    shown = page(session, "letter")
    for _ in range(20):
        missing = [found for found in shown.view.findings if found.level != "policy"]
        if not missing:
            break
        fill_gap(robot, shown, missing[0].text)
    robot.press(KEY.Key_D, CTRL | SHIFT)
    robot.wait(lambda: robot.here() == "Maak definitief", "the one question before sealing")
    robot.press(KEY.Key_Space)
    robot.wait(lambda: robot.sees("De brief is definitief"), "the sealed letter")
    step(f"brief {shown.view.reference}")
    return str(shown.view.reference)


def fill_gap(robot: Robot, shown: Any, what: str) -> None:
    """*Definitief maken* goes to what is missing; there the robot answers."""
    robot.press(KEY.Key_D, CTRL | SHIFT)
    robot.wait(lambda: robot.here().startswith(what), f"the keyboard in the field ‘{what}’")
    kind = type(QApplication.focusWidget()).__name__
    if kind in ("MomentField", "DateField"):
        robot.press(KEY.Key_Up)
    elif "Choice" in kind:
        robot.press(KEY.Key_Space if kind != "ChoiceField" else KEY.Key_Down)
    else:
        robot.type("Besproken.")
    robot.wait(
        lambda: all(found.text != what for found in shown.view.findings), f"‘{what}’ filled in", seconds=8
    )


def in_the_case(robot: Robot, session: Session, reference: str) -> None:
    robot.tab_to("Naar de zaak")
    robot.press(KEY.Key_Space)
    robot.wait(lambda: page(session, "case") and page(session, "case").view, "the case")
    robot.tab_to("Delen van deze zaak")
    for _ in range(6):
        if robot.sees(reference):
            break
        robot.press(KEY.Key_Right)
        pause(100)
    robot.wait(lambda: robot.sees(reference), "the letter in the case")
    step("brief in de zaak gevonden")


def lock_and_unlock(robot: Robot, session: Session) -> None:
    robot.press(KEY.Key_L, CTRL)
    robot.wait(lambda: session.main is None and robot.here().startswith("Wachtzin"), "the locked window")
    for secret in (TEACHER, PUPIL, OBSERVATION):
        if robot.sees(secret):
            raise Stuck(f"‘{secret}’ can be read on the locked window")
    robot.type("dit is niet de wachtzin")
    robot.press(KEY.Key_Return)
    robot.wait(lambda: session.unlock_view and session.unlock_view.form.wrong.isVisible(), "the refusal")
    robot.type(PASSPHRASE)  # what was typed wrong is selected, so it is replaced
    robot.press(KEY.Key_Return)
    robot.wait(lambda: page(session, "case") and page(session, "case").view, "the case again after unlocking")
    step("vergrendeld en ontgrendeld")


def log(robot: Robot, session: Session) -> None:
    robot.press(KEY.Key_6, CTRL)
    shown = robot.wait(lambda: page(session, "log"), "the log")
    robot.wait(shown.chain_words.text, "the word on the chain")
    if shown.chain.property("kind") != "ok":
        raise Stuck(f"the log chain: {shown.chain_words.text()}")
    step("logboek: " + shown.chain_words.text())


def main() -> int:
    vault, folder = Path(sys.argv[1]), Path(sys.argv[2])
    result = 9

    def use() -> None:
        nonlocal result
        session = next(each for each in QApplication.topLevelWidgets() if isinstance(each, Session))
        try:
            walk(session)
            result = 0
        except BaseException:
            traceback.print_exc()
            session.grab().save(str(folder / "waar-het-bleef-steken.png"))
        finally:
            session.close()
            QApplication.quit()

    turn = QApplication.exec

    def turn_with_robot() -> int:
        QTimer.singleShot(0, use)
        return turn()

    QApplication.exec = staticmethod(turn_with_robot)
    code = app.main(["--vault", str(vault)])
    return result or code


if __name__ == "__main__":
    sys.exit(main())
