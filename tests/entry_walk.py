"""A clerk's walk through entry: what is pressed and typed is counted, and the time is taken."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.story_person import SLOW, Person


@dataclass
class Walk:
    """A person who does one thing on the pages, and what it costs: presses, keys, seconds."""

    person: Person
    presses: int = 0
    keys: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Return how long the walk has taken."""
        return time.monotonic() - self.began

    def menu(self, *words: str) -> None:
        self.presses += len(words)
        self.person.menu(*words)

    def press(self, words: str) -> None:
        self.presses += 1
        self.person.press(words)

    def press_first(self, words: str) -> None:
        """Press the first of several buttons that begin alike."""
        self.presses += 1
        self.person.main.get_by_role("button", name=self.person.words(words)).first.click()

    def choose(self, name: str, value: str) -> None:
        """Choose from a list, unless it stands there already."""
        box = self.person.main.locator(f"select[name={name}]")
        if box.input_value() != value:
            self.presses += 2
            box.select_option(value)

    def fill(self, name: str, value: str, place: int = 0) -> None:
        """Type into a field, unless it stands there already."""
        box = self.person.main.locator(f"[name={name}]").nth(place)
        if box.input_value() != value:
            self.presses += 1
            self.keys += len(value)
            box.fill(value)

    def paste(self, name: str, text: str) -> None:
        """Paste into a field: one press into it, and one key with Ctrl."""
        self.presses += 1
        self.keys += 1
        self.person.main.locator(f"[name={name}]").fill(text)

    def hand(self, name: str, file: Path) -> None:
        """Choose a file: the button, the file, and open."""
        self.presses += 3
        self.person.hand(name, file)

    def sees(self, words: str) -> None:
        self.person.sees(words)

    def at(self, address: str) -> None:
        """Find oneself at an address, however long the worker takes."""
        self.person.page.wait_for_url(re.compile(address), timeout=SLOW)

    def tells(self, what: str) -> str:
        """Return what the walk cost, as a line to print."""
        return f"{what}: {self.presses} presses, {self.keys} keys, {self.seconds:.1f} s"

    def expect_no_more_than(self, presses: int, keys: int) -> None:
        assert self.presses <= presses, self.tells("too many presses")
        assert self.keys <= keys, self.tells("too many keys")
