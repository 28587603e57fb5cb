"""The translations: found in code and templates, checked and compiled, without gettext's tools."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = PACKAGE / "locale"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")
# The functions whose words are for people, and what their first arguments are.
KEYWORDS: dict[str, tuple[str, ...]] = {
    "_": ("message",),
    "gettext": ("message",),
    "gettext_lazy": ("message",),
    "gettext_noop": ("message",),
    "ngettext": ("message", "plural"),
    "ngettext_lazy": ("message", "plural"),
    "pgettext": ("context", "message"),
    "pgettext_lazy": ("context", "message"),
}
# The same for what a template becomes on its way to being read.
IN_TEMPLATES: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
# No dates and no names: a catalogue changes only where its words do.
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""


class Found(NamedTuple):
    """A message where it is used."""

    file: str
    line: int
    text: str | tuple[str, ...]
    context: str | None


class Fault(NamedTuple):
    """What is wrong with a translation, in one sentence."""

    where: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}"


def files() -> dict[str, Path]:
    """Return every catalogue of translations, by locale."""
    return {path.parts[-3]: path for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))}


def read(path: Path) -> Catalog:
    """Return the catalogue that a .po file holds."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], domain="django", abort_invalid=True)


def compile_all() -> list[Path]:
    """Write the .mo of every .po that says something else by now; return those written."""
    written = []
    for path in files().values():
        target, buffer = path.with_suffix(".mo"), io.BytesIO()
        write_mo(buffer, read(path))
        if target.exists() and target.read_bytes() == buffer.getvalue():
            continue
        part = target.with_suffix(".part")
        part.write_bytes(buffer.getvalue())
        part.replace(target)
        written.append(target)
    return written


def used(package: Path = PACKAGE) -> Iterator[Found]:
    """Give every message that the code and the templates of a package use."""
    for path in sorted(package.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _in_code(path.relative_to(package), path.read_text(encoding="utf-8"))
    for path in sorted(package.rglob("templates/**/*.*")):
        if path.suffix in {".html", ".txt"}:
            yield from _in_template(path.relative_to(package), _as_python(path))


def _in_code(path: Path, source: str) -> Iterator[Found]:
    """Give the messages of a module: the constant words of calls to the functions named above."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (spec := KEYWORDS.get(_called(node))):
            words = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            texts = [word for word in words if isinstance(word, str)][: len(spec)]
            if len(texts) == len(spec):
                context = texts.pop(0) if spec[0] == "context" else None
                yield Found(str(path), node.lineno, _one(texts), context)


def _called(node: ast.Call) -> str:
    return str(getattr(node.func, "id", getattr(node.func, "attr", "")))


def _one(texts: list[str]) -> str | tuple[str, ...]:
    return texts[0] if len(texts) == 1 else tuple(texts)


def _as_python(path: Path) -> bytes:
    """Return a template as lines that Python's tokenizer reads; indents mean nothing here."""
    lines = templatize(path.read_text(encoding="utf-8"), origin=str(path)).splitlines()
    return "\n".join(line.strip() for line in lines).encode()


def _in_template(path: Path, source: bytes) -> Iterator[Found]:
    for line, text, _comments, context in extract("python", io.BytesIO(source), IN_TEMPLATES):
        yield Found(str(path), line, text, context)


def wanted() -> Catalog:
    """Return a catalogue of all that is used, without translations."""
    catalog = Catalog(domain="django")
    for found in used():
        catalog.add(found.text, locations=[(found.file, found.line)], context=found.context)
    return catalog


def faults(path: Path) -> list[Fault]:
    """Return what is missing, wrong or left over in one catalogue."""
    have, want = read(path), wanted()
    result = [
        Fault(_where(message), f"“{_first(message)}” is not in the catalogue.")
        for message in want
        if message.id and have.get(message.id, message.context) is None
    ]
    for message in have:
        if message.id:
            known = want.get(message.id, message.context) is not None
            result += [
                Fault(f"{path.parent.parent.name} line {message.lineno}", words)
                for words in _complaints(message, known)
            ]
    left = [
        Fault(str(message.lineno), f"“{_first(message)}” is marked obsolete; delete it.")
        for message in have.obsolete.values()
    ]
    return result + left


def _complaints(message: Message, known: bool) -> Iterator[str]:
    name = _first(message)
    if not known:
        yield f"“{name}” is used nowhere; delete it."
    if message.fuzzy:
        yield f"“{name}” is marked fuzzy; read it again and take the mark away."
    texts = _all(message.string)
    if not all(texts):
        yield f"“{name}” has no translation."
        return
    expected = max((_places(text) for text in _all(message.id)), key=len)
    for text in texts:
        if _places(text) != expected:
            yield f"“{name}” is translated with other placeholders: “{text}”."


def _all(words: str | Iterable[str] | None) -> list[str]:
    return [words or ""] if words is None or isinstance(words, str) else list(words)


def _places(text: str) -> set[str]:
    return {match.group() for match in PLACEHOLDER.finditer(text)}


def _first(message: Message) -> str:
    return _all(message.id)[0]


def _where(message: Message) -> str:
    return ", ".join(f"{file}:{line}" for file, line in message.locations[:2])


def update(path: Path) -> tuple[int, int]:
    """Add what is missing to a catalogue, empty, and drop what is unused; return both counts."""
    have, want = read(path), wanted()
    fresh = Catalog(locale=path.parts[-3], domain="django", charset="utf-8")
    added = 0
    for message in want:
        if message.id:
            known = have.get(message.id, message.context)
            added += known is None
            fresh.add(
                message.id,
                known.string if known else "",
                context=message.context,
                user_comments=known.user_comments if known else (),
            )
    dropped = sum(1 for m in have if m.id and want.get(m.id, m.context) is None)
    buffer = io.BytesIO()
    write_po(buffer, fresh, width=0, sort_output=True, no_location=True, omit_header=True)
    header = HEADER.format(language=path.parts[-3], plural=fresh.plural_forms)
    path.write_text(header + buffer.getvalue().decode(), encoding="utf-8")
    return added, dropped
