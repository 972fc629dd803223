"""The first page: who I am acting as, what waits for me, and the chat."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.core import words
from bot.core.cards import Card
from bot.core.errors import Refused
from bot.core.events import PersonId
from bot.core.people import Roster
from bot.core.procedure import Procedure
from bot.registers import may_keep
from bot.store.drafts import Draft
from integrations.web.parts import Said, drawn, parts_of, visit_of
from integrations.web.pressing import SEE_OTHER, Posting, answered, said_to
from integrations.web.session import Visit

MOST_CARDS: Final = 40
_UNREADABLE: Final = 422
_ALERT: Final = "/form?does=raise-alert&about=&back=/"

HELP: Final = Card(
    heading="What you can type here",
    facts=(
        ("/alert", "Raise an alert about a serious incident."),
        ("/case", "See what waits for you."),
        ("/case and a reference", "Open a case, as in /case WVX-2026-001."),
        ("/deadlines", "See what is late, and what is due this week."),
        ("/help", "See this list."),
    ),
)
_FREE_TEXT: Final = Said(
    "This page takes commands only. What you typed has not been sent or kept.",
    "A chat is no place for a child’s details. To tell somebody what has happened, "
    "type /alert. To see every command, type /help.",
    problem=True,
)


def home(request: Request) -> Response:
    """Show the first page."""
    visit = visit_of(request)
    return screen(request, visit, said_to(request, visit))


def screen(
    request: Request,
    visit: Visit,
    said: Said | None,
    typed: str = "",
    status: int = 200,
) -> Response:
    """Draw the first page, with an answer at its top and a command in its box."""
    parts = parts_of(request)
    desk, by, now = parts.desk, visit.by, parts.now
    roster = desk.people()
    return drawn(
        request,
        visit,
        "home.html",
        status,
        said=said,
        typed=typed,
        back="/",
        follows=desk.procedure(),
        roles=_roles(desk.procedure(), roster),
        cases=desk.cases(by, now),
        drafts=[(kept, title_of(request, visit, kept)) for kept in desk.drafts_of(by)],
        handed={kept.id: desk.handed(kept.id, by) for kept in desk.drafts_of(by)},
        channel=parts.chat.channel(roster.partnership, roster.channel, MOST_CARDS),
        direct=parts.chat.direct(roster.partnership, by, MOST_CARDS),
        moved=parts.moved,
        keeps=may_keep(desk, by, now),
    )


def become(posting: Posting) -> Response:
    """Act as somebody else from now on."""
    person = posting.parts.desk.people().person(posting.text("person"))
    posting.request.session["as"] = person.id
    return RedirectResponse(posting.back, SEE_OTHER)


def say(posting: Posting) -> Response:
    """Take a command typed into the chat."""
    typed = posting.text("typed").strip()
    word, _, rest = typed.partition(" ")
    desk, by, now = posting.parts.desk, posting.visit.by, posting.parts.now
    try:
        match word.lower(), rest.strip().upper():
            case "/alert", "":
                return RedirectResponse(_ALERT, SEE_OTHER)
            case "/case", "":
                said = Said("This waits for you.", card=desk.mine(by, now))
            case "/case", ref:
                desk.view(ref, by, now)
                return RedirectResponse(f"/case/{ref}", SEE_OTHER)
            case "/deadlines", "":
                said = Said("These are the deadlines.", card=desk.deadlines(by, now))
            case "/help", _:
                said = Said("These are the commands.", card=HELP)
            case _:
                return _not_taken(posting, _FREE_TEXT)
    except Refused as refusal:
        return _not_taken(
            posting, Said(refusal.reason, refusal.next_step, problem=True)
        )
    return answered(posting, said, "/")


def _not_taken(posting: Posting, said: Said) -> Response:
    """Say why a command was not taken, and leave it in the box to be put right."""
    typed = posting.text("typed")
    return screen(posting.request, posting.visit, said, typed, _UNREADABLE)


def title_of(request: Request, visit: Visit, kept: Draft) -> str:
    """Say what a half-written form is for."""
    parts = parts_of(request)
    try:
        form = parts.desk.asks(kept.form, kept.about, visit.by, parts.now)
    except Refused:
        return f"Something for {kept.about}" if kept.about else "A form"
    return form.title if form else kept.about


def _roles(procedure: Procedure, roster: Roster) -> dict[PersonId, str]:
    """Say what each person is, where the procedure gives them an office."""
    return {
        person.id: words.listed(map(procedure.title_of, sorted(person.roles)))
        for person in roster.people
    }
