"""What left the house by e-mail, and what could not be delivered at all."""

from __future__ import annotations

import re
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from bot.core.errors import Unknown
from bot.undelivered import Undelivered, told
from integrations.web.parts import Parts, Said, drawn, parts_of, visit_of
from integrations.web.pressing import Posting, answered, repeated, said_to
from integrations.web.session import Visit, cause

_FILE: Final = re.compile(r"[\w.@-]{1,200}", re.ASCII)
_BACK: Final = "/mail"


def mail(request: Request) -> Response:
    """List every e-mail that went out, the newest first, after what could not go."""
    parts, visit = parts_of(request), visit_of(request)
    named = {p.email.lower(): p.name for p in parts.desk.people().people}
    letters = [
        (letter, named.get(letter.to.lower(), letter.to))
        for letter in reversed(parts.letters())
    ]
    return drawn(
        request,
        visit,
        "mail.html",
        said=said_to(request, visit),
        undelivered=_undelivered(parts, visit),
        letters=letters,
    )


def letter(request: Request) -> Response:
    """Show one e-mail as it went out."""
    parts, visit = parts_of(request), visit_of(request)
    file = str(request.path_params["file"])
    if _FILE.fullmatch(file):
        for found in parts.letters():
            if found.file == file:
                return drawn(request, visit, "letter.html", letter=found)
    raise Unknown("There is no such e-mail.", next_step="Go back to the list.")


def again(posting: Posting) -> Response:
    """Try again to deliver what was given up."""
    key = posting.text("key")
    named = cause(posting.nonce, "again", key)
    known = repeated(posting, _BACK, named)
    if known is not None:
        return known
    answer = posting.parts.desk.try_again(key, posting.visit.by, posting.parts.now)
    said = Said(answer.says, answer.next_step, problem=bool(answer.code))
    return answered(posting, said, _BACK, "" if answer.code else named)


def _undelivered(parts: Parts, visit: Visit) -> list[Undelivered]:
    desk = parts.desk
    rows = desk.undelivered(visit.by, parts.now)
    return list(told(rows, desk.people(), desk.procedure()))
