"""What the tests of screens build on: a school, a cheap key, and a few fictional cases."""

from collections.abc import Iterator
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QWidget

from twijs_desk.casework import desk as desks
from twijs_desk.casework import drafts, incidents, people
from twijs_desk.casework.rows import (
    IncidentDraft,
    PartyEntry,
    PersonEntry,
    ProfileEntry,
    PublicationEntry,
    SchoolEntry,
)
from twijs_desk.store.keys import Bounds, Kdf
from twijs_desk.terms import CapacityKind, PartyRole, Period

PASSPHRASE = "paarse fiets op het schoolplein"


def fast_kdf() -> Kdf:
    return Kdf(memory_kib=64, time_cost=1, lanes=1, small_memory_kib=64, bounds=Bounds(min_memory_kib=8))


def a_school() -> tuple[SchoolEntry, ProfileEntry]:
    return (
        SchoolEntry("Basisschool De Zeven Sloten", "DZS", "99ZX", city="Voorbeeldstad"),
        ProfileEntry("M. Verhoeven", "schoolleider", "mw. De Haan", "0123-456789", may_suspend=True),
    )


def fill(desk: desks.Desk) -> None:
    now = desk.now()
    hofstede = people.add(
        desk,
        PersonEntry(
            initials="R.", family_name="Hofstede", capacity=CapacityKind.EMPLOYEE, capacity_detail="groep 7"
        ),
    )
    noor = people.add(
        desk,
        PersonEntry(
            given_name="Noor", family_name="Timmers", capacity=CapacityKind.PUPIL, capacity_detail="groep 8"
        ),
    )
    long = people.add(
        desk,
        PersonEntry(
            title="mr. dr.",
            initials="A.-M.",
            infix="van der",
            family_name="Kooij-de Bruijn",
            capacity=CapacityKind.PARENT,
        ),
    )
    for title, text, platform, person, days in (
        ("Ouder over de school op Facebook", "Bericht over de school <b>met</b> namen.", "Facebook", long, 4),
        ("Filmpje van de gymles op TikTok", "Filmpje gemaakt tijdens de gymles.", "TikTok", noor, 2),
        (
            "Privéberichten aan een leerling uit groep 8",
            "Privéberichten ’s avonds via Snapchat.",
            "Snapchat",
            hofstede,
            0,
        ),
    ):
        incidents.register(
            desk,
            IncidentDraft(
                title=title,
                observation=text,
                occurred_at=now - timedelta(days=days, hours=16),
                school_aware_at=now - timedelta(days=days, hours=1),
                period=Period.PRIVATE,
                publication=PublicationEntry(platform=platform),
                parties=(
                    PartyEntry(
                        PartyRole.ALLEGED_ACTOR, person.capacity, person.capacity_detail, person_id=person.id
                    ),
                ),
                may_hold_minor_imagery="no",
            ),
        )
    drafts.save(desk, IncidentDraft(observation="Vader belt over een groepsapp."))


def controls(root: QWidget) -> Iterator[QWidget]:
    """Every visible thing that can be used."""
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox)
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root):
            continue
        inside = widget.parentWidget()
        if (
            isinstance(inside, QAbstractSpinBox | QComboBox)
            or widget.objectName() == "qt_scrollarea_viewport"
        ):
            continue
        if isinstance(widget, kinds) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()
