"""HTML into text: blocks as lines, tables as rows; scripts and styles say nothing."""

import re
from html.parser import HTMLParser

from sunledger.decisions.reading.assemble import Assembly, laid_out
from sunledger.decisions.reading.document import Table
from sunledger.decisions.reading.plain import as_kept, decode

_SIGNS = re.compile(
    rb"<(?:!doctype html|html|head|body|div|p|table|h[1-6]|article|span)\b", re.IGNORECASE
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset=["']?\s*([\w-]{3,20})""", re.IGNORECASE)
_TEMPLATE = re.compile(r"<%.*?%>|<\?.*?\?>", re.DOTALL)
_SILENT = frozenset(
    {
        "script",
        "style",
        "head",
        "template",
        "noscript",
        "textarea",
        "select",
        "svg",
        "iframe",
        "object",
        "math",
    }
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "ul",
        "title",
        "br",
    ]
)
_GAPS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "article", "section"])
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)


def looks_like(content: bytes) -> bool:
    """Whether the bytes are HTML."""
    return len(_SIGNS.findall(content[:4096])) >= 2


def read(content: bytes, name: str) -> tuple[str, tuple[Table, ...]]:
    """Return the text of a page and its tables."""
    reader = _Reader()
    reader.feed(_TEMPLATE.sub(" ", as_kept(_decoded(content, name))))
    reader.close()
    reader.end_of_block()
    while reader.rows:
        reader.end_of_table()
    return reader.out.text.rstrip("\n"), tuple(reader.out.tables)


def _decoded(content: bytes, name: str) -> str:
    """Return the page as text, in the encoding that it names, if that fits."""
    if said := _CHARSET.search(content[:4096]):
        encoding = said[1].decode("ascii").lower()
        encoding = "gb18030" if encoding.startswith("gb") else encoding
        try:
            return content.decode(encoding).removeprefix("\ufeff")
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(content, name)


class _Reader(HTMLParser):
    """Gathers the words of blocks and cells."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out = Assembly()
        self._held: list[str] = []
        self._silent: list[str] = []
        self._pre = 0
        self.rows: list[list[list[str]]] = []  # tables inside tables, each its rows
        self._sizes: list[list[list[tuple[int, int]]]] = []  # and how far each cell reaches

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, a table, a row or a cell."""
        if self._silent or tag in _SILENT:
            if tag not in _VOID:
                self._silent.append(tag)
            return
        if tag == "table":
            self.end_of_block()
            self.rows.append([])
            self._sizes.append([])
        elif tag == "tr" and self.rows:
            self._flush_cell()
            self._open_row()
        elif tag in ("td", "th") and self.rows:
            self._flush_cell()
            if not self.rows[-1]:
                self._open_row()
            self.rows[-1][-1].append("")
            self._sizes[-1][-1].append((_size(attrs, "colspan"), _size(attrs, "rowspan")))
        elif tag in _BLOCKS:
            self._break(tag)
        self._pre += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened; a tag that was never opened closes nothing."""
        if self._silent:
            if tag in self._silent:
                while self._silent.pop() != tag:
                    pass
            return
        if tag == "table" and self.rows:
            self.end_of_table()
        elif tag in ("td", "th", "tr") and self.rows:
            self._flush_cell()
        elif tag in _BLOCKS:
            self._break(tag)
        self._pre = max(0, self._pre - (tag == "pre"))

    def handle_data(self, data: str) -> None:
        """Take words; a line break in the source of a page is a space, unless it is kept as one."""
        if not self._silent:
            self._held.append(data)

    def _break(self, tag: str) -> None:
        if self.rows:
            self._held.append("\n")
        else:
            self.end_of_block()

    def end_of_block(self) -> None:
        """Write the words of a block."""
        words = "".join(self._held)
        self._held = []
        if self.rows:
            self._held = [words]
            self._flush_cell()
        elif words.strip():
            self.out.paragraph(_joined(words))

    def _open_row(self) -> None:
        """Begin a row of the innermost table."""
        self.rows[-1].append([])
        self._sizes[-1].append([])

    def _flush_cell(self) -> None:
        """Put the words that were gathered into the cell that is open."""
        words, self._held = "".join(self._held), []
        if not words.strip():
            return
        if self.rows[-1] and self.rows[-1][-1]:
            self.rows[-1][-1][-1] += words
        else:
            self._open_row()
            self.rows[-1][-1].append(words)
            self._sizes[-1][-1].append((1, 1))

    def end_of_table(self) -> None:
        """Write a table; one inside another becomes words of its cell."""
        self._flush_cell()
        rows, sizes = self.rows.pop(), self._sizes.pop()
        if self.rows:
            self._held.append("\n".join(" ".join(cell.strip() for cell in row) for row in rows))
        else:
            both = (zip(row, size, strict=True) for row, size in zip(rows, sizes, strict=True))
            self.out.table(laid_out(((words, *size) for words, size in row) for row in both))


def _size(attrs: list[tuple[str, str | None]], name: str) -> int:
    """Return over how many columns or rows a cell reaches."""
    said = dict(attrs).get(name) or ""
    return int(said) if re.fullmatch(r"[0-9]{1,4}", said) else 1


def _joined(words: str) -> str:
    """Return words whose source was broken: Chinese is joined, unless a line ends a sentence."""
    lines = [line.strip() for line in words.split("\n")]
    out = ""
    for line in lines:
        if not line:
            continue
        if out and _own_line(out, line):
            out += "\n" + line
        else:
            out += ("" if not out or (_wide(out[-1]) and _wide(line[0])) else " ") + line
    return out


def _own_line(before: str, line: str) -> bool:
    """Whether a line of the source is a paragraph, as pages made by old editors have them."""
    last = before.rsplit("\n", 1)[-1]
    ended = last[-1:] in "。；：！？:" or len(last) <= 20
    return _wide(line[0]) and _wide(last[-1]) and ended


def _wide(sign: str) -> bool:
    return "\u2e80" <= sign <= "\u9fff" or "\uff00" <= sign <= "\uffef"
