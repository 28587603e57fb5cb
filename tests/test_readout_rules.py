"""Every rule finds what its examples mark, and nothing in what it must miss."""

import re
from pathlib import Path

import pytest

from sunledger.core.catalogue import CatalogueError
from sunledger.decisions.reading import boilerplate
from sunledger.decisions.reading.document import language_of
from sunledger.decisions.reading.reader import document_of
from sunledger.decisions.reading.shelf import Rule, Shelf
from sunledger.decisions.readout.propose import propose
from sunledger.decisions.readout.rules import SHELF
from tests.readout_texts import Marked, marked_texts

RULES = [
    pytest.param(shelf, name, rule, id=f"{name}: {rule.name}")
    for shelf in (boilerplate.SHELF, SHELF)
    for name, file in shelf.files.items()
    for rule in file.rules
]


@pytest.mark.parametrize(("shelf", "file", "rule"), RULES)
def test_a_rule_finds_what_its_examples_mark(shelf: Shelf, file: str, rule: Rule) -> None:
    pattern = shelf.compiled(rule, file)
    assert rule.examples, "A rule needs an example."
    for example in rule.examples:
        plain = re.sub("[«»]", "", example)
        found = pattern.search(plain)
        assert found, f"{rule.name} finds nothing in “{plain}”."
        if "«" in example:
            assert found[0].strip() == example.partition("«")[2].partition("»")[0].strip()


@pytest.mark.parametrize(("shelf", "file", "rule"), RULES)
def test_a_rule_finds_nothing_in_what_it_must_miss(shelf: Shelf, file: str, rule: Rule) -> None:
    pattern = shelf.compiled(rule, file)
    assert rule.misses, "A rule needs a sentence that it must miss."
    for miss in rule.misses:
        assert not pattern.search(miss), f"{rule.name} finds something in “{miss}”."


def test_a_pattern_that_is_none_is_refused_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "oops.toml"
    file.write_text('about = "x"\n[[rules]]\nname = "bad"\npattern = "(("\n', encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"oops\.toml: bad"):
        Shelf(tmp_path).subject("oops")


def test_a_list_that_is_not_there_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "oops.toml"
    file.write_text('about = "x"\n[[rules]]\nname = "b"\npattern = "{nowhere}"\n', "utf-8")
    with pytest.raises(CatalogueError, match="nowhere"):
        Shelf(tmp_path).subject("oops")


@pytest.mark.parametrize("marked", marked_texts(), ids=lambda marked: marked.name)
def test_the_directives_of_an_example_are_proposed_and_nothing_else(marked: Marked) -> None:
    found = propose(document_of(marked.text))
    assert [one.quotation for one in found.directives] == marked.directives
    if marked.owners is not None:
        assert [one.owner.text for one in found.directives] == marked.owners
    if marked.days is not None:
        days = [one.deadline.text if one.deadline else "" for one in found.directives]
        assert days == marked.days
    if marked.amounts is not None:
        amounts = [[one.value for one in d.targets] for d in found.directives]
        assert amounts == marked.amounts


def test_there_are_enough_examples_in_both_languages() -> None:
    counts = {"zh": 0, "en": 0}
    for marked in marked_texts():
        counts[language_of(marked.text)] += len(marked.directives)
    assert counts["zh"] >= 30
    assert counts["en"] >= 30
