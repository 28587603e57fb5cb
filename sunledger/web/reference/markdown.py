"""The few pieces of Markdown that a page of the reference is made of."""

from collections.abc import Iterable, Sequence

NOTE = "<!-- Written by `sunledger reference`. Change the code, not this page. -->"


def page(title: str, *parts: str) -> str:
    """Return a whole page; empty parts are left out."""
    return "\n\n".join([NOTE, f"# {title}", *filter(None, parts)]) + "\n"


def section(title: str, *parts: str, level: int = 2) -> str:
    """Return a heading with what stands under it, or nothing where nothing does."""
    filled = list(filter(None, parts))
    return "\n\n".join([f"{'#' * level} {title}", *filled]) if filled else ""


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table, or nothing where there are no rows."""
    lines = [_row(row) for row in rows]
    return "\n".join([_row(headings), "|" + "---|" * len(headings), *lines]) if lines else ""


def listed(lines: Iterable[str]) -> str:
    """Return lines with a dot before each."""
    return "\n".join(f"- {line}" for line in lines)


def fenced(text: str, language: str = "text") -> str:
    """Return text as it stands."""
    return f"```{language}\n{text}\n```"


def code(text: object) -> str:
    """Return a name as it is typed; nothing for nothing."""
    return f"`{text}`" if str(text) else ""


def codes(texts: Iterable[object]) -> str:
    """Return names as they are typed, with commas between them."""
    return ", ".join(map(code, texts))


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(value: object) -> str:
    """Return a value that cannot break its table."""
    return " ".join(str(value).split()).replace("|", "\\|")
