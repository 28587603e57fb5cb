"""What the project does not do: fetch, open, or trust what it was not given."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "sunledger"
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
NETWORK = {"urllib.request", "http.client", "socket", "requests", "httpx", "aiohttp", "urllib3",
           "smtplib", "ftplib", "telnetlib"}  # fmt: skip
IMAGES = {"PIL", "pillow", "cv2", "wand"}


def imports() -> Iterator[tuple[Path, str]]:
    """Give every module that a file of the package imports."""
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((file, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield file, node.module
                yield from ((file, f"{node.module}.{alias.name}") for alias in node.names)


def test_s30_nothing_here_asks_another_machine() -> None:
    asking = [(file.name, name) for file, name in imports() if name in NETWORK]
    assert not asking


def test_s46_only_the_bounded_process_opens_an_image() -> None:
    opening = {file.name for file, name in imports() if name.split(".")[0] in IMAGES}
    assert opening == {"pictures.py"}
    inside = PACKAGE / "core" / "cleancopy"
    used = {file for file, name in imports() if name == "sunledger.core.cleancopy.pictures"}
    assert {file.parent for file in used} == {inside}


def test_s47_no_page_opens_a_document_and_no_office_program_is_started() -> None:
    """Documents are read for the person at the terminal, by Python; pages take sheets and text."""
    reading = {file for file, name in imports() if name.startswith("sunledger.decisions.reading")}
    starting = {file for file, name in imports() if name == "subprocess"}
    rooms = {file.relative_to(PACKAGE).as_posix() for file in reading | starting}
    allowed = (
        "decisions/",
        "web/management/commands/",
        "core/spreadsheet.py",
        "core/cleancopy/outside.py",
        "web/analyst/",
    )
    assert not [name for name in rooms if not name.startswith(allowed)]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda file: file.stem)
def test_s60_every_dependency_is_locked_to_its_hashes(lock: Path) -> None:
    blocks = re.split(r"\n(?=[a-zA-Z0-9])", lock.read_text(encoding="utf-8"))
    pinned = [block for block in blocks if re.match(r"[a-zA-Z0-9]", block)]
    assert pinned
    for block in pinned:
        assert re.match(r"[\w.\-\[\],]+==[\w.!+]+", block), block[:60]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block[:60]


def names(requirements: list[str]) -> set[str]:
    """Return what requirements name, spelled one way."""
    found = (re.match(r"[A-Za-z0-9._-]+", one) for one in requirements)
    return {re.sub(r"[-_.]+", "-", one.group()).lower() for one in found if one}


def test_s60_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extra = project["optional-dependencies"]
    wanted = names(project["dependencies"]) | names(extra["build"])
    for lock, more in (("runtime", []), ("test", extra["test"]), ("bench", extra["bench"])):
        wanted |= names(more)
        text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
        locked = names([one for one in text.splitlines() if re.match(r"[A-Za-z0-9]", one)])
        assert not wanted - locked, lock


def test_s60_no_page_loads_anything_from_elsewhere() -> None:
    loads = re.compile(r"""(?:src|action|url\(|@import|srcset)\s*[=(]?\s*["']?(?:https?:)?//""")
    links = re.compile(r"""<link[^>]*href=["'](?:https?:)?//""")
    for file in [*PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.css"), *PACKAGE.rglob("static/*.js")]:
        text = file.read_text(encoding="utf-8")
        assert not loads.search(text), file
        assert not links.search(text), file
