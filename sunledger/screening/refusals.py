"""Why something was not done to a lead: each refusal is one sentence that says what to do."""


class Refused(Exception):
    """Something was asked of a lead that cannot be done; the text says why."""


class NotNow(Refused):
    """Nobody can do this to the lead as it stands."""


class Incomplete(Refused):
    """What was given does not do: something lacks."""
