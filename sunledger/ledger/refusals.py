"""Why something was not done to an item: each refusal is one sentence that says what to do."""


class Refused(Exception):
    """Something was asked of the ledger that it does not do; the text says why."""


class NotAllowed(Refused):
    """This person may not do this."""


class NotNow(Refused):
    """Nobody can do this in the state the item is in."""


class Conflict(Refused):
    """Somebody else acted on the item meanwhile."""


class Incomplete(Refused):
    """What was given does not do: something lacks, or contradicts what the ledger knows."""
