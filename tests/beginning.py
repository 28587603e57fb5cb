"""What many tests begin with: made once, and kept in the database from one test to the next.

A test begins with an empty database, unless it is marked `begins_with(make)` and asks for `begun`.
What `make` makes then stands in a transaction around the tests; each works in a savepoint of its
own, so that what it changes is gone when it ends, and is handed objects of its own. It does not
matter which tests come before it: where something else stands, that is rolled back first.
"""

import random
from collections.abc import Callable
from copy import deepcopy
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.utils import translation

from sunledger.core import codes
from sunledger.voices import limits

Make = Callable[[], Any]


def begins_with(make: Make) -> pytest.MarkDecorator:
    """Let tests begin with what a function makes; the fixture `begun` hands it out."""
    return pytest.mark.begins_with(make=make)


class Beginning:
    """What stands in the database when a test begins: nothing, or what was made for many."""

    def __init__(self) -> None:
        self.make: Make | None = None
        self._made: Any = None
        self._around = transaction.atomic()

    def be(self, make: Make | None) -> None:
        """Let what `make` makes stand there, or nothing."""
        if make is self.make:
            return
        self.end()
        if make:
            self._around.__enter__()
            self.make = make
            try:
                self._made = _freshly(make)
                connection.check_constraints()
            except BaseException:
                self.end()
                raise

    def end(self) -> None:
        """Let nothing stand there."""
        if self.make:
            self.make = self._made = None
            transaction.set_rollback(True)
            self._around.__exit__(None, None, None)

    def copy(self) -> Any:
        """Return what was made, so that no test sees what another did to it."""
        return deepcopy(self._made)


def fresh() -> None:
    """Be as a process is when it begins: in the site's language, with nothing counted yet."""
    translation.deactivate()
    limits.forget()
    caches["counts"].clear()


def steady_codes(patch: pytest.MonkeyPatch, seed: str) -> None:
    """Let the codes of things be the same in every run, and others than with another seed."""
    steady = random.Random(seed)
    patch.setattr(codes, "secrets", SimpleNamespace(token_bytes=steady.randbytes))


def _freshly(make: Make) -> Any:
    """Return what is made as at the beginning of a process."""
    fresh()
    with pytest.MonkeyPatch.context() as patch:
        steady_codes(patch, f"{make.__module__}.{make.__qualname__}")
        made = make()
    fresh()
    return made
