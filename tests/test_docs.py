"""What the documents say is there: links, commands, tests, pages written by the code."""

import ast
import io
import re
import shlex
import sqlite3
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sunledger.__main__ import commands, named
from sunledger.web.reference import pages

ROOT = Path(__file__).resolve().parents[1]
SKIP = {".venv", ".git", "site", ".run", "node_modules", ".hypothesis"}
OURS = ROOT / "docs" / "how-to"
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")  # of pictures too
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
BLAMING = re.compile(r"\b(simply|just|eas(?:y|ily)|obviously|trivial(?:ly)?)\b", re.IGNORECASE)
TEXT = {".md", ".py", ".toml", ".txt", ".html", ".css", ".js", ".po", ".yml", ".yaml", ".cfg", ""}


def tracked() -> list[Path]:
    """Return the files of the project: those that git knows, else all that lie there."""
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = done.stdout.split("\0") if done.returncode == 0 else []
    files = [ROOT / name for name in names if name] or [
        file for file in ROOT.rglob("*") if not SKIP & set(file.relative_to(ROOT).parts)
    ]
    return [file for file in files if file.is_file()]


TRACKED = tracked()
DOCUMENTS = [file for file in TRACKED if file.suffix == ".md"]
WRITTEN = [file for file in DOCUMENTS if "reference" not in file.parts]  # by people


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def anchors(text: str) -> set[str]:
    """Return the names by which the headings of a document can be linked to."""
    headings = re.findall(r"^#+ (.*)$", FENCE.sub("", text), re.MULTILINE)
    words = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {one.strip().replace(" ", "-") for one in words}


def test_the_reference_says_what_the_code_says() -> None:
    out = io.StringIO()
    call_command("reference", check=True, out=ROOT / "docs" / "reference", stdout=out)


def test_a_page_that_is_behind_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "reference"
    call_command("reference", out=folder, stdout=io.StringIO())
    first = (folder / "powers.md").read_text(encoding="utf-8")
    (folder / "powers.md").write_text(first + "And more.\n", encoding="utf-8")
    (folder / "moves.md").unlink()
    (folder / "old.md").write_text(first, encoding="utf-8")
    (folder / "mine.md").write_text("# Mine\n", encoding="utf-8")
    out = io.StringIO()
    with pytest.raises(CommandError, match="The reference is behind"):
        call_command("reference", check=True, out=folder, stdout=out)
    said = out.getvalue()
    assert "powers.md is behind the code" in said
    assert "moves.md is missing" in said
    assert "old.md is about nothing that exists" in said
    assert "mine.md" not in said
    call_command("reference", out=folder, stdout=io.StringIO())
    assert not pages.behind(folder, pages.pages())
    assert (folder / "mine.md").exists()


@pytest.mark.parametrize("file", DOCUMENTS, ids=name)
def test_every_link_leads_somewhere(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for target in LINK.findall(FENCE.sub("", text)):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = target.partition("#")
        there = (file.parent / path).resolve() if path else file
        assert there.exists(), f"{target} is not there"
        if anchor and there.suffix == ".md":
            assert anchor in anchors(there.read_text(encoding="utf-8")), target


def said_commands(text: str) -> Iterator[list[str]]:
    """Give the words of every command of ours that a document names."""
    inline = re.findall(r"`((?:\./run|sunledger) [^`\n]+)`", FENCE.sub("", text))
    blocks = "\n".join(
        inside for kind, inside in FENCE.findall(text) if kind in ("", "console", "sh")
    )
    lines = re.findall(r"^ *(?:\$ )?((?:\./run|sunledger) .*)$", blocks, re.MULTILINE)
    for line in [*inline, *lines]:
        yield shlex.split(line.partition("  #")[0].replace("’", ""))


def run_commands() -> set[str]:
    """Return what `./run` can be asked for."""
    tree = ast.parse((ROOT / "run").read_text(encoding="utf-8"))
    table = next(
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "COMMANDS"
    )
    assert isinstance(table, ast.Dict)
    return {ast.literal_eval(key) for key in table.keys if key}


@pytest.mark.parametrize("file", WRITTEN, ids=name)
def test_every_command_that_is_named_exists_with_its_options(file: Path) -> None:
    known = {
        "sunledger": set(commands()) | {"help", "COMMAND", "--version"},
        "./run": run_commands(),
    }
    options = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    for words in said_commands(file.read_text(encoding="utf-8")):
        program, command, *rest = words
        if program == "sunledger":
            command, rest = named(words[1:])  # some are of two words
        assert command in known[program], " ".join(words)
        if program == "sunledger":
            section = options.partition(f"\n## sunledger {command}\n")[2].partition("\n## ")[0]
            for word in rest:
                option = word.partition("=")[0]
                if option.startswith("--"):
                    assert f"`{option}" in section, " ".join(words)


@pytest.mark.parametrize("file", WRITTEN, ids=name)
def test_every_file_and_test_that_is_named_exists(file: Path) -> None:
    text = FENCE.sub("", file.read_text(encoding="utf-8"))
    for module, test in re.findall(r"`(?:tests/)?([\w/]+\.py)::(\w+)`", text):
        source = ROOT / "tests" / module
        assert source.exists(), module
        assert f"def {test}(" in source.read_text(encoding="utf-8"), f"{module}::{test}"
    for path in re.findall(r"`((?:sunledger|tests|docs|requirements)/[\w/.\-]+)`", text):
        if "<" not in path and not path.endswith(("fr", "/django.po", "round_sums.py")):
            known = (ROOT / path).exists() or path.endswith(".toml")
            assert known, path


@pytest.mark.parametrize("file", WRITTEN, ids=name)
def test_no_document_calls_a_thing_easy(file: Path) -> None:
    found = BLAMING.findall(FENCE.sub("", file.read_text(encoding="utf-8")))
    assert not found


def test_every_document_is_on_the_map() -> None:
    """From docs/README.md and the README one gets to every page."""
    start = [file for file in WRITTEN if file in (ROOT / "README.md", ROOT / "docs" / "README.md")]
    seen: set[Path] = set()
    while start:
        file = start.pop()
        if file in seen or file.suffix != ".md":
            continue
        seen.add(file)
        links = LINK.findall(FENCE.sub("", file.read_text(encoding="utf-8")))
        near = (link.partition("#")[0] for link in links if "://" not in link)
        start += [
            there for link in near if link and (there := (file.parent / link).resolve()).exists()
        ]
    left = [name(file) for file in DOCUMENTS if file not in seen]
    assert not left


def test_every_promise_has_a_state() -> None:
    rows = re.findall(
        r"^\| S(\d+) \| ([^|]+) \| ([^|]+) \|$",
        (ROOT / "SECURITY.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert [int(number) for number, _attack, _state in rows] == list(range(1, 62))
    for number, attack, state in rows:
        assert attack.strip(), number
        assert state.startswith(("kept", "open")), f"S{number}"
        assert not state.startswith("kept") or "`" in state or "same way" in state, f"S{number}"


def test_every_dependency_has_its_reason_above_it() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    lines = [line.strip() for line in text.splitlines()]
    wanted = [*project["dependencies"]]
    wanted += [one for group in project["optional-dependencies"].values() for one in group]
    for one in wanted:
        at = lines.index(f'"{one}",')
        while lines[at - 1].startswith('"'):  # two that belong together share a reason
            at -= 1
        assert lines[at - 1].startswith("# "), one


def test_no_file_names_this_machine_or_a_place_to_download_from() -> None:
    home = re.escape(str(Path.home())) if str(Path.home()) != "/" else "/nowhere"
    here = re.escape(str(ROOT))
    machine = re.compile(rf"{here}\b|{home}/|/home/\w|/Users/\w|/(?:root)/")
    registries = re.compile(
        r"--(?:extra-)?index-url|--find-links|--trusted-host|"
        r"(?:pypi|pythonhosted|npmjs|artifactory|nexus)[\w.]*\.(?:org|com|net|io|local)"
    )
    for file in TRACKED:
        if file.suffix in TEXT and file != Path(__file__):
            text = file.read_text(encoding="utf-8", errors="replace")
            assert not machine.search(text), f"{name(file)} names a place on a machine"
            assert not registries.search(text), f"{name(file)} names a place to download from"


def test_a_copy_that_is_made_while_the_site_writes_is_whole(tmp_path: Path) -> None:
    """The script of the how-to, called while another process never stops writing."""
    text = (OURS / "back-up.md").read_text(encoding="utf-8")
    script = tmp_path / "copy_site.py"
    script.write_text(next(inside for kind, inside in FENCE.findall(text) if kind == "python"))
    source, copy = tmp_path / "sunledger.sqlite3", tmp_path / "copy.sqlite3"
    with sqlite3.connect(source) as site:
        site.execute("PRAGMA journal_mode=WAL")
        site.execute("CREATE TABLE pair (one INTEGER, two INTEGER)")
    stop = threading.Event()
    writer = threading.Thread(target=_write, args=(source, stop))
    writer.start()
    try:
        for _ in range(3):
            subprocess.run([sys.executable, script, source, copy], check=True, timeout=60)
            with sqlite3.connect(copy) as there:
                assert there.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                rows, wrong = there.execute(
                    "SELECT count(*), coalesce(sum(one <> two), 0) FROM pair"
                ).fetchone()
            assert wrong == 0
            assert rows % 2 == 0
            copy.unlink()
    finally:
        stop.set()
        writer.join()


def _write(source: Path, stop: threading.Event) -> None:
    """Write two rows at a time until told to stop."""
    site = sqlite3.connect(source, timeout=30)
    number = 0
    while not stop.is_set():
        number += 1
        with site:
            site.executemany("INSERT INTO pair VALUES (?, ?)", [(number, number)] * 2)
        stop.wait(0.002)
    site.close()
