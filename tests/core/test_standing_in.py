"""Who signs for somebody who is away, may not, or must not."""

from __future__ import annotations

from bot.core.commands import DeclareConflict, Sign
from bot.core.errors import AlreadyDone, Conflicted, NotYours
from tests.core.played import Played, drafted, signs

TEXT = "text 1"


def sign(text: str = TEXT) -> Sign:
    return Sign(step="sign", text=text)


def links_signed(played: Played) -> list[tuple[int, str]]:
    return [(s.link, s.seat) for s in played.case.chain("sign").signatures]


def test_when_the_only_director_raised_the_alert_the_deputy_role_signs() -> None:
    played = signs(drafted(by="dina"), "carl")

    (signature,) = played.case.chain("sign").signatures
    assert (signature.mark.by, signature.mark.instead_of) == ("carl", "dina")


def test_the_deputy_role_signs_only_when_nobody_in_the_role_is_there() -> None:
    played = drafted()
    assert isinstance(played.refused("carl", sign()), NotYours)

    played.is_away("dina", "Fri 20 Nov 2026", "Mon 23 Nov 2026")
    played.does("carl", sign())

    assert links_signed(played) == [(0, "director")]


def test_the_deputy_named_with_an_absence_signs() -> None:
    played = drafted().is_away("dina", "Fri 20 Nov 2026", "Mon 23 Nov 2026", "sue")
    played.does("sue", sign())

    assert played.case.chain("sign").signatures[0].mark.instead_of == "dina"


def test_a_deputy_signs_no_longer_when_the_absence_is_over() -> None:
    played = drafted().is_away("dina", "Fri 20 Nov 2026", "Mon 23 Nov 2026", "sue")

    refusal = played.goes_to("Tue 24 Nov 2026").refused("sue", sign())

    assert isinstance(refusal, NotYours)


def test_whoever_was_away_is_told_who_signed_in_their_place() -> None:
    played = drafted().is_away("dina", "Fri 20 Nov 2026", "Mon 23 Nov 2026", "sue")
    signs(played, "sue")

    refusal = played.refused("dina", sign())

    assert refusal.reason.startswith("Sue has already done this")


def test_where_each_has_a_seat_a_named_deputy_takes_that_seat() -> None:
    played = signs(drafted(), "dina")
    played.is_away("hal", "Fri 20 Nov 2026", "Mon 23 Nov 2026", "sue")
    signs(played, "sue")

    assert links_signed(played)[-1] == (1, "head/hal")
    assert isinstance(played.refused("sue", sign()), AlreadyDone)


def test_a_colleague_who_stands_in_signs_their_own_seat_first() -> None:
    played = signs(drafted(), "dina")
    played.is_away("hal", "Fri 20 Nov 2026", "Mon 23 Nov 2026", "hope")
    signs(played, "hope")

    assert links_signed(played)[-1] == (1, "head/hope")
    assert isinstance(played.refused("hope", sign()), AlreadyDone)


def test_the_deputy_role_may_take_any_empty_seat_when_all_are_away() -> None:
    played = signs(drafted(), "dina", "hal")
    for who in ("hal", "hope"):
        played.is_away(who, "Fri 20 Nov 2026", "Mon 23 Nov 2026")
    signs(played, "carl")

    assert links_signed(played)[-1] == (1, "head/hope")
    assert played.case.chain("sign").signatures[-1].mark.instead_of == "hope"


def test_a_conflict_of_interest_bars_from_signing() -> None:
    played = drafted()
    played.does("dina", DeclareConflict(person="dina"))

    assert isinstance(played.refused("dina", sign()), Conflicted)
    signs(played, "carl")
    assert links_signed(played) == [(0, "director")]
