"""What the database itself refuses, whoever asks: the one list of triggers.

Not part of a migration script: rewriting a table drops its triggers without a word, so every migration drops
them all and puts back this list (store/migrate.py). A change here needs a migration, if only an empty one.
"""

from collections.abc import Mapping, Sequence

# Never changed and never deleted once written. Destruction after the term comes with its own migration.
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

# Columns a row may still change, and those it may not: together all columns (tests/store/test_triggers).
FROZEN: Mapping[str, Sequence[str]] = {"answer": _ANSWER, "publication": _PUBLICATION, "letter": _LETTER}
FREE: Mapping[str, Sequence[str]] = {
    "answer": ("superseded_at",),
    "publication": ("online_state", "removed_on"),
    "letter": ("status",),
}


def _refuse(name: str, moment: str, table: str, when: str, why: str) -> tuple[str, str]:
    condition = f" WHEN {when}" if when else ""
    return name, (
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW{condition} "
        f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
    )


def _changed(columns: Sequence[str]) -> str:
    return " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in columns)


def _all() -> dict[str, str]:
    pairs = []
    for table in _APPEND_ONLY:
        pairs.append(_refuse(f"{table}_no_update", "UPDATE", table, "", f"{table}: rows are never changed"))
        pairs.append(_refuse(f"{table}_no_delete", "DELETE", table, "", f"{table}: rows are never deleted"))
    answer = f"OLD.superseded_at IS NOT NULL OR {_changed(_ANSWER)}"
    publication = _changed(_PUBLICATION)
    letter = f"OLD.status <> 'draft' AND (NEW.status = 'draft' OR {_changed(_LETTER)})"
    final = "OLD.status <> 'draft'"
    pairs += [
        _refuse("answer_no_update", "UPDATE", "answer", answer, "answer: only superseded, once"),
        _refuse("answer_no_delete", "DELETE", "answer", "", "answer: rows are never deleted"),
        _refuse(
            "publication_no_update",
            "UPDATE",
            "publication",
            publication,
            "publication: never changed",
        ),
        _refuse("publication_no_delete", "DELETE", "publication", "", "publication: rows are never deleted"),
        _refuse("letter_sealed_no_update", "UPDATE", "letter", letter, "letter: sealed"),
        _refuse("letter_sealed_no_delete", "DELETE", "letter", final, "letter: sealed"),
        _refuse(
            "evidence_content_no_update", "UPDATE", "evidence_content", "", "evidence_content: never changed"
        ),
    ]
    return dict(pairs)


TRIGGERS: Mapping[str, str] = _all()
