"""Rules kept as data: named patterns in TOML files, each with sentences that show what it finds.

A pattern may name a list of words in braces, as in `{verb}`; the lists of all files of a shelf are
known in all of them. An example marks what is found with « and »; a miss must not be found at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from sunledger.core.catalogue import CatalogueError, load
from sunledger.decisions.reading.needs import needs_of

_GAP = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Rule:
    """One pattern, what it says about the words it finds, and examples."""

    name: str
    pattern: str
    says: str = ""
    language: str = ""
    examples: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class RuleFile:
    """One file of rules on one subject."""

    about: str
    words: dict[str, list[str]] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """What a rule found: which rule, and where."""

    rule: Rule
    match: re.Match[str]

    @property
    def start(self) -> int:
        """Where the found words begin."""
        return self.match.start()

    @property
    def end(self) -> int:
        """Where the found words end."""
        return self.match.end()


class _Ready(NamedTuple):
    """A rule, its pattern, and letters of which one must stand in whatever it finds."""

    rule: Rule
    pattern: re.Pattern[str]
    needs: tuple[str, ...]


def _lacks(words: str, needs: tuple[str, ...]) -> bool:
    """Whether none of the letters stands in the words; a loop, which is quicker than any()."""
    for some in needs:  # noqa: SIM110
        if some in words:
            return False
    return True


class Subject:
    """The rules of one file, ready to be asked."""

    def __init__(self, rules: list[tuple[Rule, re.Pattern[str]]]) -> None:
        self._rules = rules
        self._by_language: dict[str, list[_Ready]] = {}
        self._only: dict[tuple[str, ...], Subject] = {}
        self.by_name = {rule.name: pattern for rule, pattern in rules}

    def all(self, text: str, start: int, end: int, language: str = "") -> Iterator[Found]:
        """Give whatever any rule finds in this stretch, rule by rule."""
        small = text.lower()
        for rule, pattern, needs in self._of(language):
            if needs and _lacks(small, needs):
                continue
            for match in pattern.finditer(text, start, end):
                yield Found(rule, match)

    def first(self, text: str, start: int, end: int, language: str = "") -> Found | None:
        """Return what the first rule that finds anything in this stretch finds."""
        small = text.lower()
        for rule, pattern, needs in self._of(language):
            if needs and _lacks(small, needs):
                continue
            if match := pattern.search(text, start, end):
                return Found(rule, match)
        return None

    def at(self, text: str, start: int, end: int, language: str = "") -> Found | None:
        """Return what the first rule finds that fits just here."""
        small = text.lower()
        for rule, pattern, needs in self._of(language):
            if needs and _lacks(small, needs):
                continue
            if match := pattern.match(text, start, end):
                return Found(rule, match)
        return None

    def only(self, *says: str) -> "Subject":
        """Return the rules that say one of these: the others need not be asked."""
        if says not in self._only:
            self._only[says] = Subject([pair for pair in self._rules if pair[0].says in says])
        return self._only[says]

    def drop(self, names: set[str]) -> None:
        """Leave out the rules of these names: so one can see what each is needed for."""
        self._rules = [pair for pair in self._rules if pair[0].name not in names]
        self._by_language.clear()
        self._only.clear()

    def patterns(self) -> list[tuple[Rule, re.Pattern[str]]]:
        """Return every rule with its pattern, in the order of the file."""
        return self._rules

    def _of(self, language: str) -> "list[_Ready]":
        if language not in self._by_language:
            self._by_language[language] = [
                _Ready(rule, pattern, needs_of(pattern))
                for rule, pattern in self._rules
                if not language or rule.language in ("", language)
            ]
        return self._by_language[language]


class Shelf:
    """A folder of rule files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._subjects: dict[str, Subject] = {}

    @cached_property
    def files(self) -> dict[str, RuleFile]:
        """Every rule file by its name."""
        return load(self.folder, RuleFile)

    @cached_property
    def words(self) -> dict[str, list[str]]:
        """Every list of words by its name."""
        return {name: some for file in self.files.values() for name, some in file.words.items()}

    def subject(self, name: str) -> Subject:
        """Return the rules of one file."""
        if name not in self._subjects:
            rules = [(rule, self.compiled(rule, name)) for rule in self.files[name].rules]
            self._subjects[name] = Subject(rules)
        return self._subjects[name]

    def compiled(self, rule: Rule, file: str) -> re.Pattern[str]:
        """Return a rule's pattern, with the words of the lists that it names."""
        try:
            return re.compile(self.spelt_out(rule.pattern))
        except (re.error, KeyError) as error:
            place = f"{self.folder.name}/{file}.toml: {rule.name}"
            raise CatalogueError(f"{place}: “{rule.pattern}” is no pattern ({error})") from error

    def spelt_out(self, pattern: str) -> str:
        """Return a pattern with the names of lists replaced by their words."""
        return _GAP.sub(lambda gap: self.any_of(gap[1]), pattern)

    def any_of(self, name: str) -> str:
        """Return the pattern for any word of a list, the longest first."""
        longest = sorted(self.words[name], key=len, reverse=True)
        return "(?:" + "|".join(map(self.spelt_out, longest)) + ")"
