"""Pupils that are none, food that never came, fees nobody allowed, and their look-alikes."""

from __future__ import annotations

from datetime import date

from sunledger.demo.planted.firms import Firm, firms, new_firm
from sunledger.demo.planted.kitchens import (
    boards,
    deliver,
    enrol,
    in_term,
    market,
    meal,
    pupils_of,
    weeks,
)
from sunledger.demo.planted.offices import Office, another, days_off, drawn, offices, working_days
from sunledger.demo.planted.world import LAST, World

_SUMMER = date(2025, 7, 4)


def plant(world: World) -> None:
    """Plant each at schools of its own, as long as there are schools."""
    schools = drawn(world, 1_000_000, "school")
    for n, plan in enumerate(_PLANS * world.times(25, least=2)):
        plan(world, schools[n % len(schools)])


def _term_days() -> list[date]:
    return [on for on in working_days(date(2025, 2, 17), _SUMMER) if in_term(on)]


def _ghost_meals(world: World, office: Office) -> None:
    """Claim meals for pupils who are not there, every day of some weeks."""
    extra, days = world.random.uniform(1.07, 1.3), _term_days()
    at = world.random.randrange(len(days) - 20)
    kept = world.tables["meals"]
    rows = []
    for code, body, on in zip(kept["code"], kept["body"], kept["on"], strict=True):
        if body == office.code and on in days[at : at + 15]:
            place = kept["code"].index(code)
            claimed = round((pupils_of(office) + 2 * boards(office)) * extra) + 4
            kept["claimed"][place], kept["amount"][place] = claimed, claimed * 5_00
            rows.append(str(code))
    world.scheme("meals claimed for nobody", ["meals_beyond_heads"], rows)


def _holiday_meals(world: World, office: Office) -> None:
    """Claim meals for days on which the school is closed."""
    free = [on for on in days_off(date(2025, 4, 1), date(2025, 5, 10)) if on.month < 6]
    days = world.random.sample(free, world.random.randrange(4, 8))
    rows = [meal(world, office, on, pupils_of(office) - 3) for on in days]
    world.scheme("meals on days without school", ["meals_without_school"], rows)


def _dear(world: World, office: Office) -> None:
    """Pay a friend more than the market asks, week after week."""
    firm, rows = new_firm(world, office.county, "食品"), []
    item, over = world.random.choice(("猪肉", "食用油", "大米")), world.random.uniform(1.22, 1.6)
    for monday in _mondays(world.random.randrange(5, 10)):
        price = round(market(item, monday) * over * world.random.uniform(0.98, 1.02))
        rows.append(deliver(world, office, firm, item, monday, 40, price=price))
    world.scheme("food dearer than at the market", ["price_above_market"], rows)


def _never_weighed(world: World, office: Office) -> None:
    """Sign for deliveries that nobody weighed: to the gram as ordered, with an old photograph."""
    firm, rows = new_firm(world, office.county, "食品"), []
    photo = f"{world.random.randrange(16**10):010x}"
    for n, monday in enumerate(_mondays(16)):
        told = {"photo": photo} if n % 2 else {}
        kilograms = world.random.randrange(30, 60)
        rows.append(
            deliver(
                world, office, firm, "猪肉", monday, kilograms, quantity=kilograms * 1_000, **told
            )
        )
    world.scheme("deliveries that nobody weighed", ["delivery_too_exact"], rows)


def _one_owner(world: World, office: Office) -> None:
    """Compete with oneself: two firms of one owner supply the school."""
    one = new_firm(world, office.county, "食品")
    two = new_firm(world, office.county, "食品", leader=one.leader, leader_name=one.leader_name)
    rows = [
        deliver(world, office, (one, two)[n % 2], "白菜", monday, 40)
        for n, monday in enumerate(_mondays(8))
    ]
    world.scheme("two suppliers of one owner", ["suppliers_of_one_owner"], rows)


def _own_fee(world: World, office: Office) -> None:
    """Charge for what is on no list, or more than the list says."""
    item, each = world.random.choice((("教辅资料费", 120_00), ("空调费", 60_00), ("校服", 240_00)))
    told = {"item": item, "charged_on": date(2025, 9, 1), "each": each, "voluntary": 0}
    row = world.add("fees", **office.who, **told, amount=each * pupils_of(office))
    world.scheme("a fee nobody allowed", ["fee_not_listed"], [row])


def _two_rolls(world: World, office: Office) -> None:
    """Copy names from the list that another school claims by."""
    other = another(world, office)
    kept = world.tables["pupils"]
    theirs = [
        place
        for place, body in enumerate(kept["body"])
        if body == other.code and kept["subsidised"][place]
    ][: world.random.randrange(3, 8)]
    # Of two schools that claim the same pupils, the rolls alone do not say which has them.
    rows = [str(kept["code"][place]) for place in theirs]
    for place in theirs:
        told = {"subsidised": 1, "poor": 1, "person": kept["person"][place]}
        rows.append(enrol(world, office, "", date(2024, 9, 1), LAST, **told))
    world.scheme("pupils on two rolls", ["pupil_in_two_schools"], rows)


def _skimmed(world: World, office: Office) -> None:
    """Take the pupils' money into another account, and give them less."""
    canteen, rows = world.tables["canteen"], []
    for place, body in enumerate(canteen["body"]):
        if body == office.code and world.random.random() < 0.6:
            income = int(str(canteen["income"][place]))
            if world.random.random() < 0.5:
                canteen["elsewhere"][place] = income * world.random.randrange(4, 12) // 100
            else:
                canteen["surplus"][place] = round(income * 0.005)
                canteen["food"][place] = canteen["used"][place] = round(income * 0.52)
            rows.append(str(canteen["code"][place]))
    world.scheme("a canteen that skims", ["canteen_books"], rows)


def _ready_made(world: World, office: Office) -> None:
    """Serve frozen meals for a term and keep the difference."""
    rows = []
    known = world.random.sample(firms(world, office.county), 3)
    for n, monday in enumerate(_mondays(18)):
        rows.append(
            deliver(world, office, known[n % 3], "速冻水饺", monday, pupils_of(office) * 0.8)
        )
    world.scheme("a term of frozen meals", ["ready_made_share"], rows)


def _subsidy_for_none(world: World, office: Office) -> None:
    """Claim the subsidy for the staff's own children, and leave out those on the list."""
    rows = [
        enrol(
            world, office, f"child {office.code} {n}", date(2024, 9, 1), LAST, subsidised=1, poor=0
        )
        for n in range(world.random.randrange(5, 10))
    ]
    world.scheme("a subsidy for the wrong children", ["subsidy_and_list"], rows)


# Innocent ---------------------------------------------------------------------------------------


def _mondays(many: int) -> list[date]:
    return [one for one in weeks() if date(2025, 2, 17) <= one <= _SUMMER][:many]


def _teachers_eat(world: World, office: Office) -> None:
    """Teachers eat too, and pay: they stand in the row."""
    on = world.random.choice(days_off(date(2025, 2, 17), _SUMMER))
    world.add("school_days", **office.who, on=on)  # a make-up day of the school's own
    staff, present = 16, pupils_of(office)
    row = meal(world, office, on, present, served=present + staff, claimed=present, staff=staff)
    about = ["meals_beyond_heads", "meals_without_school"]
    world.look_alike("teachers who eat and pay, on a make-up day", about, [row])


def _boarders(world: World, office: Office) -> None:
    """Boarders who stay over a weekend are fed: fewer than stay."""
    office = world.random.choice([one for one in offices(world, "school") if boards(one)])
    stay = boards(office)
    free = [on for on in days_off(date(2025, 3, 1), date(2025, 4, 30)) if on.weekday() == 5][:6]
    rows = [meal(world, office, on, stay, served=3 * stay, claimed=3 * stay) for on in free]
    world.look_alike("boarders at a weekend", ["meals_without_school"], rows)


def _moving(world: World, office: Office) -> None:
    """A pupil changes school: both rolls know the month of the change."""
    other = another(world, office)
    rows = []
    for n in range(3):
        word = f"moving {office.code} {n}"
        rows.append(
            enrol(
                world,
                other,
                word,
                date(2024, 9, 1),
                date(2025, 3, 1),
                subsidised=1,
                poor=1,
                moving=1,
            )
        )
        rows.append(enrol(world, office, word, date(2025, 3, 1), LAST, subsidised=1, poor=1))
    world.look_alike("pupils who change school", ["pupil_in_two_schools"], rows)


def _better_grade(world: World, office: Office) -> None:
    """A little dearer for a better grade, and one tiny lot that was urgent."""
    firm, rows = new_firm(world, office.county, "食品"), []
    for monday in _mondays(7):
        price = round(market("猪肉", monday) * 1.06)
        rows.append(deliver(world, office, firm, "猪肉", monday, 30, price=price))
    world.look_alike("a better grade, a little dearer", ["price_above_market"], rows)


def _sacks(world: World, office: Office) -> None:
    """Rice comes in sacks: what is ordered is what comes."""
    firm: Firm = world.random.choice(firms(world, office.county))
    rows = [
        deliver(
            world,
            office,
            firm,
            "大米",
            monday,
            50,
            quantity=50_000,
            measure="袋",
            price=market("大米", monday) * 25,
        )
        for monday in _mondays(12)
    ]
    world.look_alike("rice in sacks", ["delivery_too_exact", "price_above_market"], rows)


def _by_choice(world: World, office: Office) -> None:
    """Families chose it, with a document: a trip, milk."""
    rows = []
    for item, each in (("研学活动费", 180_00), ("学生饮用奶", 290_00)):
        told = {"item": item, "charged_on": date(2025, 3, 3), "each": each, "voluntary": 1}
        rows.append(world.add("fees", **office.who, **told, amount=each * 40))
    world.look_alike("what families chose", ["fee_not_listed"], rows)


def _same_registrar(world: World, office: Office) -> None:
    """Three suppliers were registered by one agent."""
    known = [one for one in firms(world, office.county) if one.phone.startswith("agent")]
    owners: dict[str, Firm] = {one.leader: one for one in known}
    rows = [
        deliver(world, office, firm, "土豆", monday, 30)
        for firm in list(owners.values())[:3]
        for monday in _mondays(3)
    ]
    world.look_alike("suppliers of one registration agent", ["suppliers_of_one_owner"], rows)


_PLANS = (
    _ghost_meals,
    _teachers_eat,
    _dear,
    _moving,
    _never_weighed,
    _by_choice,
    _holiday_meals,
    _same_registrar,
    _one_owner,
    _better_grade,
    _own_fee,
    _sacks,
    _two_rolls,
    _boarders,
    _skimmed,
    _ready_made,
    _subsidy_for_none,
)
