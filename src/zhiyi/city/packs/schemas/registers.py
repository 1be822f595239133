"""Schemas of registers: the classification of activities, the calendar, and the synthetic roll and history."""

from __future__ import annotations

from zhiyi.city.packs import rows
from zhiyi.city.packs.schemas.forms import ID, INDUSTRY_CODE, SECTION, Field, FieldType, Reference, Table

INDUSTRY = Table(
    "industry",
    "国民经济行业分类",
    "Classification of economic activities",
    "GB/T 4754 的门类、大类、中类、小类。",
    "Sections, divisions, groups and classes of GB/T 4754.",
    rows.Industry,
    "code",
    (
        Field("code", "代码。", "Code.", "C38", required=True, unique=True, pattern=INDUSTRY_CODE),
        Field(
            "level",
            "层级：1 门类，2 大类，3 中类，4 小类。",
            "Level: 1 section, 2 division, 3 group, 4 class.",
            "2",
            FieldType.INT,
            required=True,
            low=1,
        ),
        Field("section", "所属门类的字母。", "Letter of its section.", "C", required=True, pattern=SECTION),
        Field("name", "名称。", "Name.", "电气机械和器材制造业", required=True),
        Field(
            "parent",
            "上一层的代码；门类留空。",
            "Code of the level above; empty for a section.",
            "C",
            refers=Reference("industry", "code", "pack.missing_parent"),
        ),
    ),
)

CALENDAR = Table(
    "calendar",
    "工作日历",
    "Work calendar",
    "法定节假日和调休上班日；其余的日子按周一至周五上班。",
    "Statutory holidays and make-up workdays; every other day follows the week.",
    rows.CalendarDay,
    "day",
    (
        Field("day", "日期。", "Day.", "2026-10-01", FieldType.DAY, required=True, unique=True),
        Field(
            "kind",
            "放假 holiday，或上班 workday。",
            "holiday, or workday for a make-up workday.",
            "holiday",
            required=True,
            enum=("holiday", "workday"),
        ),
        Field("name", "节日名称。", "Name of the holiday.", "国庆节", required=True),
        Field("name_en", "英文名称。", "English name.", "National Day", required=True),
        Field(
            "source",
            "通知的文号或标题。",
            "Notice that says so.",
            "国务院办公厅关于2026年部分节假日安排的通知",
            required=True,
        ),
    ),
)

FIRMS = Table(
    "firms",
    "企业名册",
    "Roll of firms",
    "虚构城镇的企业名册。真实企业不进城市包。",
    "The roll of a made-up town. Real firms do not belong in a pack.",
    rows.Firm,
    "id",
    (
        Field("id", "编号。", "Id.", "S000001", required=True, unique=True, pattern=ID),
        Field("name", "名称。", "Name.", "云溪示例机电有限公司", required=True),
        Field(
            "region",
            "所在区划。",
            "Region.",
            "990101",
            required=True,
            refers=Reference("regions", "code", "pack.unknown_region"),
        ),
        Field("industry", "行业代码。", "Industry code.", "C38", refers=Reference("industry", "code")),
        Field("registered_on", "成立日期。", "Day of registration.", "2019-03-01", FieldType.DAY),
        Field("employees", "从业人数。", "Persons employed.", "120", FieldType.INT, low=0),
        Field("synthetic", "必须是 true。", "Must be true.", "true", FieldType.BOOL, required=True),
    ),
)

HISTORY = Table(
    "history",
    "虚构历史",
    "Synthetic history",
    "机器生成的虚构城镇的数字，用来演示趋势。",
    "Machine-made figures of a made-up town, to show how series look.",
    rows.HistoryRow,
    "id",
    (
        Field("id", "编号。", "Id.", "H000001", required=True, unique=True, pattern=ID),
        Field(
            "subject",
            "主体。",
            "Subject.",
            "云溪市",
            required=True,
            refers=Reference("subjects", "name", "pack.unknown_subject"),
        ),
        Field("region", "区划。", "Region.", "990100", refers=Reference("regions", "code", "pack.unknown_region")),
        Field(
            "indicator",
            "指标编号。",
            "Indicator id.",
            "gdp",
            required=True,
            refers=Reference("indicators", "id", "pack.unknown_indicator"),
        ),
        Field("period", "时期。", "Period.", "2020", FieldType.DATED, required=True),
        Field("value", "数值；空即未知。", "Value; empty means unknown.", "812.5", FieldType.DECIMAL),
        Field("unit", "单位。", "Unit.", "亿元", refers=Reference("units", "code", "pack.unknown_unit")),
        Field("known_on", "得知的日期。", "Day on which it became known.", "2021-03-01", FieldType.DAY, required=True),
        Field("synthetic", "必须是 true。", "Must be true.", "true", FieldType.BOOL, required=True),
    ),
)
