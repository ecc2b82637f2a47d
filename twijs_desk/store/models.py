"""The tables of the vault. Terms as in the vocabulary; moments in UTC, days as dates.

Rows with a legal weight (incident, answer, sealed letter, audit event) are never overwritten: a correction is
a row of its own. `table=True` constructors do not validate (SQLModel): casework validates where data enters.
"""

import uuid
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

Json = dict[str, Any]


def _id() -> Any:
    return Field(default_factory=uuid.uuid4, primary_key=True)


def _ref(target: str, *, nullable: bool = False, index: bool = True) -> Any:
    default = None if nullable else ...
    return Field(default, foreign_key=target, nullable=nullable, index=index)


def _json(default: Any = dict) -> Any:
    return Field(default_factory=default, sa_type=sa.JSON)


class VaultInfo(SQLModel, table=True):
    """One row: which vault this is, so that a key file of another vault is noticed."""

    __tablename__ = "vault_info"
    vault_id: str = Field(primary_key=True)
    created_at: datetime
    product_version: str
    chain_key: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """Hexadecimal; empty while the log is chained under the key derived from the vault key."""


class Setting(SQLModel, table=True):
    """What the school can change: profile, mandate, contacts, terms (key → JSON)."""

    __tablename__ = "setting"
    key: str = Field(primary_key=True)
    value: Json = _json()


class School(SQLModel, table=True):
    __tablename__ = "school"
    id: uuid.UUID = _id()
    name: str
    code: str
    brin: str
    law: str = "WPO"
    organisation: str
    street: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""


class Person(SQLModel, table=True):
    """Minimal by design; never a BSN."""

    __tablename__ = "person"
    id: uuid.UUID = _id()
    given_name: str = ""
    initials: str = ""
    infix: str = ""
    family_name: str = ""
    title: str = ""
    form_of_address: str = "neutral"
    born_on: date | None = None
    street: str = ""
    postcode: str = ""
    city: str = ""
    email: str = ""
    search_key: str = Field(default="", index=True)
    created_at: datetime


class Capacity(SQLModel, table=True):
    __tablename__ = "capacity"
    id: uuid.UUID = _id()
    person_id: uuid.UUID = _ref("person.id")
    kind: str
    detail: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


class Guardianship(SQLModel, table=True):
    __tablename__ = "guardianship"
    id: uuid.UUID = _id()
    child_id: uuid.UUID = _ref("person.id")
    guardian_id: uuid.UUID = _ref("person.id")
    has_authority: bool = True
    restriction_note: str = ""


class Draft(SQLModel, table=True):
    """Something being typed, kept in the vault from the first second; counts nowhere until confirmed."""

    __tablename__ = "draft"
    id: uuid.UUID = _id()
    kind: str
    body: Json = _json()
    started_at: datetime
    saved_at: datetime


class Case(SQLModel, table=True):
    __tablename__ = "case_file"
    __table_args__ = (
        sa.UniqueConstraint("year", "serial"),
        # Read backwards for newest first; with DESC Alembic would lose them when it rewrites the table.
        sa.Index("ix_case_recent", "updated_at", "id"),
        sa.Index("ix_case_status", "status", "updated_at", "id"),
    )
    id: uuid.UUID = _id()
    year: int
    serial: int
    title: str
    status: str
    confidentiality: str = "restricted"
    no_copy: bool = False
    started_on: date
    updated_at: datetime
    closed_at: datetime | None = None
    result: str = ""


class Incident(SQLModel, table=True):
    """The confirmed facts. Never updated: see Correction."""

    __tablename__ = "incident"
    id: uuid.UUID = _id()
    case_id: uuid.UUID = _ref("case_file.id")
    occurred_at: datetime | None = None
    occurred_note: str = ""
    school_aware_at: datetime
    board_aware_at: datetime | None = None
    recorded_at: datetime
    period: str = "unknown"
    place: str = ""
    observation: str
    statement: str = ""
    interpretation: str = ""
    recorded_by: str


class Correction(SQLModel, table=True):
    """A correction by addition: the old value stays readable beside the new one, with the reason."""

    __tablename__ = "correction"
    id: uuid.UUID = _id()
    case_id: uuid.UUID = _ref("case_file.id")
    subject: str
    subject_id: uuid.UUID
    field: str
    old_value: str
    new_value: str
    reason: str
    made_at: datetime
    made_by: str


class Publication(SQLModel, table=True):
    __tablename__ = "publication"
    id: uuid.UUID = _id()
    incident_id: uuid.UUID = _ref("incident.id")
    platform: str
    account: str = ""
    link: str = ""
    audience: str = "unknown"
    reach: str = ""
    posted_at: datetime | None = None
    online_state: str = "unknown"
    removed_on: date | None = None


class Party(SQLModel, table=True):
    """Someone in a case, in a role and a capacity; without a person: nobody has identified them yet."""

    __tablename__ = "party"
    id: uuid.UUID = _id()
    case_id: uuid.UUID = _ref("case_file.id")
    person_id: uuid.UUID | None = _ref("person.id", nullable=True)
    label: str = ""
    role: str
    capacity: str
    capacity_detail: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


class Allegation(SQLModel, table=True):
    __tablename__ = "allegation"
    id: uuid.UUID = _id()
    case_id: uuid.UUID = _ref("case_file.id")
    party_id: uuid.UUID = _ref("party.id")
    rule_id: str
    text: str
    finding: str = "open"
    motivation: str = ""


class EvidenceItem(SQLModel, table=True):
    __tablename__ = "evidence_item"
    __table_args__ = (sa.UniqueConstraint("case_id", "number"),)
    id: uuid.UUID = _id()
    case_id: uuid.UUID = _ref("case_file.id", index=False)
    number: int
    kind: str
    title: str
    description: str = ""
    storage_mode: str
    media_type: str = ""
    size: int = 0
    sha256: str = ""
    received_from: str = ""
    received_at: datetime
    captured_at: datetime | None = None
    captured_how: str = ""
    derived_from: uuid.UUID | None = _ref("evidence_item.id", nullable=True)


class EvidenceContent(SQLModel, table=True):
    __tablename__ = "evidence_content"
    evidence_id: uuid.UUID = Field(primary_key=True, foreign_key="evidence_item.id")
    content: bytes


class CustodyEvent(SQLModel, table=True):
    __tablename__ = "custody_event"
    id: uuid.UUID = _id()
    evidence_id: uuid.UUID = _ref("evidence_item.id")
    kind: str
    at: datetime
    actor: str
    note: str = ""


class FlowRun(SQLModel, table=True):
    """One walk through the decision route for one party, pinned to the pack it was decided under."""

    __tablename__ = "flow_run"
    id: uuid.UUID = _id()
    case_id: uuid.UUID = _ref("case_file.id")
    party_id: uuid.UUID | None = _ref("party.id", nullable=True)
    pack_id: str
    pack_version: str
    started_at: datetime


class Answer(SQLModel, table=True):
    """Answers are added, never changed; a newer answer to the same question supersedes this one."""

    __tablename__ = "answer"
    id: uuid.UUID = _id()
    run_id: uuid.UUID = _ref("flow_run.id")
    seq: int
    question_id: str
    value: Any = _json(list)
    note: str = ""
    answered_at: datetime
    answered_by: str
    superseded_at: datetime | None = None


class Qualification(SQLModel, table=True):
    """The formal judgement *grensoverschrijdend* (protocol S3): by whom, when, on what ground."""

    __tablename__ = "qualification"
    id: uuid.UUID = _id()
    case_id: uuid.UUID = _ref("case_file.id")
    party_id: uuid.UUID | None = _ref("party.id", nullable=True)
    outcome: str
    ground: str = ""
    decided_by: str
    decided_at: datetime


class Obligation(SQLModel, table=True):
    __tablename__ = "obligation"
    __table_args__ = (
        sa.UniqueConstraint("run_id", "rule_id"),
        sa.Index("ix_obligation_status_due", "status", "due_at"),
    )
    id: uuid.UUID = _id()
    case_id: uuid.UUID = _ref("case_file.id")
    run_id: uuid.UUID = _ref("flow_run.id", index=False)
    rule_id: str
    title: str
    level: str
    basis: str
    holder: str
    source: str
    action: str = ""
    reason: str = ""
    triggered_at: datetime
    due_at: datetime | None = None
    due_sentence: str = ""
    status: str = "open"
    done_at: datetime | None = None
    done_by: str = ""
    proof: str = ""
    waiver_reason: str = ""


class InspectorCall(SQLModel, table=True):
    """One attempt to reach the confidential inspector, and what was said. Confidential class."""

    __tablename__ = "inspector_call"
    __table_args__ = (sa.UniqueConstraint("case_id", "attempt"),)
    id: uuid.UUID = _id()
    case_id: uuid.UUID = _ref("case_file.id", index=False)
    attempt: int
    number_dialled: str
    duty_basis: str
    started_at: datetime
    ended_at: datetime | None = None
    outcome: str
    caller: str
    spoken_to: str = ""
    reference: str = ""
    put_forward: str = ""
    notes: str = ""
    advice: str = ""
    suspicion: str = "not_yet"
    agreed: str = ""
    informs: str = ""
    follow_up_at: datetime | None = None
    saved_at: datetime


class Hearing(SQLModel, table=True):
    __tablename__ = "hearing"
    id: uuid.UUID = _id()
    case_id: uuid.UUID = _ref("case_file.id")
    party_id: uuid.UUID | None = _ref("party.id", nullable=True)
    kind: str
    invited_on: date | None = None
    held_at: datetime | None = None
    declined: bool = False
    skipped_reason: str = ""
    attendees: str = ""
    minutes: str = ""
    recorded_at: datetime


class Measure(SQLModel, table=True):
    """Advised against chosen, with the reason for departing, who decided and under which mandate."""

    __tablename__ = "measure"
    id: uuid.UUID = _id()
    case_id: uuid.UUID = _ref("case_file.id")
    party_id: uuid.UUID | None = _ref("party.id", nullable=True)
    rule_id: str
    title: str
    advised: str = ""
    deviation_reason: str = ""
    status: str = "proposed"
    reasons: str = ""
    milder_means: str = ""
    decided_by: str = ""
    mandate: str = ""
    decided_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    details: Json = _json()
    recorded_at: datetime


class Letter(SQLModel, table=True):
    """Draft until sealed; from then on the sealed columns never change (trigger) and nothing is deleted."""

    __tablename__ = "letter"
    id: uuid.UUID = _id()
    case_id: uuid.UUID = _ref("case_file.id")
    party_id: uuid.UUID | None = _ref("party.id", nullable=True)
    measure_id: uuid.UUID | None = _ref("measure.id", nullable=True, index=False)
    code: str
    title: str
    status: str = "draft"
    template_version: str
    template_hash: str
    fields: Json = _json()
    edits: Json = _json()
    addressee: Json = _json()
    policy_reasons: Json = _json()
    started_at: datetime
    saved_at: datetime
    reference: str | None = Field(default=None, unique=True)
    sha256: str = ""
    pages: int = 0
    finalised_at: datetime | None = None
    finalised_by: str = ""
    snapshot: Json = _json()


class SealedPaper(SQLModel, table=True):
    """The bytes of a final letter, written once."""

    __tablename__ = "sealed_paper"
    letter_id: uuid.UUID = Field(primary_key=True, foreign_key="letter.id")
    content: bytes


class Delivery(SQLModel, table=True):
    __tablename__ = "delivery"
    id: uuid.UUID = _id()
    letter_id: uuid.UUID = _ref("letter.id")
    channel: str
    sent_on: date
    sent_by: str
    tracking: str = ""
    recorded_at: datetime


class DossierEntry(SQLModel, table=True):
    __tablename__ = "dossier_entry"
    id: uuid.UUID = _id()
    kind: str
    person_id: uuid.UUID | None = _ref("person.id", nullable=True)
    case_id: uuid.UUID = _ref("case_file.id")
    letter_id: uuid.UUID | None = _ref("letter.id", nullable=True)
    title: str
    basis: str
    filed_at: datetime
    filed_by: str
    valid_until: date | None = None
    destroy_on: date | None = None
    retention_note: str = ""


class AuditEvent(SQLModel, table=True):
    """One line of the log, chained by HMAC to the one before; append-only by trigger."""

    __tablename__ = "audit_event"
    seq: int = Field(primary_key=True)
    at: datetime
    actor: str
    action: str
    subject: str = ""
    subject_id: str = Field(default="", index=True)
    case_id: str = Field(default="", index=True)
    detail: Json = _json()
    prev_mac: str
    mac: str


class Destruction(SQLModel, table=True):
    """What is left of a case that was destroyed: that it was there, why it went and who decided. No one's name
    but those of the staff who decided.

    `open_case` is set while the rows go, and only then do the triggers let them (store/triggers.py). It points
    at a destruction that does not exist, so the transaction cannot end before it is empty again.
    """

    __tablename__ = "destruction"
    __table_args__ = (sa.UniqueConstraint("year", "serial"),)
    id: uuid.UUID = _id()
    case_id: uuid.UUID = Field(unique=True)
    open_case: uuid.UUID | None = _ref("destruction.id", nullable=True, index=False)
    year: int
    serial: int
    kind: str
    started_on: date
    closed_at: datetime
    destroy_on: date | None = None
    ground: str
    decided_by: str
    approved_by: str
    destroyed_at: datetime
    counts: Json = _json()
    sha256: str


class RulePack(SQLModel, table=True):
    """The text of a rule pack, written once: cases stay pinned to it, whatever a later program ships.

    `active_from` is the day from which it counts for new cases; none for a copy of what the program shipped.
    The same text can be there twice: once kept, once taken into use.
    """

    __tablename__ = "rule_pack"
    __table_args__ = (sa.Index("ix_rule_pack_version", "pack_id", "version"),)
    id: uuid.UUID = _id()
    pack_id: str
    version: str
    title: str
    files: str
    sha256: str = Field(index=True)
    signer: str = ""
    signed_at: datetime | None = None
    imported_at: datetime
    imported_by: str
    active_from: date | None = None


METADATA = SQLModel.metadata
