"""Schemas of the ledger's core: documents, indicator definitions, observations, events."""

from __future__ import annotations

from zhiyi.city.packs import rows
from zhiyi.city.packs.schemas.forms import (
    CODE,
    FILE_NAME,
    ID,
    INDICATOR_ID,
    NO_SOURCE,
    PUBLICATION,
    SHA256,
    WINGS,
    Field,
    FieldType,
    Reference,
    Table,
)

MEASURES = (
    "stock",
    "flow",
    "cumulative",
    "share",
    "ratio",
    "rank",
    "growth",
    "duration",
    "frequency",
    "date",
    "name",
)
KINDS = ("stat", "rank", "target", "plan", "named", "doc", "freq", "duration")


def subject_field(*, required: bool) -> Field:
    """The column that names whom a row is about."""
    return Field(
        "subject",
        "说的是谁，用主体表里的名称。",
        "Whom it is about, by a name of the table subjects.",
        "云溪市",
        required=required,
        refers=Reference("subjects", "name", "pack.unknown_subject"),
    )


def source_fields(*, required: bool) -> tuple[Field, Field, Field]:
    """The three columns that tie a row to words in a document."""
    return (
        Field(
            "seed",
            "文件名，与文件表的 file 一致。",
            "File name, as in the column file of documents.",
            "yunxi-2021.txt",
            required=required,
            refers=Reference("documents", "file", "pack.unknown_document"),
            missing=NO_SOURCE,
        ),
        Field(
            "line",
            "原文的行号，从 1 数。",
            "Line of the document, counted from 1.",
            "12",
            FieldType.INT,
            required=required,
            low=1,
            missing=NO_SOURCE,
        ),
        Field(
            "surface",
            "原文的字句，去掉词内空格和换行。",
            "The words as printed, without spaces and wraps inside words.",
            "近300家",
            required=required,
            missing=NO_SOURCE,
        ),
    )


PUBLICATION_FIELD = Field(
    "publication",
    "能否公开：internal 内部，under_check 核对中，releasable 可公开。",
    "May it be said in public: internal, under_check or releasable.",
    "internal",
    required=True,
    enum=PUBLICATION,
)
SEED, LINE, SURFACE = source_fields(required=True)

DOCUMENTS = Table(
    "documents",
    "文件",
    "Documents",
    "数字的出处：是什么文件、何时发布、哈希是什么；不含原文。",
    "Where figures come from: what it is, when it was published, its hash; never the text.",
    rows.DocumentRow,
    "id",
    (
        Field("id", "编号。", "Id.", "D1", required=True, unique=True, pattern=ID),
        Field("title", "标题。", "Title.", "云溪市2021年政府工作报告", required=True),
        Field("title_en", "英文标题。", "English title.", "Yunxi government work report 2021", required=True),
        Field("publisher", "发布者。", "Publisher.", "云溪市人民政府", required=True),
        Field(
            "published",
            "发布时间；只知月份就写月份。数字从它的最后一天起算得知。",
            "When it was published, as finely as known. Its figures count as known from the last day of it.",
            "2021-02",
            FieldType.DATED,
            required=True,
        ),
        Field(
            "file",
            "文件名，观测的 seed 用它。",
            "File name, used by the column seed.",
            "yunxi-2021.txt",
            required=True,
            unique=True,
            pattern=FILE_NAME,
        ),
        Field(
            "sha256",
            "原文的 SHA-256，64 位小写十六进制。",
            "SHA-256 of the text, 64 lower-case hexadecimal digits.",
            "0" * 64,
            required=True,
            pattern=SHA256,
        ),
        Field("lines", "原文的行数。", "Number of lines of the text.", "200", FieldType.INT, required=True, low=1),
        Field(
            "form",
            "体裁。",
            "Form.",
            "news",
            required=True,
            enum=("press_conference", "interview", "news", "feature", "bureau_page", "register", "other"),
        ),
        Field("note", "备注。", "Note.", ""),
    ),
)

INDICATORS = Table(
    "indicators",
    "指标",
    "Indicators",
    "指标的定义。别名把不同写法归到一个指标，印出的写法仍然保留。",
    "Definitions of indicators. An alias joins labels to one indicator; the printed label is kept.",
    rows.IndicatorRow,
    "id",
    (
        Field(
            "id",
            "编号，小写英文和下划线。",
            "Id, lower-case ASCII with underscores.",
            "hnte_count",
            required=True,
            unique=True,
            pattern=INDICATOR_ID,
        ),
        Field("name", "名称。", "Name.", "高新技术企业数", required=True, unique=True),
        Field("name_en", "英文名称。", "English name.", "High-tech enterprises", required=True),
        Field(
            "aliases",
            "其他写法，用分号隔开。",
            "Other labels, joined by semicolons.",
            "高新技术企业;高技术企业",
            FieldType.LIST,
        ),
        Field(
            "unit",
            "规范单位；纯数留空。",
            "Canonical unit; empty for a pure number.",
            "家",
            refers=Reference("units", "code", "pack.unknown_unit"),
        ),
        Field(
            "measure",
            "量的种类：存量、流量、占比……",
            "What it measures over time.",
            "stock",
            required=True,
            enum=MEASURES,
        ),
        Field("numerator", "分子，用文字写。", "Numerator, in words.", "规上制造业增加值"),
        Field(
            "denominator",
            "分母，用文字写；分母不同的占比不是一个序列。",
            "Denominator, in words; shares of different denominators are never one series.",
            "规上工业增加值",
        ),
        Field(
            "direction",
            "哪边好：up 越高越好，down 越低越好，none 无方向。",
            "Which way is better.",
            "up",
            required=True,
            enum=("up", "down", "none"),
        ),
        Field(
            "wing",
            "智造 make、宜居 live 或两者 both。",
            "make (智造), live (宜居) or both.",
            "make",
            required=True,
            enum=WINGS,
        ),
        Field(
            "theme", "专题的代码。", "Code of its theme.", "industry", required=True, refers=Reference("themes", "code")
        ),
        Field(
            "family",
            "与它相像但不可合并的指标共用的名字。",
            "Name shared with indicators that look alike but must not be merged.",
            "hnte",
        ),
        Field(
            "formula",
            "可以推出它的恒等式的编号。",
            "Id of the identity by which it can be derived.",
            "I1",
            refers=Reference("identities", "id"),
        ),
        Field("note", "备注。", "Note.", ""),
    ),
)

OBSERVATIONS = Table(
    "observations",
    "观测",
    "Observations",
    "一份文件印出的一个数字。",
    "One figure as one document prints it.",
    rows.ObservationRow,
    "id",
    (
        Field("id", "编号。", "Id.", "F001", required=True, unique=True, pattern=ID),
        SEED,
        LINE,
        subject_field(required=True),
        Field(
            "indicator",
            "印出的指标名称；须是某个指标的名称或别名。",
            "The printed label; must be the name or an alias of one indicator.",
            "高新技术企业",
            required=True,
        ),
        Field(
            "value",
            "数值，展开写（16万写 160000）；只有“几十”这类词时留空。",
            "Number, written out; empty where only a word such as 几十 stands.",
            "300",
            FieldType.DECIMAL,
        ),
        Field("value_high", "区间的上端。", "Upper end of a printed range.", "", FieldType.DECIMAL),
        Field("unit", "印出的单位。", "Printed unit.", "家", refers=Reference("units", "code", "pack.unknown_unit")),
        Field(
            "period", "数字所说的时期。", "Period that the figure speaks of.", "2020", FieldType.PERIOD, required=True
        ),
        Field(
            "comparator",
            "印出的约数词。",
            "Printed comparator word.",
            "近",
            refers=Reference("comparators", "word", "pack.unknown_comparator"),
        ),
        Field("rank_of", "排名的范围。", "Set in which a rank counts.", ""),
        Field("kind", "种类。", "Kind.", "stat", required=True, enum=KINDS),
        SURFACE,
        Field(
            "layout",
            "原文的排版：plain、space 词内有空格、wrap 跨行。",
            "Layout in the document: plain, space inside words, or wrap.",
            "plain",
        ),
        Field("note", "备注。", "Note.", ""),
        PUBLICATION_FIELD,
    ),
)

EVENTS = Table(
    "events",
    "大事记",
    "Events",
    "有日期的事件，精度如原文。",
    "Dated events, as finely as the source dates them.",
    rows.EventRow,
    "id",
    (
        Field("id", "编号。", "Id.", "E001", required=True, unique=True, pattern=ID),
        Field(
            "date",
            "日期：日、月、年，或日期加时间。",
            "Day, month, year, or date and time.",
            "2021-06-18",
            FieldType.MOMENT,
        ),
        Field("date_end", "结束日期。", "Last day.", "2021-06-20", FieldType.MOMENT),
        Field(
            "precision",
            "精度，如 day、month、year、vague。",
            "Precision, such as day, month, year, vague.",
            "day",
            required=True,
        ),
        Field("event", "事件。", "Event.", "智能装备产业园开工", required=True),
        Field("event_en", "英文。", "In English.", "Smart equipment park started", required=True),
        Field("actors", "谁做的，用分号隔开。", "Who acted, joined by semicolons.", "云溪市人民政府", FieldType.LIST),
        Field("place", "地点，照原文。", "Place, as printed.", "溪东区"),
        SEED,
        LINE,
        SURFACE,
        Field(
            "kind",
            "种类，如 event、as-of、target、caption、meta。",
            "Kind, such as event, as-of, target, caption, meta.",
            "event",
            required=True,
            pattern=CODE,
        ),
        Field("note", "备注。", "Note.", ""),
        PUBLICATION_FIELD,
        Field(
            "stage",
            "到了项目的哪个阶段。",
            "Stage that a project reached.",
            "started",
            refers=Reference("stages", "code"),
        ),
        Field("project", "项目名称。", "Name of the project.", "智能装备产业园"),
    ),
)
