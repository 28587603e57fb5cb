"""Circles are not looked for while very many objects are in use, and are again behind it."""

import gc

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
