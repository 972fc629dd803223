"""The stories that are played at every platform, by people who read words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.store import index
from tests.contract.everywhere.deeds import (
    ALERT,
    CHILD,
    TEXT,
    raises,
    reference,
    through,
    to_the_chain,
)
from tests.contract.everywhere.notes import Notes
from tests.contract.everywhere.person import Cannot, Town, tokens

Story = Callable[[Town, Notes], None]

SIGN: Final = "Read and sign"
WHAT: Final = "What happened?"
WHEN: Final = "When did the council become aware"
HOSTILE: Final = (
    "*bold* _x_ [link](https://example.org) <b>&amp;</b> <at>Helen</at> <!channel> "
    "{{x}} ${y} \u202eright to left\u202c 👧🏽 'quoted' \"twice\""
)


def kinds(town: Town, ref: str) -> list[str]:
    """Name what was recorded on a case, without what the courier adds."""
    entries = (type(entry.event).__name__ for entry in town.desk.recorded(ref))
    return sorted(name for name in entries if not name.startswith("Deliver"))


def cases(town: Town) -> int:
    with town.store.reading() as tx:
        return len(index.cases(tx, town.desk.partnership))


# --- raising an alert ---------------------------------------------------------------


def an_alert(town: Town, notes: Notes) -> None:
    """An alert is raised, with a slip in it that is put right."""
    amina = town.person("amina")
    with notes.doing("Raise an alert by a form"):
        amina.types("alert")
        notes.same["what the first page asks"] = amina.asked()
    with notes.doing("Be told what is missing, at its question"):
        wrong = amina.sends()
        assert WHAT in wrong
        assert amina.in_form()
        notes.same["what is missing"] = sorted(wrong)
    amina.fills(ALERT)
    assert not amina.sends()
    amina.fills({**ALERT, WHEN: "2026-12-24 09:00"})
    wrong = amina.sends()
    with notes.doing("Be told what is wrong, and lose nothing that was typed"):
        label = next(label for label in wrong if label.startswith(WHEN))
        notes.says["a day that is still to come"] = wrong[label]
        amina.fills(ALERT)
        assert not amina.sends()
    # A platform may need more pages than another for what is asked.
    asked: list[str] = []
    while True:
        amina.fills(ALERT)
        if not amina.asked():
            break
        asked += amina.asked()
        assert not amina.sends()
    notes.same["what the other pages ask"] = asked
    with notes.doing("See all answers once more before they are sent"):
        assert CHILD in amina.told()
        assert "A child was seriously harmed" in amina.told()
        amina.sends()
    notes.says["what the practitioner is answered"] = amina.told()
    ref = reference(amina.told())
    town.deliver()
    for who in ("helen", "joan"):
        notes.card(f"the card of {who}", town.person(who).card(ref))
    notes.card("the card in the channel", town.channel()[0])
    notes.same["what is recorded"] = kinds(town, ref)
    with notes.doing("Keep what was typed out of every message"):
        assert not [text for text in town.said() if "Quillfeather" in text]


def lists(town: Town, notes: Notes) -> None:
    """What waits, a case, the deadlines and help are asked for by commands."""
    ref = raises(town)
    helen, tom = town.person("helen"), town.person("tom")
    with notes.doing("See what waits for me"):
        helen.types("case")
        notes.says["what waits for somebody"] = helen.told()
        assert "1 thing waits for you" in helen.told()
        tom.types("case")
        notes.says["where nothing waits"] = tom.told()
    with notes.doing("Ask in a channel, and be the only one who sees the answer"):
        helen.asks_before_others()
        notes.says["what waits, asked for in a channel"] = helen.told()
        assert "1 thing waits for you" in helen.told()
        assert "1 thing waits for you" not in tom.hears()
    with notes.doing("Look a case up by its reference"):
        helen.types("case", ref)
        for fact in ("Ask the other partners whether to notify", "4 December 2026"):
            assert fact in helen.told(), helen.told()
        helen.types("case", "WVX-2026-999")
        notes.says["a case that there is not"] = helen.told()
    with notes.doing("See what is late and what comes next"):
        helen.types("deadlines")
        notes.says["the deadlines"] = helen.told()
        assert "Decide whether this must be notified" in helen.told()
    with notes.doing("Ask what can be typed"):
        helen.types("help")
        for word in ("alert", "case", "deadlines"):
            assert word in helen.told(), helen.told()
    with notes.doing("Somebody who is not on the roster is told so, alone"):
        stranger = town.stranger()
        stranger.types("case")
        notes.says["a stranger"] = stranger.told()
        assert ref not in stranger.told()


# --- signing ------------------------------------------------------------------------


def a_chain(town: Town, notes: Notes) -> None:
    """A text is read, refused to whom it is not, signed twice, and sent back."""
    ref = to_the_chain(town)
    ruth, tom = town.person("ruth"), town.person("tom")
    notes.card("what is to be signed", ruth.card(ref))
    with notes.doing("A button that is not yours does nothing, and only you are told"):
        before = kinds(town, ref)
        tom.forges(ruth, SIGN, ref)
        notes.says["somebody who may not sign"] = tom.told()
        assert CHILD not in tom.told()
        assert kinds(town, ref) == before
    with notes.doing("Read what is to be signed, in a form of one’s own"):
        ruth.presses(SIGN, ref)
        assert CHILD in ruth.told()
        notes.same["that it was read is recorded"] = kinds(town, ref)
    with notes.doing("Sign"):
        ruth.sends()
        notes.says["what the signer is answered"] = ruth.told()
    with notes.doing("A second press, or one that is sent again, changes nothing"):
        after = kinds(town, ref)
        ruth.again()
        assert kinds(town, ref) == after
        notes.same["after the second press"] = after
    town.deliver()
    with notes.doing("A card that was answered says who did what, and has no button"):
        notes.card("the card once it was answered", ruth.card("Ruth"))
    with notes.doing("Send a text back with words"):
        imran = town.person("imran")
        imran.presses("Send back", ref)
        assert imran.sends(), "it is sent back without a reason"
        notes.says["what the sender is answered"] = through(imran, TEXT)
        town.deliver()
        helen = town.person("helen")
        notes.card("the card of whoever writes it again", helen.card(ref))
        assert CHILD not in helen.hears()
    with notes.doing("Read again what was written, which is recorded"):
        assert CHILD in helen.reads_written(ref)
        last = town.desk.recorded(ref)[-1]
        notes.same["that it was read again"] = (last.by, type(last.event).__name__)
    notes.same["all that is recorded"] = kinds(town, ref)


# --- leaving off, and others --------------------------------------------------------


def a_draft(town: Town, notes: Notes) -> None:
    """An alert is left half way, and gone on with, here and at the page beside it."""
    amina = town.person("amina")
    amina.types("alert")
    amina.fills(ALERT)
    assert not amina.sends()
    amina.fills({WHEN: "2026-11-27 09:00"})
    with notes.doing("Leave a form half way, and go on with it later"):
        amina.leaves()
        amina.takes_up()
        notes.same["where it is gone on with"] = amina.holds(WHAT)
        amina.leaves()
    with notes.doing("Lose nothing of a page that was never sent on"):
        tom = town.person("tom")
        tom.types("alert")
        tom.fills(ALERT)
        tom.leaves()
        tom.takes_up()
        if tom.holds(WHAT) != ALERT[WHAT]:
            raise Cannot(town.why["closing"])
        tom.fills({WHAT: ""})
        tom.leaves()
    with notes.doing("Go on at the page with what was left here"):
        there = town.beside("amina")
        town.pass_time(minutes=1)
        there.takes_up()
        assert there.holds(WHAT) == ALERT[WHAT]
        there.fills({WHAT: "It was put right at the page."})
        there.sends()
        there.leaves()
    with notes.doing("Go on here with what was left at the page"):
        town.pass_time(minutes=1)
        amina.takes_up()
        assert amina.holds(WHAT) == "It was put right at the page."
        notes.says["the alert that was left twice"] = through(amina, ALERT)
        assert not town.desk.drafts_of("amina")
    with notes.doing("Begin an alert about a message"):
        assert cases(town) == 1
        town.writes("kofi", "Something has happened.")
        kofi = town.person("kofi")
        assert "Something has happened." in kofi.holds(WHAT)
        through(kofi, ALERT)
        assert cases(town) == 2


def a_section(town: Town, notes: Notes) -> None:
    """One section of an alert is completed by somebody else, and comes back."""
    amina, tom = town.person("amina"), town.person("tom")
    amina.types("alert")
    with notes.doing("Ask somebody else to complete a section"):
        amina.presses("Ask somebody else to complete this section")
        amina.fills({"Who is to complete it?": "Tom Hartley"})
        amina.sends()
        notes.says["whoever asked is answered"] = amina.told()
    town.deliver()
    notes.card("the card of whoever was asked", tom.card("section of an alert"))
    with notes.doing("Complete a section that one was asked for"):
        tom.presses("Open the section", "")
        notes.same["what they are asked"] = tom.asked()
        tom.fills(ALERT)
        assert not tom.sends()
        notes.says["whoever completed it is answered"] = tom.told()
    town.deliver()
    amina.takes_up()
    with notes.doing("Find in one’s own form what somebody else completed"):
        assert CHILD in amina.told()
        through(amina, ALERT)
        assert cases(town) == 1


def hostile(town: Town, notes: Notes) -> None:
    """Whatever is typed is shown as it was typed, and to nobody else."""
    with notes.doing("Show what was typed exactly as it was typed"):
        amina = town.person("amina")
        amina.types("alert")
        amina.fills({**ALERT, WHAT: HOSTILE})
        amina.sends()
        amina.presses("Back")
        assert amina.holds(WHAT) == HOSTILE
        through(amina, {**ALERT, WHAT: HOSTILE})
        town.deliver()
        ref = "WVX-2026-001"
        assert not [text for text in town.said() if "right to left" in text]
        read = town.person("helen").reads_written(ref)
        assert tokens(HOSTILE) <= tokens(read), read
