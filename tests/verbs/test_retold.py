"""A procedure told again, passage by passage, and beside others."""

from __future__ import annotations

import pytest

from bot.core.faults import read
from bot.core.procedure import Procedure
from bot.verbs.pages.answers import TOPICS
from bot.verbs.pages.cited import heading_of, passages, place
from bot.verbs.pages.comparison import compared
from bot.verbs.retold import retold
from tests.core.small import SMALL

CONTENTS = ("What happens next", "Duties, rapid review", "S-P")
MORE = """
[role.partner]
title = "Police"
source = { para = "3" }

[anchor.sin-sent]
title = "it was notified"
source = { para = "3" }

[anchor.panel-told]
title = "the Panel was told"
source = { para = "3" }

[anchor.target]
title = "it is to be published"
planned = true
source = { para = "3" }

[anchor.published]
title = "it was published"
source = { para = "3" }

[room]
roles = ["manager"]
source = { para = "9" }

[[letter]]
id = "asking"
title = "Asking for a report"
text = ["Please send a {asks_for}.", "Thank you."]
source = { para = "9, 10" }

[[step]]
id = "route"
stage = "notification"
kind = "decision"
title = "Choose a route"
owner = "manager"
several = true
views = ["partner"]
due = "by aware + 5 working days"
source = { para = "4" }

[[step.choices]]
id = "notify"
title = "Notify"
basis = "The Act says so."
advise = [{ harm = ["died", "hurt"] }]
source = { para = "4.1" }

[[step.choices]]
id = "not"
title = "Do not notify"
basis = "The criteria are not met."
not_with = ["notify"]
needs_views = true

[[step]]
id = "settle"
stage = "notification"
kind = "task"
title = "Settle it"
owner = "director"
when = { disputed = "route" }
source = { para = "4" }

[[step]]
id = "notify-it"
stage = "notification"
kind = "task"
title = "Notify it"
owner = "manager"
deputy = "director"
when = [{ route = "notify" }, { harm = "died", decide = "yes" }]
due = "by aware + 5 working days"
sets = "sin-sent"
source = { para = "4" }

[[step]]
id = "tell-panel"
stage = "notification"
kind = "task"
title = "Tell the Panel"
owner = "manager"
due = "by sin-sent + 10 working days"
national = "sin-sent + 15 working days"
limit = "national"
sets = "panel-told"
source = { para = "5" }

[[step]]
id = "plan"
stage = "notification"
kind = "task"
title = "Plan publication"
owner = "manager"
sets = "target"
source = { para = "6" }

[[step]]
id = "copy"
stage = "notification"
kind = "task"
title = "Send a copy"
owner = "manager"
due = "by target - 7 working days"
source = { para = "6" }

[[step]]
id = "publish"
stage = "notification"
kind = "task"
title = "Publish"
owner = "manager"
due = "by sin-sent + 6 months"
target = "target"
sets = "published"
source = { para = "6" }

[[step]]
id = "explain"
stage = "notification"
kind = "task"
title = "Explain"
owner = "manager"
when = { late = "publish" }
source = { para = "6" }

[[step]]
id = "panel-meets"
stage = "notification"
kind = "meeting"
title = "Panel meeting"
owner = "manager"
invite = ["director"]
may_come = ["partner"]
chair = "director"
lasts = 90
agenda = ["Gather the facts.", "Say what is next."]
repeats = true
until = "publish"
due = "every 2 weeks from sin-sent"
source = { para = "7" }

[[left-out]]
para = "8"
says = "Something."
because = "Nobody is asked to do it."
"""


@pytest.fixture
def full() -> Procedure:
    text = SMALL.replace('title = "What happened"', 'title = "What"', 1)
    text = text.replace(
        'send_by = "sent + 1 working day"',
        'send_by = "sent + 1 working day"\nletter = "asking"',
    )
    return read(text + MORE)


@pytest.mark.parametrize(
    ("para", "contents", "found"),
    [
        ("5.8, 6.1", (), ("5.8", "6.1")),
        ("1.1 to 1.3, 2.2; 4", (), ("1.1 to 1.3", "2.2", "4")),
        ("2.3, appendix", (), ("2.3", "Appendix")),
        ("5.3, last line", (), ("5.3, last line",)),
        ("Appendix 1, 12", (), ("Appendix 1, 12",)),
        ("Panel guidance, 2020", (), ("Panel guidance, 2020",)),
        ("S-P9, third point, S-P12", CONTENTS, ("S-P9, third point", "S-P12")),
        (
            "Duties, rapid review, What happens next: first",
            CONTENTS,
            ("Duties, rapid review", "What happens next: first"),
        ),
        ("Elsewhere, S-P1", CONTENTS, ("Elsewhere", "S-P1")),
    ],
)
def test_a_citation_names_each_passage(
    para: str, contents: tuple[str, ...], found: tuple[str, ...]
) -> None:
    assert passages(para, contents) == found


def test_passages_stand_in_the_order_of_the_document() -> None:
    mixed = ["S-P10", "Elsewhere", "S-P9", "What happens next: more", "S-Paper"]
    assert sorted(mixed, key=lambda one: place(one, CONTENTS)) == [
        "What happens next: more",
        "S-P9",
        "S-P10",
        "Elsewhere",
        "S-Paper",
    ]
    assert heading_of("S-P9", CONTENTS) == "S-P"
    assert heading_of("Elsewhere", CONTENTS) == ""


def test_each_passage_has_what_is_done_with_it(full: Procedure) -> None:
    text = retold(full)
    for said in (
        "### 4.1\n\n- **A way to decide:** “Notify”, in “Choose a route”. The Act",
        "### 8\n\n- **Left out:** “Something.”\n  - *Because:* Nobody is asked",
        "### 10\n\n- See also: letter: Asking for a report (9, 10).",
        "Only if “Choose a route” is “Notify”; or “What happened?” is “Died” and “Dec",
        (
            "- **Understood so:** In this order. `order`\n  - *Because:* It says so.\n"
            "  - Confirmed by: Director."
        ),
        (
            "  - *Understood so:* The day it was sent.\n  - *Because:* Nothing else is "
            "said.\n  - **Nobody has confirmed this yet.**"
        ),
    ):
        assert said in text


def test_what_no_part_cites_is_seen(full: Procedure) -> None:
    missed = full.model_copy(update={"contents": ("3", "11")})
    assert "### 11\n\n- Nothing in the file cites this." in retold(missed)


def test_routes_have_their_basis_and_what_leads_to_them(full: Procedure) -> None:
    text = retold(full).split("\n## Decisions and routes")[1]
    for said in (
        (
            "### Decide\n\nTeam Manager decides. No date given.\n\n- **Yes.**\n"
            "  - Then follows: “Sign” and “Notify it”."
        ),
        "More than one may be chosen",
        "These may give a view, or disagree on the record: Police.",
        "If somebody disagrees: “Settle it”.",
        "  - Basis: The Act says so.",
        "  - The answers point to it when “What happened?” is “Died” or “Hurt”.",
        "  - Not together with “Notify”.",
        "  - Everybody entitled to a view must have been asked for it first.",
    ):
        assert said in text


def test_letters_meetings_and_days_are_told(full: Procedure) -> None:
    text = retold(full)
    for said in (
        "Paragraph 9, 10. Sent in: Ask.\n\n> Please send a {asks\\_for}.",
        "| Panel meeting (1 hour and 30 minutes) | Every 2 weeks, from the day when",
        "| Director; if they wish, Police | Director |",
        "What the Panel meeting deals with:\n\n- Gather the facts.",
        "planned for the day when it is to be published",
        "again and again, until “Publish”",
        "With no date in the document: Decide; Settle it; Plan publication; Explain.",
        "Only if “Publish” is planned or done too late.",
        (
            "| When was the partner told? | a day and a time | yes, asked only if "
            "“What happened?” is “Died” |"
        ),
    ):
        assert said in text, said


def test_procedures_stand_side_by_side(full: Procedure) -> None:
    small = read(SMALL)
    text = compared([full, small, small, small])
    assert text == compared([full, small, small, small])
    rows = [ln for ln in text.splitlines() if ln.startswith("| ")]
    asked = [q for _, questions in TOPICS for q, said in questions if said(full)]
    assert all(sum(r.startswith(f"| {asks} |") for r in rows) >= 2 for asks in asked)
    for said in (
        "| By when is it sent? | By 5 working days after the council became aware | – ",
        "| Who sends it? | Team Manager; or else Director | – |",
        "Choose a route: Notify; Do not notify",
        "| What if somebody disagrees? | Settle it (Director) |",
        "Sign: Director, then Director or Team Manager, then each Director",
        "| What is counted in hours? | The Panel answers: By 48 hours after the partn",
        "by 10 working days after it was notified; nationally by 15 working days",
        "Send a copy: by 7 working days before it is to be published",
        "| What if publication slips? | Explain, if “Publish” is planned or done too",
        "| How many readings are unconfirmed? | 1 of 2 |",
        "Panel meeting: every 2 weeks, from the day when it was",
        "The council became aware<br>The partner was told<br>",
    ):
        assert said in text, said
