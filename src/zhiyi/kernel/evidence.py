"""Evidence: what a figure, a finding or a gap rests on. No figure stands without one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentSpan:
    """Words in a document.

    Attributes:
        document: Id of the document in the ledger.
        line: Line of the stored text on which the words begin, counted from 1.
        words: The carrying words as printed, spaces and wraps inside words removed.
    """

    document: str
    line: int
    words: str


@dataclass(frozen=True, slots=True)
class RegisterRows:
    """Rows of a register, by their keys; `digest` fixes the state of the register that was read."""

    register: str
    rows: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class EngineRun:
    """A run of an engine: its id in the run book, the engine and the engine's version."""

    run: str
    engine: str
    version: str


Evidence = DocumentSpan | RegisterRows | EngineRun


def as_record(evidence: Evidence) -> dict[str, object]:
    """Plain values of one piece of evidence, with `type` naming its form, for JSON and for storage."""
    match evidence:
        case DocumentSpan(document, line, words):
            return {"type": "document", "document": document, "line": line, "words": words}
        case RegisterRows(register, rows, digest):
            return {"type": "register", "register": register, "rows": list(rows), "digest": digest}
        case EngineRun(run, engine, version):
            return {"type": "run", "run": run, "engine": engine, "version": version}
