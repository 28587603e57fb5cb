"""All pages of the reference, and the comparison with those that stand in a folder."""

from pathlib import Path

from django.utils import translation

from sunledger.disclosure.category import PACKS
from sunledger.drives.drive import DRIVES
from sunledger.screening.screen import shelf
from sunledger.web.reference import planted, procurement, rules, running, screens, shelves
from sunledger.web.reference.markdown import NOTE, page, table

CONTENTS = (
    ("screens.md", "what each screen asks, and with which settings"),
    ("procurement.md", "what each screen of tenders and contracts asks, and of whom"),
    ("categories.md", "what must be public, and under which headings it is understood"),
    ("drives.md", "the drives, and what their figures mean"),
    ("tables.md", "the tables that screens read"),
    ("planted.md", "what is planted in the made-up province, by which screens are measured"),
    ("moves.md", "what can be done with an item, and by whom"),
    ("powers.md", "what a post may do"),
    ("facts.md", "what is said to the seal"),
    ("settings.md", "the settings of a site"),
    ("commands.md", "the commands and their options"),
)


def pages() -> dict[str, str]:
    """Return every page by its path; the same code gives the same bytes."""
    with translation.override("en"):
        return {
            "README.md": _contents(),
            **screens.pages(shelf()),
            **procurement.pages(),
            **shelves.category_pages(PACKS),
            "drives.md": shelves.drive_page(DRIVES),
            "tables.md": shelves.tables_page(),
            "planted.md": planted.planted_page(),
            "moves.md": rules.moves_page(),
            "powers.md": rules.powers_page(),
            "facts.md": rules.facts_page(),
            "settings.md": running.settings_page(),
            "commands.md": running.commands_page(),
        }


def _contents() -> str:
    rows = [(f"[{name.removesuffix('.md')}]({name})", words) for name, words in CONTENTS]
    words = "These pages are written by the code: `sunledger reference` writes them anew."
    return page("Reference", words, table(("page", "what stands in it"), rows))


def behind(folder: Path, wanted: dict[str, str]) -> list[str]:
    """Return a line for each page that does not say what the code says."""
    there = _ours(folder)
    there |= {name: folder / name for name in wanted if (folder / name).exists()}
    lines = []
    for name in sorted(wanted.keys() | there.keys()):
        if name not in there:
            lines.append(f"{name} is missing")
        elif name not in wanted:
            lines.append(f"{name} is about nothing that exists")
        elif there[name].read_text(encoding="utf-8") != wanted[name]:
            lines.append(f"{name} is behind the code")
    return lines


def write(folder: Path, wanted: dict[str, str]) -> list[str]:
    """Bring a folder up to date, and return what changed."""
    changed = behind(folder, wanted)
    for name, file in _ours(folder).items():
        if name not in wanted:
            file.unlink()
    for name, text in wanted.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return changed


def _ours(folder: Path) -> dict[str, Path]:
    """Return the pages that were written by this code; what people wrote is left alone."""
    files = {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*.md"))}
    return {
        name: file for name, file in files.items() if NOTE in file.read_text(encoding="utf-8")[:200]
    }
