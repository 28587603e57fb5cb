"""What a screen file must contain, and the shelf on which the screens stand.

A file in `screens/` is a screen; nothing is registered. A file that lacks something is refused with
a sentence when the shelf is loaded, and the shelf is loaded when a site starts.
"""

from __future__ import annotations

import hashlib
import importlib.util
import inspect
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from sunledger.screening.screenparts import SETTING_KINDS, Example, Reason, Setting
from sunledger.screening.shapes import SHAPES, Frame
from sunledger.screening.words import Text, Words, read

__all__ = [
    "Example",
    "Frame",
    "Reason",
    "Screen",
    "ScreenError",
    "Setting",
    "Text",
    "load",
    "shelf",
]

SCREENS = Path(__file__).parent / "screens"


@dataclass(frozen=True)
class Screen:
    """One screen, as its file says it."""

    code: str
    version: str  # of the file's content: a changed rule is another version
    en: Words
    zh: Words
    sentences: Mapping[str, Text]  # by kind of lead; "" where there is one kind
    tables: tuple[str, ...]  # the first is the one whose rows are counted and judged
    optional: tuple[str, ...]  # of the others, those without which the rows can still be judged
    apart: tuple[str, ...]  # columns: rows that differ in these never bear on each other
    alone: tuple[str, ...]  # the same of the judged table only; every other is read whole
    needs: Mapping[str, tuple[str, ...]]
    settings: Mapping[str, Setting]
    defaults: Mapping[str, Any]
    reasons: Mapping[str, Reason]
    examples: tuple[Example, ...]
    flags: Callable[..., Any]
    asides: Callable[..., Any] | None
    narrow: Callable[..., Any] | None  # which keys may be flagged at all: see narrowing
    measures: Callable[..., Any] | None
    law: Text | None  # what the rule rests on, where there is a law
    file: Path

    @property
    def private(self) -> bool:
        """Whether it reads what tells private persons apart."""
        return any(SHAPES[name].private for name in self.tables)

    def gaps(self) -> set[str]:
        """Return the names that the sentences have gaps for."""
        texts = [text for one in self.sentences.values() for text in (one.en, one.zh)]
        gaps = {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}
        return gaps | ({"kind"} if "" not in self.sentences else set())


class ScreenError(ValueError):
    """A screen file that is not one, or a setting that it does not have; the sentence says why."""


def shelf(folder: Path = SCREENS) -> dict[str, Screen]:
    """Return every screen of the folder by its code, in the order of their codes."""
    files = sorted(file for file in folder.glob("*.py") if not file.name.startswith("_"))
    return {file.stem: load(file) for file in files}


def from_path(file: Path) -> Screen:
    """Return the screen in a file that somebody named, wherever it lies."""
    if not file.is_file() or file.suffix != ".py":
        raise ScreenError(f"{file} is not a file that ends in .py.")
    if not file.stem.isidentifier():
        raise ScreenError(f"{file.name}: a screen's name is made of letters, digits and “_”.")
    return load(file)


def load(file: Path) -> Screen:
    """Return the screen that the file is, or raise ScreenError with a sentence."""
    module = _run(file)
    try:
        return _read(file, module)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise ScreenError(f"{_where(file)}: {error}") from error


def _where(file: Path) -> str:
    """Return the file as a sentence names it."""
    return f"screens/{file.name}" if file.parent == SCREENS else file.name


def _run(file: Path) -> ModuleType:
    """Return the file as a module; what it raises becomes a sentence."""
    inside = file.parent == SCREENS
    name = f"sunledger.screening.screens.{file.stem}" if inside else f"screen_{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ScreenError(f"{_where(file)}: it is not a Python file")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except KeyError as error:
        raise ScreenError(f"{_where(file)}: there is nothing called {error}") from error
    except Exception as error:
        raise ScreenError(f"{_where(file)}: it does not run: {error}") from error
    return module


def _read(file: Path, module: ModuleType) -> Screen:
    """Return the screen in the module; ValueError says what it lacks."""
    tables, defaults = _arguments(module)
    screen = Screen(
        code=file.stem,
        version=hashlib.sha256(file.read_bytes()).hexdigest()[:12],
        en=_words(module.__doc__ or "", "en", "its docstring"),
        zh=_words(_chinese(module), "zh", "CHINESE"),
        sentences=_sentences(module),
        tables=tables,
        optional=_named(module, "OPTIONAL", tables[1:]),
        apart=_named(module, "APART", SHAPES[tables[0]].names()),
        alone=_named(module, "ALONE", SHAPES[tables[0]].names()),
        needs=_needs(module, tables),
        settings=_part(module, "SETTINGS", dict),
        defaults=defaults,
        reasons=_reasons(module, tables),
        examples=tuple(_part(module, "EXAMPLES", list)),
        flags=module.flags,
        asides=getattr(module, "asides", None),
        narrow=getattr(module, "narrow", None),
        measures=getattr(module, "measures", None),
        law=getattr(module, "LAW", None),
        file=file,
    )
    _check_settings(screen)
    _check_examples(screen)
    return screen


def _part(module: ModuleType, name: str, kind: type) -> Any:
    """Return a part that every screen file has."""
    value = getattr(module, name, None)
    if not isinstance(value, kind):
        raise ValueError(f"it needs {name}, a {kind.__name__}")
    return value


def _chinese(module: ModuleType) -> str:
    """Return the documentation in Chinese."""
    said = getattr(module, "CHINESE", None)
    if not isinstance(said, str):
        raise ValueError(
            "it needs CHINESE, a text with the sections of the docstring: a title, the rule, "
            "为什么重要, 清白的理由, 来源"
        )
    return said


def _sentences(module: ModuleType) -> dict[str, Text]:
    """Return the sentence of each kind of lead; most screens have one kind."""
    given = getattr(module, "SENTENCE", None)
    if isinstance(given, Text):
        return {"": given}
    if isinstance(given, dict) and given:
        return given
    raise ValueError("it needs SENTENCE, a Text, or one for each kind of lead")


def _words(text: str, language: str, where: str) -> Words:
    try:
        return read(text, language)
    except ValueError as error:
        raise ValueError(f"{where} lacks {error}") from error


def _arguments(module: ModuleType) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Return the tables that `flags` names, and the settings that the file's questions name."""
    if not callable(getattr(module, "flags", None)):
        raise ValueError("it needs a function flags(payments, ...)")
    tables = tuple(
        one.name
        for one in inspect.signature(module.flags).parameters.values()
        if one.kind is one.POSITIONAL_OR_KEYWORD
    )
    for name in tables:
        if name not in SHAPES:
            raise ValueError(f"flags() asks for a table “{name}”; there are: {', '.join(SHAPES)}")
    if not tables:
        raise ValueError("flags() must ask for a table, payments for one")
    defaults: dict[str, Any] = {}
    for question in ("flags", "asides", "narrow", "measures"):
        for name, value in _keywords(getattr(module, question, None)).items():
            if defaults.setdefault(name, value) != value:
                raise ValueError(f"the setting “{name}” has two defaults")
    return tables, defaults


def _keywords(question: Callable[..., Any] | None) -> dict[str, Any]:
    """Return the settings of one function with their defaults."""
    parameters = inspect.signature(question).parameters.values() if question else ()
    found = {one.name: one.default for one in parameters if one.kind is one.KEYWORD_ONLY}
    for name, value in found.items():
        if value is inspect.Parameter.empty:
            raise ValueError(f"the setting “{name}” needs a default")
    return found


def _needs(module: ModuleType, tables: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the columns without which a row cannot be judged."""
    needs = {table: tuple(columns) for table, columns in _part(module, "NEEDS", dict).items()}
    for table, columns in needs.items():
        if table != tables[0]:
            raise ValueError(f"NEEDS can only speak of “{tables[0]}”, whose rows are judged")
        for column in columns:
            if column not in SHAPES[table].names():
                raise ValueError(f"NEEDS: {table} has no column “{column}”")
    return needs


def _named(module: ModuleType, name: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return a part that lists names, and may be left out."""
    given = tuple(getattr(module, name, ()))
    for one in given:
        if one not in known:
            raise ValueError(f"{name}: “{one}” is none of: {', '.join(known) or 'nothing'}")
    return given


def _reasons(module: ModuleType, tables: tuple[str, ...]) -> dict[str, Reason]:
    """Return the file's own reasons, and one for each column and each table that it needs."""
    reasons: dict[str, Reason] = {}
    for name in module.NEEDS.get(tables[0], ()):
        title = SHAPES[tables[0]].column(name).title
        text = Text(f"The row gives no {title.en}.", f"该行没有写{title.zh}。")
        reasons[f"no {name}"] = Reason(text, applicable=True)
    for name in tables[1:]:
        title = SHAPES[name].title
        text = Text(f"The table of {title.en} is not there.", f"没有“{title.zh}”表。")
        if name not in getattr(module, "OPTIONAL", ()):
            reasons[f"no {name}"] = Reason(text, applicable=True)
    return reasons | getattr(module, "REASONS", {})


def _check_settings(screen: Screen) -> None:
    """Refuse a setting without words or of no kind, and words without a setting."""
    for name, setting in screen.settings.items():
        if setting.kind not in SETTING_KINDS:
            kinds = ", ".join(SETTING_KINDS)
            raise ValueError(f"SETTINGS, “{name}”: the kind is one of {kinds}")
    for name in screen.defaults.keys() ^ screen.settings.keys():
        raise ValueError(f"“{name}” must stand in SETTINGS and be a setting of flags() or asides()")


def _check_examples(screen: Screen) -> None:
    """Refuse a screen that does not show what it finds and what it passes over."""
    if not any(one.flagged for one in screen.examples):
        raise ValueError("EXAMPLES needs one in which something is flagged")
    if all(one.flagged for one in screen.examples):
        raise ValueError("EXAMPLES needs an innocent one, in which nothing is flagged")
    if not any(one.cannot for one in screen.examples):
        raise ValueError("EXAMPLES needs one in which something cannot be judged")
    for example in screen.examples:
        for table in example.tables:
            if table not in screen.tables:
                raise ValueError(f"EXAMPLES, “{example.name}”: the screen reads no “{table}”")
