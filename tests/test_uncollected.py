"""Circles are not looked for while very many objects are in use, and are again behind it."""

import gc
import subprocess
import sys

import pytest

from sunledger.core.uncollected import uncollected


def test_circles_are_looked_for_again_whatever_happens() -> None:
    @uncollected()
    def work() -> None:
        assert not gc.isenabled()
        raise ValueError("broken")

    assert gc.isenabled()
    with pytest.raises(ValueError, match="broken"):
        work()
    assert gc.isenabled()


def test_what_was_off_stays_off() -> None:
    gc.disable()
    try:
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_command_seldom_looks_for_circles_and_never_when_it_ends() -> None:
    program = """
import atexit, gc, sys
from sunledger.__main__ import main
before = gc.get_threshold()[0]
# What was asked for first is done last: behind what the command itself asks for.
atexit.register(lambda: print(gc.get_threshold()[0] > 10 * before, gc.get_freeze_count() > 1000))
main(["--version"])
"""
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout.splitlines()[-1] == "True True"
