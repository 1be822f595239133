"""The pieces of a page, each drawn once: `{% load pieces %}`, then a tag with the plain data of `web/pieces.py`.

Every tag writes its words in the page's language, the context variable `language`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import groupby

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhiyi.city import texts
from zhiyi.server.web import assets, drawing, pieces

register = template.Library()

SOURCE_ICONS = {"document": "file-text", "register": "table", "run": "code", "figure": "quote"}
BREAK_MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
Drawn = dict[str, object]


def _piece(name: str) -> Callable[[Callable[..., Drawn]], Callable[..., Drawn]]:
    """Register an inclusion tag of `pieces/<name>.html` whose template also knows the language and the request."""

    def decorate(make: Callable[..., Drawn]) -> Callable[..., Drawn]:
        def tag(context: Context, thing: object, **options: object) -> Drawn:
            drawn = make(thing, language=context["language"], **options)
            shared = {name: context.get(name) for name in ("language", "request", "csrf_token")}
            return shared | drawn

        tag.__doc__ = make.__doc__
        register.inclusion_tag(f"pieces/{name}.html", takes_context=True, name=name)(tag)
        return make

    return decorate


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built asset, such as `{% asset "app.js" %}`."""
    return assets.address(name)


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon of the sprite, hidden from those who hear the page; words always stand beside it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>',
        extra,
        assets.icon_address(name),
    )


@_piece("tile")
def tile(thing: pieces.Tile, *, language: str) -> Drawn:
    """A figure tile; goes into `<ul class="tiles">`."""
    drawn = drawing.spark(thing.trend) if thing.trend else None
    return {"tile": thing, "spark": drawn}


@_piece("figure")
def figure(thing: pieces.Figure, *, language: str, url: str = "") -> Drawn:
    """A value with its comparator and unit; unknown is hatched."""
    space = " " if language == "en" else ""
    hugs = texts.written(thing.after, language) == "" and texts.written(thing.unit, language).startswith(("%", "‰"))
    return {"figure": thing, "url": url, "space": space, "unit_space": "" if hugs else space}


@_piece("state")
def state(thing: pieces.State, *, language: str) -> Drawn:
    """A state badge: word, shape and colour."""
    return {"state": thing, "shape": f"state-{thing.tone.value}"}


@_piece("source")
def source(thing: pieces.Source, *, language: str) -> Drawn:
    """A source chip that opens its evidence beside the page."""
    return {"source": thing, "shape": SOURCE_ICONS[thing.kind]}


@_piece("proof")
def proof(thing: pieces.Proof, *, language: str) -> Drawn:
    """What the evidence panel shows; the same on a page of its own."""
    before, carrying, after = thing.words, "", ""
    if thing.carrying and thing.carrying in thing.words:
        before, carrying, after = thing.words.partition(thing.carrying)
    return {"proof": thing, "before": before, "carrying": carrying, "after": after}


@_piece("action")
def action(thing: pieces.Action, *, language: str) -> Drawn:
    """A link or a form button; refused actions say why."""
    return {"action": thing}


@_piece("gap")
def gap(thing: pieces.GapCard, *, language: str) -> Drawn:
    """A gap card."""
    return {"gap": thing}


@_piece("finding")
def finding(thing: pieces.FindingCard, *, language: str) -> Drawn:
    """A finding card."""
    return {"finding": thing}


@_piece("verdict")
def verdict(thing: pieces.VerdictLine, *, language: str) -> Drawn:
    """A verdict line; goes into `<ul class="verdicts">`."""
    return {"verdict": thing}


@_piece("facts")
def facts(thing: Iterable[pieces.Fact], *, language: str) -> Drawn:
    """A list of facts."""
    return {"facts": thing}


@_piece("empty")
def empty(thing: pieces.Empty, *, language: str) -> Drawn:
    """Why nothing is here, and what to do."""
    return {"empty": thing}


@_piece("table")
def table(thing: pieces.Table, *, language: str) -> Drawn:
    """A queue table with its filters, exports and pager."""
    rows = [(row, tuple(zip(thing.columns, row.cells, strict=True))) for row in thing.rows]
    return {"table": thing, "rows": rows}


@_piece("filters")
def filters(thing: pieces.Filters, *, language: str) -> Drawn:
    """The filter form of a table."""
    return {"filters": thing}


@_piece("cell")
def cell(thing: pieces.Cell, *, language: str) -> Drawn:
    """A cell of a table."""
    return {"cell": thing}


@_piece("refusal")
def refusal(thing: pieces.Refusal, *, language: str) -> Drawn:
    """What was wrong and the cure, as the whole page."""
    return {"refusal": thing}


@_piece("pager")
def pager(thing: pieces.Pager, *, language: str) -> Drawn:
    """The pager of a list."""
    shown = sorted({1, thing.pages, *range(max(1, thing.page - 1), min(thing.pages, thing.page + 1) + 1)})
    steps = [
        {"page": page, "url": thing.page_url.replace("{page}", str(page)), "gap": bool(at) and page - shown[at - 1] > 1}
        for at, page in enumerate(shown)
    ]
    back, onward = thing.page - 1, thing.page + 1
    return {
        "pager": thing,
        "steps": steps,
        "back": thing.page_url.replace("{page}", str(back)) if back >= 1 else "",
        "onward": thing.page_url.replace("{page}", str(onward)) if onward <= thing.pages else "",
    }


@_piece("timeline")
def timeline(thing: Iterable[pieces.Moment], *, language: str) -> Drawn:
    """The chronicle, in the order given, grouped by the year in which each event ends; undated events stand last."""
    years = [
        (year, [(moment, drawing.strip(moment.period)) for moment in moments])
        for year, moments in groupby(sorted(thing, key=_undated), key=_year)
    ]
    return {"years": years, "ticks": drawing.MONTH_TICKS}


def _undated(moment: pieces.Moment) -> bool:
    return not moment.period.dated


def _year(moment: pieces.Moment) -> str:
    shown = moment.period.end or moment.period.start
    return str(shown.year) if shown else ""


@_piece("chart")
def chart(thing: pieces.Chart, *, language: str) -> Drawn:
    """A series chart with its equal table; the page must also load `chart.js`."""
    breaks = list(zip(BREAK_MARKS, thing.breaks, strict=False))
    return {
        "chart": thing,
        "data": _chart_data(thing, breaks, language),
        "breaks": breaks,
        "rows": _chart_rows(thing),
        "named": len(thing.series) > 1,
        "ranged": any(point.low != point.high for line in thing.series for point in line.points),
    }


def _chart_rows(thing: pieces.Chart) -> list[Drawn]:
    """Rows of the equal table: every point of every series by period, then the targets."""
    many = len(thing.series) > 1
    points = [(line.name if many else "", point, False) for line in thing.series for point in line.points]
    ordered = sorted(points, key=lambda item: (item[1].end, item[1].start))
    targets: list[tuple[pieces.Words, pieces.ChartPoint, bool]] = [("", point, True) for point in thing.targets]
    return [{"series": name, "point": point, "target": target} for name, point, target in [*ordered, *targets]]


def _chart_data(thing: pieces.Chart, breaks: list[tuple[str, pieces.ChartBreak]], language: str) -> Drawn:
    return {
        "language": language,
        "inverse": thing.inverse,
        "from_zero": thing.from_zero,
        "series": [
            {
                "name": texts.written(line.name, language),
                "colour": line.colour,
                "points": [_point_data(point, language) for point in line.points],
            }
            for line in thing.series
        ],
        "targets": [_point_data(point, language) for point in thing.targets],
        "breaks": [{"at": fault.at.isoformat(), "mark": mark} for mark, fault in breaks],
    }


def _point_data(point: pieces.ChartPoint, language: str) -> Drawn:
    return {
        "id": point.id,
        "start": point.start.isoformat(),
        "end": point.end.isoformat(),
        "value": _plain(point.value),
        "low": _plain(point.low),
        "high": _plain(point.high),
        "text": texts.written(point.text, language),
        "period": texts.written(point.period, language),
        "note": texts.written(point.note, language),
        "segment": point.segment,
    }


def _plain(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
