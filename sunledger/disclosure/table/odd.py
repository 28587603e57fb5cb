"""The rows that are not plainly a record: blank, a title, headings again, a total, or wrong."""

from collections.abc import Sequence
from typing import NamedTuple

from sunledger.core.money import show_money
from sunledger.core.problem import gettext_noop
from sunledger.core.rows import Cell, Row
from sunledger.disclosure.table.cells import Value, plain_text
from sunledger.disclosure.table.counts import Counts
from sunledger.disclosure.table.headings import tidy, words
from sunledger.disclosure.table.layout import choose, heading_in
from sunledger.disclosure.table.mapping import Mapping, column_letters
from sunledger.disclosure.table.plan import Plan, Wrong
from sunledger.disclosure.table.remarks import Kind, Remarks
from sunledger.disclosure.table.totals import Sums, label_of

_UNSEEN = "\ufeff\u200b\u200e\x1a \t\r\n"
NEEDED = gettext_noop("Nothing stands here, and it is needed.")


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
        """Say what a line at or above the headings is."""
        if row.line in self.plan.layout.lines:
            self._headings.add(_spelled(row))
            self._say("header", row, gettext_noop("Headings."))
        elif _is_blank(row):
            self._say("blank", row, gettext_noop("A blank line."))
        else:
            self._say("title", row, gettext_noop("A line above the headings."))

    def keeps(self, odd: OddRow) -> bool:
        """Whether the row is a record after all; if not, say what it is."""
        if _is_blank(odd.row):
            self._say("blank", odd.row, gettext_noop("A blank line."))
        elif self._is_heading(odd):
            self._say("header", odd.row, gettext_noop("Headings, again."))
        elif label := self._total(odd):
            self._say_total(odd, label)
        elif self._is_title(odd):
            self._say("title", odd.row, gettext_noop("A line of text below the headings."))
        else:
            return self._is_record(odd)
        return False

    def _say(self, kind: Kind, row: Row, msgid: str, column: str = "", **params: str) -> None:
        """Say what a row is, and count it."""
        setattr(self._counts, kind, getattr(self._counts, kind) + 1)
        self._remarks.line(kind, row.line, row.line + row.lines - 1, msgid, column, **params)

    def _is_heading(self, odd: OddRow) -> bool:
        """Whether the headings come again, or others begin."""
        if odd.values.get(self.plan.amount) is not None:
            return False
        if _spelled(odd.row) in self._headings:
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

    def _total(self, odd: OddRow) -> str:
        """Return the name of a total, or nothing if the row is none."""
        money = {
            one.index for one in self.plan.layout.columns if one.field and one.field.kind == "money"
        }
        said = [plain_text(cell) for place, cell in enumerate(odd.cells) if place not in money]
        said = [text for text in said if text.strip(_UNSEEN)]
        amount = odd.values.get(self.plan.amount)
        meets = isinstance(amount, int) and self.sums.meets(amount)
        label = label_of(said)
        if not label:
            return "=" if meets and not said else ""
        has_day = odd.values.get(self.plan.day) is not None
        others = len(said) - 1
        return label if others <= (3 if meets else 1 - has_day) else ""

    def _say_total(self, odd: OddRow, label: str) -> None:
        """Compare a total with the lines above it."""
        amount = odd.values.get(self.plan.amount)
        if not isinstance(amount, int):
            self._say("total", odd.row, gettext_noop("A total without an amount."))
            return
        found = self.sums.compare(label, amount)
        currency = self.plan.habits.currency or "EUR"
        said = show_money(amount, currency)
        if found == amount:
            sentence = gettext_noop("A total, %(said)s: the lines above come to the same.")
            self._say("total", odd.row, sentence, said=said)
        else:
            sentence = gettext_noop(
                "A total, %(said)s, but the lines above come to %(found)s. Lines are missing, were "
                "refused, or the total is wrong."
            )
            self._say("total", odd.row, sentence, said=said, found=show_money(found, currency))

    def _is_title(self, odd: OddRow) -> bool:
        """Whether a row without amount is a line of text: a part's name, a signature, a remark."""
        if odd.values.get(self.plan.amount) is not None:
            return False
        said = [(place, text) for place, text in enumerate(map(plain_text, odd.row.cells)) if text]
        if all(text.rstrip().endswith((":", "：")) or "：" in text for _, text in said):
            return True
        party = self.plan.layout.of(self.plan.party)
        place, text = said[0]
        alone = len(said) == 1 and not (party and party.index == place)
        return alone and any(sign.isalpha() for sign in text) and not label_of([text])

    def _is_record(self, odd: OddRow) -> bool:
        """Keep a row whose optional cells are odd; refuse one that lacks what is needed."""
        plan = self.plan
        needed = {field.name for field in plan.category.fields if field.required}
        ragged = bool(odd.beyond)
        bad = [one for one in odd.wrong if one[0] in needed or ragged]
        named = {name for name, _, _ in odd.wrong}
        lacking = [
            name
            for name in plan.watched
            if name in needed and odd.values[name] is None and name not in named
        ]
        if bad or lacking:
            self._refuse(odd, bad, lacking)
            return False
        self._note(odd)
        return True

    def _refuse(self, odd: OddRow, bad: Wrong, lacking: list[str]) -> None:
        """Say all that is wrong with a row; it is counted once."""
        said = [
            (problem.problem.msgid, self.plan.layout.columns[index].heading, problem.problem.params)
            for _, index, problem in bad
        ]
        if lacking == [self.plan.amount] and self.amount_above:
            sentence = gettext_noop(
                "The amount stands in a merged cell that begins on line %(line)s, and was counted "
                "there."
            )
            said.append((sentence, self.plan.heading(lacking[0]), {"line": str(self.amount_above)}))
        elif lacking:
            said.append((NEEDED, ", ".join(map(self.plan.heading, lacking)), {}))
        (msgid, column, params), *others = said
        self._say("refused", odd.row, msgid, column, **params)
        for msgid, column, params in others:
            self._remarks.also(odd.row.line, odd.last, msgid, column, **params)

    def _note(self, odd: OddRow) -> None:
        """Say what is odd about a row that is kept, and keep odd cells as they stand."""
        for _, index, problem in odd.wrong:
            heading = self.plan.layout.columns[index].heading
            key = heading if heading not in odd.values else f"[{column_letters(index)}]"
            odd.values[key] = plain_text(odd.cells[index])
            what = problem.problem
            self._remarks.note(odd.row.line, what.msgid, heading, **what.params)
        for index, text in odd.beyond:
            odd.values[f"[{column_letters(index)}]"] = text
        if odd.beyond:
            sentence = gettext_noop(
                "The line goes on beyond the headings; what stands there was kept under the "
                "letters of its columns (%(columns)s)."
            )
            places = ", ".join(column_letters(index) for index, _ in odd.beyond)
            self._remarks.note(odd.row.line, sentence, columns=places)


def _is_blank(row: Row) -> bool:
    """Whether nothing can be seen in a row."""
    return not any(plain_text(cell).strip(_UNSEEN) for cell in row.cells)


def _spelled(row: Row) -> tuple[str, ...]:
    """Return the words of a row, to know headings again."""
    spelled = [words(tidy(plain_text(cell))) for cell in row.cells]
    while spelled and not spelled[-1]:
        spelled.pop()
    return tuple(spelled)
