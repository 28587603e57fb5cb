"""127 real audit findings with their plans for putting them right, by one import."""

from collections import Counter
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import translation

from sunledger.core import privacy
from sunledger.ledger.models import Evidence, Item, Repeat
from sunledger.units.models import Holding, Post, Power, Reach, Unit, User
from tests.cast import SINCE
from tests.conftest import SHARED

FOLDER = SHARED / "data" / "audit_findings"
FILES = [
    FOLDER / f"{name}.csv" for name in ("findings", "findings_text", "corrective_action_plans")
]
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the audit findings are not here")


@pytest.fixture
def office(db: None) -> Iterator[Unit]:
    """Return an oversight office with a person who may found, open and assign below it."""
    unit = Unit.objects.create(code="oversight", name="监督办", name_en="Oversight")
    user = User.objects.create(username="officer", name="officer")
    powers = [Power.ADMIN, Power.ASSIGN]
    post = Post.objects.create(unit=unit, name="head", powers=powers, reach=Reach.BELOW)
    Holding.objects.create(post=post, user=user, since=SINCE)
    with translation.override("en"):
        yield unit


def ran(*more: str) -> str:
    """Return what the command said."""
    said = StringIO()
    options = [
        "--unit",
        "oversight",
        "--by",
        "officer",
        "--title",
        "Single audits",
        "--currency",
        "USD",
    ]
    call_command("import", *map(str, FILES), *options, *more, stdout=said)
    return said.getvalue()


def test_they_become_items_with_owners_days_papers_and_earlier_ones(office: Unit) -> None:
    words = ran("--found-units", "oversight", "--open")
    assert "127 items were opened, 0 were known already" in words
    findings = Item.objects.exclude(state="merged")
    assert findings.count() == 127
    assert findings.filter(unit=office).count() == 0  # each has an owner of its own
    reports = Unit.objects.filter(parent=office)
    assert reports.count() == 6
    assert findings.exclude(due=None).count() == 97  # the others name no day, and it is said
    assert words.count("No day is named") >= 17
    assert Evidence.objects.filter(item__in=findings).values("item").distinct().count() == 127
    repeating = findings.exclude(repeats=None)
    assert repeating.count() == 54
    assert Repeat.objects.count() == 56
    assert all(link.of.merged_into_id for link in Repeat.objects.select_related("of"))


def test_the_same_files_again_open_nothing(office: Unit) -> None:
    ran("--found-units", "oversight", "--open")
    before = Item.objects.count()
    assert "0 items were opened, 127 were known already" in ran("--open")
    assert Item.objects.count() == before


def test_no_person_named_as_a_contact_and_no_number_gets_in(office: Unit) -> None:
    ran("--found-units", "oversight", "--open")
    texts = [f"{item.title} {item.problem} {item.measures}" for item in Item.objects.all()]
    texts += list(Evidence.objects.values_list("text", flat=True))
    assert not [text for text in texts if privacy.find(text)]
    assert not [text for text in texts if "207-" in text]


def test_without_founding_each_unknown_owner_is_listed_once(office: Unit) -> None:
    words = ran()
    assert Counter(words.splitlines()).most_common(1)[0][1] < 30
    assert words.count("owner not known: 171944-22 (30 items)") == 1
    assert "Nothing was opened" in words
    assert not Item.objects.exists()
