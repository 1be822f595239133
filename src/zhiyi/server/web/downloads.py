"""Tables and records as files: CSV that a spreadsheet opens without running anything, and JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.http import HttpResponse, JsonResponse, StreamingHttpResponse

from zhiyi.kernel import cells

_BOM = "\ufeff"


class _Echo:
    """A file that gives back what is written to it, line by line."""

    def write(self, line: str) -> str:
        return line


def csv_file(name: str, columns: Sequence[str], records: Iterable[Mapping[str, object]]) -> StreamingHttpResponse:
    """A CSV file with a header, sent as it is made.

    It begins with a byte order mark, by which spreadsheets read it as UTF-8. Unknown is an empty cell; lists and
    nested values stand as JSON. A text that a spreadsheet would run as a formula begins with an apostrophe.
    """
    answer = StreamingHttpResponse(_lines(columns, records), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def json_file(name: str, records: Iterable[object]) -> HttpResponse:
    """A JSON list."""
    answer = JsonResponse(list(records), safe=False, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return answer


def safe_cell(value: object) -> object:
    """A value as a cell: unknown is empty, nested values are JSON, no text runs as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, ensure_ascii=False)
    return cells.safe_cell(value)


def _lines(columns: Sequence[str], records: Iterable[Mapping[str, object]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield _BOM + writer.writerow(columns)
    for record in records:
        yield writer.writerow([safe_cell(record.get(name)) for name in columns])
