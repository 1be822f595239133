"""CSV of figures: one row a figure, with its source, the day of the ledger, and whether it is synthetic.

A text that a spreadsheet would read as a formula gets an apostrophe before it. The file begins with the mark of UTF-8,
without which the spreadsheets of most offices read Chinese wrongly.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from django.http import HttpResponse

from zhiyi.kernel import cells
from zhiyi.server.indicators.figures import Figure
from zhiyi.server.web.city import present
from zhiyi.server.web.city.charts import plain
from zhiyi.server.web.city.scene import Scene

MARK = "\ufeff"
COLUMNS = (
    "id", "indicator", "name", "subject", "place", "value", "low", "high", "comparator", "unit", "canonical_low",
    "canonical_high", "canonical_unit", "period", "kind", "rank_of", "publication", "status", "known_on", "document",
    "publisher", "published", "line", "printed", "as_known_on", "synthetic",
)  # fmt: skip


def figures_csv(scene: Scene, figures: Iterable[Figure], *, name: str) -> HttpResponse:
    """A file of figures in the reader's language. The set of columns never changes."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow([scene.text(f"csv.{column}") for column in COLUMNS])
    for figure in figures:
        writer.writerow([safe(value) for value in _row(scene, figure)])
    response = HttpResponse(MARK + held.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{scene.day.isoformat()}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def safe(value: object) -> str:
    """A cell: numbers as they are, texts with an apostrophe where a spreadsheet would run them as a formula."""
    if isinstance(value, Decimal):
        return plain(value)
    return str(cells.safe_cell("" if value is None else str(value)))


def _row(scene: Scene, figure: Figure) -> list[object]:
    said, held = figure.value, figure.document
    return [
        figure.id,
        said.indicator,
        scene.name(figure.indicator),
        said.subject,
        figure.place.id if figure.place else "",
        present.value_line(scene, figure),
        said.value.low,
        said.value.high,
        said.comparator,
        said.unit,
        said.canonical.low,
        said.canonical.high,
        said.canonical_unit,
        said.period.text,
        scene.text(f"kind.{said.kind}"),
        said.rank_of,
        scene.text(f"publication.{said.publication}"),
        scene.text(f"status.{said.status}"),
        said.known_from.isoformat(),
        scene.name(held) if held else "",
        held.publisher if held else "",
        held.published.text if held else "",
        str(said.source.line) if said.source else "",
        said.source.words if said.source else "",
        scene.day.isoformat(),
        scene.written(said.synthetic),
    ]
