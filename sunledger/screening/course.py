"""How much of what a screen finds becomes leads: a sample while in pilot, everything, or nothing.

It holds for one version of a screen: a changed rule is another rule, and nobody knows yet how often
that one is right. What is kept back is counted and lost to nobody: every run finds it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.conf import settings

from sunledger.screening import precision
from sunledger.screening.models import Lead, State
from sunledger.screening.precision import Precision
from sunledger.screening.screen import Screen
from sunledger.screening.switches import Course, Switch

PARTS = 1000  # shares are compared in thousandths, as they are kept and said


@dataclass(frozen=True)
class Standing:
    """Where a version of a screen stands, and what was seen of it since its pilot began."""

    screen: str
    version: str
    latest: Switch | None  # what was decided last; none: it is new to the site
    figures: Precision
    level: int  # in thousandths

    @property
    def course(self) -> Course:
        """Return how much of what it finds becomes leads; what nobody decided on is in pilot."""
        return Course(self.latest.course) if self.latest else Course.PILOT

    @property
    def low(self) -> int | None:
        """Return the lower end of the interval, in thousandths."""
        return round(self.figures.interval[0] * PARTS) if self.figures.interval else None

    @property
    def high(self) -> int | None:
        """Return the upper end of the interval, in thousandths."""
        return round(self.figures.interval[1] * PARTS) if self.figures.interval else None

    @property
    def is_below(self) -> bool:
        """Whether even the upper end of the interval lies below the level."""
        return self.high is not None and self.high < self.level

    @property
    def is_known(self) -> bool:
        """Whether enough was checked for a person to let it go on."""
        return self.figures.checked >= enough()

    @property
    def room(self) -> int:
        """Return how many leads a pilot may still raise.

        Those that teach nothing, known already or too small or no longer raised, leave their place
        to others: so a pilot comes to its end.
        """
        now = self.figures
        most: int = settings.SUNLEDGER_PRECISION["pilot_leads"]
        return max(0, most - now.open - now.in_work - now.checked)


def enough() -> int:
    """Return how many leads of a pilot are checked before a person may let it go on."""
    return int(settings.SUNLEDGER_PRECISION["enough"])


def level_of(code: str, on: date) -> int:
    """Return the share of a screen's leads, in thousandths, that must be confirmed on a day."""
    rows = settings.SUNLEDGER_PRECISION["levels"]
    held = [row for row in rows if row["of"] in ("", code) and row["since"] <= on.isoformat()]
    # One's own counts before that of all, the newer before the older.
    best = max(held, key=lambda row: (row["of"] == code, row["since"]), default={"share": 0.0})
    return round(best["share"] * PARTS)


def begun(switch: Switch | None) -> datetime | None:
    """Return when the pilot began whose figures count; none: with the version itself."""
    if switch is None:
        return None
    anew = Switch.objects.filter(screen=switch.screen, version=switch.version)
    return anew.filter(course=Course.PILOT).values_list("at", flat=True).first()


def standing(code: str, version: str, on: date) -> Standing:
    """Return where a version of a screen stands on a day."""
    latest = Switch.objects.filter(screen=code, version=version).first()
    figures = precision.since(code, version, begun(latest))
    return Standing(code, version, latest, figures, level_of(code, on))


def standings(screens: Mapping[str, Screen], on: date) -> dict[str, Standing]:
    """Return where the version on the shelf of every screen stands; few questions for all."""
    switches = {(one.screen, one.version): one for one in Switch.objects.latest_of_each()}
    figures = precision.of_every_version()
    anew = Switch.objects.filter(course=Course.PILOT).values_list("screen", "version")
    piloted = set(anew.order_by().distinct())
    found = {}
    for code, screen in screens.items():
        mark = (code, screen.version)
        if mark in piloted:
            found[code] = standing(code, screen.version, on)
            continue
        now = figures.get(mark) or precision.nothing(code)
        found[code] = Standing(code, screen.version, switches.get(mark), now, level_of(code, on))
    return found


def admitted(fits: Sequence[tuple[str, Lead]], now: Standing) -> set[str]:
    """Return the keys of those raised that become leads, or stay leads, of all that were raised.

    `fits` gives each key with the lead that it is again, or a new one. What was decided stays
    what it was; what is open stays open unless the screen is off.
    """
    if now.course == Course.FULL:
        return {key for key, _ in fits}
    if now.course == Course.OFF:
        return {key for key, lead in fits if lead.state not in (State.OPEN, State.CLEARED)}
    fresh = [key for key, lead in fits if _is_fresh(lead)]
    before = {key for key, _ in fits} - set(fresh)
    # Open leads of an earlier version are this one's from now on.
    taken = sum(
        lead.state == State.OPEN and lead.version != now.version
        for key, lead in fits
        if key in before
    )
    return before | set(drawn(now, fresh)[: max(0, now.room - taken)])


def drawn(now: Standing, keys: Iterable[str]) -> list[str]:
    """Return keys in the order of the lot: by a digest, so that everybody draws the same."""
    seed = f"{now.screen}\n{now.version}\n"
    return sorted(keys, key=lambda key: sha256(f"{seed}{key}".encode()).digest())


def _is_fresh(lead: Lead) -> bool:
    return lead.pk is None or lead.state == State.CLEARED
