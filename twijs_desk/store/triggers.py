"""What the database itself refuses, whoever asks: the one list of triggers.

Not part of a migration script: rewriting a table drops its triggers without a word, so every migration drops
them all and puts back this list (store/migrate.py). A change here needs a migration, if only an empty one.
"""

from collections.abc import Mapping, Sequence

# Never changed once written. Those with a case go only with the whole of that case (`_destroying`).
_APPEND_ONLY = (
    "audit_event",
    "incident",
    "correction",
    "custody_event",
    "qualification",
    "sealed_paper",
    "delivery",
    "rule_pack",
)

# The case that a row belongs to. A row of another table is never deleted at all.
_CASE_OF: Mapping[str, str] = {
    "case_file": "OLD.id",
    "incident": "OLD.case_id",
    "correction": "OLD.case_id",
    "qualification": "OLD.case_id",
    "evidence_item": "OLD.case_id",
    "letter": "OLD.case_id",
    "publication": "(SELECT case_id FROM incident WHERE id = OLD.incident_id)",
    "answer": "(SELECT case_id FROM flow_run WHERE id = OLD.run_id)",
    "custody_event": "(SELECT case_id FROM evidence_item WHERE id = OLD.evidence_id)",
    "evidence_content": "(SELECT case_id FROM evidence_item WHERE id = OLD.evidence_id)",
    "sealed_paper": "(SELECT case_id FROM letter WHERE id = OLD.letter_id)",
    "delivery": "(SELECT case_id FROM letter WHERE id = OLD.letter_id)",
}

_ANSWER = ("id", "run_id", "seq", "question_id", "value", "note", "answered_at", "answered_by")
_PUBLICATION = ("id", "incident_id", "platform", "account", "link", "audience", "reach", "posted_at")
_LETTER = (
    "id",
    "case_id",
    "party_id",
    "measure_id",
    "code",
    "title",
    "template_version",
    "template_hash",
    "fields",
    "edits",
    "addressee",
    "policy_reasons",
    "started_at",
    "saved_at",
    "reference",
    "sha256",
    "pages",
    "finalised_at",
    "finalised_by",
    "snapshot",
)

_EVIDENCE = (
    "id",
    "case_id",
    "number",
    "kind",
    "title",
    "description",
    "storage_mode",
    "media_type",
    "size",
    "sha256",
    "received_from",
    "received_at",
    "captured_at",
    "captured_how",
    "derived_from",
)
_DESTRUCTION = (
    "id",
    "case_id",
    "year",
    "serial",
    "kind",
    "started_on",
    "closed_at",
    "destroy_on",
    "ground",
    "decided_by",
    "approved_by",
    "destroyed_at",
    "counts",
    "sha256",
)

# Columns a row may still change, and those it may not: together all columns (tests/store/test_store_tampering).
FROZEN: Mapping[str, Sequence[str]] = {
    "answer": _ANSWER,
    "publication": _PUBLICATION,
    "letter": _LETTER,
    "evidence_item": _EVIDENCE,
    "destruction": _DESTRUCTION,
}
FREE: Mapping[str, Sequence[str]] = {
    "answer": ("superseded_at",),
    "publication": ("online_state", "removed_on"),
    "letter": ("status",),
    "evidence_item": (),
    "destruction": ("open_case",),
}


def _refuse(name: str, moment: str, table: str, when: str, why: str) -> tuple[str, str]:
    condition = f" WHEN {when}" if when else ""
    return name, (
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW{condition} "
        f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
    )


def _changed(columns: Sequence[str]) -> str:
    return " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in columns)


def _destroying(table: str) -> str:
    """No destruction of this row's case is under way (models.Destruction)."""
    if table not in _CASE_OF:
        return ""
    return f"NOT EXISTS (SELECT 1 FROM destruction WHERE open_case = {_CASE_OF[table]})"


def _kept(table: str, when: str = "") -> tuple[str, str]:
    condition = " AND ".join(part for part in (when, _destroying(table)) if part)
    return _refuse(f"{table}_no_delete", "DELETE", table, condition, f"{table}: rows are never deleted")


def _all() -> dict[str, str]:
    pairs = []
    for table in _APPEND_ONLY:
        pairs.append(_refuse(f"{table}_no_update", "UPDATE", table, "", f"{table}: rows are never changed"))
        pairs.append(_kept(table))
    answer = f"OLD.superseded_at IS NOT NULL OR {_changed(_ANSWER)}"
    publication = _changed(_PUBLICATION)
    letter = f"OLD.status <> 'draft' AND (NEW.status = 'draft' OR {_changed(_LETTER)})"
    sealed_name, sealed = _kept("letter", "OLD.status <> 'draft'")
    reopened = f"NEW.open_case IS NOT NULL OR {_changed(_DESTRUCTION)}"
    begun_wrong = "NEW.open_case IS NOT NEW.case_id OR NEW.id IS NEW.case_id"
    pairs += [
        _refuse("answer_no_update", "UPDATE", "answer", answer, "answer: only superseded, once"),
        _kept("answer"),
        _refuse(
            "publication_no_update",
            "UPDATE",
            "publication",
            publication,
            "publication: never changed",
        ),
        _kept("publication"),
        _refuse("letter_sealed_no_update", "UPDATE", "letter", letter, "letter: sealed"),
        ("letter_sealed_no_delete", sealed.replace(sealed_name, "letter_sealed_no_delete")),
        _refuse(
            "evidence_content_no_update", "UPDATE", "evidence_content", "", "evidence_content: never changed"
        ),
        _kept("evidence_content"),
        _refuse(
            "evidence_item_no_update",
            "UPDATE",
            "evidence_item",
            _changed(_EVIDENCE),
            "evidence_item: never changed",
        ),
        _kept("evidence_item"),
        _kept("case_file"),
        _refuse("destruction_begins", "INSERT", "destruction", begun_wrong, "destruction: begins open"),
        _refuse("destruction_no_update", "UPDATE", "destruction", reopened, "destruction: only ended"),
        _kept("destruction"),
    ]
    return dict(pairs)


TRIGGERS: Mapping[str, str] = _all()
