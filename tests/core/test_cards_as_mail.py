"""What is told by e-mail says that nothing can be pressed there."""

from __future__ import annotations

from bot.core.cards import Button, Card, Item, as_mail

OPEN = Button("Open the case", "open", "WVX-2026-001")
VIEW = Button("Write down a view", "view", "WVX-2026-001/consult-partners")


def test_a_letter_about_what_can_be_pressed_says_what_to_do_in_its_place() -> None:
    note = (
        "\n\nNothing can be pressed in an e-mail. Do it in your chat with Dayzero; "
        "if you have none, tell whoever keeps the case."
    )

    assert as_mail(Card("Your view", buttons=(VIEW, OPEN))) == f"Your view{note}"
    on_an_item = Card("Late", items=(Item("A view", buttons=(VIEW,)),))
    assert as_mail(on_an_item) == f"Late\n- A view{note}"


def test_a_letter_that_only_tells_something_says_nothing_of_it() -> None:
    assert as_mail(Card("It was done.", buttons=(OPEN,))) == "It was done."
