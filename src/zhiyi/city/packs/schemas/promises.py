"""Schemas of what the ledger is held against: targets, identities, list checks, weaknesses, requirements."""

from __future__ import annotations

from zhiyi.city.packs import rows
from zhiyi.city.packs.schemas.forms import ID, Field, FieldType, Reference, Table
from zhiyi.city.packs.schemas.ledger import source_fields, subject_field

_OBSERVATION = Reference("observations", "id", "pack.unknown_observation")
_INDICATOR = Reference("indicators", "id", "pack.unknown_indicator")
_SUBJECT = Reference("subjects", "name", "pack.unknown_subject")

TARGETS = Table(
    "targets",
    "目标",
    "Targets",
    "目标类、计划类观测的期限和结果看什么。",
    "Deadlines of observations of kind target or plan, and what would show the outcome.",
    rows.TargetRow,
    "observation",
    (
        Field(
            "observation",
            "说出目标的观测。",
            "Observation that states it.",
            "F006",
            required=True,
            unique=True,
            refers=_OBSERVATION,
        ),
        Field(
            "topic",
            "目标是什么；同一目标重提时写法一致。",
            "What is promised; the same words whenever it is stated again.",
            "高新技术企业倍增",
            required=True,
        ),
        Field("deadline", "期限；没有就留空。", "Deadline; empty where none is given.", "2023", FieldType.DATED),
        Field(
            "outcome", "看哪个指标的结果。", "Indicator that would show the outcome.", "hnte_count", refers=_INDICATOR
        ),
        Field(
            "outcome_subject",
            "看谁的结果；空即同一主体。",
            "Subject of the outcome; empty means the same.",
            "",
            refers=_SUBJECT,
        ),
        Field(
            "outcome_event",
            "看哪个事件；sense 为 by_day 时用。",
            "Event that would show a by_day outcome.",
            "E001",
            refers=Reference("events", "id", "pack.unknown_event"),
        ),
        Field(
            "sense",
            "怎样算完成。",
            "What counts as done.",
            "at_least",
            required=True,
            enum=("at_least", "at_most", "exactly", "by_day"),
        ),
    ),
)

IDENTITIES = Table(
    "identities",
    "恒等式",
    "Identities",
    "数字之间应当成立的关系。",
    "Relations that figures must satisfy.",
    rows.IdentityRow,
    "id",
    (
        Field("id", "编号。", "Id.", "I1", required=True, unique=True, pattern=ID),
        Field(
            "expression",
            "由指标编号、数字和 + - * / 组成的两边，中间是 =、<= 或 >=，符号两侧留空格。",
            "Two sides of indicator ids, numbers and + - * /, joined by =, <= or >=, with spaces around every sign.",
            "green_rate <= green_cover",
            required=True,
        ),
        Field(
            "subject",
            "只对哪个主体；空即所有主体。",
            "Subject that it holds for; empty means every subject.",
            "",
            refers=_SUBJECT,
        ),
        Field(
            "periods",
            "same 同一时期，latest 各取最新，any 任意组合。",
            "same period, the latest of each, or any combination.",
            "same",
            required=True,
            enum=("same", "latest", "any"),
        ),
        Field("name", "名称。", "Name.", "绿地率不高于绿化覆盖率", required=True),
        Field("name_en", "英文名称。", "English name.", "Green space is at most green cover", required=True),
    ),
)

LIST_CHECKS = Table(
    "list_checks",
    "清单核对",
    "List checks",
    "文中说了几个，又点了哪几个名。",
    "A stated count beside the items that the source names.",
    rows.ListCheckRow,
    "id",
    (
        Field("id", "编号。", "Id.", "L1", required=True, unique=True, pattern=ID),
        Field(
            "observation",
            "说出个数的观测。",
            "Observation that states the count.",
            "F007",
            required=True,
            refers=_OBSERVATION,
        ),
        Field(
            "items",
            "点到的名，用分号隔开。",
            "The items named, joined by semicolons.",
            "装备;电力;食品",
            FieldType.LIST,
            required=True,
        ),
        Field(
            "complete",
            "是否说已全部列出。",
            "Whether the source claims to name all.",
            "true",
            FieldType.BOOL,
            required=True,
        ),
        *source_fields(required=False),
    ),
)

WEAKNESSES = Table(
    "weaknesses",
    "自述短板",
    "Stated weaknesses",
    "城市自己说出的短板。",
    "Weaknesses that the city states of itself.",
    rows.WeaknessRow,
    "id",
    (
        Field("id", "编号。", "Id.", "W1", required=True, unique=True, pattern=ID),
        Field("title", "短板。", "Weakness.", "高层次人才不足", required=True),
        Field("title_en", "英文。", "In English.", "Too few highly skilled people", required=True),
        subject_field(required=True),
        *source_fields(required=True),
        Field(
            "since",
            "最早见于哪一天。",
            "First day on which it is documented.",
            "2021-02-28",
            FieldType.DAY,
            required=True,
        ),
    ),
)

REQUIREMENTS = Table(
    "requirements",
    "必报指标",
    "Required indicators",
    "框架或城市自己要求必须有数的指标。",
    "Indicators that a framework or the city itself requires to be observed.",
    rows.RequirementRow,
    "id",
    (
        Field("id", "编号。", "Id.", "R1", required=True, unique=True, pattern=ID),
        Field("indicator", "指标编号。", "Indicator id.", "green_cover", required=True, refers=_INDICATOR),
        subject_field(required=True),
        Field("why", "谁要求、为什么。", "Who requires it, and why.", "城市体检要求每年观测", required=True),
        Field("why_en", "英文。", "In English.", "The city health check asks for it every year", required=True),
        *source_fields(required=False),
    ),
)
