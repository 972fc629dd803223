"""A form as a window: one section of it, or everything once more before it is sent.

Whatever a procedure asks, the window is one that Slack takes: a section with more
questions than fit becomes several, and text that does not fit beside the rest is
kept and told of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from bot.answer import Answer
from bot.core import words
from bot.core.forms import Form, Problem, Question, Section
from bot.filling import Filling
from bot.spoken import REFERENCE
from bot.store.drafts import SECTION
from bot.windows import asked, parted, seen
from integrations.slack import limits
from integrations.slack.blocks import (
    Block,
    header,
    paragraphs,
    plain_text,
    size,
)
from integrations.slack.checked import everything, handed_over, written
from integrations.slack.inputs import Fields, marked_as
from integrations.slack.meta import Meta
from integrations.slack.reading import boxes

__all__ = ["BACK", "CALLBACK", "CHANGE", "HAND", "NEW", "Meta", "fitting", "form_view"]

CALLBACK: Final = "form"
BACK: Final = "form/back"
HAND: Final = "form/hand"
NEW: Final = "form/new"
CHANGE: Final = "form/change"
"""Begins the action of a button that leads to one section; its value says which."""
_ALERT: Final = "raise-alert"
_NOT_ALL: Final = "This section asks for more than fits in this window."
_ROOM: Final = 80
"""Blocks that the questions of one window may take, at their longest."""
_MOST_BOXES: Final = 5
_MOST_ABOVE: Final = 50
"""Blocks above the questions of a window."""
_OPTIONS_TO_A_BLOCK: Final = 12
"""So many answers offered take as much of a window as a block of text."""


def form_view(
    filling: Filling,
    meta: Meta,
    *,
    problems: tuple[Problem, ...] = (),
    refused: Answer | None = None,
    over: Mapping[str, Any] | None = None,
) -> Block:
    """Draw the section of a form that somebody is at, or the look at everything.

    Args:
        filling: The form, how far they are, and what they typed.
        meta: What the window carries.
        problems: What is to be put right, said beside its question.
        refused: Why the form could not be recorded, said above everything.
        over: The window that this drawing replaces while it is open. What stands
            in its boxes stays in the boxes it stands in.
    """
    form = filling.form
    version = seen(filling)
    carried = replace(meta, part=filling.at, seen=version)
    last = filling.checking or filling.sections == 1
    view: Block = {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain_text(form.title.strip() or "Form", limits.VIEW_TITLE),
        "submit": plain_text(_submit(form) if last else "Continue", limits.SUBMIT),
        "close": plain_text("Close", limits.SUBMIT),
        "private_metadata": carried.written(),
        "notify_on_close": True,
    }
    top = [*_refusal(refused), *_to_put_right(form, problems)]
    if filling.checking:
        return {**view, "blocks": everything(filling, top, _foot(filling), CHANGE)}
    wrong = {problem.question: problem.says for problem in reversed(problems)}
    mark = marked_as(filling.draft, version)
    drawn = Fields(filling.typed, mark, boxes(over or {}), wrong)
    above = [*top, *_heading(filling)][:_MOST_ABOVE]
    return {**view, "blocks": _section(filling, above, drawn)}


def fitting(filling: Filling) -> Filling:
    """Make several sections of each that asks more than one window can hold."""
    return parted(filling, _parts)


def _section(filling: Filling, above: list[Block], drawn: Fields) -> list[Block]:
    """Draw one section, with as much of what is long as there is room for."""
    foot = _foot(filling)
    room = limits.VIEW_BLOCKS - len(above) - len(foot)
    most = limits.VIEW_SIZE - size([*above, *foot])
    wanted = asked(filling)
    questions: list[list[Block]] = []
    for kept in _less_and_less(filling):
        questions = [drawn.blocks(one, kept_back=one.id in kept) for one in wanted]
        blocks = [block for question in questions for block in question]
        if len(blocks) <= room and size(blocks) <= most:
            left = room - len(blocks), most - size(blocks)
            return [*above, *written(filling.form, *left), *blocks, *foot]
    return [*above, *_as_many(questions, room - 1, most), *foot]


def _as_many(questions: list[list[Block]], room: int, most: int) -> list[Block]:
    """Draw the questions that fit, and say that there are others."""
    blocks: list[Block] = []
    for question in questions:
        if len(blocks) + len(question) > room or size([*blocks, *question]) > most:
            break
        blocks += question
    return [*blocks, *paragraphs([_NOT_ALL])]


def _less_and_less(filling: Filling) -> Iterator[frozenset[str]]:
    """Name the texts that are not shown: none at first, then the longest."""
    yield frozenset()
    texts = {q.id: str(filling.typed.get(q.id, "")) for q in asked(filling)}
    longest = sorted(texts, key=lambda name: -len(texts[name]))
    long = [name for name in longest if len(texts[name]) > limits.HEADER]
    for count in range(1, len(long) + 1):
        yield frozenset(long[:count])


def _submit(form: Form) -> str:
    return form.submit.strip() or "Send"


def _refusal(refused: Answer | None) -> list[Block]:
    if refused is None:
        return []
    said = f"This could not be recorded: {refused.says} {refused.next_step}"
    return paragraphs([said.strip()])


def _to_put_right(form: Form, problems: tuple[Problem, ...]) -> list[Block]:
    asks = {question.id: question.asks for question in form.questions}
    lines = [f"{asks.get(one.question, '')} {one.says}".strip() for one in problems]
    said = [limits.short(line, limits.HEADER * 2) for line in lines]
    return paragraphs(["There is something to put right.", *said]) if said else []


def _heading(filling: Filling) -> list[Block]:
    """Say where they are, and when what they typed before was kept."""
    form, section = filling.form, filling.section
    many = filling.sections > 1
    title = section.title if many else form.title
    about = form.about.partition("/")[0]
    # A draft has a name too, which means nothing to anybody.
    case = about if REFERENCE.fullmatch(about) else ""
    step = f"Step {filling.at + 1} of {filling.sections + 1}. {form.title}"
    told = step if many else case
    text = [] if many and filling.at else [*form.text]
    return [
        *header(title),
        *([_aside(told)] if told else []),
        *_kept(filling),
        *paragraphs([*text, section.text]),
        *handed_over(filling, section),
    ]


def _aside(text: str) -> Block:
    return {"type": "context", "elements": [plain_text(text, limits.SECTION)]}


def _kept(filling: Filling) -> list[Block]:
    if filling.kept_at is None or filling.form.does == SECTION:
        return []
    said = f"What you typed before was kept on {words.moment(filling.kept_at)}."
    section = paragraphs([said])[0]
    return [{**section, "accessory": _button("Begin again", NEW)}]


def _foot(filling: Filling) -> list[Block]:
    """Draw what else can be done: go back, or ask somebody else."""
    buttons = []
    if filling.at > 0 and filling.sections > 1:
        buttons.append(_button("Back", BACK))
    if filling.form.does == _ALERT and not filling.checking:
        mine = filling.section.id not in {one.section for one in filling.handed}
        label = "Ask somebody else to complete this section"
        other = "Ask no more for this section"
        buttons.append(_button(label if mine else other, HAND, filling.section.id))
    return [{"type": "actions", "elements": buttons}] if buttons else []


def _button(label: str, act: str, value: str = "") -> Block:
    block = {"type": "button", "text": plain_text(label, limits.BUTTON)}
    carried = {"value": value} if value else {}
    return {**block, "action_id": act, **carried}


def _parts(section: Section) -> list[Section]:
    sizes = [_most_blocks(question) for question in section.questions]
    counts = list(limits.grouped(sizes, _ROOM))
    if len(counts) <= 1:
        return [section]
    parts, at = [], 0
    for number, count in enumerate(counts, 1):
        title = f"{section.title} ({number} of {len(counts)})"
        questions = section.questions[at : at + count]
        parts.append(replace(section, title=title, questions=questions))
        at += count
    return parts


def _most_blocks(question: Question) -> int:
    """Say how many blocks a question may take, whatever is typed in answer."""
    nothing = Fields({}, "")
    drawn = len(nothing.blocks(question))
    more = _MOST_BOXES - 1 if question.kind == "text" else 0
    return drawn + more + len(question.options) // _OPTIONS_TO_A_BLOCK
