"""The tutorial of screens is walked here as it stands: its blocks are saved, its commands run."""

import ast
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

TUTORIAL = Path(__file__).resolve().parents[1] / "docs" / "tutorial" / "your-first-screen.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SENTENCES = re.compile(r"“([^”]+)”", re.DOTALL)


def blocks(kind: str) -> list[str]:
    text = TUTORIAL.read_text(encoding="utf-8")
    return [inside for language, inside in FENCE.findall(text) if language == kind]


def merged(file: str, block: str) -> str:
    """Return the file with the parts of the block put in place of its parts of the same names."""
    if block.startswith('"""'):
        return block
    lines, end = file.splitlines(), len(file.splitlines())
    for node in reversed(ast.parse(block).body):
        part = ast.get_source_segment(block, node) or ""
        old = [one for one in ast.parse("\n".join(lines)).body if names(one) & names(node)]
        if old:
            lines[old[0].lineno - 1 : old[0].end_lineno] = part.splitlines()
        else:
            lines[end:end] = ["", "", *part.splitlines()]
    return "\n".join(lines) + "\n"


def names(node: ast.stmt) -> set[str]:
    """Return the names that a statement makes."""
    if isinstance(node, ast.FunctionDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else []
    targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
    return {target.id for target in targets if isinstance(target, ast.Name)}


def told_again(file: str) -> str:
    """Return the file with the paragraphs below its two titles replaced, as step 4 says."""
    text = TUTORIAL.read_text(encoding="utf-8")
    step = text[text.index("still tell the old rule") : text.index("## 5.")]
    english, chinese = (" ".join(one.split()) for one in SENTENCES.findall(step))
    for old, new in (
        ("A large payment was made in the last days of December.", english),
        ("在十二月最后几天付出大额款项。", chinese),
    ):
        assert old in file
        file = file.replace(old, new)
    return file


def said(command: str) -> str:
    """Return what a command prints, its refusal included, as a terminal shows it."""
    out = io.StringIO()
    name, *words = shlex.split(command)[1:]
    try:
        call_command(name, *words, stdout=out)
    except CommandError as error:
        out.write(f"sunledger: {error}\n")
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    with translation.override("en"):
        yield tmp_path


def test_every_step_of_the_tutorial_does_what_it_says(folder: Path) -> None:
    file, source, walked = folder / "year_end_rush.py", "", 0
    text = TUTORIAL.read_text(encoding="utf-8")
    for language, inside in FENCE.findall(text):
        if language == "python":
            source = merged(source, inside)
            if inside.startswith("def flags") and "cast(String)" in inside:
                source = told_again(source)
            file.write_text(source, encoding="utf-8")
        elif language == "csv":
            (folder / "books.csv").write_text(inside, encoding="utf-8")
        elif inside.startswith("$ sunledger examples"):
            command, _, printed = inside.partition("\n")
            assert said(command.removeprefix("$ ")) == printed
            walked += 1
        elif inside.startswith("$ sunledger screen"):
            said(inside.splitlines()[0].removeprefix("$ "))
            walked += 1
    assert walked == 5
    leads = (folder / "report" / "leads.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(leads) == 2
    assert "CNY 87,500.00 in the last days of 2025, of CNY 105,700.00" in leads[1]


def test_what_the_tutorial_arrives_at_is_one_file_of_the_usual_form(folder: Path) -> None:
    from sunledger.screening import examples
    from sunledger.screening.screen import from_path

    source = ""
    for block in blocks("python"):
        source = merged(source, block)
    (folder / "year_end_rush.py").write_text(told_again(source), encoding="utf-8")
    screen = from_path(folder / "year_end_rush.py")
    assert len(screen.examples) == 4
    assert examples.check(screen) == []
    assert screen.en.rule.startswith("Most of what a body paid")
    assert screen.zh.rule.startswith("一年中付给某单位的钱")


def test_a_file_that_is_no_screen_is_refused_by_name(folder: Path) -> None:
    (folder / "my-screen.py").write_text("x = 1\n", encoding="utf-8")
    (folder / "plain.py").write_text("x = 1\n", encoding="utf-8")
    assert "my-screen.py: a screen's name is made of letters" in said(
        "sunledger examples my-screen.py"
    )
    assert "plain.py: it needs a function flags" in said("sunledger examples plain.py")
    assert "nowhere.py is not a file" in said("sunledger examples nowhere.py")
    assert "nowhere is not a file" in said("sunledger screen books.csv --screen nowhere")
