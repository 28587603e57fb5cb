"""The page about what is planted in the made-up province."""

from collections.abc import Iterable
from functools import cache

from sunledger.demo.planted import Truth, planted
from sunledger.web.reference.markdown import codes, page, section, table

_SIZE = 2_000  # residents: every kind is planted at every size


def planted_page() -> str:
    """Return the page with every kind that is planted, and the screens that are held to it."""
    truths = _truths()
    schemes, alike = (_kinds(truths, innocent=one) for one in (False, True))
    words = (
        "A made-up province, of any size, from a seed: an honest background with the usual untidy "
        "rows, and in it schemes as a wrongdoer would make them, each beside innocent things that "
        "look alike. The truth is known, so that what screens find can be measured: "
        "[measure the screens](../how-to/measure-the-screens.md). Each kind is a function in "
        "`sunledger/demo/planted/`."
    )
    return page(
        "What is planted",
        words,
        section(
            "Schemes",
            f"{len(schemes)} kinds. At least one of the screens has to flag at least one row.",
            table(("kind", "found by"), schemes.items()),
        ),
        section(
            "Innocent look-alikes",
            f"{len(alike)} kinds. None of the screens may flag any of the rows.",
            table(("kind", "passed over by"), alike.items()),
        ),
    )


@cache
def _truths() -> tuple[Truth, ...]:
    """Return what is planted; made once, for it takes a second or two."""
    return tuple(planted(_SIZE).truths)


def _kinds(truths: Iterable[Truth], *, innocent: bool) -> dict[str, str]:
    """Return the kinds, in their order, with the screens that are held to each."""
    kinds: dict[str, dict[str, None]] = {}
    for truth in truths:
        if truth.innocent == innocent:
            kinds.setdefault(truth.kind, {}).update(dict.fromkeys(truth.screens))
    return {kind: codes(sorted(kinds[kind])) for kind in sorted(kinds)}
