"""The sentences and charts of any category, in both languages: whole, and with links that work."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.utils import translation
from hypothesis import given, settings

from sunledger.disclosure.category import CATEGORIES, Category
from sunledger.disclosure.lines import asked
from sunledger.disclosure.models import Batch
from sunledger.disclosure.telling.count import Row, told
from sunledger.web.pages.telling_bars import chart
from sunledger.web.pages.telling_sentences import sentences
from sunledger.web.pages.telling_words import source
from tests.test_telling import PERSONS, sheets

LINK = re.compile(r'<a href="([^"]+)">')


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@settings(max_examples=100, deadline=None)
@given(sheet=sheets())
def test_every_sheet_is_told_and_every_link_asks_what_a_table_answers(
    language: str, sheet: tuple[Category, list[Row]]
) -> None:
    shape, rows = sheet
    batch = Batch(code="a" * 26, category=shape.code, period="2024-03", rows=len(rows))
    with translation.override(language):
        of = source(batch, shape)
        found = told(rows, of.what)
        said = sentences(of, found)
        drawn = chart(of, found, None)
    assert said
    urls = [unescape(url) for one in said for url in LINK.findall(one)]
    urls += [one.url for one in drawn.bars] if drawn else []
    for url in urls:
        if "/lines/" in url:
            asked.read(dict(parse_qsl(urlsplit(url).query)), shape, batch=batch)
    words = " ".join(said)
    assert "%(" not in words
    assert "None" not in words
    assert not any(person in words for person in PERSONS)
    if drawn:
        assert not {one.label for one in drawn.bars} & set(PERSONS)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_cells_hold_is_never_markup(language: str) -> None:
    shape = CATEGORIES["village-payments"]
    bad = "<script>alert(1)</script>%(x)s 100%有限公司"
    rows = [Row("c", n, {"payee": bad, "purpose": bad, "amount": 100}, "CNY") for n in range(4)]
    batch = Batch(code="a" * 26, category=shape.code, period="2024-03", rows=4)
    with translation.override(language):
        of = source(batch, shape)
        said = " ".join(sentences(of, told(rows, of.what)))
    assert "<script" not in said
    assert "&lt;script&gt;" in said
