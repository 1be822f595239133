"""Schemas of the words that figures use: units, comparators, themes, stages."""

from __future__ import annotations

from zhiyi.city.packs import rows
from zhiyi.city.packs.schemas.forms import CODE, UNIT_CODE, WINGS, Field, FieldType, Reference, Table

UNITS = Table(
    "units",
    "单位",
    "Units",
    "计量单位；规范值 = 印出的值 × factor。",
    "Units of measure; canonical value = printed value × factor.",
    rows.UnitRow,
    "code",
    (
        Field("code", "文中印出的单位。", "Unit as printed.", "亿元", required=True, unique=True, pattern=UNIT_CODE),
        Field("name", "名称。", "Name.", "亿元", required=True),
        Field("name_en", "英文名称。", "English name.", "100 million yuan", required=True),
        Field(
            "dimension",
            "量纲；同一规范单位的量纲相同。",
            "Dimension; the same for all units of one canonical unit.",
            "money",
            required=True,
        ),
        Field(
            "canonical",
            "规范单位；规范单位写自己。",
            "Canonical unit; a canonical unit names itself.",
            "元",
            required=True,
            refers=Reference("units", "code", "pack.unknown_unit"),
        ),
        Field(
            "factor",
            "换算系数，大于 0；规范单位为 1。",
            "Factor above 0; 1 for a canonical unit.",
            "100000000",
            FieldType.DECIMAL,
            required=True,
        ),
    ),
)

COMPARATORS = Table(
    "comparators",
    "约数词",
    "Comparators",
    "“近、超、余、左右”这类词怎样把一个数变成区间。城市可用同一个词改写规则。",
    "How words such as 近, 超, 余 and 左右 turn a number into an interval. A city may rewrite the rule of a word.",
    rows.ComparatorRow,
    "word",
    (
        Field("word", "文中的词。", "Word as printed.", "近", required=True, unique=True),
        Field(
            "rule",
            "规则。",
            "Rule.",
            "below",
            required=True,
            enum=("exact", "below", "above", "at_least", "at_most", "next_digit", "about", "magnitude", "tens"),
        ),
        Field("parameter", "规则的宽度，如 0.1。", "Width of the rule, such as 0.1.", "0.1", FieldType.DECIMAL, low=0),
        Field("name_en", "英文说法。", "In English.", "nearly"),
        Field("note", "备注。", "Note.", ""),
    ),
    overrides=True,
)

THEMES = Table(
    "themes",
    "专题",
    "Themes",
    "指标的专题，分属智造、宜居或两者。城市可用同一代码改写。",
    "Themes of indicators, under making, living or both. A city may rewrite one under the same code.",
    rows.Theme,
    "code",
    (
        Field("code", "代码。", "Code.", "industry", required=True, unique=True, pattern=CODE),
        Field(
            "wing",
            "智造 make、宜居 live 或两者 both。",
            "make (智造), live (宜居) or both.",
            "make",
            required=True,
            enum=WINGS,
        ),
        Field("name", "名称。", "Name.", "工业", required=True),
        Field("name_en", "英文名称。", "English name.", "Industry", required=True),
        Field("order", "排列次序。", "Order on a page.", "1", FieldType.INT, required=True),
    ),
    overrides=True,
)

STAGES = Table(
    "stages",
    "项目阶段",
    "Project stages",
    "项目从线索到达产的阶段，按次序。城市可用同一代码改写。",
    "Stages of a project from lead to full capacity, in order. A city may rewrite one under the same code.",
    rows.Stage,
    "code",
    (
        Field("code", "代码。", "Code.", "started", required=True, unique=True, pattern=CODE),
        Field("name", "名称。", "Name.", "开工", required=True),
        Field("name_en", "英文名称。", "English name.", "Started", required=True),
        Field("order", "次序，从小到大。", "Order, ascending.", "5", FieldType.INT, required=True),
    ),
    overrides=True,
)
