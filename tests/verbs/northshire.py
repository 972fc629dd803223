"""A small procedure of one's own, with steps due when a test says."""

from __future__ import annotations

from pathlib import Path


def made(tmp_path: Path, *steps: str, takes: str = "date") -> str:
    """A small procedure of steps with these days."""
    text = f"""
name = "Northshire"
slug = "northshire"
document = "A guide, invented"
coordinator = "manager"
readers = ["manager"]
role.manager = {{ title = "Team Manager", source = {{ para = "1" }} }}
[anchor.known]
title = "it was known"
takes = "{takes.replace("date", "day")}"
source = {{ para = "2" }}
[anchor.published]
title = "it was published"
source = {{ para = "2" }}
[[stage]]
id = "first"
title = "First"
[[form]]
id = "alert"
title = "Raise an alert"
[[form.section]]
id = "what"
title = "What"
[[form.section.question]]
id = "known"
asks = "When was it known?"
kind = "{takes}"
sets = "known"
[[form.section.question]]
id = "published"
asks = "When was it published?"
kind = "date"
sets = "published"
"""
    for number, due in enumerate(steps, 1):
        text += f"""
[[step]]
id = "step-{number}"
stage = "first"
kind = "task"
title = "Step {number}"
owner = "manager"
due = "{due}"
source = {{ para = "{number}" }}
"""
    path = tmp_path / "northshire.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)
