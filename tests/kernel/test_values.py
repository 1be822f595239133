"""Messages, errors, evidence, explanations and gaps: the values that every engine speaks in."""

from __future__ import annotations

import copy
import hashlib
import json
import pickle
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyi.kernel import records
from zhiyi.kernel.evidence import DocumentSpan, EngineRun, RegisterRows, as_record
from zhiyi.kernel.explanation import Explanation, Verdict
from zhiyi.kernel.gap import Affected, Gap, fingerprint
from zhiyi.kernel.messages import Conflict, DataError, Message, NotAllowed, NotFound, SettingsError, ZhiyiError
from zhiyi.kernel.periods import Basis, Period, Precision, parse

SPAN = DocumentSpan("doc-4", 43, "短板依然存在")

# --- messages


def test_messages_with_equal_parameters_are_equal_and_hash_alike():
    one = Message("pack.bad", row=3, value=Decimal("1.0"), parts=(1, Message("inner", a=1)))
    other = Message("pack.bad", parts=(1, Message("inner", a=1)), value=Decimal("1.00"), row=3)
    assert one == other
    assert hash(one) == hash(other)
    assert len({one, other}) == 1


def test_messages_differ_by_key_and_by_parameter():
    assert len({Message("a"), Message("b"), Message("a", x=1), Message("a", x=2), Message("a", y=1)}) == 5
    assert Message("a") != "a"


def test_a_message_may_have_a_parameter_named_key():
    assert Message("seal.no_such_key", key="k").params == {"key": "k"}


def test_the_parameters_of_a_message_cannot_be_changed():
    message = Message("a", x=1)
    with pytest.raises(TypeError):
        message.params["x"] = 2


def test_a_message_survives_pickling_and_copying():
    message = Message("a", x=Decimal("1.5"), when=parse("2019-09"), inner=Message("b", y=(1, 2)))
    assert pickle.loads(pickle.dumps(message)) == message
    assert copy.deepcopy(message) == message


def test_a_message_prints_its_key_and_parameters():
    assert str(Message("a")) == "a"
    assert str(Message("a", x=1, y="b")) == "a(x=1, y=b)"


@pytest.mark.parametrize("kind", [ZhiyiError, DataError, NotFound, NotAllowed, Conflict, SettingsError])
def test_an_error_carries_its_message_through_pickling(kind):
    error = kind(Message("a", x=1))
    assert isinstance(error, ZhiyiError)
    assert str(error) == "a(x=1)"
    assert pickle.loads(pickle.dumps(error)).message == Message("a", x=1)


# --- evidence


@pytest.mark.parametrize(
    ("evidence", "record"),
    [
        (SPAN, {"type": "document", "document": "doc-4", "line": 43, "words": "短板依然存在"}),
        (
            RegisterRows("firms", ("1", "2"), "sha256:00"),
            {"type": "register", "register": "firms", "rows": ["1", "2"], "digest": "sha256:00"},
        ),
        (EngineRun("r1", "space", "1.2"), {"type": "run", "run": "r1", "engine": "space", "version": "1.2"}),
    ],
)
def test_evidence_becomes_a_plain_record_and_comes_back(evidence, record):
    assert as_record(evidence) == record
    assert records.evidence(json.loads(json.dumps(record))) == evidence


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False)
    | st.dates()
    | st.sampled_from(["2019", "截至2019-09", "三年计划", "2015-2020"]).map(parse)
    | st.sampled_from([date(2016, 5, 1), date(1, 1, 1)]).map(
        lambda day: Period(day, day, Precision.DAY, "2016-05-01T00:00:45")
    )
    | st.just(Period(date(2019, 11, 1), date(2020, 1, 31), Precision.RANGE, "2019-11", True, Basis.IMPLIED)),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.sampled_from("abc"), inner, max_size=3).map(lambda params: Message("k", **params))
    ),
    max_leaves=8,
)


@given(VALUES)
def test_every_value_that_a_message_carries_survives_storage(value):
    stored = json.loads(json.dumps(records.packed(value)))
    assert records.unpacked(stored) == value
    assert type(records.unpacked(stored)) is type(value)


@pytest.mark.parametrize("value", [0.5, {1, 2}, b"bytes"])
def test_a_value_that_no_message_carries_is_not_stored(value):
    with pytest.raises(DataError):
        records.packed(value)


# --- explanations


def test_walking_an_explanation_meets_parents_before_parts_in_their_order():
    leaf = [Explanation(Verdict.UNKNOWN, Message(name)) for name in "abc"]
    branch = Explanation(Verdict.NOT_MET, Message("branch"), parts=(leaf[0], leaf[1]))
    root = Explanation(Verdict.UNKNOWN, Message("root"), parts=(branch, leaf[2]))
    assert [node.why.key for node in root.walk()] == ["root", "branch", "a", "b", "c"]


def test_unknown_and_not_met_are_different_verdicts():
    assert len({Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.BY_HAND}) == 4


# --- gaps

GAP = Gap(
    engine="indicators",
    kind="missed_target",
    rule="T01",
    subject="city",
    place="990100",
    title=Message("gap.title"),
    evidence=(SPAN,),
    size=Decimal("2.5"),
    unit="percent",
)


def test_the_fingerprint_is_that_of_engine_kind_subject_place_and_rule():
    joined = "\x1f".join(["indicators", "missed_target", "city", "990100", "T01"])
    assert GAP.fingerprint == hashlib.sha256(joined.encode()).hexdigest()[:32]


@pytest.mark.parametrize(
    "change",
    [
        {"size": Decimal(9)},
        {"size": None, "unit": ""},
        {"since": date(2019, 1, 1)},
        {"due": date(2030, 1, 1)},
        {"owner": "bureau"},
        {"title": Message("gap.other")},
        {"affected": Affected(count=3)},
        {"solid": False},
    ],
)
def test_a_gap_of_another_size_date_or_owner_is_the_same_gap(change):
    assert replace(GAP, **change).fingerprint == GAP.fingerprint


@pytest.mark.parametrize("part", ["engine", "kind", "rule", "subject", "place"])
def test_a_gap_that_differs_in_what_it_is_about_is_another_gap(part):
    assert replace(GAP, **{part: "other"}).fingerprint != GAP.fingerprint


PART = st.text(st.characters(exclude_characters="\x1f", exclude_categories=["Cs"]), max_size=4)


@given(st.tuples(PART, PART, PART, PART, PART), st.tuples(PART, PART, PART, PART, PART))
def test_two_gaps_share_a_fingerprint_only_when_all_five_parts_agree(one, other):
    def marked(parts):
        engine, kind, subject, place, rule = parts
        return fingerprint(engine=engine, kind=kind, subject=subject, place=place, rule=rule)

    assert (marked(one) == marked(other)) == (one == other)
