"""Two sites, each with its own database and key: what one has published, the other shows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.a_site import Site

PUBLISH = """
from tests.disclosure_story import make_story
from sunledger.disclosure import actions
story = make_story()
batch = story.published(40)
from sunledger.seal import signing
answer = [batch.code, batch.records.get(number=7).code, str(signing.signer().key)]
"""
LATER = """
from sunledger.disclosure import actions
from sunledger.disclosure.models import Batch
from sunledger.seal import log
from sunledger.units.models import User
batch = Batch.objects.get()
clerk, reviewer = (User.objects.get(username=one) for one in ("clerk", "reviewer"))
asked = actions.ask_correction(
    record=batch.records.get(number=7), field="payee", new="白溪水务有限公司", reason="名称有误",
    by=clerk,
)
actions.correct(correction=asked, by=reviewer)
actions.withdraw(batch=batch, reason="整张表有误", by=reviewer)
"""
FOUND = """
from sunledger.units.actions import found
found(code="prov", name="省", parent=None, by=None)
"""
SHOWN = """
from django.test import Client
answer = [Client(headers={{"host": "localhost"}}).get(path).content.decode() for path in {paths!r}]
"""


@pytest.fixture
def sites(tmp_path: Path) -> Iterator[tuple[Site, Site]]:
    """The site of a county, and that of the province."""
    made = []
    for name in ("county", "province"):
        home = tmp_path / name
        home.mkdir()
        made.append(Site(home))
    yield made[0], made[1]
    for site in made:
        site.drop()


def test_what_one_site_publishes_another_shows_and_its_own_log_stays_whole(
    sites: tuple[Site, Site], tmp_path: Path
) -> None:
    county, province = sites
    sheet, record, key = county.ask(PUBLISH)
    province.ask(FOUND)
    file = str(tmp_path / "books.zip")
    said = county.run("exchange", "export", "q", "--below", "--out", file)
    assert "sheets 1, lines 40" in said
    checked = province.run("exchange", "check", file, "--key", key)
    assert "every proof holds" in checked
    taken = province.run("exchange", "import", file, "--as", "prov", "--key", key)
    assert "sheets 1, lines 40" in taken
    paths = [f"/sheets/{sheet}/", f"/records/{record}/", "/units/q-l-d/"]
    here = province.ask(SHOWN.format(paths=paths))
    assert all("大河村" in page for page in here)
    assert all(key.partition("+")[0] in page for page in here[:2])
    county.ask(LATER)
    county.run("exchange", "export", "q", "--below", "--seen", "41", "--out", file)
    assert "corrections 1, withdrawals 1" in province.run(
        "exchange", "import", file, "--as", "prov"
    )
    page, line = province.ask(SHOWN.format(paths=paths[:2]))
    assert "整张表有误" in page
    assert "白溪水务有限公司" in line
    province.run("verify")
