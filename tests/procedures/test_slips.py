"""The commonest slips of somebody who has never programmed, each told as what it is."""

from __future__ import annotations

import pytest

from bot.core.faults import faults, read
from bot.core.notices import notices
from bot.core.toml_slips import slip
from bot.offices import load_offices
from bot.verbs.new import SKELETON

BEGUN = SKELETON.read_text(encoding="utf-8").replace("SLUG", "northshire")
LATER = 'owner = "head-of-safeguarding"\nseveral = true'
TITLE = 'title = "Decide which route or routes this takes"'
VIEWS = 'views = ["partner-council", "partner-police", "partner-health"]'
WHEN = 'when = { route = "notify" }\nafter'
READ = 'source = { para = "Not read yet" }\n\n[role.head'
DUE = 'due = "by sin-sent + 8 working days"'
CHAIN = 'chain = ["director"]'
OPTION = '    { id = "died", title = "A child died" },\n'
TRUE = "Write true or false, in small letters and without quotes."
PLAIN_TRUE = "Write true or false, without quotes."
ONE_LINE = "between { and } on one line, with a comma between"
LIST = 'Write lists like ["director", "business-manager"].'
SECONDS = "Write it with hours, minutes and seconds, such as 09:00:00."
NOTE = "as a note for people, begins with #."
STRAIGHT = 'Write straight ones ("), in a plain text editor and not in Word.'
MENDED = [
    (LATER, LATER.replace('"', ""), "stands in no quotation marks", "in double quotes"),
    (TITLE, TITLE.replace(' "', " "), "stands in no quotation marks", "double quotes"),
    (TITLE, f'{TITLE} for now"', "quotation marks within the text", "single ones"),
    (LATER, LATER.replace('"', "\u201c"), "are not straight", STRAIGHT),
    (LATER, LATER.replace('"', "\u2019"), "are not straight|no quotation", ""),
    (LATER, f"\u2022 {LATER}", "begins with a bullet", "Take the bullet out."),
    (LATER, f"\u200b{LATER}", "cannot be seen", "Delete this line, and type it again."),
    (LATER, LATER.replace(" =", ":"), "A colon stands where =", "Write it like"),
    (LATER, LATER.replace("= true", "true"), "has no = in it", "A note for people"),
    (LATER, LATER.replace("=", "=="), "one = too many", "Write a single =."),
    (LATER, LATER.replace("true", "yes"), "to be true or false", TRUE),
    (LATER, LATER.replace("true", "True"), "to be true or false", TRUE),
    (LATER, LATER.replace("true", '"yes"'), "wrong form", PLAIN_TRUE),
    (LATER, LATER.replace("true", ""), "Nothing stands after the =", "take the line"),
    (LATER, f"{LATER} // or more", "after the value on this line", NOTE),
    (LATER, f"{LATER}\nseveral = true", '"several" is said twice', "Take one of the"),
    (VIEWS, VIEWS.replace(",", "", 1), "a comma or the ] is missing", LIST),
    (VIEWS, VIEWS.replace("]", ""), "a comma or the ] is missing", LIST),
    (VIEWS, VIEWS.replace("[", "(").replace("]", ")"), "in square brackets", LIST),
    (VIEWS, VIEWS.replace('"', ""), "in this list stands in no quotation", LIST),
    (OPTION, OPTION.replace(",", "", 1), "between { and } cannot be read", ONE_LINE),
    (OPTION, '    "died",\n', "wrong form", 'tables such as { id = "yes"'),
    (WHEN, WHEN.replace(' "notify"', " notify"), "between { and }", ONE_LINE),
    (WHEN, WHEN.replace("= {", "= {\n"), "between { and }", ONE_LINE),
    (WHEN, WHEN.replace("route =", "route !="), '"Is not" cannot', "List the answers"),
    (READ, 'source = "3.2"\n\n[role.head', "wrong form", '{ para = "3.2" }'),
    (READ, READ.replace("source = { ", "").replace(" }", ""), '"para" is not a word',
     'Did you mean "source"?'),
    ("opens = 09:00:00", "opens = 9:00", "time of day cannot be read", SECONDS),
    ("opens = 09:00:00", "opens = 9.00", "wrong form", "such as 09:00:00."),
    ("opens = 09:00:00", 'opens = "9am"', "wrong form", "such as 09:00:00."),
    ("[hours]", "hours = 9\n[was]", '"was" is not', ""),
    ("[role.director]", "[role.the director]", "cannot stand in a heading", "accents"),
    ("[role.director]", "[[role]]", "which one it is", "such as [role.director]."),
    ("[role.director]", "[role.business-manager]", "two of [role.business", "its own"),
    ("[role.director]", "[role.director", "brackets of this heading", "[role.name]"),
    ('[[step]]\nid = "sign', '[step]\nid = "sign', "like the others", "[[step]]"),
    ('[[step]]\nid = "sign', '[[step]\nid = "sign', "like the others", "[[step]]"),
    (TITLE, TITLE.replace("which", "S:\\Shared"), "a \\ in the text", "Write /"),
    ('invite = ["every-agency", "head-of-safeguarding"]', "invite = []",
     "Nobody is invited", "List who must come"),
    ('chair = "head-of-safeguarding"', 'repeats = true\nuntil = "panel-told"',
     '"panel-told" is a day', 'until = "tell-panel", which sets'),
    (CHAIN, 'chain = [["director", "director"]]', "wrong form", "links such as"),
    (CHAIN, 'chain = [{ roles = ["director"], need = "2" }]', "wrong form", '"all".'),
    (CHAIN, 'chain = [{ roles = ["director"], need = true }]', "wrong form", '"all".'),
    (DUE, "due = 24/12/2026", "stands in no quotation marks", "in double quotes"),
    (DUE, "due = 8", "wrong form", 'such as "by aware + 5 working days".'),
    (DUE, 'due = "24/12/2026"', "is a day of one year", "how long after what"),
    (DUE, 'deadline = "on sin-sent"', '"deadline" is not a word', 'you mean "due"?'),
    (DUE, 'due = "1 day after send-sin"', '"send-sin" is a step', '"sin-sent", which'),
    (DUE, 'due = "1 day before rapid-review"', '"rapid-review" is a step',
     "days before it, count from the anchor that its own day"),
    (DUE, 'due = "1 day after reports"', '"reports" is a step', "Let a task after it"),
    (DUE, 'due = "1 day after the notification was sent"', "is not the name of an",
     'write "sin-sent" instead.'),
    ('holidays = "ENG"', 'holidays = "England"', '"England" here', "ENG for England"),
    ('id = "sign-sin"', 'id = "route"', "already the name of another", "of its own"),
    ('id = "tell-panel"', 'id = "late"', "a meaning of its own", "another name"),
    ('stage = "rapid-review"', 'stage = "rapid review"', "no stage called",
     'Did you mean "rapid-review"?'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("was", "now", "says", "then"), MENDED, ids=[now for _, now, _, _ in MENDED]
)
def test_a_slip_is_told_as_what_it_is(was: str, now: str, says: str, then: str) -> None:
    assert was in BEGUN
    found = faults(BEGUN.replace(was, now, 1))
    assert any(
        then in fault.next_step and any(one in fault.says for one in says.split("|"))
        for fault in found
    ), "\n".join(fault.said for fault in found)
    assert all(fault.next_step for fault in found)


def test_one_slip_is_not_told_as_a_circle_too() -> None:
    twice = faults(BEGUN.replace('id = "sign-sin"', 'id = "route"', 1))
    assert not [fault for fault in twice if "circle" in fault.says]


def test_a_fact_may_have_the_name_of_a_word() -> None:
    named = BEGUN.replace('id = "looked-after"', 'id = "past"', 1)
    assert faults(named.replace(WHEN, 'when = { past = "yes" }\nafter', 1)) == ()


@pytest.mark.parametrize(
    "text",
    [
        BEGUN.replace("\n", "\r\n"),
        f"\ufeff{BEGUN}",
        BEGUN.replace("several = true", "\tseveral\t=\ttrue\t# a note"),
        BEGUN.replace("Head of Safeguarding", "Cyfarwyddwr, Dyffryn Ŵy: “Zoë’s” post"),
        BEGUN.replace("Not read yet", "A very long heading " * 40),
    ],
    ids=["Windows", "a mark at the beginning", "tabs", "accents", "long"],
)
def test_what_other_editors_and_languages_bring_is_no_slip(text: str) -> None:
    assert faults(text) == ()


def test_what_comes_round_for_ever_is_mentioned() -> None:
    text = BEGUN.replace(DUE, 'due = "every week from sin-sent"', 1)
    told = " ".join(notices(read(text), load_offices("ENG")))
    assert "reports: this comes round for as long as the case is open." in told


def test_what_is_none_of_the_common_slips_is_told_as_the_library_says_it() -> None:
    assert slip("Invalid statement", "{") is None
    assert faults("{")[0].next_step.startswith("Compare the line")
