"""Why something was not done to a sheet or a record: one sentence each, that says what to do.

Who may not do a thing is told so by `NotAllowed` of units; that a person would judge their own
work, by `SamePerson`. Both stop an action before anything is written.
"""

from sunledger.core.problem import Refused, gettext_noop
from sunledger.units.access import NotAllowed

__all__ = [
    "TAKEN_AWAY", "GivenBefore", "Incomplete", "NotAllowed", "NotNow", "SamePerson", "TooPersonal",
]  # fmt: skip

TAKEN_AWAY = gettext_noop(
    "The item “%(code)s” was taken out of its pack while the sheet waited. Nothing of the sheet "
    "was kept. If it is still to be published, hand it in under another item."
)


class NotNow(Refused):
    """Nobody can do this in the state the sheet or the correction is in."""


class SamePerson(Refused):
    """Who entered or asked cannot be the one who reviews or decides."""


class GivenBefore(Refused):
    """The very same file was given already."""


class TooPersonal(Refused):
    """What was written holds something that must never be public."""


class Incomplete(Refused):
    """What was given does not do: something lacks, or is not what the category asks for."""
