"""Taking a press: from a button or a sent form, through the desk, to its answer."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.core.errors import Refused
from bot.core.fields import clean
from bot.core.press import Press
from bot.desk import Answer
from integrations.web.fields import PREFIX
from integrations.web.parts import Parts, Said, drawn, parts_of, visit_of
from integrations.web.session import Visit, cause

SEE_OTHER: Final = 303
MOST_FIELDS: Final = 500
_ADDRESS: Final = re.compile(r"[\w.:/@~-]{0,200}", re.ASCII)
_BACK: Final = re.compile(
    r"/|/case/[\w.-]{1,60}|/actions(\?[\w.=&-]{1,200})?|/away|/calendar|/mail", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Posting:
    """A form that one of our own pages sent, proved to be so.

    Attributes:
        nonce: What was in its token: the same for a repeat.
        fields: What it held.
    """

    request: Request
    parts: Parts
    visit: Visit
    nonce: str
    fields: FormData

    def text(self, name: str) -> str:
        """Read one field; an empty string if it is not there."""
        value = self.fields.get(name, "")
        return clean(value) if isinstance(value, str) else ""

    def address(self, name: str) -> str:
        """Read a field that names an act or what it is done to."""
        text = self.text(name)
        return text if _ADDRESS.fullmatch(text) else "?"

    @property
    def back(self) -> str:
        """Where the person was, if that is a place they can go back to."""
        return safe_back(self.text("back"))

    def press(self, does: str, about: str, answers: dict[str, Any]) -> Press:
        """Make a press of it, in the name of whoever is at the browser."""
        named = cause(self.nonce, does, about)
        return Press(self.visit.by, does, about, named, answers)


Taking: TypeAlias = Callable[[Posting], Response]
Listener: TypeAlias = Callable[[Request], Awaitable[Response]]


def posted(take: Taking) -> Listener:
    """Listen for a form: prove it, and only then let ``take`` have it."""

    async def listen(request: Request) -> Response:
        proved = await prove(request)
        if isinstance(proved, Response):
            return proved
        answer = await run_in_threadpool(_taken, take, proved)
        proved.parts.live.changed()
        return answer

    return listen


async def prove(request: Request) -> Posting | Response:
    """Check that a form came from one of our own pages, drawn for this person."""
    fields = await request.form(max_fields=MOST_FIELDS, max_files=0)
    return await run_in_threadpool(_proved, request, fields)


def _proved(request: Request, fields: FormData) -> Posting | Response:
    parts, visit = parts_of(request), visit_of(request)
    nonce = parts.tokens.nonce(str(fields.get("cause", "")), visit.session, visit.by)
    if nonce:
        return Posting(request, parts, visit, nonce, fields)
    kept = [(k, clean(str(v))) for k, v in fields.multi_items() if k != "cause"]
    typed = [v for k, v in kept if v and (k == "typed" or k.startswith(PREFIX))]
    return drawn(
        request,
        visit,
        "forged.html",
        403,
        kept=kept,
        typed=typed,
        to=request.url.path,
    )


def _taken(take: Taking, posting: Posting) -> Response:
    try:
        return take(posting)
    except Refused as refusal:
        said = Said(refusal.reason, refusal.next_step, problem=True)
        return answered(posting, said, posting.back)


def press(posting: Posting) -> Response:
    """Take a press of a button: ask what must be asked first, or do it."""
    does, about = posting.address("does"), posting.address("about")
    if does == "open":
        return RedirectResponse(safe_back(f"/case/{about}"), SEE_OTHER)
    if does == "undelivered":
        return RedirectResponse("/mail", SEE_OTHER)
    by, now = posting.visit.by, posting.parts.now
    form = posting.parts.desk.asks(does, about, by, now)
    if form is not None:
        asked = {"does": form.does, "about": form.about, "back": posting.back}
        return RedirectResponse(f"/form?{urlencode(asked)}", SEE_OTHER)
    answer = posting.parts.desk.handle(posting.press(does, about, {}), now)
    return shown(posting, answer)


def shown(posting: Posting, answer: Answer) -> Response:
    """Show an answer where the person was; what was written, on a page of its own."""
    if answer.reads:
        return answered(
            posting, Said(answer.says, reads=answer.reads), f"/case/{answer.case}/read"
        )
    said = Said(
        answer.says,
        answer.next_step,
        problem=bool(answer.code),
        case=answer.case,
    )
    return answered(posting, said, posting.back)


def answered(posting: Posting, said: Said, back: str, named: str = "") -> Response:
    """Keep an answer, and send the browser back to where it will be shown.

    Args:
        posting: What is answered.
        said: The answer.
        back: Where it will be shown.
        named: What its repeat can be known by; nothing if the desk knows it.
    """
    number = posting.parts.answers.keep(posting.visit, said, named)
    return _sent_to(back, number)


def repeated(posting: Posting, back: str, named: str) -> Response | None:
    """Answer a repeat as it was answered the first time; nothing if it is none."""
    number = posting.parts.answers.given(posting.visit, named)
    return None if number is None else _sent_to(back, number)


def _sent_to(back: str, number: int) -> Response:
    joint = "&" if "?" in back else "?"
    return RedirectResponse(f"{back}{joint}said={number}#answer", SEE_OTHER)


def said_to(request: Request, visit: Visit) -> Said | None:
    """Find the answer that a page was asked to show, if there is one."""
    number = request.query_params.get("said", "")
    return parts_of(request).answers.find(visit, number)


def safe_back(text: str) -> str:
    """Keep to our own pages: an address from outside becomes the first page.

    Example:
        >>> safe_back("/case/DOR-2026-004"), safe_back("//example.org")
        ('/case/DOR-2026-004', '/')
    """
    return text if _BACK.fullmatch(text) else "/"
