"""A case to take away: as a table, as a spreadsheet, and as a page to print."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot import export
from bot.core.errors import Unknown
from integrations.web.parts import parts_of, visit_of

LOOK: Final = "/print.css"
CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def take_away(request: Request) -> Response:
    """Give a case's record as a file, to whoever may see the case."""
    parts, by = parts_of(request), visit_of(request).by
    view = parts.desk.view(str(request.path_params["ref"]), by, parts.now)
    told = (view.case, view.asking, view.journal)
    kind = str(request.path_params["kind"])
    if kind not in ("csv", "xlsx"):
        raise Unknown("A case cannot be taken away as that.", next_step="Choose CSV.")
    if kind == "xlsx":
        return as_file(export.as_xlsx(*told), XLSX, f"{view.case.ref}.xlsx")
    return as_file(export.as_csv(*told), CSV, f"{view.case.ref}.csv")


def to_print(request: Request) -> Response:
    """Show a case's record as one page that prints well."""
    parts, by = parts_of(request), visit_of(request).by
    view = parts.desk.view(str(request.path_params["ref"]), by, parts.now)
    made = export.as_page(view.case, view.asking, view.journal, style=LOOK)
    return HTMLResponse(made.encode(errors="replace"))


def look(_request: Request) -> Response:
    """Give the style sheet of the page to print, which may not be inside it."""
    return Response(export.STYLE, media_type="text/css")


def as_file(content: bytes, kind: str, name: str) -> Response:
    """Give a file to be kept, under a name of its own."""
    disposition = f'attachment; filename="{name}"'
    return Response(
        content, media_type=kind, headers={"Content-Disposition": disposition}
    )
