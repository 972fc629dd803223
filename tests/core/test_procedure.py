"""A procedure answers questions about itself, and says what somebody should confirm."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.faults import read
from bot.core.notices import notices
from bot.core.procedure import Link, Meeting, Request, SignOff
from bot.core.workdays import Offices
from tests.core.small import SMALL, broken

ENGLAND = Offices(
    {date(2026, 12, 25): "Christmas Day"}, date(2025, 1, 1), date(2026, 12, 31)
)


def test_steps_and_forms_are_found_by_their_names() -> None:
    procedure = read(SMALL)

    assert procedure.by_id["send"].title == "Send"
    assert procedure.forms["alert"].title == "Raise an alert"


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("manager", "Team Manager"),
        ("every-agency", "every agency involved"),
        ("channel", "channel"),
    ],
)
def test_a_role_is_said_by_its_title(role: str, said: str) -> None:
    assert read(SMALL).title_of(role) == said


def test_a_step_may_name_a_deputy_of_its_own() -> None:
    text = broken('sets = "sent"\n', 'sets = "sent"\ndeputy = "director"\n')
    procedure = read(text.replace('manager = "director"', 'deputy = "director"', 1))

    assert procedure.deputy_of("manager") == "director"
    assert procedure.deputy_of("manager", procedure.by_id["send"]) == "director"
    assert procedure.deputy_of("director", procedure.by_id["send"]) == ""
    assert procedure.deputy_of("nobody") == ""


def test_a_bare_role_in_a_chain_is_a_link_of_one_seat() -> None:
    step = read(SMALL).by_id["sign"]
    assert isinstance(step, SignOff)

    assert step.links[0] == Link(roles=("director",))
    assert step.links[1].named == ("director", "manager")
    assert step.links[2].named == ("director",)


def test_a_step_without_a_date_has_no_deadline() -> None:
    by_id = read(SMALL).by_id

    assert by_id["decide"].deadline is None
    assert by_id["send"].deadline is not None
    review, wrap_up, ask = by_id["review"], by_id["wrap-up"], by_id["ask"]
    assert isinstance(review, Meeting)
    assert review.invite_deadline is not None
    assert isinstance(wrap_up, Meeting)
    assert wrap_up.invite_deadline is None
    assert isinstance(ask, Request)
    assert ask.send_deadline is not None


def test_a_request_without_a_day_for_sending_has_none() -> None:
    ask = read(broken('send_by = "sent + 1 working day"\n', "")).by_id["ask"]

    assert isinstance(ask, Request)
    assert ask.send_deadline is None


def test_readings_nobody_confirmed_are_found_by_what_they_touch() -> None:
    text = broken('confirmed = "director"', 'confirmed = ""')
    procedure = read(text)

    assert [name for name, _ in procedure.readings()] == ["order", "sent"]
    assert len(procedure.unconfirmed("sent")) == 2
    assert len(procedure.unconfirmed("review")) == 1
    assert read(SMALL).unconfirmed("review") == ()


def test_the_notices_say_what_somebody_should_know() -> None:
    assert (
        notices(read(SMALL), ENGLAND)
        == (
            "sent: nobody has confirmed this reading of 2. The day it was sent.",
            "decide: the document gives no date for this, so nobody is reminded of it.",
            "sign: Director signs this, and is not among the readers.",
        )[:2]
    )


def test_a_signer_who_may_not_read_is_noticed() -> None:
    said = notices(read(broken('["manager", "director"]', '["manager"]')), ENGLAND)

    assert said[-1] == "sign: Director signs this, and is not among the readers."


def test_an_anchor_that_nothing_is_counted_from_is_noticed() -> None:
    said = notices(read(broken("told + 48 hours", "aware + 1 week")), ENGLAND)

    assert "told: nothing is counted from this anchor." in said


def test_a_date_that_can_fall_after_the_national_limit_is_noticed() -> None:
    text = broken(
        'due = "same day as sign"\nnational = "aware + 5 working days"',
        'due = "aware + 7 days"\nnational = "aware + 5 working days"',
    )

    (said,) = (n for n in notices(read(text), ENGLAND) if "national" in n)

    # Five working days from a Saturday end on the Friday, six days later.
    assert said == (
        "send: the date here can fall after the national limit. Counted from "
        "Saturday 4 January 2025, it is due Saturday 11 January 2025, and the limit "
        "(aware + 5 working days) is Friday 10 January 2025."
    )


def test_a_date_that_keeps_to_the_national_limit_is_not_noticed() -> None:
    text = broken(
        'due = "same day as sign"\nnational = "aware + 5 working days"',
        'due = "aware + 5 working days"\nnational = "aware + 5 working days"',
    )

    assert not any("national" in n for n in notices(read(text), ENGLAND))


def test_a_limit_too_far_off_to_work_out_is_passed_over() -> None:
    text = broken(
        'due = "same day as sign"\nnational = "aware + 5 working days"',
        'due = "aware + 900 working days"\nnational = "aware + 5 working days"',
    )

    assert not any("national" in n for n in notices(read(text), ENGLAND))
