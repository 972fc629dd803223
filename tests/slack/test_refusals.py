"""What becomes of a card when Slack says no."""

from __future__ import annotations

import pytest

from bot.gateways import NotHere, NotSent, Undeliverable
from integrations.slack.refusals import of_change, of_channel, of_person

Outcome = type[Exception]


@pytest.mark.parametrize(
    ("code", "person", "channel", "change"),
    [
        ("user_disabled", NotHere, NotSent, Undeliverable),
        ("channel_not_found", NotHere, Undeliverable, Undeliverable),
        ("is_archived", NotHere, Undeliverable, Undeliverable),
        ("not_in_channel", NotHere, Undeliverable, Undeliverable),
        ("invalid_blocks", NotHere, Undeliverable, Undeliverable),
        ("msg_too_long", NotHere, Undeliverable, Undeliverable),
        ("missing_scope", NotHere, Undeliverable, Undeliverable),
        ("messages_tab_disabled", NotHere, NotSent, Undeliverable),
        ("message_not_found", NotSent, NotSent, Undeliverable),
        ("invalid_auth", NotSent, NotSent, NotSent),
        ("account_inactive", NotSent, NotSent, NotSent),
        ("something_new", NotSent, NotSent, NotSent),
    ],
)
def test_each_no_has_its_outcome(
    code: str, person: Outcome, channel: Outcome, change: Outcome
) -> None:
    assert type(of_person(code)) is person
    assert type(of_channel(code)) is channel
    assert type(of_change(code)) is change


@pytest.mark.parametrize(
    "code",
    ["channel_not_found", "is_archived", "not_in_channel", "missing_scope"],
)
def test_an_operator_reads_what_to_do(code: str) -> None:
    said = str(of_channel(code))
    assert code not in said
    assert said.count(". ") == 1
