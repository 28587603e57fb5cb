"""Links under attack: two at once, stale pages, changed records, chains, persons, codes."""

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from sunledger.ledger.refusals import Incomplete as NotSaid
from sunledger.screening import parties, proposing, samedeciding
from sunledger.screening.linkage import linking
from sunledger.screening.models import Link, LinkState, LinkWord
from sunledger.screening.parties import Parties
from sunledger.screening.refusals import Incomplete, NotNow
from sunledger.units.models import User
from tests import together
from tests.cast import at
from tests.links_story import GROUND, JIA, JIA_AGAIN, Links, make_links
from tests.test_link_pages import press
from tests.test_stack_pages import path, read, signed_in

at_once = partial(together.at_once, refusals=(NotNow,))
NAMES = "甲建公司", "乙建公司", "丙建公司", "丁建公司"
CODES = "91110000600037341L", "91110000100005563R"


@pytest.fixture
def links(db: None) -> Links:
    return make_links()


def decide(links: Links, act: str, left: str, right: str, days: int = 0) -> Link:
    """Confirm or refuse a pair that a person names."""
    unit = links.story.sheets.cast.county
    link = samedeciding.name_pair(unit=unit, left=left, right=right, by=links.officer, at=at())
    how = samedeciding.confirm if act == "confirm" else samedeciding.refuse
    return how(link=link, ground=GROUND, by=links.officer, at=at(days))


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_at_once_one_decides_and_the_other_is_told() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets only one write at a time by itself")
    links = make_links()
    links.propose()
    one = links.one()
    came = at_once(
        lambda: samedeciding.confirm(link=one, ground=GROUND, by=links.officer),
        lambda: samedeciding.refuse(link=one, ground=GROUND, by=links.second),
    )
    assert sum(isinstance(one, NotNow) for one in came) == 1
    assert LinkWord.objects.count() == 1
    held = links.one()
    assert held.is_decided
    assert held.words.get().act == {"confirmed": "confirm", "refused": "refuse"}[held.state]


@pytest.mark.django_db(transaction=True)
def test_two_decisions_that_contradict_each_other_over_a_third_name_do_not_both_pass() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets only one write at a time by itself")
    links = make_links()
    decide(links, "refuse", NAMES[0], NAMES[2])
    unit = links.story.sheets.cast.county

    def confirm(left: str, right: str, by: User) -> Callable[[], object]:
        link = samedeciding.name_pair(unit=unit, left=left, right=right, by=by, at=at())
        return lambda: samedeciding.confirm(link=link, ground=GROUND, by=by)

    came = at_once(
        confirm(NAMES[0], NAMES[1], links.officer), confirm(NAMES[1], NAMES[2], links.second)
    )
    assert sum(isinstance(one, NotNow) for one in came) == 1
    assert parties.decided(unit).held_apart == {}


@pytest.mark.django_db
def test_who_presses_twice_decides_once(links: Links) -> None:
    links.propose()
    link = links.one()
    samedeciding.confirm(link=link, ground=GROUND, by=links.officer, at=at())
    with pytest.raises(NotNow):
        samedeciding.confirm(link=link, ground=GROUND, by=links.officer, at=at())
    assert LinkWord.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("between", ["decided and withdrawn", "records", "lapsed", "nothing"])
def test_a_page_that_was_opened_before_something_changed_decides_nothing(
    links: Links, between: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    links.propose()
    link = links.one()
    seen, by = samedeciding.face(link), links.officer
    if between == "decided and withdrawn":
        samedeciding.refuse(link=link, ground=GROUND, by=links.second, at=at())
        assert samedeciding.face(links.one()) != seen
        samedeciding.withdraw(link=link, ground=GROUND, by=links.second, at=at())
        # It stands as it stood: what the first saw is there to decide, and its words beside it.
        between = "nothing"
    elif between == "records":
        links.pay("2024-07", JIA_AGAIN, JIA_AGAIN)
        links.propose(1)
    elif between == "lapsed":
        nothing = linking.Found([], {}, 0)
        monkeypatch.setattr(linking, "link", lambda *_given: nothing)
        links.propose(1)
    if between == "nothing":
        samedeciding.confirm(link=link, ground=GROUND, by=by, at=at(2), seen=seen)
        return
    with pytest.raises(NotNow, match=r"changed|变"):
        samedeciding.confirm(link=link, ground=GROUND, by=by, at=at(2), seen=seen)
    assert not links.one().is_decided
    now = samedeciding.face(links.one())
    samedeciding.confirm(link=link, ground=GROUND, by=by, at=at(3), seen=now)


@pytest.mark.django_db
def test_a_stale_page_in_the_browser_says_so_and_shows_what_is_there_now(links: Links) -> None:
    links.propose()
    link, officer = links.one(), signed_in(links.officer)
    old = samedeciding.face(link)
    assert f'name="seen" value="{old}"' in read(officer, "desk_link", link.code)
    links.pay("2024-07", JIA_AGAIN, JIA_AGAIN)
    links.propose(1)
    answer = officer.post(
        path("desk_link", link.code), {"do": "confirm", "ground": GROUND, "seen": old}
    )
    page = answer.content.decode()
    assert "The link changed since you opened it" in page
    assert GROUND in page  # what was written is not lost
    assert f'name="seen" value="{samedeciding.face(links.one())}"' in page
    assert not links.one().is_decided
    press(officer, links.one(), "confirm")
    assert links.one().state == LinkState.CONFIRMED


@pytest.mark.django_db
def test_a_chain_over_refused_ends_cannot_be_closed_in_any_order(links: Links) -> None:
    a, b, c, d = NAMES
    decide(links, "confirm", a, b)
    decide(links, "confirm", c, d, 1)
    decide(links, "refuse", a, d, 2)
    for left, right in ((b, c), (a, c), (b, d)):
        with pytest.raises(NotNow, match=r"somebody decided|有人已决定"):
            decide(links, "confirm", left, right, 3)
    found = parties.decided(links.story.sheets.cast.county)
    ones = {row["name"]: row["same"] for row in parties.same_as(found, NAMES).to_pylist()}
    assert ones[a] == ones[b] != ones[c] == ones[d]


@pytest.mark.django_db
def test_a_confirmed_link_is_taken_back_on_a_ground_and_all_its_words_stay(links: Links) -> None:
    links.propose()
    samedeciding.confirm(link=links.one(), ground=GROUND, by=links.officer, at=at())
    with pytest.raises(NotSaid):
        samedeciding.withdraw(link=links.one(), ground=" ", by=links.officer, at=at(1))
    samedeciding.withdraw(link=links.one(), ground="执照已注销。", by=links.second, at=at(1))
    assert parties.decided(links.story.sheets.cast.county).of == {}
    assert [word.ground for word in links.one().words.all()] == [GROUND, "执照已注销。"]
    links.propose(2)
    assert links.one().words.count() == 2


PERSONAL = (
    "身份证号11010519491231002X可证。",
    "身份证 110105 19491231 002X",
    "电话１３８００１３８０００",
    "手机 138-0013-8000，本人确认",
)


@pytest.mark.django_db
@pytest.mark.parametrize("ground", PERSONAL)
def test_a_ground_with_personal_data_is_refused_on_the_page_and_in_a_file(
    links: Links, ground: str, tmp_path: Path
) -> None:
    links.propose()
    officer = signed_in(links.officer)
    for do in ("confirm", "refuse"):
        press(officer, links.one(), do, ground)
        assert not links.one().is_decided
    file, out = tmp_path / "decisions.csv", io.StringIO()
    file.write_text(f'verdict,left,right,ground\nsame,{JIA},{JIA_AGAIN},"{ground}"\n')
    where = ["--site", links.story.sheets.cast.county.code, "--by", links.officer.username]
    with translation.override("en"):
        call_command("link", *where, "--take-in", str(file), stdout=out)
    assert "0 decisions taken in, 0 known already, 1 refused." in out.getvalue()
    assert not LinkWord.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["张德海", "欧阳建国", "Mr J Smith", "张*", "李某某", "群众"])
def test_private_persons_are_joined_by_nobody_not_even_by_a_file(links: Links, name: str) -> None:
    with pytest.raises(Incomplete, match=r"no name of a firm|不是单位名称"):
        decide(links, "confirm", name, JIA)
    with pytest.raises(Incomplete, match=r"no name of a firm|不是单位名称"):
        decide(links, "confirm", JIA, name)
    assert not Link.objects.exists()


@pytest.mark.django_db
def test_two_spellings_that_every_screen_sees_as_one_are_no_link(links: Links) -> None:
    with pytest.raises(Incomplete, match=r"sees one name|视为同一名称"):
        decide(links, "refuse", "Jia & Sons Ltd", "JIA AND SONS LIMITED.")


@pytest.mark.django_db
def test_two_valid_codes_are_two_firms_and_no_chain_leads_around(links: Links) -> None:
    a, b, c, _d = NAMES
    unit = links.story.sheets.cast.county

    def named(one: str, two: str, **numbers: str) -> Link:
        link = samedeciding.name_pair(unit=unit, left=one, right=two, by=links.officer, at=at())
        for side, number in numbers.items():
            setattr(link, f"{side}_seen", {"numbers": [number]})
        link.save()
        return link

    straight = named(a, c, left=CODES[0], right=CODES[1])
    first, second = named(a, b, left=CODES[0]), named(b, c, right=CODES[1])
    with pytest.raises(NotNow, match=CODES[0]):
        samedeciding.confirm(link=straight, ground=GROUND, by=links.officer, at=at())
    samedeciding.confirm(link=first, ground=GROUND, by=links.officer, at=at())
    with pytest.raises(NotNow, match=CODES[1]):
        samedeciding.confirm(link=second, ground=GROUND, by=links.officer, at=at())
    # Numbers that are no codes, such as a body's own for its suppliers, may differ.
    other = named(b, NAMES[3], right="S-0017")
    samedeciding.confirm(link=other, ground=GROUND, by=links.officer, at=at())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "are_two"),
    [
        ("９１１１００００１００００５５６３ｒ", True),  # full width and small letters
        ("9111 0000 1000 0556 3R", True),
        ("９１１１００００６０００３７３４１ｌ", False),  # the other's, typed otherwise
        ("91110000100005563P", False),  # a wrong check digit
        ("110000001234567", False),  # an old registration number
        ("000000000000000000", False),
    ],
)
def test_a_code_is_read_as_it_is_meant_before_it_makes_two_firms(
    links: Links, typed: str, *, are_two: bool
) -> None:
    unit, by = links.story.sheets.cast.county, links.officer
    link = samedeciding.name_pair(unit=unit, left=NAMES[0], right=NAMES[1], by=by, at=at())
    link.left_seen, link.right_seen = {"numbers": [CODES[0]]}, {"numbers": [typed]}
    link.save()
    if are_two:
        with pytest.raises(NotNow, match=CODES[1]):
            samedeciding.confirm(link=link, ground=GROUND, by=by, at=at())
    else:
        assert samedeciding.confirm(link=link, ground=GROUND, by=by, at=at()).is_decided


@pytest.mark.django_db
def test_a_run_while_somebody_decides_leaves_the_decision_alone(links: Links) -> None:
    links.propose()
    firms = proposing.read(links.story.sheets.cast.county, links.officer, at())
    samedeciding.refuse(link=links.one(), ground=GROUND, by=links.second, at=at())
    table = {"name": [one.name for one in firms], "code": [one.number for one in firms]}
    pairs = linking.link("firm", table).links
    told = proposing._keep(links.story.sheets.cast.county, firms, pairs, at())
    assert (told.proposed, told.kept_back) == (0, 1)
    assert links.one().state == LinkState.REFUSED


decisions = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.booleans()), max_size=14
)


def gathered(said: list[tuple[str, str, bool]]) -> tuple[Parties, list[Link]]:
    """Return what comes of decisions in their order, each pair decided once."""
    held: dict[frozenset[str], Link] = {}
    for left, right, same in said:
        if left != right and frozenset((left, right)) not in held:
            held[frozenset((left, right))] = Link(
                pk=len(held) + 1,
                left=left,
                right=right,
                left_record=left,
                right_record=right,
                state=LinkState.CONFIRMED if same else LinkState.REFUSED,
            )
    return parties.gathered(held.values()), list(held.values())


@settings(deadline=None, max_examples=300)
@given(decisions)
def test_whatever_is_decided_no_group_holds_a_refused_pair_and_nothing_else_stays_apart(
    said: list[tuple[str, str, bool]],
) -> None:
    found, held = gathered(said)
    groups = {id(one): one.records for one in found.of.values()}
    for link in held:
        both = {link.left_record, link.right_record}
        together = any(both <= group for group in groups.values())
        if link.state == LinkState.REFUSED:
            assert not together
        else:
            assert together is (link.pk not in found.held_apart)
    rows = parties.same_as(found, "abcdef").to_pylist()
    one_of = {row["name"]: row["same"] for row in rows}
    for link in held:
        if link.state == LinkState.REFUSED:
            left, right = (one_of.get(name, name) for name in (link.left, link.right))
            assert left != right
