"""A layout made into a plan: which cell is turned into which value, and by what."""

from collections.abc import Callable, Sequence
from functools import cache
from operator import itemgetter

from babel import Locale
from babel.numbers import get_currency_name

from sunledger.core.currencies import MINOR, WORDS
from sunledger.core.problem import Refused, gettext_noop, shorten
from sunledger.core.rows import Cell
from sunledger.disclosure.category import Category, Field
from sunledger.disclosure.table import cells as kinds
from sunledger.disclosure.table.cells import Convert, Value, plain_text
from sunledger.disclosure.table.habits import Habits
from sunledger.disclosure.table.layout import Layout

Wrong = list[tuple[str, int, Refused]]  # field, column, what is the matter
_LANGUAGES = (
    "en",
    "zh",
    "zh_Hant",
    "es",
    "fr",
    "pt",
    "de",
    "it",
    "nl",
    "pl",
    "ru",
    "ja",
    "ko",
    "id",
)
_ALSO_CALLED = {
    "nuevo sol": "PEN", "nuevos soles": "PEN", "dólar norteamericano": "USD", "dólar": "USD",
    "dólares": "USD", "dólares americanos": "USD", "us dollars": "USD", "pounds sterling": "GBP",
}  # fmt: skip
# Amounts without any sign of their currency are read as hundredths, as most money has.
_ANY = "EUR"


class Plan:
    """How one row becomes values; worked out once a sheet, used for every row."""

    def __init__(self, layout: Layout, habits: Habits, category: Category, only_text: bool) -> None:
        self.layout, self.habits, self.category = layout, habits, category
        self.only_text = only_text
        self.width = len(layout.columns)
        self.typed: list[tuple[str, int, Convert]] = []
        self.in_currency: list[tuple[str, int]] = []
        self.priced: list[tuple[str, int, Convert, str]] = []
        self._texts: list[tuple[str, int]] = []
        self.blank: dict[str, Value] = {}
        for column in layout.columns:
            self._place(column.name, column.index, column.field)
        self._stand_ins()
        self._one_currency()
        self.amount, self.party, self.day = map(self._name, ("amount", "party", "day"))
        self.currency = self._name("currency")
        self._parts = self._parts_of_amount()
        self.needed = {
            field.name for field in category.fields if field.required and not field.may_be_blank
        }
        self.watched = self._watched()
        self._text_names = [name for name, _ in self._texts]
        self._pick = _picker([index for _, index in self._texts])
        self._readers: dict[str, Convert] = {}

    def read(self, cells: Sequence[Cell]) -> tuple[list[str], dict[str, Value], Wrong]:
        """Return the texts of a row, its values, and the cells that are not what they should be."""
        texts = self._texts_of(cells)
        values = self.blank | {
            name: text for name, text in zip(self._text_names, texts, strict=True) if text
        }
        wrong: Wrong = []
        for name, index, convert in self.typed:
            try:
                values[name] = convert(cells[index])
            except Refused as problem:
                wrong.append((name, index, problem))
        wrong += self._prices(cells, values)
        if self.in_currency:
            wrong += self._amounts(cells, values)
        if self._parts:
            plus, minus = (values.get(part) for part in self._parts)
            if plus is not None or minus is not None:
                values[self.amount] = int(plus or 0) - int(minus or 0)  # type: ignore[arg-type]
        return texts, values, wrong

    def lacks(self, values: dict[str, Value]) -> bool:
        """Whether something is not there that most rows have."""
        return any(values[name] is None for name in self.watched)

    def heading(self, name: str) -> str:
        """Return the heading under which a field is read."""
        if name == self.amount and self._parts:
            return " / ".join(filter(None, map(self._heading_of, self._parts)))
        field = next((one for one in self.category.fields if one.name == name), None)
        return self._heading_of(name) or (self._heading_of(field.stand_in) if field else "") or name

    def _heading_of(self, name: str) -> str:
        column = self.layout.of(name)
        return column.heading if column else ""

    def _place(self, name: str, index: int, field: Field | None) -> None:
        """Say what becomes of a column."""
        convert = self._convert(field) if field else None
        if field:
            self.blank[name] = None
        if field and field.name in self.habits.months and not field.required:
            month = self.category.role("month")
            if month and not self.layout.of(month.name):
                self.blank[month.name] = None
                name = month.name
            self._texts.append((name, index))
        elif field and field.kind == "money" and self.layout.of_role("currency"):
            self.in_currency.append((name, index))
        elif field and convert and field.per:
            self.blank.setdefault(field.per, None)
            self.priced.append((name, index, convert, field.per))
        elif convert:
            self.typed.append((name, index, convert))
        else:
            self._texts.append((name, index))

    def _convert(self, field: Field) -> Convert | None:
        """Return what reads the cells of a field, nothing where their text is all."""
        if field.kind == "money":
            return self._money(field.name, self.habits.currency or _ANY)
        if field.kind == "day":
            first = self.habits.day_first.get(field.name)
            return kinds.day(first, field.name in self.habits.serial)
        simple: dict[str, Convert] = {
            "number": kinds.number(self.habits.decimal),
            "whole": kinds.whole,
        }
        return kinds.choice(field) if field.kind == "choice" else simple.get(field.kind)

    def _money(self, name: str, currency: str) -> Convert:
        return kinds.money(currency, self.habits.decimal, self.habits.scale(name))

    def _stand_ins(self) -> None:
        """Fill fields without a column from those that may stand in for them."""
        for field in self.category.fields:
            if self.layout.of(field.name) is None and field.stand_in:
                column = self.layout.of(field.stand_in)
                if column:
                    self._place(field.name, column.index, field)

    def _one_currency(self) -> None:
        """Give every row the sheet's currency, where no column says it."""
        field = self.category.role("currency")
        if field and not self.layout.of(field.name) and self.habits.currency:
            self.blank[field.name] = self.habits.currency

    def _name(self, role: str) -> str:
        """Return the name of the field that plays a part."""
        return next((one.name for one in self.category.fields if one.role == role), "")

    def _parts_of_amount(self) -> tuple[str, str] | None:
        """Return the fields from which the amount is taken together, where it has no column."""
        plus, minus = self._name("plus"), self._name("minus")
        if self.amount in self.blank or plus not in self.blank:
            return None
        self.blank[self.amount] = None
        return plus, minus

    def _watched(self) -> list[str]:
        """Return the fields whose absence makes a row worth a second look."""
        seen = self.needed | ({self.amount, self.party, self.day} - self.habits.months)
        return [name for name in self.blank if name in seen]

    def _texts_of(self, cells: Sequence[Cell]) -> list[str]:
        """Return the texts of the row's text columns."""
        if self.only_text:
            return [cell.strip() for cell in self._pick(cells)]  # type: ignore[union-attr]
        return [plain_text(cell) for cell in self._pick(cells)]

    def _prices(self, cells: Sequence[Cell], values: dict[str, Value]) -> Wrong:
        """Add the prices of a row, each with what it buys one of; return what went wrong."""
        wrong: Wrong = []
        for name, index, convert, per in self.priced:
            amount, what = kinds.price_parts(cells[index])
            try:
                values[name] = convert(amount)
            except Refused as problem:
                wrong.append((name, index, problem))
            else:
                values[per] = values.get(per) or what or None
        return wrong

    def _amounts(self, cells: Sequence[Cell], values: dict[str, Value]) -> Wrong:
        """Add the amounts of a row that names its own currency; return what went wrong."""
        currency = self.currency
        try:
            code = currency_of(str(values.get(currency) or ""), self.habits.currency)
        except Refused as problem:
            column = self.layout.of(currency)
            return [(self.amount, column.index if column else 0, problem)]
        values[currency] = code or None
        wrong: Wrong = []
        for name, index in self.in_currency:
            key = f"{name} {code}"
            convert = self._readers.get(key) or self._money(name, code or _ANY)
            self._readers[key] = convert
            try:
                values[name] = convert(cells[index])
            except Refused as problem:
                wrong.append((name, index, problem))
        return wrong


def _picker(indexes: list[int]) -> Callable[[Sequence[Cell]], Sequence[Cell]]:
    """Return what takes the cells of some columns out of a row."""
    if len(indexes) > 1:
        return itemgetter(*indexes)
    return lambda cells: [cells[index] for index in indexes]


def currency_of(text: str, otherwise: str) -> str:
    """Return the currency that a cell names."""
    said = " ".join(text.split()).casefold()
    if not said:
        return otherwise
    if said.upper() in MINOR:
        return said.upper()
    codes = [code for code, signs in WORDS.items() if said in signs]
    if otherwise in codes:
        return otherwise
    codes = codes or [code for code in [_names().get(said, "")] if code]
    if len(codes) != 1:
        sentence = gettext_noop("“%(text)s” is not one currency. Write three letters, like CNY.")
        raise kinds.NotFitting(sentence, text=shorten(text))
    return codes[0]


@cache
def _names() -> dict[str, str]:
    """Return the currencies by their names in many languages, where a name means only one."""
    names = {name: {code} for name, code in _ALSO_CALLED.items()}
    for language in _LANGUAGES:
        locale = Locale.parse(language)
        for code in set(MINOR) & set(locale.currencies):
            for name in (locale.currencies[code], get_currency_name(code, 2, locale)):
                names.setdefault(name.casefold(), set()).add(code)
    return {name: codes.pop() for name, codes in names.items() if name and len(codes) == 1}
