"""The site of the story: a county as it sets its own site up, served and worked as it would be."""

from pathlib import Path

from tests.a_site import Site

UNITS = """code,name,parent,name_en,kind
q,清河县,,Qinghe County,county
q-a,县审计办公室,q,Audit Office,office
q-l,柳河镇,q,Liuhe Town,town
q-l-d,大河村,q-l,Dahe Village,village
q-l-x,小河村,q-l,Xiaohe Village,village
"""
# Who signs in: the person's name, the unit, the post in both languages, its powers and its reach.
PEOPLE = {
    "clerk": ("陈文", "q-l-d", "报账员", "Clerk", ["enter"], "own"),
    "reviewer": ("林敏", "q-l", "三务公开审核员", "Reviewer", ["review"], "below"),
    "officer": ("周正", "q", "监督专员", "Officer", ["screen", "assign", "decide"], "below"),
    "mayor": ("吴平", "q-l", "镇长", "Mayor", ["answer"], "own"),
    "auditor": ("郑严", "q-a", "审计员", "Auditor", ["verify"], "own"),
}
PASSWORD = "a long and calm sentence"
APPOINT = """
from datetime import date
from sunledger.units import actions
from sunledger.units.models import Unit
for username, (name, unit, post, post_en, powers, reach) in {people!r}.items():
    user = actions.open_account(username=username, name=name, password={password!r}, by=None)
    held = actions.create_post(
        unit=Unit.objects.get(code=unit), name=post, name_en=post_en, powers=powers, reach=reach,
        by=None,
    )
    actions.appoint(post=held, user=user, since=date(2020, 1, 1), by=None)
"""
CHANGE = """
from sunledger.disclosure.models import Record
from tests.unguarded import unguarded
with unguarded():
    record = Record.objects.get(code={code!r})
    values = record.values | {{"amount": 100}}
    Record.objects.filter(pk=record.pk).update(values=values)
"""


def set_up(home: Path) -> Site:
    """Return a site with its tree and its people."""
    site = Site(home)
    units = home / "units.csv"
    units.write_text(UNITS, encoding="utf-8")
    site.run("units", "load", str(units))
    site.ask(APPOINT.format(people=PEOPLE, password=PASSWORD))
    return site


def change_behind_its_back(site: Site, code: str) -> None:
    """Lift the guards of the database, as its owner can, and make a published amount smaller."""
    site.ask(CHANGE.format(code=code))


def change_past_the_program(site: Site, code: str) -> None:
    """Change a published amount in the database, as anyone with its password can try."""
    site.rows("UPDATE disclosure_record SET amount = 100 WHERE code = %s RETURNING code", code)
