"""Pages made from the schemas: the reference of all tables, and the notes that a new pack carries."""

from __future__ import annotations

import csv
import io

from zhiyi.city.packs.schemas import TABLES
from zhiyi.city.packs.schemas.forms import Field, FieldType, Table

_TYPES = {
    FieldType.TEXT: ("文字", "text"),
    FieldType.INT: ("整数", "whole number"),
    FieldType.DECIMAL: ("小数", "decimal number"),
    FieldType.BOOL: ("true 或 false", "true or false"),
    FieldType.DAY: ("日期 2026-08-31", "day, 2026-08-31"),
    FieldType.PERIOD: ("时期", "period"),
    FieldType.DATED: ("有日期的时期", "dated period"),
    FieldType.MOMENT: ("时期，或日期加时间", "dated period, or date and time"),
    FieldType.LIST: ("用分号隔开的多个值", "values joined by semicolons"),
}
_HEADS = {
    "zh": ("列", "类型", "必填", "说明", "例"),
    "en": ("Column", "Type", "Required", "What it holds", "Example"),
}
_PERIODS = {
    "zh": (
        "时期的写法：`2019-09-11` 日，`2019-09` 月，`2020-Q1` 季，`2019` 年，"
        "`2019-11/2020-01` 和 `2015-2020` 起止（含两端），`2012-` 起而未止，"
        "`截至2020-05`、`至2021` 截至某时，`每年`、`每季度`、`每月`、`每日` 经常；"
        "末尾可加 `（隐含）`、`（未注明）`、`（规划）`。只有文字没有日期的写法（如 `三年计划`）照原文保留。"
    ),
    "en": (
        "How periods are written: `2019-09-11` a day, `2019-09` a month, `2020-Q1` a quarter, `2019` a year, "
        "`2019-11/2020-01` and `2015-2020` from and to (both included), `2012-` since, "
        "`截至2020-05` and `至2021` up to, `每年`, `每季度`, `每月`, `每日` "
        "for what recurs; `（隐含）` implied, `（未注明）` not stated or "
        "`（规划）` planned may stand at the end. Words without a date (such as `三年计划`) "
        "are kept as they are."
    ),
}
_INTRO = {
    "zh": (
        "# 城市包的表",
        "城市包是一个文件夹：`datapackage.json` 和 CSV 文件（UTF-8，逗号分隔，第一行是列名，列的次序如下）。"
        "每张表都可以没有。指向别的表的值，在本包和它扩展的包里查找。多个值写在一格里，用 `;` 隔开。",
    ),
    "en": (
        "# Tables of a city pack",
        "A city pack is a folder: `datapackage.json` and CSV files (UTF-8, commas, names of columns in the first row, "
        "columns in the order below). Every table may be absent. A value that points to another table is looked up in "
        "the pack and in everything that it extends. Several values in one cell are joined by `;`.",
    ),
}


def as_markdown(language: str) -> str:
    """The reference page of all tables in one language (`zh` or `en`)."""
    parts = [*_INTRO[language], _PERIODS[language]]
    parts += [_section(table, language) for table in TABLES]
    return "\n\n".join(parts) + "\n"


def examples() -> str:
    """One filled row of every table, in both languages, for a person who fills a new pack."""
    parts = [
        "# 填表示例 · Examples",
        "每张表一行示例，内容是虚构的。照着写进同名的 CSV，不要照抄。\n\n"
        "One made-up row of every table. Write yours into the CSV of the same name.",
    ]
    for table in TABLES:
        parts.append(f"## {table.name}.csv · {table.title} · {table.title_en}\n\n{table.about}\n\n{table.about_en}")
        parts.append(f"```csv\n{_csv(table)}```")
        parts.append(
            "\n".join(f"- `{field.name}` {_about(field, 'zh')} {_about(field, 'en')}" for field in table.fields)
        )
    return "\n\n".join(parts) + "\n"


def readme(name: str) -> str:
    """The first page of a new pack, in both languages."""
    return _README.format(name=name)


def _section(table: Table, language: str) -> str:
    zh = language == "zh"
    title = f"## {table.name} · {table.title if zh else table.title_en}"
    about = table.about if zh else table.about_en
    if table.name in ("firms", "history"):
        about += " 只用于虚构的包。" if zh else " For synthetic packs only."
    head = _HEADS[language]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for field in table.fields:
        yes = ("是" if zh else "yes") if field.required else ""
        kind = _TYPES[field.type][0 if zh else 1]
        example = f"`{field.example}`" if field.example else ""
        lines.append(f"| `{field.name}` | {kind} | {yes} | {_about(field, language)} | {example} |")
    return f"{title}\n\n{about}\n\n" + "\n".join(lines)


def _about(field: Field, language: str) -> str:
    zh = language == "zh"
    parts = [field.about if zh else field.about_en]
    if field.enum:
        values = "、".join(field.enum) if zh else ", ".join(field.enum)
        parts.append(f"取值：{values}。" if zh else f"One of: {values}.")
    if field.refers:
        target = f"`{field.refers.table}.{field.refers.field}`"
        parts.append(f"见 {target}。" if zh else f"See {target}.")
    if field.unique:
        parts.append("不可重复。" if zh else "No two rows share it.")
    return ("" if zh else " ").join(parts)


def _csv(table: Table) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerow([field.example for field in table.fields])
    return text.getvalue()


_README = """# {name}

## 怎样填这个包

1. 在 `datapackage.json` 里写城市的名称（`title`、`title_en`）、许可和来源；
   在 `zhiyi` 里加上 `"region": "本市的 6 位区划代码"`。
2. 先填 `regions.csv`：市、县（市、区）、功能区、乡镇街道、村居，从上到下。
3. 填 `organisations.csv` 和 `subjects.csv`：有哪些机构，数字说的是谁。
4. 填 `documents.csv`：数字出自哪些文件，何时发布，`sha256sum` 算出的哈希，多少行。
5. 填 `indicators.csv`，再填 `observations.csv`：一个数字一行，写明文件、行号和原文字句。
6. 有目标的，填 `targets.csv`；城市自己说出的短板，填 `weaknesses.csv`；大事填 `events.csv`。
7. 随时运行 `zhiyi pack check {name}`：一次列出全部问题，写明文件、行、列、值和改法。
8. 没有问题后运行 `zhiyi pack load {name}`。

单位、约数词、专题、部门类型、行业分类和工作日历已由 `china` 包提供；缺的单位写进 `units.csv`。不用的表可以只留第一行。
用 Excel 或 WPS 编辑后，请另存为“CSV UTF-8（逗号分隔）”。每一列的含义和示例见 `EXAMPLES.md`。

## How to fill this pack

1. In `datapackage.json` write the name of the city (`title`, `title_en`), the licence and the sources; under `zhiyi`
   add `"region": "the six digits of the city"`.
2. Fill `regions.csv` first: city, counties and districts, functional zones, streets and towns, villages, top down.
3. Fill `organisations.csv` and `subjects.csv`: which bodies there are, and whom figures are about.
4. Fill `documents.csv`: which documents the figures come from, when they were published, the hash that `sha256sum`
   gives, how many lines they have.
5. Fill `indicators.csv`, then `observations.csv`: one figure a row, with document, line and the words as printed.
6. Targets go to `targets.csv`, weaknesses that the city states of itself to `weaknesses.csv`, events to `events.csv`.
7. Run `zhiyi pack check {name}` at any time: it lists every fault at once, with file, row, column, value and cure.
8. When there are none, run `zhiyi pack load {name}`.

Units, comparators, themes, department types, the classification of activities and the work calendar come from the
pack `china`; a unit that it lacks goes to `units.csv`. A table that you do not need keeps its first row only.
After editing in Excel or WPS, save as "CSV UTF-8 (comma delimited)". `EXAMPLES.md` says what every column holds.
"""
