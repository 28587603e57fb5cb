"""What the command about procurement data is told: which screens, with which limits and lists."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from sunledger.core.problem import Refused
from sunledger.screening.procurement import lists, statuses
from sunledger.screening.procurement.screen import Screen
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shelf import ALL
from sunledger.screening.procurement.shelf.cardinal import ELEVEN

_BY_CODE = {one.code: one for one in ALL}
# The limits of Cardinal's own indicators, by the names that they have in the settings.
_OF_CARDINAL = {
    "R003": "days",
    "R024": "close",
    "R025": "success",
    "R035": "disqualified",
    "R038": "disqualified_share",
    "R048": "kinds",
    "R058": "discount",
}


def wanted(options: dict[str, Any]) -> tuple[Settings, Sequence[Screen]]:
    """Return the settings and the screens that options ask for."""
    try:
        return _settings(options), _screens(options["screens"])
    except Refused as error:
        raise CommandError(_(error.problem.msgid) % error.problem.params) from None


def _settings(options: dict[str, Any]) -> Settings:
    settings = Settings(
        compatible=options["compatible"],
        currency=options["currency"],
        grounds=frozenset(options["ground"]),
    )
    settings = _limited(settings, options["limit"])
    if options["thresholds"]:
        settings = replace(settings, thresholds=lists.thresholds(options["thresholds"]))
    if options["debarred"]:
        settings = replace(settings, debarred=lists.debarments(options["debarred"]))
    if options["statuses"] and options["statuses"].exists():
        settings = replace(settings, statuses=statuses.read(options["statuses"]))
    return settings


def _limited(settings: Settings, written: Sequence[str]) -> Settings:
    """Return the settings with the limits that were written as R031=0.99."""
    limits: dict[str, float] = {}
    ours: dict[str, Any] = {}
    for one in written:
        code, _sign, number = one.partition("=")
        (screen,) = _screens(code)
        limit = _number(one, number)
        if screen.code in _OF_CARDINAL:
            ours[_OF_CARDINAL[screen.code]] = limit
        elif screen.limit is None or screen in ELEVEN:
            raise CommandError(_("%(code)s has no limit that could be another.") % {"code": code})
        else:
            limits[screen.code] = limit
    return replace(settings, limits=limits, **ours)


def _number(written: str, number: str) -> float:
    """Return the number of a limit."""
    try:
        limit = float(number)
    except ValueError:
        limit = math.nan
    if not math.isfinite(limit):
        raise CommandError(_("“%(text)s” is no limit. Write R031=0.99.") % {"text": written})
    return limit


def _screens(words: str) -> Sequence[Screen]:
    """Return the screens that were asked for."""
    if words in ("all", "eleven"):
        return ALL if words == "all" else ELEVEN
    codes = list(dict.fromkeys(one.strip() for one in words.split(",")))
    if unknown := [one for one in codes if one not in _BY_CODE]:
        words = _("There is no screen %(code)s. There are: %(known)s.")
        raise CommandError(words % {"code": unknown[0], "known": ", ".join(_BY_CODE)})
    return [_BY_CODE[one] for one in codes]
