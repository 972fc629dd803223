"""What is written from a procedure follows the file, to the letter."""

from __future__ import annotations

from pathlib import Path

from bot.core.faults import read
from bot.verbs.retold import SECTIONS, retold
from tests.core.small import SMALL, broken
from tests.verbs.line import Line


def in_use(line: Line, tmp_path: Path, text: str = SMALL) -> Path:
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "northshire.toml").write_text(text, encoding="utf-8")
    line.environ = {"DAYZERO_PROCEDURES": str(folder)}
    return folder / "northshire.md"


def test_the_papers_that_come_with_it_are_up_to_date(line: Line) -> None:
    said = line.type("docs", "--check")
    assert (said.code, said.err) == (0, "")


def test_a_paper_is_written_beside_its_file(line: Line, tmp_path: Path) -> None:
    paper = in_use(line, tmp_path)
    said = line.type("docs", "--check")
    assert said.code == 1
    assert "run dayzero docs" in said.err
    assert not paper.exists()
    assert line.type("docs").code == 0
    said = line.type("docs", "--check")
    assert (said.code, said.out) == (0, "2 papers up to date.\n")
    paper.with_name("comparison.md").unlink()
    assert line.type("docs", "--check").code == 1
    assert line.type("docs").code == 0
    before = paper.stat().st_mtime_ns
    assert line.type("docs").code == 0
    assert paper.stat().st_mtime_ns == before  # nothing to write


def test_a_paper_that_was_changed_by_hand_is_out_of_date(
    line: Line, tmp_path: Path
) -> None:
    paper = in_use(line, tmp_path)
    line.type("docs")
    paper.write_bytes(paper.read_bytes() + b"\r\n")
    assert line.type("docs", "--check").code == 1


def test_a_paper_that_cannot_be_written_is_said(line: Line, tmp_path: Path) -> None:
    in_use(line, tmp_path).mkdir()
    said = line.type("docs")
    assert said.code == 1
    assert "cannot be kept up to date" in said.err


def test_a_faulty_procedure_is_not_retold(line: Line, tmp_path: Path) -> None:
    in_use(line, tmp_path, broken('owner = "manager"', 'owner = "manger"'))
    said = line.type("docs")
    assert said.code == 1
    assert "dayzero check" in said.err


def test_a_procedure_is_retold_in_every_part() -> None:
    text = retold(read(SMALL))
    assert text == retold(read(SMALL))
    assert "### 2\n\n- **Days are counted from:** The day when the council" in text
    assert "By 5 working days after the council became aware" in text
    assert "On the day of “Sign”" in text
    assert "| Not said | Review |" in text
    assert "| Review: invitations | Team Manager | By 1 working day after" in text
    assert "| Ask: asking | Team Manager | By 1 working day after" in text
    assert "- **3** (`order`). In this order." in text
    assert "*Confirmed by:* Director." in text
    assert "### Nobody has confirmed yet\n\n- **2** (`sent`)" in text
    assert 'subgraph link2["Link 2: 1 must sign"]' in text
    assert 'each3["each Director"]' in text
    assert "| Send | Team Manager |  |  | the channel, Director |" in text
    assert "every agency involved" in text
    assert "Statutory; nationally by 5 working days after the council" in text
    for section in SECTIONS[1:]:
        title = next(iter(section(read(SMALL))))
        assert f"\n{title}\n" in text
        assert f"- [{title[3:]}](#" in text


def test_what_markdown_or_a_diagram_would_obey_is_only_words() -> None:
    small = broken('title = "Director"', 'title = "a|b <i> \\"c\\" # *d*"')
    text = retold(read(small))
    assert 'a\\|b \\<i\\> "c" # \\*d\\*' in text
    assert "a|b #lt;i#gt; #quot;c#quot; #35; *d*" in text


def test_days_of_every_manner_are_retold() -> None:
    dues = {
        "on aware": "On the day when the council became aware",
        "from aware to aware + 2 days": "From the day when the council became aware to",
        "every 2 weeks from aware until aware + 2 months": "Every 2 weeks, from",
        "earlier of aware + 1 day or sent": "By the earlier of 1 day after",
        "later of aware + 1 day or sent": "By the later of 1 day after",
        "first known of aware + 1 day or sent": "By the first known of 1 day after",
    }
    for due, said in dues.items():
        assert said in retold(read(broken('"told + 48 hours"', f'"{due}"'))), due
    nothing = SMALL.replace('due = "by aware + 5 working days"\n', "")
    assert "No date given" in retold(read(nothing.replace('"same day as sign"', '""')))


def test_a_procedure_with_little_in_it_is_retold_too() -> None:
    small = SMALL.replace('kind = "sign-off"', 'kind = "task"')
    small = small.replace('text = "draft"\n', "")
    start, end = small.index("chain = ["), small.index("due = ")
    small = small[:start] + small[end:]
    small = small.replace('reading = "The day it was sent."\n', "")
    small = small.replace('because = "Nothing else is said."\n', "")
    small = small[: small.index("[[reading]]")]
    text = retold(read(small))
    assert "None was unclear." in text
    assert "Nothing is signed." in text
    assert text.endswith("## Left out, and why\n\nNothing.\n")
