"""Whether a roster can serve a procedure: what is wrong, and who is still missing."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core import words
from bot.core.people import Roster
from bot.core.procedure import Procedure, SignOff, Task
from bot.core.sheet import Wrong, nearest, tables, texts, unknown
from bot.rosters.written import Written


def misfitting(written: Written, procedure: Procedure) -> Iterator[Wrong]:
    """Find roles and registrations that the procedure does not have."""
    roles = [name for name, role in procedure.role.items() if not role.outside]
    held = {s.registered for s in procedure.step if isinstance(s, Task)} - {""}
    for path, person in tables(written.raw.get("person"), ("person",)):
        for where, name in texts(person.get("roles"), (*path, "roles")):
            if name in procedure.role and procedure.role[name].outside:
                yield Wrong(
                    where,
                    f'The role "{name}" is outside the partnership.',
                    "Take it off the roster.",
                )
            elif name not in roles:
                yield unknown(where, "role", name, roles)
        for where, name in texts(person.get("registered"), (*path, "registered")):
            if held and name not in held:  # where none is asked for, it does no harm
                yield unknown(where, "registration", name, held)


def fits(roster: Roster, procedure: Procedure) -> tuple[str, ...]:
    """List what keeps a roster from serving a procedure.

    That is each role nobody holds, and each role the procedure does not have.
    """
    return tuple(_misfits(roster, procedure))


def unmanned(roster: Roster, procedure: Procedure) -> Iterator[str]:
    """List each role that nobody holds, those with a statutory limit as warnings."""
    limited = _limited(procedure)
    for name, role in procedure.role.items():
        if role.outside or roster.holders(name):
            continue
        said = f"Nobody is {role.title}. Give somebody the role {name} on the roster."
        titles = words.listed(f"“{title}”" for title in limited.get(name, ()))
        if titles:
            yield f"Warning: {said} It is needed for a statutory limit: {titles}."
        else:
            yield said


def _limited(procedure: Procedure) -> dict[str, list[str]]:
    """Find the steps with a statutory limit that each role has to do or sign."""
    found: dict[str, list[str]] = {}
    for step in procedure.step:
        if step.limit != "statutory":
            continue
        signing = [
            role
            for link in (step.links if isinstance(step, SignOff) else ())
            for role in link.named
        ]
        for role in dict.fromkeys((step.owner, *signing)):
            found.setdefault(role, []).append(step.title)
    return found


def _misfits(roster: Roster, procedure: Procedure) -> Iterator[str]:
    if roster.procedure != procedure.slug:
        yield (
            f"The roster follows the procedure {roster.procedure}, and this is "
            f"{procedure.slug}. Give the roster the right one."
        )
    for name, role in procedure.role.items():
        if not role.outside and not roster.holders(name):
            yield (
                f"Nobody is {role.title}. Give somebody the role {name} on the roster."
            )
    for person in roster.people:
        for name in sorted(person.roles - procedure.role.keys()):
            close = nearest(name, procedure.role)
            then = f"Did you mean {close}?" if close else "Take it off the roster."
            yield (
                f"{person.name} has the role {name}, which the procedure does not "
                f"have. {then}"
            )
        for name in sorted(person.roles & procedure.role.keys()):
            if procedure.role[name].outside:
                yield (
                    f"{person.name} has the role {name}, which is outside the "
                    "partnership. Take it off the roster."
                )
