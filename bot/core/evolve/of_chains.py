"""How what happens in a sign-off chain changes a case."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.core.case import Case, Signature
from bot.core.events import (
    ChainCompleted,
    DraftWritten,
    Entry,
    SentBack,
    Signed,
)
from bot.core.evolve.marks import mark_of


def signed(
    case: Case, event: DraftWritten | Signed | ChainCompleted | SentBack, entry: Entry
) -> Case:
    """Apply what was written, signed or sent back."""
    chain = case.chain(event.step)
    mark = mark_of(entry, entry.at)
    done = case.done
    match event:
        case DraftWritten(_, digest):
            kept = chain.signatures if digest == chain.text else ()
            chain = replace(
                chain,
                text=digest,
                written=mark,
                authors=chain.authors | {entry.by},
                signatures=kept,
                returned=None,
                last_text=entry.n,
            )
            if event.step in done:
                done = {step: at for step, at in done.items() if step != event.step}
        case Signed(_, link, seat):
            signature = Signature(link, seat, mark)
            chain = replace(chain, signatures=(*chain.signatures, signature))
        case ChainCompleted(step):
            done = {**done, step: mark}
        case SentBack():
            chain = replace(chain, text="", signatures=(), returned=mark)
        case _:
            assert_never(event)
    return replace(case, chains={**case.chains, event.step: chain}, done=done)
