"""What a clean copy is, and what it can be said to have left behind."""

from dataclasses import dataclass

from sunledger.core import privacy
from sunledger.core.problem import Refused, gettext_noop


class NoCopy(Refused):
    """A file of which no public copy is made; the sentence says why, and what to do."""


@dataclass(frozen=True)
class Clean:
    """A copy that may be published: its bytes, its kind, and the names of what is not in it."""

    content: bytes
    kind: str  # a key of KINDS
    removed: tuple[str, ...] = ()  # names only, never what stood there
    taken: str = ""  # when the file itself says that it was taken; a claim
    words: str = ""  # what a program reads in it, for whoever looks at it

    @property
    def ending(self) -> str:
        """Return the ending of a name for it."""
        return KINDS[self.kind]


# The kinds of copies, and how a name of each ends.
KINDS = {
    "JPEG": ".jpg",
    "PNG": ".png",
    "WebP": ".webp",
    "PDF": ".pdf",
    "Word": ".docx",
    "OpenDocument": ".odt",
    "Excel": ".xlsx",
    "text": ".txt",
}

PLACE = gettext_noop("the place where it was taken")
DEVICE = gettext_noop("the camera and its settings")
SMALL_PICTURE = gettext_noop("a small picture of it as it was before")
XMP = gettext_noop("notes of the programs that worked on it")
COMMENT = gettext_noop("comments")
COLOURS = gettext_noop("the colour profile")
BEHIND = gettext_noop("what stood behind its end")
UNSEEN = gettext_noop("colours under see-through places")
PROPERTIES = gettext_noop("author, title and programs")
OLDER = gettext_noop("earlier versions")
FILES = gettext_noop("files inside the file")
SCRIPTS = gettext_noop("scripts and actions")
FIELDS = gettext_noop("fields of a form")
LINKS = gettext_noop("links and bookmarks")
TAGS = gettext_noop("marks for programs that no reader sees")
TRACES = gettext_noop("traces of who wrote when")
FORMULAS = gettext_noop("formulas and formats; the values stay")
HIDDEN_SIGNS = gettext_noop("signs that no reader sees")

_PERSONAL = gettext_noop(
    "%(file)s, page %(page)s: a number or an address of a person stands there. Cover it in the "
    "original program, save the file anew, and attach that."
)
_PERSONAL_LINE = gettext_noop(
    "%(file)s, paragraph or row %(page)s: a number or an address of a person stands there. Remove "
    "it in a copy of the file, and attach that."
)


def see_pages(pages: list[str], name: str) -> str:
    """Return the words of pages, or refuse the page on which something personal stands."""
    for number, page in enumerate(pages, 1):
        if privacy.find(page):
            raise NoCopy(_PERSONAL, file=name, page=str(number))
    return "\n".join(pages)


def see_lines(lines: list[str], name: str) -> str:
    """Return the words of paragraphs or rows, or refuse the one with something personal."""
    for number, line in enumerate(lines, 1):
        if privacy.find(line):
            raise NoCopy(_PERSONAL_LINE, file=name, page=str(number))
    return "\n".join(lines)


def damaged(name: str) -> NoCopy:
    """Return that a file cannot be read to its end."""
    sentence = gettext_noop("%(file)s cannot be read to its end. Save it anew, and attach that.")
    return NoCopy(sentence, file=name)
