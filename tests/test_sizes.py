"""No file has more lines than a reader takes in at once, and no function more than a page."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILE, FUNCTION = 300, 40  # lines
# What is longer, and why it stays so.
LONG_FILES = {
    "sunledger/settings.py": "a site's settings are read, and taken over, as one file",
    "sunledger/screening/screens/duplicate_payments.py": "a screen is one file; most of this one "
    "is words in two languages and examples",
}
LONG_FUNCTIONS = {
    "bench/tenders_made.py::release": "one release, written as it is read",
}


def files(*folders: str) -> Iterator[tuple[str, str]]:
    """Give each of our Python files with its text; migrations are written by Django."""
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in file.parts:
                yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")


def test_no_file_is_too_long_to_be_read_at_once() -> None:
    lines = {name: text.count("\n") for name, text in files("sunledger", "bench")}
    assert {name for name, count in lines.items() if count > FILE} == set(LONG_FILES)


def test_no_function_is_longer_than_a_page() -> None:
    found = {
        f"{name}::{node.name}"
        for name, text in files("sunledger", "bench", "tests")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= FUNCTION
    }
    assert found == set(LONG_FUNCTIONS)
