"""Paper: letters as data, composed with facts and rendered to archive-grade PDF.

For casework, in this order: `load` the book, `compose` with facts and edits, `check` the guards, then
`render.render`. Only `fonts`, `archive`, `layout` and `render` import reportlab, so import those late.

The facts contract. Keys are flat strings; every key a letter knows is a field in its TOML file or in
`resources/letters/common.toml`, with its kind, question and hint. Values by kind:

    text, person   str                     choice   one of the values in the file
    paragraphs     str, lines are          date     datetime.date
                   paragraphs, `- ` lists; moment   datetime.datetime with time zone
                   or tuple of Para        number   int
    list           tuple of str            flag     bool

An absent key, "" or () means unknown: a required field then becomes a gap. Keys no letter knows are ignored.

Every letter: foundation.name school.name case.number letter.reference letter.dated_on
letter.your_reference letter.handled_by letter.enclosures letter.copies addressee.lines
addressee.salutation signer.name signer.role signer.on_behalf signer.has_mandate contact.name
contact.details objection.address objection.last_on complaint.contact complaint.confidant
complaint.committee privacy.officer privacy.retention. Own keys per letter: `Template.fields`.

Computed by casework, with the school calendar: measure.school_days, measure.returns_on,
objection.last_on, hearing.after_limit_on, defence.last_on; from the mandate table signer.has_mandate and
signer.on_behalf; from the case addressee.all_have_authority and addressee.without_letter.
`names` writes addressee.lines and addressee.salutation.
"""

from twijs_desk.letters.compose import compose, letter_meta
from twijs_desk.letters.errors import (
    LetterBookError,
    LetterDefect,
    LetterError,
    LetterGapsError,
    LetterTextError,
)
from twijs_desk.letters.guards import check
from twijs_desk.letters.load import load
from twijs_desk.letters.samples import samples

__all__ = [
    "LetterBookError",
    "LetterDefect",
    "LetterError",
    "LetterGapsError",
    "LetterTextError",
    "check",
    "compose",
    "letter_meta",
    "load",
    "samples",
]
