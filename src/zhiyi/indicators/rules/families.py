"""Figures that look alike and are not: different denominators, definition breaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from zhiyi.indicators.book import Book, FamilyMembers, by_time
from zhiyi.indicators.rules.made import Hit, Rule
from zhiyi.indicators.values import Definition, FindingKind, Measure, Observation
from zhiyi.indicators.wording import statements
from zhiyi.kernel.messages import Message

RELATIVE = frozenset({Measure.SHARE, Measure.RATIO, Measure.GROWTH})
AMOUNTS = frozenset({Measure.STOCK, Measure.FLOW, Measure.CUMULATIVE, *RELATIVE})
KEPT_APART = frozenset({Measure.STOCK, Measure.FLOW, Measure.CUMULATIVE})

_Members = tuple[tuple[Definition, tuple[Observation, ...]], ...]


def denominators_differ(book: Book) -> Iterator[Hit]:
    """Shares of one family over different wholes, or over a whole that one of the sources does not name."""
    for group in book.families:
        members = _of(group, RELATIVE)
        wholes = tuple(dict.fromkeys(definition.denominator for definition, _ in members))
        if len(wholes) > 1:
            named = tuple(whole or Message("indicators.finding.unnamed") for whole in wholes)
            yield _hit(group, members, "different_denominator.denominators_differ", wholes=named)


def numerators_differ(book: Book) -> Iterator[Hit]:
    """Amounts of one family, or shares of one whole, that count different things: completed and planned investment."""
    for group in book.families:
        for members in _parted(_of(group, AMOUNTS), by=_whole):
            counted = _counted(members)
            if len(counted) > 1:
                yield _hit(group, members, "different_denominator.numerators_differ", counted=counted)


def rank_sets_differ(book: Book) -> Iterator[Hit]:
    """Ranks of one indicator and subject that count in different sets."""
    for (indicator, subject), observations in book.by_subject.items():
        sets = tuple(dict.fromkeys(one.rank_of for one in observations if one.rank_of))
        if book.definitions[indicator].measure is Measure.RANK and len(sets) > 1:
            ranked = tuple(one for one in observations if one.rank_of)
            why = "indicators.finding.different_denominator.rank_sets_differ"
            yield Hit(Message(why, sets=sets, statements=statements(ranked)), ranked, subject=subject)


def measures_differ(book: Book) -> Iterator[Hit]:
    """Members of one family of which some state what there is, others what was added or has added up."""
    for group in book.families:
        members = _of(group, KEPT_APART)
        measures = tuple(dict.fromkeys(definition.measure for definition, _ in members))
        if len(measures) > 1:
            named = tuple(Message(f"indicators.measure.{measure.value}") for measure in measures)
            yield _hit(group, members, "definition_break.measures_differ", measures=named)


def stage_words_differ(book: Book) -> Iterator[Hit]:
    """Times taken that are counted up to different events: until production beside until capacity."""
    for group in book.families:
        members = _of(group, frozenset({Measure.DURATION}))
        if len(members) > 1:
            counted = tuple(definition.numerator or definition.name for definition, _ in members)
            yield _hit(group, members, "definition_break.stage_words_differ", counted=counted)


def names_differ(book: Book) -> Iterator[Hit]:
    """Members of one family alike in measure and unit, kept apart only by their names."""
    for group in book.families:
        named = _of(group, frozenset(Measure) - RELATIVE - {Measure.DURATION})
        for members in _parted(named, by=_sort):
            if len(members) > 1 and len(_counted(members)) < 2:
                names = tuple(definition.name for definition, _ in members)
                yield _hit(group, members, "definition_break.names_differ", names=names)


def labels_differ(book: Book) -> Iterator[Hit]:
    """One indicator and subject printed under different labels; an alias joins them, nobody has confirmed it."""
    for (_, subject), observations in book.by_subject.items():
        labels = tuple(dict.fromkeys(one.label for one in observations))
        if len(labels) > 1:
            why = Message(
                "indicators.finding.definition_break.labels_differ", labels=labels, statements=statements(observations)
            )
            yield Hit(why, observations, subject=subject)


def versions_overlap(book: Book) -> Iterator[Hit]:
    """Two classifications of one family in use at once: the older is still stated after the newer began."""
    for group in book.families:
        members = _of(group, frozenset({Measure.NAME}))
        for number, (older, older_stated) in enumerate(members):
            for newer, newer_stated in members[number + 1 :]:
                yield from _overlap(group, older, older_stated, newer, newer_stated)


RULES = (
    Rule("denominators_differ", FindingKind.DIFFERENT_DENOMINATOR, denominators_differ),
    Rule("numerators_differ", FindingKind.DIFFERENT_DENOMINATOR, numerators_differ),
    Rule("rank_sets_differ", FindingKind.DIFFERENT_DENOMINATOR, rank_sets_differ),
    Rule("measures_differ", FindingKind.DEFINITION_BREAK, measures_differ),
    Rule("stage_words_differ", FindingKind.DEFINITION_BREAK, stage_words_differ),
    Rule("names_differ", FindingKind.DEFINITION_BREAK, names_differ),
    Rule("labels_differ", FindingKind.DEFINITION_BREAK, labels_differ),
    Rule("versions_overlap", FindingKind.DEFINITION_BREAK, versions_overlap),
)


def _of(group: FamilyMembers, measures: frozenset[Measure]) -> _Members:
    return tuple(pair for pair in group.members if pair[0].measure in measures)


def _counted(members: _Members) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.numerator for one, _ in members if one.numerator))


def _whole(one: Definition) -> str:
    return f"{one.measure.value} {one.denominator}" if one.measure in RELATIVE else ""


def _sort(one: Definition) -> str:
    return one.measure.value


def _parted(members: _Members, *, by: Callable[[Definition], str]) -> Iterator[_Members]:
    """Members that share a unit and the value of `by`."""
    parts: dict[tuple[str, str], list[tuple[Definition, tuple[Observation, ...]]]] = defaultdict(list)
    for pair in members:
        parts[pair[0].unit, by(pair[0])].append(pair)
    yield from (tuple(part) for _, part in sorted(parts.items()))


def _hit(group: FamilyMembers, members: _Members, why: str, **params: object) -> Hit:
    observations = by_time(one for _, stated in members for one in stated)
    latest = by_time(stated[-1] for _, stated in members)
    message = Message(f"indicators.finding.{why}", **params, statements=statements(latest))
    return Hit(message, observations, indicator=members[0][0].id, subject=group.subject)


def _overlap(
    group: FamilyMembers,
    one: Definition,
    one_stated: tuple[Observation, ...],
    other: Definition,
    other_stated: tuple[Observation, ...],
) -> Iterator[Hit]:
    """A hit where the classification that began earlier is stated again after the other one began."""
    known = [min(stated, key=lambda item: item.known_from) for stated in (one_stated, other_stated)]
    if known[0].known_from == known[1].known_from:
        return
    if known[0].known_from > known[1].known_from:
        one, one_stated, other, other_stated = other, other_stated, one, one_stated
    began = min(item.known_from for item in other_stated)
    still = [item for item in one_stated if item.known_from > began]
    if still:
        shown = statements((one_stated[0], other_stated[0], still[-1]))
        names = {"older": one.name, "newer": other.name}
        why = Message("indicators.finding.definition_break.versions_overlap", **names, statements=shown)
        yield Hit(why, by_time((*one_stated, *other_stated)), indicator=one.id, subject=group.subject)
