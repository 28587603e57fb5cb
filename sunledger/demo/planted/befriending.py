"""Suppliers that are closer to an office than the office says, and those that only look it."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.deeds import contract, pay_on
from sunledger.demo.planted.firms import Firm, firms, new_firm, register, seller
from sunledger.demo.planted.offices import Office, day_between, drawn, free_amount, working_after
from sunledger.demo.planted.staff import at_home, staff
from sunledger.demo.planted.world import World

_BEFORE = date(2025, 6, 1)


def plant(world: World) -> None:
    """Plant each at bodies of its own."""
    bodies = drawn(world, 30 * len(_PLANS), "bureau", "town", "company", "hospital", least=44)
    for n, office in enumerate(bodies):
        _PLANS[n % len(_PLANS)](world, office)


def _bought(
    world: World, office: Office, firm: Firm, median: int = 90_000, on: date | None = None
) -> list[str]:
    """Sign, take delivery, pay in one or two parts; return the codes of the payments."""
    on = on or day_between(world, date(2024, 10, 1), _BEFORE)
    value = free_amount(world.random, median, 0.4)
    _, number = contract(world, office, firm, value, on, accepted_on=working_after(on, 12))
    half = value // 2
    return [
        pay_on(world, office, firm, number, half, working_after(on, 18)),
        pay_on(world, office, firm, number, value - half, working_after(on, 36)),
    ]


def _file(world: World, office: Office, firm: Firm, **columns: object) -> str:
    """Enter the firm among the suppliers of a body."""
    told: dict[str, object] = {
        "phone": world.key(firm.phone),
        "account": world.key("account", firm.code),
        "address": firm.address,
        "entered_on": day_between(world, last=_BEFORE),
    }
    return world.add("suppliers", **office.who, **seller(firm), **{**told, **columns})


def _just_founded(world: World, office: Office) -> None:
    """Found a firm, and have it paid within weeks."""
    on = day_between(world, date(2024, 9, 1), _BEFORE)
    ago = timedelta(days=world.random.randrange(4, 12))
    firm = new_firm(world, office.county, founded_on=on - ago, staff=world.random.randrange(3))
    value = free_amount(world.random, 240_000, 0.4)
    _, number = contract(world, office, firm, value, on)
    rows = [
        pay_on(world, office, firm, number, value, working_after(on, world.random.randrange(2, 9)))
    ]
    about = ["new_firm_paid", "paid_against_contract"]
    world.scheme("a firm founded for one contract", about, rows)


def _barred(world: World, office: Office) -> None:
    """Go on paying a firm that may not be paid."""
    firm, on = (
        new_firm(world, office.county, "建筑工程"),
        day_between(world, date(2024, 12, 1), _BEFORE),
    )
    since = on - timedelta(days=world.random.randrange(20, 300))
    until = since + timedelta(days=730)
    world.add(
        "debarred", company=firm.code, title=firm.name, since=since, until=until, ground="串通投标"
    )
    world.scheme(
        "a barred firm goes on being paid", ["debarred_paid"], _bought(world, office, firm, on=on)
    )


def _account_changed(world: World, office: Office) -> None:
    """Change the account of a supplier alone, shortly before a large payment."""
    firm, on = new_firm(world, office.county), day_between(world, last=_BEFORE)
    rows = _bought(world, office, firm, on=on)
    changed = working_after(on, 18) - timedelta(days=world.random.randrange(1, 8))
    world.add(
        "account_changes",
        **office.who,
        supplier_id=firm.code,
        changed_on=changed,
        second=0,
        merger=0,
    )
    world.scheme("an account changed before the payment", ["account_changed_before_payment"], rows)


def _same_contact(world: World, office: Office) -> None:
    """Run a firm beside the post: its account or its telephone is one's own."""
    holder, firm = world.random.choice(staff(world, office)), new_firm(world, office.county)
    if world.random.random() < 0.5:
        row = _file(world, office, firm, account=world.key("account", holder.word))
    else:
        row = _file(world, office, firm, phone=world.key("telephone", holder.word))
    _bought(world, office, firm)
    world.scheme(
        "a supplier with a clerk's account or telephone", ["contact_shared_with_staff"], [row]
    )


def _of_the_family(world: World, office: Office) -> None:
    """Buy from what one's husband or wife owns, or from one's own firm."""
    holder = world.random.choice(staff(world, office)[:5])
    word, name = world.random.choice(((at_home(holder), holder.spouse), (holder.word, holder.name)))
    firm = new_firm(world, office.county, leader=word, leader_name=name)
    world.scheme("a supplier in the family", ["owned_by_insider"], _bought(world, office, firm))


# Innocent ---------------------------------------------------------------------------------------


def _for_one_project(world: World, office: Office) -> None:
    """A company is founded for one project, as its papers say."""
    on = day_between(world, date(2024, 9, 1), _BEFORE)
    firm = Firm(
        f"91{office.county}SP{world.random.randrange(10**6):06}",
        f"{office.name[:2]}路桥项目有限公司",
        "建筑工程",
        office.county,
        on - timedelta(days=20),
        f"spv {office.code}",
        "陈志明",
        f"telephone spv {office.code}",
        "人民路1号",
        2,
    )
    register(world, firm, special=1)
    value = free_amount(world.random, 600_000, 0.3)
    _, number = contract(world, office, firm, value, on)
    rows = [pay_on(world, office, firm, number, value // 4, working_after(on, 5))]
    pay_on(world, office, firm, number, value - value // 4, working_after(on, 60))
    world.look_alike("a company for one project", ["new_firm_paid"], rows)


def _barred_before(world: World, office: Office) -> None:
    """One firm's time is over; another has the name of a barred firm, and another number."""
    on = day_between(world, date(2024, 12, 1), _BEFORE)
    firm, other = (
        new_firm(world, office.county, "建筑工程"),
        new_firm(world, office.county, "建筑工程"),
    )
    ended = on - timedelta(days=world.random.randrange(10, 200))
    told = {"ground": "逾期未履行"}
    world.add(
        "debarred",
        company=firm.code,
        title=firm.name,
        since=ended - timedelta(days=365),
        until=ended,
        **told,
    )
    world.add(
        "debarred",
        company=f"91000000MX{world.random.randrange(10**6):06}",
        title=other.name,
        since=ended,
        **told,
    )
    rows = _bought(world, office, firm, on=on) + _bought(world, office, other, on=on)
    world.look_alike("a bar that is over, and a firm of the same name", ["debarred_paid"], rows)


def _bank_merged(world: World, office: Office) -> None:
    """A bank gives all its customers new accounts; another change was looked at twice."""
    rows, on = [], day_between(world, last=_BEFORE)
    for merger, second in ((1, 0), (0, 1)):
        firm = new_firm(world, office.county)
        rows += _bought(world, office, firm, on=on)
        changed = working_after(on, 18) - timedelta(days=3)
        told = {"changed_on": changed, "second": second, "merger": merger}
        world.add("account_changes", **office.who, supplier_id=firm.code, **told)
    about = ["account_changed_before_payment"]
    world.look_alike("a bank merger, or a change looked at twice", about, rows)


def _by_the_agent(world: World, office: Office) -> None:
    """Firms give the telephone of the agent who registered them; so does somebody in the office."""
    known = [one for one in firms(world, office.county) if one.phone.startswith("agent")][:3]
    holder = staff(world, office)[-1]
    world.add(
        "posts",
        **office.who,
        person=world.key(holder.word),
        name=holder.name,
        title="工作人员",
        kind="staff",
        since=holder.since,
        phone=world.key(f"agent {office.county}"),
    )
    rows = [_file(world, office, firm) for firm in known]
    for firm in known:
        rows += _bought(world, office, firm, 20_000)
    world.look_alike("the telephone of a registration agent", ["contact_shared_with_staff"], rows)


def _same_tower(world: World, office: Office) -> None:
    """A supplier sits in a tower in which a member of staff lives, ten floors above."""
    holder, firm = (
        staff(world, office)[-2],
        new_firm(world, office.county, address="建设路88号科技大厦1107室"),
    )
    world.add(
        "posts",
        **office.who,
        person=world.key(holder.word),
        name=holder.name,
        title="工作人员",
        kind="staff",
        since=holder.since,
        address="建设路88号科技大厦2203室",
    )
    row = _file(world, office, firm)
    _bought(world, office, firm)
    world.look_alike("the same tower, another room", ["contact_shared_with_staff"], [row])


def _declared(world: World, office: Office) -> None:
    """An interest that was declared, and its holder stood aside; and a namesake."""
    holder, other = staff(world, office)[1], staff(world, office)[2]
    cousin = new_firm(world, office.county, leader=f"cousin of {holder.word}")
    declared = date(2023, 3, 1)
    world.add(
        "kin",
        person=world.key(holder.word),
        relative=world.key(cousin.leader),
        relation="sibling",
        declared_on=declared,
        recused=1,
    )
    namesake = new_firm(world, office.county, leader_name=other.name)
    rows = _bought(world, office, cousin) + _bought(world, office, namesake)
    world.look_alike("an interest declared, and a namesake", ["owned_by_insider"], rows)


_PLANS = (
    _just_founded,
    _barred,
    _account_changed,
    _same_contact,
    _of_the_family,
    _for_one_project,
    _barred_before,
    _bank_merged,
    _by_the_agent,
    _same_tower,
    _declared,
)
