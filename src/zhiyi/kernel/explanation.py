"""The explanation tree: a verdict, the sentence that says why, and the verdicts it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from zhiyi.kernel.evidence import Evidence
from zhiyi.kernel.messages import Message


class Verdict(StrEnum):
    """Three-valued, and `by_hand` where only a person can judge. Unknown is never "not met"."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Explanation:
    """One node: what was decided, why, on what evidence, and from which parts."""

    verdict: Verdict
    why: Message
    evidence: tuple[Evidence, ...] = ()
    parts: tuple[Explanation, ...] = ()

    def walk(self) -> Iterator[Explanation]:
        """This node and every node under it, parents first."""
        yield self
        for part in self.parts:
            yield from part.walk()
