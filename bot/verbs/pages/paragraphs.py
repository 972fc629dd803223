"""The document, passage by passage, with what the file does with each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.core.procedure import (
    CHANNEL,
    Decision,
    Meeting,
    Part,
    Procedure,
    Request,
    SignOff,
    Source,
    Task,
)
from bot.core.progress import AnyStep
from bot.verbs.markdown import text
from bot.verbs.pages.cited import heading_of, passages, place
from bot.verbs.pages.rooms import in_room
from bot.verbs.pages.sentences import holds
from bot.verbs.signing import in_full

_KINDS = {
    "task": "Task",
    "sign-off": "Sign-off",
    "request": "Request to agencies",
    "meeting": "Meeting",
    "decision": "Decision",
}


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that the file does with a passage.

    Attributes:
        para: What it cites.
        says: The document's own words, where they were copied.
        what: The kind of thing.
        does: What it is.
        name: What the file calls it, where it has a name there.
        under: Further lines about it.
    """

    para: str
    says: str
    what: str
    does: str
    name: str = ""
    under: tuple[str, ...] = ()


def paragraphs(procedure: Procedure) -> Iterator[str]:
    """Tell what the file does with each passage, in the order of the document."""
    yield "## Paragraph by paragraph"
    yield ""
    yield "The words in quotation marks are the document’s own. Square brackets say"
    yield "what a passage is about that is not quoted. A name `like-this` is what the"
    yield "file calls the part."
    contents = procedure.contents
    cited: dict[str, list[tuple[Done, bool]]] = {}
    for done in everything(procedure):
        for number, passage in enumerate(passages(done.para, contents)):
            cited.setdefault(passage, []).append((done, number == 0))
    headed = {heading_of(passage, contents) for passage in cited}
    for heading in contents:
        if heading not in headed:
            cited[heading] = []
    for passage in sorted(cited, key=lambda one: place(one, contents)):
        yield ""
        yield f"### {text(passage)}"
        yield ""
        yield from _passage(cited[passage])


def _passage(found: Sequence[tuple[Done, bool]]) -> Iterator[str]:
    quoted = set()
    for done in (done for done, first in found if first):
        name = f" `{done.name}`" if done.name else ""
        yield f"- **{done.what}:** {text(done.does)}{name}"
        if done.says and done.says not in quoted:
            yield f"  - “{text(done.says)}”"
            quoted.add(done.says)
        yield from (f"  - {line}" for line in done.under)
    see = dict.fromkeys(
        f"{text(_short(done))} ({text(done.para)})"
        for done, first in found
        if not first
    )
    if see:
        yield f"- See also: {'; '.join(see)}."
    if not found:
        yield "- Nothing in the file cites this."


def _short(done: Done) -> str:
    first = done.does.split(". ", maxsplit=1)[0].rstrip(".")
    first = first.split(", also called ", maxsplit=1)[0]
    return f"{done.what.lower()}: {first}"


def everything(procedure: Procedure) -> Iterator[Done]:
    """List all that the file does with its document, each with its citation."""
    for name, role in procedure.role.items():
        others = [one for one in role.also if not _same(one, role.title)]
        also = f", also called {', '.join(others)}" if others else ""
        yield _made(role, "Office", f"{role.title}{also}.", name, procedure)
    for name, anchor in procedure.anchor.items():
        does = f"The day when {anchor.title}."
        yield _made(anchor, "Days are counted from", does, name, procedure)
    for step in procedure.step:
        yield from _of_step(step, procedure)
    for name, room in procedure.rooms.items():
        yield _made(room, "Private channel", in_room(procedure), name, procedure)
    for letter in procedure.letter:
        does = f"{letter.title}."
        yield _made(letter, "Letter", does, letter.id, procedure)
    yield from _asked(procedure)
    for reading in procedure.reading:
        one = _made(reading, "Understood so", reading.reading, reading.id, procedure)
        yield replace(one, under=one.under[1:])
    for left in procedure.left_out:
        why = (f"*Because:* {text(left.because)}",)
        yield Done(left.para, "", "Left out", _quoted(left.says), under=why)


def _asked(procedure: Procedure) -> Iterator[Done]:
    """List the questions that were read in the document, one line for each source."""
    asked: dict[tuple[str, Source], list[str]] = {}
    for form in procedure.form:
        for question in (q for section in form.section for q in section.question):
            if question.source:
                key = (form.title, question.source)
                asked.setdefault(key, []).append(question.asks)
    for (title, source), asks in asked.items():
        listed = " ".join(f"“{one}”" for one in asks)
        yield Done(source.para, source.says, "Asked", f"{listed} In “{title}”.")


def _of_step(step: AnyStep, procedure: Procedure) -> Iterator[Done]:
    owner = procedure.title_of(step.owner)
    if isinstance(step, Task) and step.awaits:
        owner = f"Recorded by: {owner}"
    when = _lower(in_full(step.deadline, procedure))
    does = f"{_ended(step.title)} {owner}, {when}."
    if isinstance(step, Task | Meeting) and step.repeats:
        does += " Again and again."
    if step.optional:
        does += " Only where it is found necessary."
    if step.when:
        does += f" Only if {holds(step.when, procedure)}."
    if isinstance(step, Meeting) and step.invite_deadline:
        does += f" Invitations: {_lower(in_full(step.invite_deadline, procedure))}."
    if isinstance(step, Request) and step.send_deadline:
        does += f" Asked for: {_lower(in_full(step.send_deadline, procedure))}."
    made = _made(step, _KINDS[step.kind], does, step.id, procedure)
    yield replace(made, under=(*_hear(step, procedure), *made.under))
    if isinstance(step, Decision):
        for choice in step.choices:
            if choice.source:
                does = f"“{choice.title}”, in “{step.title}”. {choice.basis}".strip()
                yield _at(choice.source, "A way to decide", does, choice.id)
    if isinstance(step, SignOff):
        for link in step.links:
            if link.source:
                roles = ", ".join(map(procedure.title_of, link.named))
                yield _at(link.source, "Signs", f"{roles}, in “{step.title}”.")


def _hear(step: AnyStep, procedure: Procedure) -> Iterator[str]:
    """Say who comes to it and who is told."""
    if isinstance(step, Meeting):
        comes = "; ".join(map(procedure.title_of, step.invite))
        chair = procedure.title_of(step.chair) if step.chair else "nobody named"
        yield text(f"Chair: {chair}. Invited: {comes}.")
    told = [
        "the channel" if role == CHANNEL else procedure.title_of(role)
        for role in step.tell
    ]
    if told:
        yield text(f"Told when it is done: {'; '.join(told)}.")


def _quoted(says: str) -> str:
    """Quote a passage, unless it is only said what it is about."""
    return says if says.startswith("[") else f"“{says}”"


def _same(name: str, title: str) -> bool:
    return name.lower().removeprefix("the ") == title.lower().removeprefix("the ")


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith("?") else f"{sentence}."


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _at(source: Source, what: str, does: str, name: str = "") -> Done:
    return Done(source.para, source.says, what, does, name)


def _made(part: Part, what: str, does: str, name: str, procedure: Procedure) -> Done:
    under: Iterable[str] = ()
    if part.reading:
        by = f"Confirmed by: {text(procedure.title_of(part.confirmed))}."
        under = (
            f"*Understood so:* {text(part.reading)}",
            f"*Because:* {text(part.because)}",
            by if part.confirmed else "**Nobody has confirmed this yet.**",
        )
    source = part.source
    return Done(source.para, source.says, what, does, name, tuple(under))
