"""How people are written in Dutch letters: address lines and salutations."""

import re
from dataclasses import dataclass
from typing import Literal

from twijs_desk.letters.errors import LetterTextError

Form = Literal["mevrouw", "heer", "neutral"]
MAX_ADDRESS_LINES = 6
_POSTCODE = re.compile(r"([1-9]\d{3}) ?([A-Za-z]{2})")
_NBSP = "\u00a0"


@dataclass(frozen=True)
class PersonName:
    """A name as its bearer writes it. `surname` may be double ("Jansen-de Vries"); it is never recased."""

    surname: str
    initials: str = ""
    prefix: str = ""
    form: Form = "neutral"
    title: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class PostalAddress:
    street: str
    postcode: str
    place: str
    extra: str = ""
    country: str = ""


def full_name(name: PersonName) -> str:
    """`mr. A.B. van der Kooij`; without initials the prefix opens the name and takes a capital."""
    parts = [name.title, name.initials, name.prefix if name.initials else _capital(name.prefix), name.surname]
    parts.append(name.suffix)
    return " ".join(part.strip() for part in parts if part.strip())


def address_name(name: PersonName) -> str:
    form = {"mevrouw": "Mevrouw", "heer": "De heer", "neutral": ""}[name.form]
    return f"{form} {full_name(name)}".strip()


def salutation(name: PersonName) -> str:
    """`Geachte mevrouw Van der Kooij,`; neutral keeps the initials, so the prefix stays small there."""
    if name.form == "neutral":
        return f"Geachte {full_name(PersonName(name.surname, name.initials, name.prefix))},"
    return f"Geachte {name.form} {surname(name)},"


def surname(name: PersonName) -> str:
    return f"{_capital(name.prefix)} {name.surname}".strip()


def address_lines(name: str, address: PostalAddress, attention: str = "") -> tuple[str, ...]:
    """Three to six lines for a window envelope, by the rules of PostNL."""
    lines = [name, attention, address.extra, address.street, postcode_line(address)]
    if address.country and address.country.casefold() not in {"nederland", "nl", "netherlands"}:
        lines.append(address.country.upper())
    result = tuple(line.strip() for line in lines if line.strip())
    if len(result) < 3:
        raise LetterTextError(
            "Het adres is niet compleet: naam, straat met nummer en postcode met plaats zijn nodig."
        )
    if len(result) > MAX_ADDRESS_LINES:
        raise LetterTextError(
            "Het adres heeft te veel regels voor een vensterenvelop; zes is het hoogste aantal."
        )
    return result


def postcode_line(address: PostalAddress) -> str:
    """`1234 AB  HAARLEM`: two hard spaces after the postcode, because ordinary ones collapse on the page."""
    place = address.place.strip().upper()
    if not place:
        raise LetterTextError("De plaats ontbreekt in het adres.")
    found = _POSTCODE.fullmatch(address.postcode.strip())
    if found is None:
        if address.country and address.country.casefold() not in {"nederland", "nl", "netherlands"}:
            return f"{address.postcode.strip()} {place}".strip()
        raise LetterTextError(
            f"De postcode ‘{address.postcode}’ klopt niet. Een postcode heeft vier cijfers en twee letters, "
            "zoals 2011 AB."
        )
    return f"{found[1]} {found[2].upper()}{_NBSP}{_NBSP}{place}"


def _capital(prefix: str) -> str:
    """First letter only: `van der` becomes `Van der`."""
    prefix = prefix.strip()
    for index, character in enumerate(prefix):
        if character.isalpha():
            if index and prefix[0] in "'’":
                # `'t Hart` and `'s Gravesande` keep their small letter after the apostrophe.
                return prefix
            return prefix[:index] + character.upper() + prefix[index + 1 :]
    return prefix
