"""Complaints made to go away, and demands that were answered long ago."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.counters import TOPICS, complain
from sunledger.demo.planted.offices import Office, day_between, drawn, working_after
from sunledger.demo.planted.world import World

_BEFORE = date(2025, 8, 1)


def plant(world: World) -> None:
    """Plant each at offices of its own."""
    bodies = drawn(world, 25 * len(_PLANS), "bureau", "town", least=2 * len(_PLANS))
    for n, office in enumerate(bodies):
        _PLANS[n % len(_PLANS)](world, office)


def _again_and_again(world: World, office: Office) -> None:
    """Close a complaint each time, and mend nothing."""
    matter, on, rows = f"垃圾清运 {office.code} 老街", day_between(world, last=date(2025, 3, 1)), []
    for _ in range(world.random.randrange(4, 7)):
        rows.append(
            complain(
                world,
                office,
                on,
                matter,
                "垃圾清运",
                rating="dissatisfied",
                closed_on=working_after(on, 6),
            )
        )
        on = working_after(on, world.random.randrange(18, 35))
    world.scheme("closed each time, mended never", ["repeat_complaints"], rows)


def _made_closed(world: World, office: Office) -> None:
    """Close what the complainants say is not done, or without reaching them."""
    rows = []
    for n in range(world.random.randrange(14, 25)):
        on = day_between(world, last=_BEFORE)
        told = {"rating": "dissatisfied"} if n % 3 else {"rating": "none", "reached": 0}
        closed = working_after(on, 5)
        rows.append(
            complain(
                world, office, on, f"停车 {office.code} {n} 号", "停车", closed_on=closed, **told
            )
        )
    world.scheme("closed against the complainant", ["closed_unsatisfied"], rows)


def _copied(world: World, office: Office) -> None:
    """Answer everything with one sentence."""
    rows = [
        complain(
            world,
            office,
            day_between(world, last=_BEFORE),
            f"供水 {office.code} {n} 户",
            world.random.choice(TOPICS),
            reply="您反映的问题已转相关部门核实办理，感谢您的理解与支持。",
        )
        for n in range(world.random.randrange(8, 16))
    ]
    world.scheme("one answer to everything", ["copied_reply"], rows)


def _passed_on(world: World, office: Office) -> None:
    """Pass a complaint from office to office, until it is back."""
    on = day_between(world, last=_BEFORE)
    row = complain(world, office, on, f"道路积水 {office.code} 桥洞", "道路积水")
    round_trip = (f"{office.county}B2", f"{office.county}B5", f"{office.county}B7", office.code)
    holder = office.code
    for nth, to in enumerate(round_trip, 1):
        world.add(
            "hops", body=holder, complaint=row, nth=nth, to=to, on=working_after(on, 2 * nth), law=0
        )
        holder = to
    world.scheme("a complaint that is passed around", ["passed_around"], [row])


def _by_themselves(world: World, office: Office) -> None:
    """Rate oneself from three telephones in the office."""
    first = date(2025, world.random.randrange(1, 12), 1)
    rows = [
        world.add(
            "ratings",
            **office.who,
            on=first + timedelta(days=24),
            minute=900 + n // 6,
            score="satisfied",
            device=world.key("own device", office.code, n % 3),
            served=40,
        )
        for n in range(36)
    ]
    world.scheme("an office that rates itself", ["ratings_from_few"], rows)


def _looked_at(world: World, office: Office) -> None:
    """Look up who complained of one's own office."""
    on = day_between(world, last=_BEFORE)
    row = complain(world, office, on, f"举报 {office.code}", "路灯")
    told = {
        "complaint": row,
        "reader": f"{office.name}办公室",
        "reader_body": office.code,
        "accused": office.code,
        "on": working_after(on, 4),
    }
    rows = [
        world.add("accesses", **office.who, **told, exported=n % 2, handler=0) for n in range(2)
    ]
    world.scheme("a report opened by those it is about", ["report_opened"], rows)


def _leak(world: World, office: Office) -> None:
    """Let something go wrong in one street, and say nothing."""
    first, place = day_between(world, date(2025, 3, 1), date(2025, 11, 1)), f"{office.code}-大桥"
    rows = [
        complain(
            world, office, working_after(first, n // 6), f"供水 {place} {n}", "供水", place=place
        )
        for n in range(world.random.randrange(22, 40))
    ]
    world.scheme("a street complains at once", ["complaint_burst"], rows)


# Innocent ---------------------------------------------------------------------------------------


def _standing_demand(world: World, office: Office) -> None:
    """Somebody asks for what the law does not give, and has a final opinion in hand."""
    on, rows = day_between(world, last=date(2025, 3, 1)), []
    for _ in range(5):
        rows.append(
            complain(
                world,
                office,
                on,
                f"诉求 {office.code} 历史遗留",
                "物业服务",
                final=1,
                rating="dissatisfied",
                closed_on=working_after(on, 6),
            )
        )
        on = working_after(on, 25)
    about = ["repeat_complaints", "closed_unsatisfied"]
    world.look_alike("a demand with a final opinion", about, rows)


def _standard_answer(world: World, office: Office) -> None:
    """Many ask what a policy says, and get the same right answer; the office asked for opinions."""
    rows = [
        complain(
            world,
            office,
            day_between(world, last=_BEFORE),
            f"咨询 {office.code} {n}",
            "停车",
            policy=1,
            reply="依据《实施办法》第八条，符合条件的家庭可在每年三月提出申请。",
        )
        for n in range(12)
    ]
    day = day_between(world, last=_BEFORE)
    rows += [
        complain(
            world,
            office,
            day,
            f"征集 {office.code} {n}",
            "路灯",
            campaign=1,
            place=f"{office.code}-广场",
        )
        for n in range(25)
    ]
    world.look_alike(
        "a policy explained, opinions asked for", ["copied_reply", "complaint_burst"], rows
    )


def _by_law(world: World, office: Office) -> None:
    """A rule names the one who must answer: twice on, never back."""
    on = day_between(world, last=_BEFORE)
    row = complain(world, office, on, f"道路积水 {office.code} 省道", "道路积水")
    for nth, (body, to) in enumerate(
        (
            (office.code, f"{office.county}B2"),
            (f"{office.county}B2", "990000B2"),
            ("990000B2", "990000B9"),
        ),
        1,
    ):
        world.add(
            "hops", body=body, complaint=row, nth=nth, to=to, on=working_after(on, nth), law=1
        )
    world.look_alike("passed on as the law says", ["passed_around"], [row])


def _named_handler(world: World, office: Office) -> None:
    """The post that was named to handle a report opens it."""
    on = day_between(world, last=_BEFORE)
    row = complain(world, office, on, f"举报 {office.code} 二", "路灯")
    told = {
        "complaint": row,
        "reader": "纪检监察岗",
        "reader_body": f"{office.county}B3",
        "accused": office.code,
    }
    rows = [
        world.add("accesses", **office.who, **told, on=working_after(on, 2), exported=0, handler=1)
    ]
    world.look_alike("a report opened by whom it was given to", ["report_opened"], rows)


def _own_tablet(world: World, office: Office) -> None:
    """People rate on the tablet that stands in the hall, as the register of exceptions says."""
    tablet = world.key("tablet", office.code)
    world.add(
        "exceptions",
        phone=tablet,
        kind="village office",
        document=f"评价器登记{office.code}",
        since=date(2024, 1, 1),
    )
    rows = [
        world.add(
            "ratings",
            **office.who,
            on=day_between(world, date(2025, 5, 1), date(2025, 5, 28)),
            minute=500 + 15 * n,
            score="satisfied" if n % 8 else "dissatisfied",
            device=tablet,
            served=60,
        )
        for n in range(30)
    ]
    world.look_alike("ratings on the tablet in the hall", ["ratings_from_few"], rows)


_PLANS = (
    _again_and_again,
    _made_closed,
    _copied,
    _passed_on,
    _by_themselves,
    _looked_at,
    _leak,
    _standing_demand,
    _standard_answer,
    _by_law,
    _named_handler,
    _own_tablet,
)
