"""Letters: a draft from the case, what is still missing, the live page, and the sealed paper in the dossier."""

import hashlib
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlmodel import Session, col, func, select

from twijs_desk.casework import answers, guards, letter_facts, obligations, rules, wording
from twijs_desk.casework.desk import Act, Desk
from twijs_desk.casework.errors import DeskError, InputError, reason
from twijs_desk.casework.letter_view import block_views, edits_of, letter_row
from twijs_desk.casework.records import case_number, case_of, get, move_on, open_case_of, party_name, run_of
from twijs_desk.casework.rows import (
    DeliveryRow,
    Finding,
    LetterKind,
    LetterRow,
    LetterView,
    PageMark,
    Preview,
)
from twijs_desk.letters import check, compose, letter_meta
from twijs_desk.letters.errors import LetterError
from twijs_desk.letters.model import Composed, Letterhead, LetterMeta, Template
from twijs_desk.store.models import Case, Correction, Delivery, DossierEntry, Letter, SealedPaper
from twijs_desk.terms import CapacityKind, CaseStatus, Channel, DossierKind, LetterStatus

_DOSSIERS = {
    "pupil": DossierKind.PUPIL,
    "personnel": DossierKind.PERSONNEL,
    "confidential": DossierKind.CONFIDENTIAL,
    "case": DossierKind.CASE_FILE,
}
_SUFFIX = re.compile(r"[^A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class PreviewJob:
    """Everything needed to set a page, gathered from the vault, so that setting it needs no vault."""

    composed: Composed
    letterhead: Letterhead
    meta: LetterMeta
    at: datetime


def kinds(desk: Desk, case_id: str, party_id: str | None = None) -> tuple[LetterKind, ...]:
    """The letters this route calls for and the ones the app has the text of; advised ones first."""
    with desk.look() as session:
        outcome = answers.outcome_of(session, desk, run_of(session, case_of(session, case_id), party_id))
    advised = {line.code: line.title for line in outcome.letters}
    found = [
        LetterKind(template.code, template.title, template.code in advised, True)
        for template in desk.book.templates
    ]
    missing = [code for code in advised if code not in desk.book.codes]
    found += [LetterKind(code, advised[code], True, False) for code in missing]
    return tuple(sorted(found, key=lambda kind: (not kind.available, not kind.advised, kind.code)))


def begin(desk: Desk, case_id: str, code: str, party_id: str | None = None) -> LetterView:
    """Start a letter about one alleged actor; it rests on the outcome of that person's own route.

    For parents at two addresses each call starts the letter for the next address.
    """
    if code not in desk.book.codes:
        raise InputError(
            f"De tekst van brief {code[:12]} zit nog niet in TWijs Desk.", "Er is geen brief begonnen."
        )
    template = desk.book.template(code)
    with desk.act() as act:
        case = open_case_of(act.session, case_id)
        run = run_of(act.session, case, party_id)
        letter = Letter(
            case_id=case.id,
            party_id=run.party_id,
            code=code,
            title=template.title,
            template_version=str(template.version),
            template_hash=template.hash,
            started_at=act.at,
            saved_at=act.at,
        )
        _fits(act.session, case, letter, template)
        _address(act.session, case, letter, template)
        act.session.add(letter)
        act.session.flush()
        act.log("letter_started", "letter", letter.id, case.id, code=code)
        return _view(desk, act.session, letter, case)


def view(desk: Desk, letter_id: str) -> LetterView:
    with desk.look() as session:
        letter = _letter(session, letter_id)
        return _view(desk, session, letter, _case(session, letter))


def listing(desk: Desk, *, case_id: str | None = None, limit: int = 100) -> tuple[LetterRow, ...]:
    """All letters, last changed first; of one case when asked."""
    with desk.look() as session:
        query = select(Letter, Case).join(Case, col(Case.id) == col(Letter.case_id))
        if case_id is not None:
            query = query.where(Letter.case_id == case_of(session, case_id).id)
        found = session.exec(query.order_by(col(Letter.saved_at).desc()).limit(limit)).all()
        return tuple(letter_row(letter, case) for letter, case in found)


def rows(session: Session, case: Case) -> tuple[LetterRow, ...]:
    query = select(Letter).where(Letter.case_id == case.id).order_by(col(Letter.started_at))
    return tuple(letter_row(letter, case) for letter in session.exec(query))


def set_field(desk: Desk, letter_id: str, field_id: str, value: str) -> LetterView:
    return set_fields(desk, letter_id, {field_id: value})


def set_fields(desk: Desk, letter_id: str, values: Mapping[str, str]) -> LetterView:
    """Fill in what the letter asks; dates as ISO text. An empty value takes back what was filled in."""
    with desk.act() as act:
        letter, case, template = _draft(act, letter_id)
        for field_id, value in values.items():
            if field_id not in template.field_ids:
                raise InputError("Dit gegeven hoort niet bij deze brief.", "Er is niets gewijzigd.")
            if value.strip():
                letter_facts.fact(template, field_id, value)
        kept = {**letter.fields, **values}
        letter.fields = {key: value for key, value in kept.items() if value.strip()}
        _touch(act, letter, case)
        return _view(desk, act.session, letter, case)


def edit_block(desk: Desk, letter_id: str, block_id: str, text: str) -> LetterView:
    """Keep the user's own words for one block. Fixed text cannot be edited."""
    with desk.act() as act:
        letter, case, template = _draft(act, letter_id)
        block = next((block for block in template.blocks if block.id == block_id), None)
        if block is None or block.kind != "editable":
            raise InputError(
                "Dit onderdeel is vaste tekst en kan niet worden gewijzigd.", "Er is niets gewijzigd."
            )
        letter.edits = {**letter.edits, block_id: text}
        _compose(desk, act.session, letter, case, template)
        _touch(act, letter, case)
        return _view(desk, act.session, letter, case)


def restore_block(desk: Desk, letter_id: str, block_id: str) -> LetterView:
    """Back to the standard text of this block."""
    with desk.act() as act:
        letter, case, _ = _draft(act, letter_id)
        letter.edits = {key: text for key, text in letter.edits.items() if key != block_id}
        _touch(act, letter, case)
        return _view(desk, act.session, letter, case)


def prepare(desk: Desk, letter_id: str) -> PreviewJob:
    """Gather what the page needs. Cheap, on the vault's thread; `render` does the rest elsewhere."""
    with desk.look() as session:
        letter = _letter(session, letter_id)
        case = _case(session, letter)
        template = desk.book.template(letter.code)
        facts, composed = _compose(desk, session, letter, case, template)
        meta = letter_meta(template, facts, _today(desk))
        return PreviewJob(composed, _letterhead(desk), meta, desk.now())


def render(job: PreviewJob) -> Preview:
    """Set the draft page. Needs no vault, so it may run beside saving."""
    from twijs_desk.letters.render import render as set_pages

    try:
        rendered = set_pages(job.composed, job.letterhead, job.meta, final=False, at=job.at)
    except LetterError as error:
        raise DeskError(str(error), "Uw tekst is bewaard.") from None
    marks = tuple(
        PageMark(block, at.page, at.left, at.top, at.right - at.left, at.bottom - at.top)
        for block, positions in rendered.positions.items()
        for at in positions
    )
    return Preview(rendered.pdf, rendered.pages, marks)


def finalise(desk: Desk, letter_id: str, policy_reasons: Mapping[str, str] | None = None) -> LetterView:
    """*Definitief maken*: number, seal and file the letter in one transaction. After it nothing changes any more.

    Raises DeskError that lists what is missing or stands in the way; the letter then stays a draft. A guard that
    is policy can be passed with a reason, which is kept with the letter.
    """
    from twijs_desk.letters.render import render as set_pages

    with desk.act() as act:
        letter, case, template = _draft(act, letter_id)
        _fits(act.session, case, letter, template)
        behind = letter_facts.run_behind(act.session, case, letter)
        guards.before_letter(act.session, case, behind, rules.of(desk, behind), letter.code)
        letter.policy_reasons = {**letter.policy_reasons, **(policy_reasons or {})}
        letter.reference = _reference(act, letter, case)
        facts, composed = _compose(desk, act.session, letter, case, template)
        blocking = _findings(act.session, letter, case, template, facts, composed, act.at)
        if blocking:
            raise DeskError(
                "Deze brief kan nog niet definitief worden: "
                + "; ".join(dict.fromkeys(_nameless(template, found) for found in blocking)),
                "De brief blijft een concept; er is niets verloren.",
                "Vul de genoemde punten aan.",
            )
        try:
            rendered = set_pages(
                composed, _letterhead(desk), letter_meta(template, facts, _today(desk)), final=True, at=act.at
            )
        except LetterError as error:
            raise DeskError(str(error), "De brief blijft een concept.") from None
        letter.sha256, letter.pages = rendered.sha256, rendered.pages
        letter.finalised_at, letter.finalised_by, letter.saved_at = act.at, desk.actor, act.at
        letter.snapshot = {"facts": {key: _plain(value) for key, value in sorted(facts.items())}}
        letter.status = LetterStatus.FINAL
        act.session.add(letter)
        act.session.add(SealedPaper(letter_id=letter.id, content=rendered.pdf))
        entry = _file(act, letter, case, template)
        if entry.person_id is not None:
            run = letter_facts.run_behind(act.session, case, letter)
            obligations.settle_by(
                act, case, obligations.FILE, f"In het dossier gelegd: {letter.reference}.", run
            )
        act.log(
            "letter_sealed",
            "letter",
            letter.id,
            case.id,
            reference=letter.reference,
            sha256=letter.sha256,
            dossier=entry.kind,
        )
        unmet = check(template, facts, composed, reasons=letter.policy_reasons)
        for guard in sorted({item.guard for item in unmet if item.level == "policy"}):
            act.log("policy_passed", "letter", letter.id, case.id, guard=guard)
        move_on(
            act.session, case, CaseStatus.EXECUTION if _decides(template) else CaseStatus.ASSESSMENT, act.at
        )
        act.session.flush()
        return _view(desk, act.session, letter, case)


def paper(desk: Desk, letter_id: str) -> Preview:
    """The sealed bytes, checked against their hash, for showing. Reading is logged."""
    with desk.act() as act:
        letter = _letter(act.session, letter_id)
        act.log("letter_viewed", "letter", letter.id, letter.case_id)
        return Preview(_sealed(act.session, letter), letter.pages)


def to_print(desk: Desk, letter_id: str) -> Preview:
    """The sealed bytes for a printer. Logged before the first page goes there: paper leaves the vault."""
    with desk.act() as act:
        letter = _letter(act.session, letter_id)
        act.log("letter_printed", "letter", letter.id, letter.case_id, sha256=letter.sha256)
        return Preview(_sealed(act.session, letter), letter.pages)


def export(desk: Desk, letter_id: str, path: Path) -> None:
    """Write the sealed PDF outside the vault; whole or not at all. The export is logged."""
    with desk.act() as act:
        letter = _letter(act.session, letter_id)
        content = _sealed(act.session, letter)
        act.log("letter_exported", "letter", letter.id, letter.case_id, sha256=letter.sha256)
        write_whole(path, content)


def record_delivery(
    desk: Desk, letter_id: str, channel: Channel, sent_on: date, tracking: str = ""
) -> LetterView:
    """Record that a final letter was sent or handed over; terms run from that day."""
    with desk.act() as act:
        letter = _letter(act.session, letter_id)
        if letter.status not in (LetterStatus.FINAL, LetterStatus.SENT) or letter.finalised_at is None:
            raise InputError("Alleen een definitieve brief kan worden verstuurd.", "Er is niets vastgelegd.")
        sealed_on = wording.to_local(letter.finalised_at).date()
        if not sealed_on <= sent_on <= _today(desk):
            raise InputError(
                f"De verzenddatum moet tussen {wording.day(sealed_on)} en vandaag liggen.",
                "Er is niets vastgelegd.",
            )
        letter.status = LetterStatus.SENT
        row = Delivery(
            letter_id=letter.id,
            channel=channel,
            sent_on=sent_on,
            sent_by=desk.actor,
            tracking=tracking.strip(),
            recorded_at=act.at,
        )
        act.session.add_all((letter, row))
        act.log(
            "letter_sent", "letter", letter.id, letter.case_id, channel=str(channel), on=sent_on.isoformat()
        )
        act.session.flush()
        return _view(desk, act.session, letter, _case(act.session, letter))


def withdraw(desk: Desk, letter_id: str, reason: str) -> LetterView:
    """Withdraw a final letter with a reason. It stays in the dossier, marked as withdrawn."""
    if not reason.strip():
        raise InputError("Schrijf op waarom u de brief intrekt.", "De brief is niet gewijzigd.")
    with desk.act() as act:
        letter = _letter(act.session, letter_id)
        if letter.status == LetterStatus.WITHDRAWN:
            raise InputError("Deze brief is al ingetrokken.", "Er is niets gewijzigd.")
        if letter.status == LetterStatus.DRAFT:
            raise InputError("Een concept kunt u niet intrekken.", "De brief is niet gewijzigd.")
        note = Correction(
            case_id=letter.case_id,
            subject="letter",
            subject_id=letter.id,
            field="status",
            old_value=LetterStatus(letter.status).label,
            new_value=LetterStatus.WITHDRAWN.label,
            reason=reason.strip(),
            made_at=act.at,
            made_by=desk.actor,
        )
        letter.status = LetterStatus.WITHDRAWN
        act.session.add_all((letter, note))
        act.log("letter_withdrawn", "letter", letter.id, letter.case_id)
        act.session.flush()
        return _view(desk, act.session, letter, _case(act.session, letter))


def _view(desk: Desk, session: Session, letter: Letter, case: Case) -> LetterView:
    template = desk.book.template(letter.code)
    facts, composed = _compose(desk, session, letter, case, template)
    subject = letter_facts.subject_of(session, case, letter)
    kind = _DOSSIERS[template.dossier]
    draft = letter.status == LetterStatus.DRAFT
    deliveries = session.exec(select(Delivery).where(Delivery.letter_id == letter.id)).all()
    personal = kind in (DossierKind.PUPIL, DossierKind.PERSONNEL)
    return LetterView(
        id=str(letter.id),
        case_id=str(case.id),
        case_number=case_number(case),
        case_title=case.title,
        code=letter.code,
        title=letter.title,
        subject="".join(run.text for run in composed.subject),
        to_name=letter.addressee.get("name", ""),
        status=LetterStatus(letter.status),
        reference=letter.reference or "",
        saved_at=letter.saved_at,
        blocks=block_views(template, desk.book, composed, facts, letter),
        findings=tuple(_findings(session, letter, case, template, facts, composed, desk.now()))
        if draft
        else (),
        dossier=kind,
        dossier_of=party_name(*subject) if subject and personal else "",
        sha256=letter.sha256,
        pages=letter.pages,
        finalised_at=letter.finalised_at,
        deliveries=tuple(
            DeliveryRow(Channel(row.channel), row.sent_on, row.sent_by, row.tracking) for row in deliveries
        ),
    )


def _compose(
    desk: Desk, session: Session, letter: Letter, case: Case, template: Template
) -> tuple[letter_facts.Facts, Composed]:
    on = wording.to_local(letter.finalised_at).date() if letter.finalised_at else _today(desk)
    facts = letter_facts.gather(session, desk, case, letter, template, on)
    if letter.reference:
        facts["letter.reference"] = letter.reference
    try:
        return facts, compose(template, facts, edits_of(template, letter), desk.book, on)
    except LetterError as error:
        raise DeskError(str(error), "Uw vorige tekst is bewaard.") from None


def _findings(
    session: Session,
    letter: Letter,
    case: Case,
    template: Template,
    facts: letter_facts.Facts,
    composed: Composed,
    now: datetime,
) -> list[Finding]:
    """What stands between this draft and *definitief*: gaps first, then law, then policy without a reason."""
    first = {gap.field_id: gap for gap in reversed(composed.gaps)}  # a question is asked once
    gaps = [
        Finding(gap.label, "gap", "", gap.block_id, gap.field_id)
        for gap in composed.gaps
        if first[gap.field_id] is gap
    ]
    asked = {gap.field_id for gap in composed.gaps}
    others = letter_facts.other_names(session, case, letter)
    unmet = check(template, facts, composed, others=others, reasons=letter.policy_reasons)
    found = [
        Finding(item.message, item.level, item.guard, "", item.field_id)
        for item in unmet
        if item.blocks_final and not (item.field_id and item.field_id in asked)
    ]
    dated_on = facts.get("letter.dated_on")
    today = wording.to_local(now).date()
    if template.form == "letter" and isinstance(dated_on, date) and dated_on < today:
        # an earlier date would shorten every term that the letter counts from its date
        found.append(
            Finding("De datum van de brief ligt vóór vandaag.", "law", "dated", "", "letter.dated_on")
        )
    return [*gaps, *dict.fromkeys(found)]


def _nameless(template: Template, finding: Finding) -> str:
    """The finding without the names it found: an error may end up in a log or a mail for help."""
    guard = next((guard for guard in template.guards if guard.id == finding.guard), None)
    if guard is not None and guard.check in ("no_other_names", "is_empty"):
        return guard.message.replace("{found}", "…")
    return finding.text


def _fits(session: Session, case: Case, letter: Letter, template: Template) -> None:
    """A letter for a personal dossier is about someone who has that dossier (protocol S2 and S5)."""
    wanted = {"pupil": CapacityKind.PUPIL, "personnel": CapacityKind.EMPLOYEE}.get(template.dossier)
    if wanted is None:
        return
    subject = letter_facts.subject_of(session, case, letter)
    if subject is None or subject[0].capacity != wanted:
        raise DeskError(
            f"‘{template.title}’ past niet bij deze persoon: deze brief is voor een {wanted.label}.",
            "Er is niets gewijzigd.",
            "Bekijk in de beslisroute welke maatregelen bij deze persoon wel kunnen.",
        )
    if subject[1] is None:
        raise DeskError(
            "Deze brief heeft nog geen dossier: van deze persoon is geen naam vastgelegd.",
            "Er is niets gewijzigd.",
            "Voeg de persoon eerst toe als betrokkene, met naam.",
        )


def _draft(act: Act, letter_id: str) -> tuple[Letter, Case, Template]:
    letter = _letter(act.session, letter_id)
    if letter.status != LetterStatus.DRAFT:
        raise DeskError(
            "Deze brief is definitief en kan niet meer worden gewijzigd.",
            "De verzegelde brief staat in het dossier.",
            "Trek de brief in met een reden en maak een nieuwe.",
        )
    return letter, _case(act.session, letter), act.desk.book.template(letter.code)


def _address(session: Session, case: Case, letter: Letter, template: Template) -> None:
    """Pick who gets this letter: the next household without one, or the person it is about."""
    subject = letter_facts.subject_of(session, case, letter)
    if subject is None:
        return
    if template.addressees == "parents_with_authority" and subject[0].person_id:
        houses = letter_facts.households(session, subject[0].person_id)
        query = select(Letter).where(
            Letter.case_id == case.id,
            Letter.code == letter.code,
            Letter.party_id == letter.party_id,
            Letter.status != LetterStatus.WITHDRAWN,
        )
        siblings = session.exec(query.order_by(col(Letter.started_at))).all()
        served = {row.addressee.get("household") for row in siblings}
        house = next((house for house in houses if house.key not in served), houses[0] if houses else None)
        if house is not None:
            letter.addressee = {
                "household": house.key,
                "name": house.names,
                "person_ids": [str(person.id) for person in house.people],
            }
        if siblings:  # the same decision for the other address: what was filled in need not be typed again
            own = {"addressee.lines", "addressee.salutation"}
            letter.fields = {k: v for k, v in siblings[-1].fields.items() if k not in own}
            letter.edits = dict(siblings[-1].edits)
    elif template.form == "letter":
        letter.addressee = {"name": party_name(*subject)}


def _reference(act: Act, letter: Letter, case: Case) -> str:
    """`TW-BAV-2026-0042-L9-01`"""
    school = _SUFFIX.sub("", act.desk.school.code).upper() or "SCH"
    stem = f"TW-{school}-{case.year}-{case.serial:04d}-{letter.code}-"
    used = act.session.exec(
        select(func.count())
        .select_from(Letter)
        .where(col(Letter.reference).startswith(stem, autoescape=True))
    ).one()
    return f"{stem}{used + 1:02d}"


def _file(act: Act, letter: Letter, case: Case, template: Template) -> DossierEntry:
    """Put the sealed copy where it belongs: a personal dossier, or the confidential file of the case."""
    kind = _DOSSIERS[template.dossier]
    subject = letter_facts.subject_of(act.session, case, letter)
    personal = kind in (DossierKind.PUPIL, DossierKind.PERSONNEL)
    profile = act.desk.profile
    entry = DossierEntry(
        kind=kind,
        person_id=subject[0].person_id if personal and subject else None,
        case_id=case.id,
        letter_id=letter.id,
        title=f"{letter.title} ({letter.reference})",
        basis={"pupil": "Protocol S5", "personnel": "Protocol S2"}.get(template.dossier, "Zaakdossier"),
        filed_at=act.at,
        filed_by=act.desk.actor,
        retention_note={
            "pupil": profile.retention_pupil,
            "personnel": profile.retention_personnel,
        }.get(template.dossier, ""),
    )
    act.session.add(entry)
    act.session.flush()
    act.log("filed_in_dossier", "dossier_entry", entry.id, case.id, kind=str(kind))
    return entry


def _decides(template: Template) -> bool:
    return template.form == "letter" and template.dossier == "pupil"


def _sealed(session: Session, letter: Letter) -> bytes:
    stored = session.get(SealedPaper, letter.id)
    if stored is None:
        raise InputError("Deze brief is nog niet definitief.")
    if hashlib.sha256(stored.content).hexdigest() != letter.sha256:
        raise DeskError(
            "De verzegelde brief komt niet overeen met zijn zegel.",
            "TWijs Desk toont hem daarom niet.",
            "Controleer de kluis en zet zo nodig een reservekopie terug.",
        )
    return stored.content


def _letterhead(desk: Desk) -> Letterhead:
    school = desk.school
    place = f"{school.postcode} {school.city}".strip()
    return Letterhead(
        school=school.name,
        foundation=school.organisation,
        address=tuple(part for part in (school.street, place) if part),
        phone=school.phone,
        email=school.email,
    )


def _touch(act: Act, letter: Letter, case: Case) -> None:
    letter.saved_at = act.at
    case.updated_at = act.at
    act.session.add_all((letter, case))
    act.session.flush()


def _letter(session: Session, letter_id: str) -> Letter:
    return get(session, Letter, letter_id, "Deze brief staat niet in de kluis.")


def _case(session: Session, letter: Letter) -> Case:
    return session.exec(select(Case).where(Case.id == letter.case_id)).one()


def _today(desk: Desk) -> date:
    return wording.to_local(desk.now()).date()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return [str(part) for part in value] if isinstance(value, tuple) else value


def write_whole(path: Path, content: bytes) -> None:
    """Beside, flushed, then renamed: no half-written letter, whatever happens."""
    beside = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".twijs-", suffix=".tmp")
        beside = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError as error:
        if beside is not None:
            beside.unlink(missing_ok=True)
        raise DeskError(
            f"De PDF kan hier niet worden opgeslagen ({reason(error)}).",
            "De verzegelde brief staat veilig in de kluis.",
            "Kies een andere map of maak ruimte vrij.",
        ) from None
