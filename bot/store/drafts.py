"""Half-written forms, so that nothing a person typed is ever lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, select

from bot import vault
from bot.store import answers
from bot.store.opening import Transaction, put
from bot.store.prepared import Prepared
from bot.tables import drafts, keys

SECTION: Final = "section"
"""The form of a draft that is one section of somebody else's."""
_OF_PERSON = Prepared(
    lambda _: (
        select(drafts)
        .where(
            drafts.c.partnership == bindparam("whose"),
            drafts.c.person == bindparam("of"),
        )
        .order_by(drafts.c.updated_at.desc(), drafts.c.id)
    )
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that somebody has begun and not sent.

    Attributes:
        id: Its identifier, random, and so fit for an address.
        person: Who is writing it now; nobody else may open it.
        form: The name of the form.
        about: The case or step it is about, or an empty string; of a section, the
            draft it belongs to and its own name.
        says: What has been typed so far, as plain data.
    """

    id: str
    partnership: str
    person: str
    form: str
    about: str
    says: dict[str, Any]
    updated_at: datetime


def may_keep(tx: Transaction, name: str, partnership: str, person: str) -> bool:
    """Say whether somebody may keep a draft under a name: theirs, or nobody's yet."""
    known = load(tx, name)
    if known is not None:
        return (known.partnership, known.person) == (partnership, person)
    owner = f"draft/{name}"
    answers.new_key(tx, owner, partnership)
    try:
        answers.key_of(tx, owner)
    except answers.Erased:
        return False  # it is another partnership's, and so cannot even be seen
    return True


def save(tx: Transaction, draft: Draft) -> None:
    """Keep a draft as it is now, locked with a key of its own."""
    owner = f"draft/{draft.id}"
    key = answers.held_key(tx, owner, draft.partnership)
    cipher = vault.lock(key, draft.says, owner)
    put(
        tx,
        drafts,
        id=draft.id,
        partnership=draft.partnership,
        person=draft.person,
        form=draft.form,
        about=draft.about,
        cipher=cipher,
        updated_at=draft.updated_at,
    )


def load(tx: Transaction, id_: str) -> Draft | None:
    """Open a draft; ``None`` if it was sent, dropped or never begun."""
    row = tx.execute(select(drafts).where(drafts.c.id == id_)).one_or_none()
    return next(_opened(tx, [row] if row else []), None)


def of_person(tx: Transaction, partnership: str, person: str) -> list[Draft]:
    """List what a person has begun and not sent, the latest first."""
    rows = _OF_PERSON.rows(tx, {"whose": partnership, "of": person})
    return list(_opened(tx, rows))


def handed_over(tx: Transaction, id_: str) -> list[Draft]:
    """List the sections of a draft that others were asked to complete."""
    of_it = drafts.c.about.startswith(f"{id_}/", autoescape=True)
    rows = tx.execute(
        select(drafts).where(drafts.c.form == SECTION, of_it).order_by(drafts.c.about)
    )
    # The database may take a small letter for a great one; a name does not.
    theirs = [row for row in rows.all() if row.about.startswith(f"{id_}/")]
    return list(_opened(tx, theirs))


def drop(tx: Transaction, id_: str) -> bool:
    """Throw a draft away, its key and what was handed over; ``False`` if it is gone."""
    for section in handed_over(tx, id_):
        _drop(tx, section.id)
    return _drop(tx, id_)


def drop_own(tx: Transaction, id_: str, partnership: str, person: str) -> bool:
    """Throw a draft away if it is this person's; ``False`` if there is none."""
    whose = tx.execute(
        select(drafts.c.partnership, drafts.c.person).where(drafts.c.id == id_)
    ).one_or_none()
    return whose is not None and tuple(whose) == (partnership, person) and drop(tx, id_)


def _drop(tx: Transaction, id_: str) -> bool:
    # First its key: whoever is keeping it at this moment holds that, and then both go.
    tx.execute(keys.delete().where(keys.c.owner == f"draft/{id_}"))
    dropped = tx.execute(drafts.delete().where(drafts.c.id == id_))
    return dropped.rowcount > 0


def older_than(tx: Transaction, instant: datetime) -> list[str]:
    """Find drafts nobody has touched since an instant, to be dropped."""
    return list(tx.scalars(select(drafts.c.id).where(drafts.c.updated_at < instant)))


def _opened(tx: Transaction, rows: Sequence[Any]) -> Iterator[Draft]:
    """Open drafts; one that is dropped by somebody at this moment is gone."""
    for row in rows:
        with suppress(answers.Erased):
            yield _draft(tx, row)


def _draft(tx: Transaction, row: Sequence[Any]) -> Draft:
    id_, partnership, person, form, about, cipher, at = row
    owner = f"draft/{id_}"
    says = vault.unlock(answers.key_of(tx, owner), cipher, owner)
    when = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    return Draft(id_, partnership, person, form, about, says, when)
