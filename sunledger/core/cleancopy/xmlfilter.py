"""XML, written anew: every element and attribute in its order, without those that are left out.

Names are compared without their prefix, so that no prefix of one's own choosing gets past. What a
reader of XML would fetch or unfold (a document type, entities) is refused; remarks are left out.
"""

from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import escape, quoteattr

from sunledger.core.cleancopy.made import NoCopy, damaged


@dataclass(frozen=True)
class Rules:
    """What is left out of a part, what makes it be refused, and where words stand."""

    dropped: frozenset[str]  # elements, with all that is in them
    attributes: frozenset[str]  # attributes; whatever speaks of revisions goes as well
    refused: dict[str, str]  # elements, and the sentence
    ends: frozenset[str]  # elements that end a paragraph
    gaps: frozenset[str]  # elements that are read as a space


@dataclass
class Written:
    """A part as it was written anew, and its paragraphs."""

    parts: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    inside: int = 0  # how deep in an element that is left out

    @property
    def content(self) -> bytes:
        """Return the bytes."""
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        return (head + "".join(self.parts)).encode()


class Attributes(dict[str, str]):
    """The attributes of an element, by their names without prefix."""

    def __init__(self, given: list[str]) -> None:
        self.pairs = list(zip(given[::2], given[1::2], strict=True))
        super().__init__((local(name), value) for name, value in self.pairs)


def local(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


def rewritten(content: bytes, rules: Rules, name: str) -> Written:
    """Return a part written anew, or refuse it."""
    written = Written()
    writer = _Writer(rules, written, name)
    parser = ParserCreate()
    parser.ordered_attributes = True
    parser.buffer_text = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    parser.StartDoctypeDeclHandler = writer.refuse
    try:
        parser.Parse(content, True)
    except ExpatError as error:
        raise damaged(name) from error
    if any(written.words):
        written.lines.append("".join(written.words))
    return written


class _Writer:
    """Whoever hears of each element and writes it down."""

    def __init__(self, rules: Rules, written: Written, name: str) -> None:
        self.rules, self.written, self.name = rules, written, name

    def start(self, element: str, given: list[str]) -> None:
        """Write an element's beginning."""
        written, plain = self.written, local(element)
        attributes = Attributes(given)
        is_hidden = attributes.get("display") == "none"
        sentence = self.rules.refused.get("vanish" if is_hidden else plain)
        if sentence and attributes.get("val") not in ("0", "false", "off"):
            raise NoCopy(sentence, file=self.name)
        if written.inside or plain in self.rules.dropped:
            written.inside += 1
            written.left_out.add(plain)
            return
        if plain in self.rules.gaps:
            written.words.append(" ")
        kept = [pair for pair in attributes.pairs if self._is_kept(pair[0])]
        if len(kept) < len(attributes.pairs):
            written.left_out.add("@")
        pairs = "".join(f" {name}={quoteattr(_safe(name, value))}" for name, value in kept)
        written.parts.append(f"<{element}{pairs}>")

    def end(self, element: str) -> None:
        """Write an element's end."""
        written = self.written
        if written.inside:
            written.inside -= 1
            return
        written.parts.append(f"</{element}>")
        if local(element) in self.rules.ends:
            written.lines.append("".join(written.words))
            written.words.clear()

    def text(self, words: str) -> None:
        """Write words."""
        if not self.written.inside:
            self.written.parts.append(escape(words, {"\r": "&#13;"}))
            self.written.words.append(words)

    def refuse(self, *_given: object) -> NoReturn:
        """Refuse a document type."""
        raise damaged(self.name)

    def _is_kept(self, attribute: str) -> bool:
        if attribute.startswith("xmlns"):
            return True
        plain = local(attribute)
        return plain not in self.rules.attributes and "rsid" not in plain.lower()


def _safe(name: str, value: str) -> str:
    """Return where something leads, unless it leads to someone's own disk or mailbox."""
    if local(name) != "href" or value.startswith(("http://", "https://", "#", "Pictures/")):
        return value
    return "about:blank"
