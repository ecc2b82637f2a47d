"""What casework hands out and takes in: frozen rows, never live database objects.

Moments are aware datetimes in UTC; screens show them in Europe/Amsterdam (`casework.wording`). Ids are UUIDs
as text.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from twijs_desk.terms import (
    Audience,
    Basis,
    CallOutcome,
    CapacityKind,
    CaseStatus,
    Channel,
    Confidentiality,
    DossierKind,
    FormOfAddress,
    HearingKind,
    LetterStatus,
    Level,
    MeasureStatus,
    ObligationStatus,
    OnlineState,
    PartyRole,
    Period,
    StorageMode,
    Suspicion,
)

AnswerValue = str | tuple[str, ...]

_STRICT = {"extra": "forbid", "ser_json_bytes": "base64", "val_json_bytes": "base64"}
"""How entries read from a file are checked (pydantic): no unknown fields, bytes as base64."""


# People ----


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """What is typed about a person; only the family name or the given name is required."""

    __pydantic_config__ = _STRICT

    given_name: str = ""
    initials: str = ""
    infix: str = ""
    family_name: str = ""
    title: str = ""
    form_of_address: FormOfAddress = FormOfAddress.NEUTRAL
    born_on: date | None = None
    street: str = ""
    postcode: str = ""
    city: str = ""
    email: str = ""
    capacity: CapacityKind = CapacityKind.OUTSIDER
    capacity_detail: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: str
    name: str
    """Name as read aloud: `A.B. van der Kooij`, `Noor Timmers`."""
    sort_name: str
    capacity: CapacityKind
    capacity_detail: str
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class PartyEntry:
    """Someone in a new incident: an existing person, a new one, or an unknown with a label."""

    __pydantic_config__ = _STRICT

    role: PartyRole
    capacity: CapacityKind
    capacity_detail: str = ""
    person_id: str | None = None
    person: PersonEntry | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class PartyRow:
    id: str
    person_id: str | None
    name: str
    role: PartyRole
    capacity: CapacityKind
    capacity_detail: str


# Incident and case ----


@dataclass(frozen=True, slots=True)
class PublicationEntry:
    __pydantic_config__ = _STRICT

    platform: str = ""
    account: str = ""
    link: str = ""
    audience: Audience = Audience.UNKNOWN
    reach: str = ""
    posted_at: datetime | None = None
    online_state: OnlineState = OnlineState.UNKNOWN


@dataclass(frozen=True, slots=True)
class EvidenceEntry:
    """A described piece of evidence, or one with content when the case may keep copies."""

    __pydantic_config__ = _STRICT

    kind: str
    title: str
    description: str = ""
    received_from: str = ""
    captured_at: datetime | None = None
    captured_how: str = ""
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class IncidentDraft:
    """Everything the page *Nieuw incident* holds; may be incomplete until it is registered."""

    __pydantic_config__ = _STRICT

    id: str | None = None
    title: str = ""
    observation: str = ""
    statement: str = ""
    interpretation: str = ""
    occurred_at: datetime | None = None
    occurred_note: str = ""
    school_aware_at: datetime | None = None
    board_aware_at: datetime | None = None
    period: Period = Period.UNKNOWN
    place: str = ""
    publication: PublicationEntry = field(default_factory=PublicationEntry)
    parties: tuple[PartyEntry, ...] = ()
    evidence: tuple[EvidenceEntry, ...] = ()
    may_hold_minor_imagery: str = "unknown"
    """yes | no | unknown. Only `no` lets the store keep a copy of anything."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    id: str
    title: str
    started_at: datetime
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class CaseListRow:
    id: str
    number: str
    title: str
    status: CaseStatus
    updated_at: datetime
    who: str
    next_due_at: datetime | None
    open_duties: int


@dataclass(frozen=True, slots=True)
class IncidentRow:
    id: str
    observation: str
    statement: str
    interpretation: str
    occurred_at: datetime | None
    occurred_note: str
    school_aware_at: datetime
    board_aware_at: datetime | None
    recorded_at: datetime
    period: Period
    place: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class PublicationRow:
    id: str
    platform: str
    account: str
    link: str
    audience: Audience
    posted_at: datetime | None
    online_state: OnlineState


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    field: str
    old_value: str
    new_value: str
    reason: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    id: str
    number: int
    kind: str
    title: str
    description: str
    storage_mode: StorageMode
    media_type: str
    size: int
    sha256: str
    received_from: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class ObligationRow:
    id: str
    case_id: str
    case_number: str
    case_title: str
    rule_id: str
    title: str
    level: Level
    basis: Basis
    holder: str
    source: str
    action: str
    """What the next step opens: `call`, `letter:L9`, `route`, `note`, …"""
    reason: str
    due_at: datetime | None
    due_sentence: str
    status: ObligationStatus
    done_at: datetime | None
    proof: str
    waivable: bool
    party_id: str | None = None
    party_name: str = ""
    """For whom, when the case has more than one alleged actor and the duty is not about the case itself."""


@dataclass(frozen=True, slots=True)
class TimelineRow:
    at: datetime
    kind: str
    """incident | answer | evidence | call | measure | hearing | letter | obligation | correction | contact"""
    title: str
    text: str
    ref_id: str = ""


@dataclass(frozen=True, slots=True)
class MeasureRow:
    id: str
    rule_id: str
    title: str
    status: MeasureStatus
    party_name: str
    decided_by: str
    decided_on: date | None
    starts_on: date | None
    ends_on: date | None
    school_days: int
    reasons: str
    deviation_reason: str
    party_id: str = ""


@dataclass(frozen=True, slots=True)
class HearingRow:
    id: str
    kind: HearingKind
    held_at: datetime | None
    invited_on: date | None
    declined: bool
    skipped_reason: str
    attendees: str
    minutes: str
    party_id: str = ""


@dataclass(frozen=True, slots=True)
class CallRow:
    id: str
    attempt: int
    outcome: CallOutcome
    duty_basis: str
    started_at: datetime
    ended_at: datetime | None
    spoken_to: str
    reference: str
    put_forward: str
    notes: str
    advice: str
    suspicion: Suspicion
    agreed: str
    informs: str
    follow_up_at: datetime | None
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class LetterRow:
    id: str
    code: str
    title: str
    status: LetterStatus
    to_name: str
    reference: str
    saved_at: datetime
    finalised_at: datetime | None
    case_id: str = ""
    case_number: str = ""
    party_id: str = ""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the case status line: done, now or later."""

    label: str
    state: str


@dataclass(frozen=True, slots=True)
class CaseView:
    id: str
    number: str
    title: str
    status: CaseStatus
    confidentiality: Confidentiality
    no_copy: bool
    steps: tuple[StepRow, ...]
    incident: IncidentRow
    publications: tuple[PublicationRow, ...]
    corrections: tuple[CorrectionRow, ...]
    parties: tuple[PartyRow, ...]
    evidence: tuple[EvidenceRow, ...]
    obligations: tuple[ObligationRow, ...]
    measures: tuple[MeasureRow, ...]
    hearings: tuple[HearingRow, ...]
    calls: tuple[CallRow, ...]
    letters: tuple[LetterRow, ...]
    timeline: tuple[TimelineRow, ...]
    route_answered: int
    route_open: bool
    next_step: ObligationRow | None
    close_blocked_by: tuple[str, ...]
    """Titles of the duties that still stand in the way of closing."""
    routes: tuple["RouteRow", ...] = ()


@dataclass(frozen=True, slots=True)
class TodayGroup:
    key: str
    """overdue | today | week | later | waiting"""
    label: str
    obligations: tuple[ObligationRow, ...]


@dataclass(frozen=True, slots=True)
class OverviewView:
    now: datetime
    groups: tuple[TodayGroup, ...]
    open_cases: tuple[CaseListRow, ...]
    open_case_count: int
    drafts: tuple[DraftRow, ...]
    line_note: str
    """`De lijn van de vertrouwensinspecteur is open tot 17:00` or when it opens."""


# Route ----


@dataclass(frozen=True, slots=True)
class SourceRow:
    id: str
    label: str
    """`Protocol S3`, `WPO art. 4a lid 1`"""
    text: str
    unsure: bool
    verified_on: date | None


@dataclass(frozen=True, slots=True)
class OptionRow:
    id: str
    key: str
    """The number key that picks it; `0` is *weet ik nog niet*."""
    label: str
    hint: str
    alone: bool = False
    """Cannot go together with another answer."""


@dataclass(frozen=True, slots=True)
class QuestionView:
    id: str
    number: int
    section: str
    text: str
    help: str
    why: str
    options: tuple[OptionRow, ...]
    multiple: bool
    examples_yes: tuple[str, ...]
    examples_no: tuple[str, ...]
    caution: str
    sources: tuple[SourceRow, ...]
    chosen: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class RouteStep:
    section: str
    state: str
    """done | now | later"""
    summary: str
    first_question: str | None


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """One duty, option, measure or bar with its reason and source."""

    id: str
    level: str
    """must | should | may | allowed | required | barred | warning"""
    title: str
    reason: str
    because: str
    sources: tuple[SourceRow, ...]
    alternative: str = ""
    decides: str = ""
    due_sentence: str = ""
    acute: bool = False
    """A duty that stands above every question."""


@dataclass(frozen=True, slots=True)
class MovedLine:
    """Something that stays but changes: the status of a measure, who decides, a term, the call, the police."""

    kind: str
    """obligation | measure | inspector | police"""
    id: str
    title: str
    before: str
    after: str
    line: OutcomeLine | None = None
    """The measure or duty as it then is."""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What an answer changes before it counts."""

    added: tuple[OutcomeLine, ...]
    dropped: tuple[OutcomeLine, ...]
    moved: tuple[MovedLine, ...] = ()
    follows: tuple[str, ...] = ()
    """Others in the case in whose route this answer then counts too."""

    @property
    def empty(self) -> bool:
        return not self.added and not self.dropped and not self.moved


@dataclass(frozen=True, slots=True)
class RouteRow:
    """The decision route of one alleged actor: own answers, own outcome."""

    party_id: str
    number: int
    """Counts from 1 in the order in which they were named; what `--party 2` means."""
    name: str
    label: str
    """The name, with the capacity when the same person is there twice."""
    capacity: str
    answered: int
    left: int
    """An honest estimate of how many questions are still to come."""
    open: bool


@dataclass(frozen=True, slots=True)
class FlowView:
    run_id: str
    case_id: str
    case_number: str
    case_title: str
    party_name: str
    question: QuestionView | None
    """None: every question is answered; show the review."""
    answered: int
    expected: int
    steps: tuple[RouteStep, ...]
    trail: tuple[QuestionView, ...]
    """Every question of the route with its answer, for going back and for the review."""
    duties: tuple[OutcomeLine, ...]
    measures: tuple[OutcomeLine, ...]
    warnings: tuple[OutcomeLine, ...]
    open_questions: tuple[str, ...]
    inspector: str
    """verplicht-wet | verplicht-protocol | aanbevolen | nvt"""
    letters: tuple[tuple[str, str], ...]
    pack_version: str
    party_id: str = ""
    capacity: str = ""
    routes: tuple[RouteRow, ...] = ()
    """The routes of everyone in the case; more than one when there are several alleged actors."""


# Call ----


@dataclass(frozen=True, slots=True)
class CallNotes:
    spoken_to: str = ""
    reference: str = ""
    put_forward: str = ""
    notes: str = ""
    advice: str = ""
    suspicion: Suspicion = Suspicion.NOT_YET
    agreed: str = ""
    informs: str = ""
    follow_up_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PrepItem:
    label: str
    text: str
    ready: bool


@dataclass(frozen=True, slots=True)
class CallView:
    case_id: str
    case_number: str
    case_title: str
    number_shown: str
    """`0900 111 3 111`"""
    number_dialled: str
    """`0900-1113111`"""
    dial_link: str
    """`tel:09001113111`, for the QR code"""
    line_open: bool
    line_note: str
    """`Nu open, tot 17:00` or `Gesloten, weer open maandag 23 november om 08:00`"""
    hours_note: str
    outside_hours: tuple[str, ...]
    duties: tuple[ObligationRow, ...]
    """The open duty or duties this call fulfils: one per ground."""
    grounds: tuple[str, ...]
    prep: tuple[PrepItem, ...]
    script: tuple[str, ...]
    caution: str
    attempts: tuple[CallRow, ...]
    current: CallRow | None
    about: tuple[tuple[str, str], ...] = ()
    """Party id and words for everyone the call can be about, when the case is about more than one person."""


# Measures, letters, dossier, log ----


@dataclass(frozen=True, slots=True)
class MeasureEntry:
    case_id: str
    party_id: str | None
    rule_id: str
    advised: str = ""
    deviation_reason: str = ""
    reasons: str = ""
    milder_means: str = ""
    decided_by: str = ""
    mandate: str = ""
    decided_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    details: dict[str, Any] = field(default_factory=dict)
    met: tuple[str, ...] = ()
    """Guards that the user confirms."""
    passed_reason: str = ""
    """Why guards of policy that do not hold are passed."""


@dataclass(frozen=True, slots=True)
class GuardRow:
    """Something that goes before a decision: met by the case, to be confirmed, or missing."""

    id: str
    title: str
    level: str
    """law | policy"""
    confirm: bool
    met: bool
    missing: str
    skipped_reason: str = ""


@dataclass(frozen=True, slots=True)
class HearingEntry:
    case_id: str
    kind: HearingKind
    party_id: str | None = None
    invited_on: date | None = None
    held_at: datetime | None = None
    declined: bool = False
    skipped_reason: str = ""
    attendees: str = ""
    minutes: str = ""


@dataclass(frozen=True, slots=True)
class LetterKind:
    code: str
    title: str
    advised: bool
    """The route of this case names this letter."""
    available: bool
    """The app has the text of this letter."""


@dataclass(frozen=True, slots=True)
class FieldView:
    id: str
    label: str
    kind: str
    """text | paragraphs | date | moment | person | choice | number"""
    value: str
    """Dates as ISO text."""
    required: bool
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class BlockView:
    id: str
    heading: str
    kind: str
    """locked | editable | computed | clause"""
    text: str
    """Plain text with `**bold**`-free paragraphs separated by blank lines, as the editor shows it."""
    standard: bool
    complete: bool
    hint: str
    source: str
    mark: str
    """wet | cao | beleid | '' """
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that stands between this draft and *definitief*."""

    text: str
    level: str
    """gap | law | policy"""
    guard: str
    block_id: str = ""
    field_id: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    channel: Channel
    sent_on: date
    sent_by: str
    tracking: str


@dataclass(frozen=True, slots=True)
class LetterView:
    id: str
    case_id: str
    case_number: str
    case_title: str
    code: str
    title: str
    subject: str
    to_name: str
    status: LetterStatus
    reference: str
    saved_at: datetime
    blocks: tuple[BlockView, ...]
    findings: tuple[Finding, ...]
    dossier: DossierKind
    dossier_of: str
    sha256: str
    pages: int
    finalised_at: datetime | None
    deliveries: tuple[DeliveryRow, ...]


@dataclass(frozen=True, slots=True)
class PageMark:
    """Where a block stands on the page, in points from the top-left corner."""

    block_id: str
    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Preview:
    pdf: bytes
    pages: int
    marks: tuple[PageMark, ...] = ()


@dataclass(frozen=True, slots=True)
class DossierEntryRow:
    id: str
    kind: DossierKind
    title: str
    case_id: str
    case_number: str
    letter_id: str | None
    reference: str
    basis: str
    filed_at: datetime
    filed_by: str
    valid_until: date | None
    destroy_on: date | None
    retention_note: str


@dataclass(frozen=True, slots=True)
class DossierView:
    person: PersonRow
    cases: tuple[CaseListRow, ...]
    entries: tuple[DossierEntryRow, ...]
    access: tuple["LogRow", ...]


@dataclass(frozen=True, slots=True)
class LogRow:
    seq: int
    at: datetime
    actor: str
    action: str
    """Dutch sentence of what happened, without case text."""
    case_number: str
    mac: str


@dataclass(frozen=True, slots=True)
class LogView:
    rows: tuple[LogRow, ...]
    total: int
    chain_ok: bool
    chain_note: str


@dataclass(frozen=True, slots=True)
class SchoolEntry:
    name: str = ""
    code: str = ""
    brin: str = ""
    law: str = "WPO"
    organisation: str = "Stichting TWijs"
    street: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class ProfileEntry:
    """Who sits at the keyboard; signs the log and, where the mandate allows, letters."""

    name: str = ""
    function: str = "schoolleider"
    board_name: str = ""
    board_contact: str = ""
    board_address: str = ""
    """Postal address for objections and views, on one line."""
    may_suspend: bool = False
    """The managementstatuut mandates the principal to suspend a pupil (WPO 31 and 40c)."""
    mandate_source: str = ""
    """Where that mandate stands, as the letter names it."""
    complaint_contact: str = ""
    confidant: str = ""
    privacy_officer: str = ""
    retention_pupil: str = ""
    retention_personnel: str = ""
    """How long a letter is kept, in words; the board decides and documents it."""
