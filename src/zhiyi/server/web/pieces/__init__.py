"""What the pieces of a page are made of: plain data, filled by views, drawn by the tags of `templatetags/pieces.py`.

`Words` is anything that `zhiyi.city.texts.written` can write: a text that is ready, a message, a day, a period, a
number. The tags write it in the page's language, so that a view never asks which language that is. Every figure has a
source and a period; a value of None is unknown and is drawn hatched, never as zero.
"""

from zhiyi.server.web.pieces.charts import Chart, ChartBreak, ChartPoint, ChartSeries, Moment
from zhiyi.server.web.pieces.figures import (
    Action,
    Basis,
    Empty,
    Fact,
    Figure,
    FindingCard,
    GapCard,
    Link,
    Proof,
    Refusal,
    Source,
    State,
    Tile,
    Tone,
    Trend,
    TrendPoint,
    VerdictLine,
    Wing,
    Words,
)
from zhiyi.server.web.pieces.frame import AsOf, NavItem, PersonMenu
from zhiyi.server.web.pieces.tables import Cell, Choice, Column, Field, Filters, Pager, Row, Table

__all__ = [
    "Action",
    "AsOf",
    "Basis",
    "Cell",
    "Chart",
    "ChartBreak",
    "ChartPoint",
    "ChartSeries",
    "Choice",
    "Column",
    "Empty",
    "Fact",
    "Field",
    "Figure",
    "Filters",
    "FindingCard",
    "GapCard",
    "Link",
    "Moment",
    "NavItem",
    "Pager",
    "PersonMenu",
    "Proof",
    "Refusal",
    "Row",
    "Source",
    "State",
    "Table",
    "Tile",
    "Tone",
    "Trend",
    "TrendPoint",
    "VerdictLine",
    "Wing",
    "Words",
]
