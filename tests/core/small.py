"""A small procedure, whole and sound, for tests to break one part at a time."""

SMALL = """name = "Northshire"
slug = "northshire"
document = "A guide, invented"
coordinator = "manager"
readers = ["manager", "director"]

[hours]
opens = 09:00:00
closes = 17:00:00

[role.manager]
title = "Team Manager"
manager = "director"
source = { para = "1" }

[role.director]
title = "Director"
source = { para = "1" }

[role.panel]
title = "the national Panel"
outside = true
source = { para = "1" }

[anchor.aware]
title = "the council became aware"
source = { para = "2" }

[anchor.told]
title = "the partner was told"
takes = "time"
source = { para = "2" }

[anchor.sent]
title = "the notification was sent"
source = { para = "2" }
reading = "The day it was sent."
because = "Nothing else is said."

[[stage]]
id = "notification"
title = "Notification"

[[form]]
id = "alert"
title = "Raise an alert"

[[form.section]]
id = "what"
title = "What happened"

[[form.section.question]]
id = "harm"
asks = "What happened?"
kind = "choice"
fact = true
options = [{ id = "died", title = "Died" }, { id = "hurt", title = "Hurt" }]

[[form.section.question]]
id = "aware-on"
asks = "When?"
kind = "date"
sets = "aware"

[[form.section.question]]
id = "told-at"
asks = "When was the partner told?"
kind = "time"
sets = "told"
only_if = ["harm", "died"]

[[form]]
id = "draft"
title = "Draft"

[[form.section]]
id = "draft"
title = "Draft"

[[form.section.question]]
id = "summary"
asks = "What is the summary?"
kind = "text"

[[step]]
id = "decide"
stage = "notification"
kind = "decision"
title = "Decide"
owner = "manager"
choices = [{ id = "yes", title = "Yes" }, { id = "no", title = "No" }]
source = { para = "3" }

[[step]]
id = "sign"
stage = "notification"
kind = "sign-off"
title = "Sign"
owner = "manager"
after = ["decide"]
when = { decide = "yes", harm = ["died", "hurt"] }
text = "draft"
chain = [
    "director",
    { roles = ["director", "manager"], need = 1 },
    { each = "director" },
]
due = "by aware + 5 working days"
source = { para = "3" }

[[step]]
id = "send"
stage = "notification"
kind = "task"
title = "Send"
owner = "manager"
after = ["sign"]
due = "same day as sign"
national = "aware + 5 working days"
limit = "statutory"
sets = "sent"
tell = ["channel", "director"]
source = { para = "3" }

[[step]]
id = "answer"
stage = "notification"
kind = "task"
title = "The Panel answers"
owner = "manager"
awaits = "panel"
due = "told + 48 hours"
source = { para = "3" }

[[step]]
id = "ask"
stage = "notification"
kind = "request"
title = "Ask"
owner = "manager"
asks_for = "report"
send_by = "sent + 1 working day"
due = "sent + 8 working days"
source = { para = "3" }

[[step]]
id = "review"
stage = "notification"
kind = "meeting"
title = "Review"
owner = "manager"
invite = ["every-agency"]
invite_by = "sent + 1 working day"
due = "sent + 11 working days"
source = { para = "3" }

[[step]]
id = "wrap-up"
stage = "notification"
kind = "meeting"
title = "Wrap up"
owner = "manager"
invite = ["every-agency", "director"]
later_than = ["review"]
due = "sent + 14 working days"
source = { para = "3" }

[[reading]]
id = "order"
reading = "In this order."
because = "It says so."
confirmed = "director"
touches = ["review", "sent", "manager"]
source = { para = "3" }
"""


def broken(was: str, now: str) -> str:
    """The small procedure with one thing in it changed, the first time it occurs."""
    assert was in SMALL
    return SMALL.replace(was, now, 1)


def line(of: str, text: str) -> int:
    """The line on which something first stands."""
    return text[: text.index(of)].count("\n") + 1
