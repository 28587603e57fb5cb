"""Pages about the other shelves: categories, drives, and the tables that screens read."""

from collections.abc import Iterator

from sunledger.disclosure.category import Category, Example, Field, Pack
from sunledger.disclosure.reason import REASONS
from sunledger.drives import figures
from sunledger.drives.drive import Drive
from sunledger.screening.shapes import SHAPES, Column, Shape
from sunledger.web.reference.markdown import code, codes, fenced, page, section, table

_PERSONAL = {
    "": "",
    "mask": "masked before it is kept",
    "never": "never public: a sheet that holds it is refused",
}


def category_pages(packs: dict[str, Pack]) -> dict[str, str]:
    """Return the pages about categories by their paths: the packs, and each whole book."""
    words = (
        "A category says what must be public in one kind of sheet. Categories stand in packs, one "
        "for each kind of body: a folder in `sunledger/disclosure/catalogue/`. How to write one: "
        "[add a category](../how-to/add-a-category.md); how to change a pack: "
        "[change a pack](../how-to/change-a-pack.md)."
    )
    whole = [one for pack in packs.values() for one in pack.items if one.guess]
    index = page(
        "Categories",
        words,
        table(("pack", "中文", "code", "version", "items"), map(_row_of_pack, packs.values())),
        section(
            "Whole books",
            "A sheet of unknown kind may be taken for one of these.",
            table(("category", "中文", "code", "period"), map(_row_of_book, whole)),
        ),
        section(
            "Why something may stay unpublished", table(("reason", "中文", "code"), _reasons())
        ),
    )
    return (
        {"categories.md": index}
        | {f"categories/pack-{pack.code}.md": _pack(pack) for pack in packs.values()}
        | {f"categories/{one.code}.md": _category(one) for one in whole}
    )


def _row_of_pack(pack: Pack) -> tuple[object, ...]:
    link = f"[{pack.title.en}](categories/pack-{pack.code}.md)"
    return link, pack.title.zh, code(pack.code), pack.version, len(pack.items)


def _row_of_book(one: Category) -> tuple[str, ...]:
    return f"[{one.title.en}](categories/{one.code}.md)", one.title.zh, code(one.code), one.period


def _reasons() -> Iterator[tuple[str, ...]]:
    for one in REASONS.values():
        yield one.title.en, one.title.zh, code(one.code)


def _pack(pack: Pack) -> str:
    """Return the page of a pack: each item by its place, with its columns."""
    titles = {one.number: f"{one.title.en} ({one.title.zh})" for one in pack.headings}
    parts = []
    for number, title in titles.items():
        parts.append(f"{'#' * (2 + number.count('.'))} {number} {title}")
        parts += map(_item, pack.under(number))
    parts += [_item(one) for one in pack.items if one.number.rpartition(".")[0] not in titles]
    return page(f"{pack.title.en} ({pack.title.zh})", code(pack.code), pack.about.en, *parts)


def _item(item: Category) -> str:
    """Return one item: what it asks for, when, and in which columns; * stands in every row."""
    facts = [item.period, f"due: {item.due}" if item.due else "", f"for: {item.visibility}"]
    facts += ["second review" if item.second_review else "", "" if item.nil else "never nothing"]
    facts += [f"kept {item.retention_months} months" if item.retention_months else ""]
    columns = [
        f"{one.title.zh} {code(one.name)}{'*' if one.required else ''}"
        + (f" ({_PERSONAL[one.personal]})" if one.personal == "never" else "")
        for one in item.fields
    ]
    return "\n".join(
        [
            f"**{item.number} {item.title.en}** ({item.title.zh}) {code(item.code)}  ".lstrip(),
            f"{'; '.join(filter(None, facts))}  ",
            f"{item.basis.en} ({item.basis.zh})  ",
            ", ".join(columns),
        ]
    )


def _category(category: Category) -> str:
    facts = [
        ("basis", f"{category.basis.en} ({category.basis.zh})"),
        ("pack", category.pack),
        ("version", category.version),
        ("period", category.period),
        ("due", category.due),
        ("entered by a post that may", code(category.entered_by)),
        ("published by another that may", code(category.reviewed_by)),
        ("“nothing to report” may be said", "yes" if category.nil else "no"),
        ("visible to", category.visibility),
        ("currency", category.currency or "as the sheet says"),
    ]
    headings = ("field", "title", "中文", "holds", "in every row", "personal data")
    return page(
        f"{category.title.en} ({category.title.zh})",
        code(category.code),
        table(("", ""), facts),
        section("Fields", table(headings, map(_field, category.fields))),
        section(
            "Headings that are understood",
            "Beside the titles and the name of the field; the earlier is trusted more. Capitals, "
            "spaces, full-width signs, plurals and units in brackets make no difference.",
            table(("field", "headings"), _aliases(category)),
        ),
        section("What screens see of it", *_feeds(category)),
        section("Examples", *map(_example, category.examples)),
    )


def _field(field: Field) -> tuple[str, ...]:
    needed = "yes" if field.required else ""
    if field.may_be_blank:
        needed = "the heading; cells may be blank"
    return (
        code(field.name),
        field.title.en,
        field.title.zh,
        _kind(field),
        needed,
        _PERSONAL[field.personal],
    )


def _kind(field: Field) -> str:
    """Return what a field holds, and which part it plays."""
    kind = f"{field.kind}, {field.role}" if field.role not in ("", field.kind) else str(field.kind)
    answers = codes(choice.code for choice in field.choices)
    return f"{kind}: {answers}" if answers else kind


def _aliases(category: Category) -> Iterator[tuple[str, str]]:
    for field in category.fields:
        if field.aliases:
            yield code(field.name), ", ".join(field.aliases)


def _feeds(category: Category) -> Iterator[str]:
    for name, columns in category.feeds.items():
        rows = [(code(column), code(field)) for column, field in columns.items()]
        yield f"The table [{name}](../tables.md#{name}):"
        yield table(("column", "is the field"), rows)


def _example(example: Example) -> str:
    said = ", ".join(f"“{one}”" for one in example.said)
    return section(
        example.title,
        fenced(example.sheet.strip(), "csv"),
        "is read as",
        fenced("\n".join(line.strip() for line in example.kept.strip().splitlines())),
        f"and something is said about {said}." if said else "",
        level=3,
    )


def drive_page(drives: dict[str, Drive]) -> str:
    """Return the page about drives and the figures that each of them has."""
    words = (
        "A drive counts items of the ledger. Each is one file in `sunledger/drives/catalogue/`; "
        "how to write one: [add a drive](../how-to/add-a-drive.md)."
    )
    rows = [(code(key), title, words, code(of)) for key, title, words, of in figures.definitions()]
    return page(
        "Drives",
        words,
        *(_drive(one) for one in drives.values()),
        section(
            "Figures",
            "Every drive has all of these. None is stored: each is counted from its items when "
            "it is asked for, and its page lists them.",
            table(("figure", "title", "definition", "as a share of"), rows),
        ),
    )


def _drive(drive: Drive) -> str:
    facts = [
        ("code", code(drive.code)),
        ("runs", f"from {drive.starts}" + (f" to {drive.ends}" if drive.ends else " on")),
        ("items of the kinds", codes(drive.kinds)),
    ]
    if target := drive.target:
        facts.append(("target", f"{target.count:,}: {target.definition.en}"))
        facts.append(("目标", target.definition.zh))
        shares = [(code(one.kind), one.title.en, f"{one.each or ''}") for one in target.levels]
        facts += [(f"of each {kind} ({title})", each) for kind, title, each in shares]
    batches = [
        (code(one.code), one.title.en, one.title.zh, one.starts, one.ends) for one in drive.batches
    ]
    return section(
        f"{drive.title.en} ({drive.title.zh})",
        drive.about.en.strip(),
        drive.about.zh.strip(),
        table(("", ""), facts),
        table(("batch", "title", "中文", "from", "to"), batches),
    )


def tables_page() -> str:
    """Return the page about the tables that a screen may ask for."""
    words = (
        "A screen asks for a table by the name of an argument of its `flags()`. Money is in whole "
        "minor units (fen, pence); an empty cell is nothing, never zero."
    )
    return page("Tables that screens read", words, *(_shape(one) for one in SHAPES.values()))


def _shape(shape: Shape) -> str:
    headings = ("column", "holds", "title", "中文", "what", "never empty")
    derived = table(headings, map(_column, shape.derived))
    return section(
        shape.name,
        shape.what,
        table(headings, map(_column, shape.columns)),
        "Added before any screen looks, by the same rules everywhere:" if derived else "",
        derived,
    )


def _column(column: Column) -> tuple[str, ...]:
    filled = "yes" if column.filled else ""
    return code(column.name), column.kind, column.title.en, column.title.zh, column.what, filled
