"""What the two grammars hand over: a stretch that lays a duty on somebody."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sunledger.decisions.readout.schema import Owner


@dataclass(frozen=True)
class Draft:
    """A directive in a sentence: from where to where, who is its subject, and why it is one."""

    start: int
    end: int
    owner: Owner | None = None
    why: str = ""

    def moved(self, by: int) -> "Draft":
        """Return it for words that begin so many signs earlier."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass
class Context:
    """What earlier sentences say about the next one."""

    language: str
    genre: str
    commanding: bool = False  # an authority has begun to say what is to be done
    carried: bool = False  # it had begun to in a paragraph before, and nothing else came between
    owner: Owner | None = None  # who was last told to act in this paragraph
    by_act: bool = False  # who was told so did not hear any word of duty
    everyone: Owner | None = None  # who was told to act in the whole meeting: all departments
    addressee: Owner | None = None  # to whom the notice is written
    ordered_before: bool = False  # the sentence before was a directive
    listed: bool = False  # this is an item of a list that such a sentence began
    list_class: str = ""  # how the items of that list are marked
    list_owner: Owner | None = None  # who was told to act where that list began
    counting: bool = False  # points are being counted in this paragraph: “一是……二是……”
    year: str = ""  # the year of the heading above
    item: bool = False  # this stands in a list
    telling: int = 0  # how deep the heading is under which only the past is told; 0 for none
    acting: bool = False  # the heading above says that points to do follow
    spoken: bool = False  # that list is what an authority said, and not each point a duty
    resolved: bool = False  # that list is what was resolved
    answered: bool = False  # a line below says who is to do it, or by when
    aims: bool = False  # that list only tells what something is good for
    planned: bool = False  # this stands in a plan, or in one that a notice carries
    body: str = ""
    drafts: list[Draft] = field(default_factory=list)

    @property
    def normative(self) -> bool:
        """Whether the whole text speaks with authority."""
        return self.genre in ("order", "notice", "plan", "log", "minutes")


class Signal(NamedTuple):
    """The word that lays a duty on somebody, and where it stands."""

    start: int
    says: str
    rule: str
    end: int = 0
