"""Every pack has what it says it has; a site's own pack lies over it, and is taken whole or not."""

from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from sunledger.disclosure import sitepacks
from sunledger.disclosure.category import (
    CATEGORIES,
    FAULTS,
    IN_FORCE,
    PACKS,
    Category,
    Text,
    lay_over,
)
from sunledger.disclosure.reason import REASONS

COUNTS = {
    "1.1": 3, "1.2": 2, "1.3": 3, "1.4": 3, "1.5": 2, "1.6": 2, "1.7": 3, "1.8": 2,
    "2.1": 4, "2.2": 3, "2.3": 5, "2.4": 5, "2.5": 5, "2.6": 2, "2.7": 2, "2.8": 2, "2.9": 2,
    "3.1": 1, "3.2": 4, "3.3": 5, "3.4": 3, "3.5": 3, "3.6": 2, "3.7": 2,
}  # fmt: skip
ITEMS = [pytest.param(one, id=one.code) for one in CATEGORIES.values() if one.number]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def site(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """The folder of a site's packs; afterwards those that come with Sunledger count again."""
    settings.SUNLEDGER_PACKS = tmp_path
    yield tmp_path
    lay_over(tmp_path / "none")


def changed(file: Path, old: str, new: str) -> None:
    """Change a file of a draft."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def say(*words: str) -> str:
    """Return what the command says."""
    out = StringIO()
    call_command("packs", *words, stdout=out, stderr=out)
    return out.getvalue()


# --- what is shipped ------------------------------------------------------------------------------


def test_the_village_pack_has_seventy_items_under_its_headings() -> None:
    pack = PACKS["village"]
    assert Counter(one.number.rpartition(".")[0] for one in pack.items) == COUNTS
    parts = Counter(one.number.partition(".")[0] for one in pack.items)
    assert parts == {"1": 20, "2": 30, "3": 20}
    headings = {one.number for one in pack.headings}
    assert headings == {*COUNTS, "1", "2", "3"}
    assert sum(len(pack.under(number)) for number in COUNTS) == 70


@pytest.mark.parametrize("code", ["campus", "enterprise", "service"])
def test_every_heading_of_a_pack_has_items(code: str) -> None:
    pack = PACKS[code]
    for heading in pack.headings:
        below = [one for one in pack.items if one.number.startswith(f"{heading.number}.")]
        assert below, heading


def test_an_enterprise_publishes_to_society_and_to_its_staff() -> None:
    seen = {one.number.partition(".")[0]: one.visibility for one in PACKS["enterprise"].items}
    assert seen == {"1": "public", "2": "staff"}
    parts = [(one.number[0], one.visibility) for one in PACKS["enterprise"].items]
    assert set(parts) == {("1", "public"), ("2", "staff")}


@pytest.mark.parametrize("item", ITEMS)
def test_an_item_says_all_that_it_must(item: Category) -> None:
    for words in (item.title, item.basis, item.heading, *(one.title for one in item.fields)):
        assert isinstance(words, Text)
        assert words.zh
        assert words.en
    assert item.due
    assert item.kinds
    assert item.entered_by != item.reviewed_by
    assert set(item.exemptions) <= set(REASONS)
    assert item.version == PACKS[item.pack].version


PERSONAL = {
    "identity": "identity", "account": "account", "phone": "phone", "home": "address",
    "person": "name", "pupil": "name", "employee": "name", "household": "name",
    "handled_by": "name", "approved_by": "name",
}  # fmt: skip


@pytest.mark.parametrize("item", ITEMS)
def test_what_is_personal_is_never_public_as_it_is(item: Category) -> None:
    for field in item.fields:
        if field.kind == "person":
            assert field.personal == "mask"
        if field.name in {"identity", "account", "phone"}:
            assert field.personal == "never"
        if field.name in PERSONAL and item.code != "school-payments":
            assert field.mask == PERSONAL[field.name]


def test_money_of_a_village_is_published_monthly_line_by_line() -> None:
    lines = [one for one in PACKS["village"].items if one.number.startswith(("3.2.", "3.3."))]
    assert len(lines) == 9
    for item in lines:
        assert item.period == "month"
        assert item.due == "monthly, by day 10"
        assert {item.role("day"), item.role("party"), item.role("amount")} <= {*item.fields}
        assert item.role("amount") in item.figures
        if item.number.startswith("3.3."):
            assert set(item.feeds["payments"]) >= {"paid_on", "payee", "amount", "purpose"}


def test_a_balance_has_all_four_parts_or_none() -> None:
    parts = ("opening", "income", "spent", "closing")
    balances = 0
    for item in CATEGORIES.values():
        found = [item.role(part) for part in parts]  # type: ignore[arg-type]
        assert all(found) or not any(found), item.code
        balances += all(found)
    assert balances >= 6


def test_lists_of_people_are_reviewed_twice_and_do_not_stay() -> None:
    for item in PACKS["village"].under("2.5"):
        assert item.second_review
        assert item.retention_months


def test_only_whole_books_are_guessed() -> None:
    guessed = {one.code for one in CATEGORIES.values() if one.guess and one.number}
    expected = {"village-income", "village-payments", "school-payments", "enterprise-payments"}
    assert guessed == expected


# --- a site's own ---------------------------------------------------------------------------------


def test_a_pack_is_copied_changed_checked_and_taken_into_force(site: Path) -> None:
    assert "packs check my-village" in say("copy", "village", "my-village")
    finance = site / "my-village" / "finance.toml"
    changed(finance, 'zh = "村级支出逐笔公开"', 'zh = "本县支出逐笔公开"')
    assert "Nothing is wrong" in say("check", "my-village")
    assert "2026-1.1" in say("use", "my-village")
    assert "my-village" not in PACKS  # until the site starts anew
    lay_over(site / IN_FORCE)
    assert FAULTS == []
    assert len(PACKS["my-village"].items) == 70
    assert CATEGORIES["my-village-payments"].title.zh == "本县支出逐笔公开"
    assert CATEGORIES["village-payments"].title.zh == "村级支出逐笔公开"
    assert "my-village 2026-1.1 (the site's own)" in say("list")


def test_the_item_of_the_how_to_is_whole(site: Path) -> None:
    how_to = Path(__file__).resolve().parents[1] / "docs" / "how-to" / "change-a-pack.md"
    item = how_to.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    say("copy", "village", "my-village")
    file = site / "my-village" / "affairs.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n" + item, encoding="utf-8")
    assert "Nothing is wrong" in say("check", "my-village")
    changed(file, '"household", "sum", "kind?", "note?"]', '"household", "summ", "note?"]')
    with pytest.raises(CommandError, match=r"my-village-wells: the pack has no column “summ”"):
        say("check", "my-village")


def test_a_pack_of_the_same_name_takes_the_place_of_the_shipped_one(site: Path) -> None:
    say("copy", "service")
    changed(site / "service" / "window.toml", 'zh = "超期办件和原因"', 'zh = "晚办的事"')
    say("use", "service")
    lay_over(site / IN_FORCE)
    assert CATEGORIES["service-late"].title.zh == "晚办的事"
    assert not PACKS["service"].shipped


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('basis = "business"', 'basis = "busyness"', "the pack has no basis “busyness”"),
        ('number = "1.3"', 'number = "9.3"', "no heading of the pack has the number “9”"),
        ('number = "1.3"', 'number = "1.2"', "two items have the number “1.2”"),
        ('number = "1.3"', 'number = "third"', "“third” is not a number"),
        ('period = "month"', 'period = "monthly"', "period"),
        ('period = "month"', 'period = "month"\ndue = "soon"', "is not a rule for a due date"),
        ('period = "month"', 'period = "month"\ndue = "yearly, by 03-31"', "is due “monthly, …”"),
        ('period = "month"', 'period = "month"\nseason = 1', "“season” is not a word"),
        ('exemptions = []', 'exemptions = ["shame"]', "“shame” is no reason"),
        ('"received", "settled"', '"received", "setled"', "the pack has no column “setled”"),
        ("changes.reason.title", "changes.resaon.title", "it changes the column “resaon”"),
        ("办理窗口,承诺时限,实际天数", "办理窗口,承诺,实际天数", "service-late"),
        ("[[items]]", "[[item]]", "window.toml"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_copy_is_said_and_it_is_not_taken(
    site: Path, old: str, new: str, sentence: str
) -> None:
    say("copy", "service")
    file = site / "service" / "window.toml"
    text = file.read_text(encoding="utf-8")
    place = text.index('code = "service-late"')
    before, after = text[:place], text[place:]
    where = (
        (before, after.replace(old, new, 1)) if old in after else (before.replace(old, new), after)
    )
    assert "".join(where) != text
    file.write_text("".join(where), encoding="utf-8")
    for word in ("check", "use"):
        with pytest.raises(CommandError) as refusal:
            say(word, "service")
        assert sentence in str(refusal.value)
    assert not (site / IN_FORCE).exists()


def test_all_that_is_wrong_is_said_at_once(site: Path) -> None:
    say("copy", "service")
    file = site / "service" / "window.toml"
    changed(file, 'basis = ["business", "openness"]', 'basis = "one"')
    changed(file, 'basis = "business"', 'basis = "two"')
    assert len(sitepacks.faults("service", site)) == 2


def test_a_version_is_taken_once_and_only_later_ones_follow(site: Path) -> None:
    say("copy", "service")
    changed(site / "service" / "pack.toml", "2026-1.1", "2026-1")
    with pytest.raises(CommandError, match="must be later than “2026-1”"):
        say("use", "service")
    changed(site / "service" / "pack.toml", "2026-1", "2026-2")
    say("use", "service")
    with pytest.raises(CommandError, match="must be later than “2026-2”"):
        say("use", "service")
    changed(site / "service" / "pack.toml", "2026-2", "2026-10")
    say("use", "service")


def test_a_wrong_pack_in_force_leaves_the_site_under_the_former_one(site: Path) -> None:
    say("copy", "service")
    say("use", "service")
    changed(site / "service" / "pack.toml", "2026-1.1", "2026-2")
    say("use", "service")
    broken = site / IN_FORCE / "service" / "2026-2" / "window.toml"
    changed(broken, "[[items]]", "[[items]")
    lay_over(site / IN_FORCE)
    assert PACKS["service"].version == "2026-1.1"
    assert any("window.toml" in fault for fault in FAULTS)
    changed(site / IN_FORCE / "service" / "2026-1.1" / "window.toml", "[[items]]", "[[items]")
    lay_over(site / IN_FORCE)
    assert PACKS["service"].shipped


def test_a_pack_with_the_items_of_another_is_refused_whole(site: Path) -> None:
    say("copy", "service", "desk")
    changed(site / "desk" / "window.toml", 'code = "desk-late"', 'code = "service-late"')
    with pytest.raises(CommandError, match="the pack service has an item “service-late” already"):
        say("use", "desk")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["copy", "vilage"], "no pack “vilage”"),
        (["copy", "village", "../x"], "no name for a pack"),
        (["copy", "village", "in-force"], "no name for a pack"),
        (["check", "mine"], "no draft “mine”"),
        (["use", "../mine"], "no draft"),
    ],
)
def test_what_is_not_there_is_said(site: Path, words: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        say(*words)
    assert list(site.iterdir()) == []


def test_a_copy_is_not_written_over(site: Path) -> None:
    say("copy", "service")
    with pytest.raises(CommandError, match="already"):
        say("copy", "service")
