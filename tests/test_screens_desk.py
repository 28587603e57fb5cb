"""Screens on the desk: where each stands, the decision on one, and a limit that is tried."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from sunledger.jobs import actions as jobs
from sunledger.jobs.models import Job
from sunledger.screening.models import Course, Run, Switch
from sunledger.units.models import User
from tests.pilot_story import TWICE, Pilot, make_pilot

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def pilot(db: None, monkeypatch: pytest.MonkeyPatch) -> Pilot:
    numbers = {**settings.SUNLEDGER_PRECISION, "pilot_leads": 6, "enough": 3}
    monkeypatch.setattr(settings, "SUNLEDGER_PRECISION", numbers)
    pilot = make_pilot()
    pilot.pairs(8)
    pilot.run()
    return pilot


def at(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def read(client: Client, path: str) -> str:
    answer = client.get(f"/en/desk/{path}")
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().split())


def test_whoever_answers_for_the_screens_sees_what_waits_and_decides(pilot: Pilot) -> None:
    officer = at(pilot.story.officer)
    assert "waits for a decision" not in read(officer, "screens/")
    latest = Run.objects.get()
    assert "In pilot · Kept back: 3" in read(officer, f"runs/{latest.code}/")
    pilot.right(3)
    assert "waits for a decision" in read(officer, "screens/")
    page = f"screens/{TWICE}/"
    assert "3 / 3" in read(officer, page)
    refused = officer.post(f"/en/desk/{page}", {"to": "full", "reason": " "})
    assert refused.status_code == 200
    assert not Switch.objects.exists()
    given = {"to": "full", "reason": "样本全部属实。"}
    assert officer.post(f"/en/desk/{page}", given).status_code == 302
    assert Switch.objects.get().course == Course.FULL
    told = read(officer, page)
    assert 'value="off"' in told
    assert 'value="full"' not in told


def test_who_screens_in_a_part_of_the_tree_reads_and_decides_nothing(pilot: Pilot) -> None:
    outsider = at(pilot.story.outsider)
    told = read(outsider, f"screens/{TWICE}/")
    assert "screens over the whole tree decides" in told
    assert "<form method" not in told.replace('<form method="get"', "").split("<h2>Decide on it")[1]
    outsider.post(f"/en/desk/screens/{TWICE}/", {"to": "off", "reason": "不要。"})
    assert not Switch.objects.exists()
    assert outsider.get("/en/desk/screens/nothing/").status_code == 404


def test_a_limit_is_tried_from_the_desk(pilot: Pilot) -> None:
    pilot.wrong(4)
    officer = at(pilot.story.officer)
    form = f"/en/desk/screens/{TWICE}/try/"
    shown = {f"set_{name}": str(value) for name, value in pilot.screen.defaults.items()}
    shown |= {"unit": pilot.story.sheets.cast.county.code, "since": ""}
    unchanged = officer.post(form, shown)
    assert "Nothing is changed" in unchanged.content.decode()
    wrong = officer.post(form, shown | {"set_reference_length": "many"})
    assert "is not a value for" in wrong.content.decode()
    assert not Job.objects.filter(work="try-screen").exists()
    made = officer.post(form, shown | {"set_reference_length": "6"})
    job = Job.objects.get(work="try-screen")
    assert job.args["settings"] == {"reference_length": 6}
    assert made["Location"] == f"/en/desk/trials/{job.code}/"
    assert "Wrong leads dropped" not in read(officer, f"trials/{job.code}/")
    jobs.run_here(job)
    told = read(officer, f"trials/{job.code}/")
    assert "Leads raised</th>" in told
    assert "reference_length" not in told
    assert 'data-label="As it stands">9<' in told
    assert 'data-label="As tried">5<' in told
    assert at(pilot.story.outsider).get(f"/en/desk/trials/{job.code}/").status_code == 404
