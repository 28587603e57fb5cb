"""The rows that are not plainly a record: blank, a title, headings again, a total, or wrong."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sunledger.core.money import show_money
from sunledger.core.problem import gettext_noop
from sunledger.core.rows import Cell, Row
from sunledger.disclosure.table.cells import Value, is_nothing, plain_text
from sunledger.disclosure.table.counts import Counts
from sunledger.disclosure.table.headings import tidy, words
from sunledger.disclosure.table.layout import Column, choose, heading_in
from sunledger.disclosure.table.mapping import Mapping, column_letters
from sunledger.disclosure.table.plan import Plan, Wrong
from sunledger.disclosure.table.remarks import Kind, Remarks, Said, said
from sunledger.disclosure.table.totals import Sums, label_of

_THREE_DIGITS = re.compile(r"\s*\d{3}(?:\.\d*)?\s*", re.ASCII)
_SAME_HEADINGS = 4  # fewer could be the words of a record
_UNSEEN = "\ufeff\u200b\u200e\x1a \t\r\n"
NEEDED = gettext_noop("Nothing stands here, and it is needed.")

NOTHING_THERE = gettext_noop("A line that says only that nothing is there.")
CUT = gettext_noop(
    "A comma seems to cut the amount in two. Put such amounts between quotation marks, or write "
    "them without it."
)
ALONE = gettext_noop("The amount stands alone, and it is not the total of the lines above.")


class OddRow(NamedTuple):
    """A row, its cells as wide as the headings, and what was made of them."""

    row: Row
    cells: Sequence[Cell]
    texts: list[str]
    values: dict[str, Value]
    wrong: Wrong
    beyond: list[tuple[int, str]]  # column and text of cells that stand right of all headings

    @property
    def last(self) -> int:
        """Return the last line that the row takes."""
        return self.row.line + self.row.lines - 1


class Odd:
    """Looks at odd rows; `plan` changes where a second table with other headings begins."""

    def __init__(self, plan: Plan, named: Mapping, remarks: Remarks, counts: Counts) -> None:
        self.plan, self._named = plan, named
        self._remarks, self._counts = remarks, counts
        self.sums = Sums()
        self._headings: set[tuple[str, ...]] = set()
        self.amount_above = 0

    def above(self, row: Row) -> None:
        """Say what a line of the headings, or above them, is."""
        lines = self.plan.layout.lines
        if row.line in lines or row.line > max(lines, default=0):
            self._headings.add(_spelled(row))
            self._say("header", row, said(gettext_noop("Headings.")))
        elif _is_blank(row):
            self._say("blank", row, said(gettext_noop("A blank line.")))
        else:
            self._say("title", row, said(gettext_noop("A line above the headings.")))

    def keeps(self, odd: OddRow) -> bool:
        """Whether the row is a record after all; if not, say what it is."""
        if _is_blank(odd.row):
            self._say("blank", odd.row, said(gettext_noop("A blank line.")))
        elif all(map(is_nothing, odd.row.cells)):
            self._say("blank", odd.row, said(NOTHING_THERE))
        elif self._is_heading(odd):
            self._say("header", odd.row, said(gettext_noop("Headings, again.")))
        elif label := self._total(odd):
            self._say_total(odd, label)
        elif self._is_title(odd):
            self._say("title", odd.row, said(gettext_noop("A line of text below the headings.")))
        else:
            return self._is_record(odd)
        return False

    def _say(self, kind: Kind, row: Row, what: Said) -> None:
        """Say what a row is, and count it."""
        setattr(self._counts, kind, getattr(self._counts, kind) + 1)
        self._remarks.line(kind, (row.line, row.line + row.lines - 1), what)

    def _is_heading(self, odd: OddRow) -> bool:
        """Whether the headings come again, or others begin."""
        if odd.values.get(self.plan.amount) is not None:
            return False
        if _spelled(odd.row) in self._headings or self._is_nearly_heading(odd.row):
            return True
        found = heading_in(odd.row, self.plan.category, self._named)
        if found is None:
            return False
        self._headings.add(_spelled(odd.row))
        old = self.plan
        layout = choose(found, old.category, [])
        self.plan = Plan(layout, old.habits, old.category, old.only_text)
        self.sums = Sums()
        return True

    def _is_nearly_heading(self, row: Row) -> bool:
        """Whether all cells but one or two say what the headings of their columns say."""
        said = _spelled(row)
        names = [words(tidy(one.heading)) for one in self.plan.layout.columns]
        pairs = [pair for pair in zip(said, names, strict=False) if pair[0]]
        same = sum(one == name for one, name in pairs)
        return same >= _SAME_HEADINGS and same * 5 >= len(pairs) * 4

    def _total(self, odd: OddRow) -> str:
        """Return the name of a total, or nothing if the row is none."""
        texts = [
            text
            for column, cell in zip(self.plan.layout.columns, odd.cells, strict=False)
            if (text := plain_text(cell)).strip(_UNSEEN) and _may_call(column, text)
        ]
        amount = odd.values.get(self.plan.amount)
        meets = isinstance(amount, int) and self.sums.meets(amount)
        label = label_of(texts)
        if not label:
            return "=" if meets and not texts else ""
        has_day = odd.values.get(self.plan.day) is not None
        if amount is None:  # carried forward, or a sum under another heading
            return label if sum(any(map(str.isalpha, text)) for text in texts) <= 2 else ""
        others = len(texts) - 1
        return label if others <= (3 if meets else 1 - has_day) else ""

    def _say_total(self, odd: OddRow, label: str) -> None:
        """Compare a total with the lines above it."""
        amount = odd.values.get(self.plan.amount)
        if not isinstance(amount, int):
            self._say("total", odd.row, said(gettext_noop("A total without an amount.")))
            return
        found = self.sums.compare(label, amount)
        currency = self.plan.habits.currency or "EUR"
        shown = show_money(amount, currency)
        if found == amount:
            sentence = gettext_noop("A total, %(total)s: the lines above come to the same.")
            self._say("total", odd.row, said(sentence, total=shown))
        else:
            sentence = gettext_noop(
                "A total, %(total)s, but the lines above come to %(found)s. Lines are missing, or "
                "were refused, or the total is wrong."
            )
            come = show_money(found, currency)
            self._say("total", odd.row, said(sentence, total=shown, found=come))

    def _is_title(self, odd: OddRow) -> bool:
        """Whether a row without amount is a line of text: a part's name, a signature, a remark."""
        if odd.values.get(self.plan.amount) is not None:
            return False
        filled = [
            (place, text) for place, text in enumerate(map(plain_text, odd.row.cells)) if text
        ]
        if all(text.rstrip().endswith((":", "：")) or "：" in text for _, text in filled):
            return True
        party = self.plan.layout.of(self.plan.party)
        place, text = filled[0]
        alone = len(filled) == 1 and not (party and party.index == place)
        return alone and any(sign.isalpha() for sign in text) and not label_of([text])

    def _is_record(self, odd: OddRow) -> bool:
        """Keep a row whose optional cells are odd; refuse one that lacks what is needed."""
        plan = self.plan
        bad = [one for one in odd.wrong if one[0] in plan.needed or odd.beyond]
        if self._is_cut(odd):
            self._say("refused", odd.row, said(CUT, self.plan.heading(self.plan.amount)))
            return False
        named = {name for name, _, _ in odd.wrong}
        empty = [name for name in plan.watched if odd.values[name] is None and name not in named]
        lacking = [name for name in empty if name in plan.needed]
        if bad or lacking or self._stands_alone(odd):
            self._refuse(odd, bad, lacking)
            return False
        self._note(odd)
        self._note_empty(odd, empty)
        return True

    def _is_cut(self, odd: OddRow) -> bool:
        """Whether a comma without quotation marks may have cut the amount in two."""
        last = self.plan.layout.columns[-1]
        if not odd.beyond or last.field is None or last.field.kind != "money":
            return False
        place, text = odd.beyond[0]
        return place == self.plan.width and bool(_THREE_DIGITS.fullmatch(text))

    def _stands_alone(self, odd: OddRow) -> bool:
        """Whether there is an amount and nothing else, which is no payment."""
        fields = [one.name for one in self.plan.layout.columns if one.field]
        return len(fields) > 1 and sum(odd.values.get(name) is not None for name in fields) <= 1

    def _note_empty(self, odd: OddRow, empty: list[str]) -> None:
        """Say that a name is not there, of a row that is kept."""
        required = {field.name for field in self.plan.category.fields if field.required}
        sentence = gettext_noop("Nothing stands here; the row was kept.")
        for name in empty:
            if name in required:
                self._remarks.note(odd.row.line, said(sentence, self.plan.heading(name)))

    def _refuse(self, odd: OddRow, bad: Wrong, lacking: list[str]) -> None:
        """Say all that is wrong with a row; it is counted once."""
        columns = self.plan.layout.columns
        first, *others = [
            *(
                Said(one.problem.msgid, one.problem.params, columns[at].heading)
                for _, at, one in bad
            ),
            *self._what_lacks(lacking),
        ] or [said(ALONE, self.plan.heading(self.plan.amount))]
        self._say("refused", odd.row, first)
        for other in others:
            self._remarks.also((odd.row.line, odd.last), other)

    def _what_lacks(self, lacking: list[str]) -> Iterator[Said]:
        """Say that something needed is not there."""
        if lacking == [self.plan.amount] and self.amount_above:
            sentence = gettext_noop(
                "The amount stands in a merged cell that begins on line %(line)s, and was counted "
                "there."
            )
            yield said(sentence, self.plan.heading(lacking[0]), line=str(self.amount_above))
        elif lacking:
            yield said(NEEDED, ", ".join(map(self.plan.heading, lacking)))

    def _note(self, odd: OddRow) -> None:
        """Say what is odd about a row that is kept, and keep odd cells as they stand."""
        for _, index, wrong in odd.wrong:
            heading = self.plan.layout.columns[index].heading
            key = heading if heading not in odd.values else f"[{column_letters(index)}]"
            odd.values[key] = plain_text(odd.cells[index])
            problem = wrong.problem
            self._remarks.note(odd.row.line, Said(problem.msgid, problem.params, heading))
        for index, text in odd.beyond:
            odd.values[f"[{column_letters(index)}]"] = text
        if odd.beyond:
            sentence = gettext_noop(
                "The line goes on beyond the headings; what stands there was kept under the "
                "letters of its columns (%(columns)s)."
            )
            places = ", ".join(column_letters(index) for index, _ in odd.beyond)
            self._remarks.note(odd.row.line, said(sentence, columns=places))


def _may_call(column: Column, text: str) -> bool:
    """Whether a cell may name a line or tell it apart; sums under any heading do not."""
    if column.field is None:
        return any(map(str.isalpha, text))
    return column.field.kind != "money"


def numbers_columns(row: Row) -> bool:
    """Whether a line under the headings only numbers them: 甲, 乙, 1, 2, 3."""
    said = [text for text in map(plain_text, row.cells) if text]
    numbers = [int(text) for text in said if text.isdecimal()]
    others = [text for text in said if not text.isdecimal()]
    counted = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return len(numbers) > 2 and counted and all(text in "甲乙丙丁戊" for text in others)


def _is_blank(row: Row) -> bool:
    """Whether nothing can be seen in a row."""
    return not any(plain_text(cell).strip(_UNSEEN) for cell in row.cells)


def _spelled(row: Row) -> tuple[str, ...]:
    """Return the words of a row, to know headings again."""
    spelled = [words(tidy(plain_text(cell))) for cell in row.cells]
    while spelled and not spelled[-1]:
        spelled.pop()
    return tuple(spelled)
