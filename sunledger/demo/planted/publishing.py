"""Boards filled in one night, figures that do not meet, and lists that lawfully stay the same."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.counters import publish
from sunledger.demo.planted.offices import Office, drawn, months
from sunledger.demo.planted.world import World


def plant(world: World) -> None:
    """Plant each at villages of its own."""
    bodies = drawn(world, 35 * len(_PLANS), "village", least=2 * len(_PLANS))
    for n, office in enumerate(bodies):
        _PLANS[n % len(_PLANS)](world, office)


def _own(world: World, office: Office) -> list[int]:
    """Return the places of what the village publishes anyway, of its finances."""
    kept = world.tables["publications"]
    both = zip(kept["body"], kept["category"], strict=True)
    return [n for n, (body, what) in enumerate(both) if body == office.code and what == "finance"]


def _change(world: World, place: int, **columns: object) -> str:
    """Change what stands in a row of what is published, and return its code."""
    kept = world.tables["publications"]
    for name, value in columns.items():
        kept[name][place] = value
    return str(kept["code"][place])


def _figure(world: World, place: int, name: str) -> int:
    return int(str(world.tables["publications"][name][place]))


def _stale(world: World, office: Office) -> None:
    """Publish nothing for months."""
    first = world.random.randrange(3, 12)
    rows = [
        _change(world, place, published_on=None) for place in _own(world, office)[first : first + 4]
    ]
    world.scheme("a board that stays empty", ["late_publication"], rows)


def _in_one_night(world: World, office: Office) -> None:
    """Fill the board on the eve of an inspection."""
    visit = date(2025, 6, 18)
    eve = visit - timedelta(days=1)
    rows = [
        _change(world, place, published_on=eve, inspected_on=visit)
        for place in _own(world, office)[2:11]
    ]
    world.scheme("a board filled in one night", ["published_in_burst", "late_publication"], rows)


def _muddle(world: World, office: Office) -> None:
    """Hide a third under “other”, or a month in one line."""
    rows = []
    for place in _own(world, office)[4:8]:
        spent = _figure(world, place, "spent")
        told = (
            {"lump": spent * 4 // 10}
            if world.random.random() < 0.5
            else {"largest": spent * 8 // 10, "lines": 2}
        )
        rows.append(_change(world, place, **told))
    world.scheme("money hidden under “other”", ["lump_sums"], rows)


def _does_not_meet(world: World, office: Office) -> None:
    """Publish figures that do not add up, for some is gone."""
    places = _own(world, office)
    nth = world.random.randrange(len(places) - 1)
    place = places[nth]
    gone = world.random.randrange(2_000_00, 20_000_00)
    name = world.random.choice(("bank", "closing"))
    row = _change(world, place, **{name: _figure(world, place, name) - gone})
    after = str(world.tables["publications"]["code"][places[nth + 1]])
    world.scheme("figures that do not add up", ["does_not_reconcile"], [row, after])


def _the_same_again(world: World, office: Office) -> None:
    """Publish last month's lines once more."""
    places = _own(world, office)[5:8]
    content = world.tables["publications"]["content"][places[0]]
    rows = [_change(world, place, content=content) for place in places]
    world.scheme("last month's lines once more", ["copied_publication"], rows)


def _only_pictures(world: World, office: Office) -> None:
    """Publish photographs of paper that nobody can read by machine."""
    rows = [_change(world, place, pictures=1) for place in _own(world, office)[6:12]]
    world.scheme("figures in pictures only", ["unreadable_publication"], rows)


def _everyone_named(world: World, office: Office) -> None:
    """Publish people's numbers with the list."""
    due = date(2025, 4, 10)
    row = publish(world, office, "support", due, 0, persons=world.random.randrange(4, 60))
    world.scheme("people's numbers in a list", ["personal_data_published"], [row])


def _made_up_readers(world: World, office: Office) -> None:
    """Buy readers by the thousand."""
    rows = [
        world.add(
            "visits",
            **office.who,
            account=world.key("bought", office.code, n),
            opened_on=date(2025, 5, 6),
            on=date(2025, 5, 6 + n % 2),
            seconds=world.random.choice((3, 4)),
            block=f"10.{n % 3}.7",
            pages=1,
            together=0,
        )
        for n in range(world.random.randrange(80, 140))
    ]
    world.scheme("readers bought by the thousand", ["bought_visits"], rows)


# Innocent ---------------------------------------------------------------------------------------


def _nothing_happened(world: World, office: Office) -> None:
    """Nothing happened, and the village said so; one item is exempt."""
    rows = [
        publish(world, office, "works", date(2025, 2, 10), 0, nil=1, lines=0),
        publish(world, office, "works", date(2025, 3, 10), None, exempt=1),
    ]
    world.look_alike(
        "nothing to publish, and exempt", ["late_publication", "copied_publication"], rows
    )


def _lasting_list(world: World, office: Office) -> None:
    """A list of those in lasting care stays the same."""
    rows = [
        publish(
            world,
            office,
            "support",
            first + timedelta(days=9),
            0,
            content=f"{office.code:0>16}",
            static=1,
        )
        for first in months()[:9]
    ]
    world.look_alike("a list that may stay the same", ["copied_publication"], rows)


def _year_closed(world: World, office: Office) -> None:
    """The year's three closing papers come on one day, when they are due."""
    rows = [
        publish(world, office, one, date(2025, 1, 20), 0) for one in ("support", "works", "support")
    ]
    world.look_alike(
        "the year's papers on one day", ["published_in_burst", "late_publication"], rows
    )


def _one_road(world: World, office: Office) -> None:
    """In a month with a road, one line is two fifths of all; the paper names it."""
    place = _own(world, office)[9]
    spent = _figure(world, place, "spent")
    row = _change(world, place, largest=spent * 45 // 100)
    world.look_alike("a month with a road", ["lump_sums"], [row])


def _a_class(world: World, office: Office) -> None:
    """A meeting signs up together and reads for a while."""
    rows = [
        world.add(
            "visits",
            **office.who,
            account=world.key("meeting", office.code, n),
            opened_on=date(2025, 5, 6),
            on=date(2025, 5, 6),
            seconds=world.random.randrange(20, 400),
            block="10.9.9",
            pages=world.random.randrange(1, 9),
            together=1,
        )
        for n in range(60)
    ]
    world.look_alike("a meeting that signed up together", ["bought_visits"], rows)


_PLANS = (
    _stale,
    _in_one_night,
    _muddle,
    _does_not_meet,
    _the_same_again,
    _only_pictures,
    _everyone_named,
    _made_up_readers,
    _nothing_happened,
    _lasting_list,
    _year_closed,
    _one_road,
    _a_class,
)
