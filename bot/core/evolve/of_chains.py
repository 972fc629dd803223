"""How what happens in a sign-off chain changes a case."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.core.case import Case, Chain, Mark, Signature
from bot.core.events import (
    ChainCompleted,
    DraftWritten,
    SentBack,
    Signed,
)
from bot.core.evolve.marks import changed


def signed(
    case: Case, event: DraftWritten | Signed | ChainCompleted | SentBack, mark: Mark
) -> Case:
    """Apply what was written, signed or sent back."""
    chain = case.chain(event.step)
    done = case.done
    match event:
        case DraftWritten(_, digest):
            kept = chain.signatures if digest == chain.text else ()
            authors = chain.authors | {mark.by}
            chain = Chain(digest, mark, authors, kept, last_text=mark.n)
            if event.step in done:
                done = {step: at for step, at in done.items() if step != event.step}
        case Signed(_, link, seat):
            signature = Signature(link, seat, mark)
            chain = _with(chain, signature)
        case ChainCompleted(step):
            done = {**done, step: mark}
        case SentBack():
            chain = replace(chain, text="", signatures=(), returned=mark)
        case _:
            assert_never(event)
    return changed(case, chains={**case.chains, event.step: chain}, done=done)


def _with(chain: Chain, signature: Signature) -> Chain:
    # Most of what moves a long case: field by field, replace() takes three times that.
    found = (*chain.signatures, signature)
    text, written, authors = chain.text, chain.written, chain.authors
    return Chain(text, written, authors, found, chain.returned, chain.last_text)
