"""What people are asked, and what is written to whom."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.procedure import FormShape, Procedure, QuestionShape, Request, Task
from bot.verbs.markdown import table, text

_KINDS = {
    "line": "a line",
    "text": "as much as is needed",
    "date": "a day",
    "time": "a day and a time",
}


def forms(procedure: Procedure) -> Iterator[str]:
    """Tell every form, with each of its questions."""
    yield "## Forms"
    for form in procedure.form:
        yield ""
        yield f"### {text(form.title)} (form)"
        for section in form.section:
            yield ""
            yield f"**{text(section.title)}**"
            yield ""
            yield from table(
                ("Question", "Answered with", "Must be", "Paragraph"),
                (_row(question, form) for question in section.question),
            )


def _row(question: QuestionShape, form: FormShape) -> tuple[str, str, str, str]:
    answered = " / ".join(option.title for option in question.options)
    if question.kind == "choices":
        answered = f"any of: {answered}"
    must = "yes" if question.required else ""
    if question.only_if:
        other, wanted = question.only_if
        asked = {q.id: q for section in form.section for q in section.question}[other]
        title = next(o.title for o in asked.options if o.id == wanted)
        must = f"{must or 'no'}, asked only if “{asked.asks}” is “{title}”"
    source = question.source.para if question.source else ""
    return question.asks, answered or _KINDS[question.kind], must, source


def letters(procedure: Procedure) -> Iterator[str]:
    """Tell every letter, word for word, and where it is sent."""
    yield "## Letters"
    if not procedure.letter:
        yield ""
        yield "The document gives the words of none."
    for letter in procedure.letter:
        yield ""
        yield f"### {text(letter.title)} (letter)"
        yield ""
        sent = [
            step.title
            for step in procedure.step
            if isinstance(step, Task | Request) and step.letter == letter.id
        ]
        yield f"Paragraph {text(letter.source.para)}. Sent in: {text(', '.join(sent))}."
        for paragraph in letter.text:
            yield ""
            yield f"> {text(paragraph)}"
