"""What is wrong with something a person wrote, as a sentence that can be said in any language."""

from dataclasses import dataclass, field


def gettext_noop(sentence: str) -> str:
    """Return the sentence as it is; the name lets the message tools find it for translation."""
    return sentence


@dataclass(frozen=True)
class Problem:
    """A sentence with named gaps, and what goes into them; a room translates, then fills."""

    msgid: str
    params: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.msgid % self.params


class Refused(ValueError):
    """Something that could not be taken as it was written; `problem` says why."""

    def __init__(self, msgid: str, **params: str) -> None:
        self.problem = Problem(msgid, params)
        super().__init__(msgid, params)

    def __str__(self) -> str:
        return str(self.problem)


def shorten(value: object, limit: int = 60) -> str:
    """Return the value as text that fits into a sentence."""
    text = " ".join(str(value).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
