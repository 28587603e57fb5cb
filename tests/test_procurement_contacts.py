"""Which contacts are one desk, however they are written, and which are nobody's or everybody's."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from sunledger.screening.procurement.kept import Kept
from sunledger.screening.procurement.settings import Settings
from tests.test_procurement_kept import lines
from tests.test_procurement_screens import SCREENS, Seen, bids, process, seen

Json = dict[str, Any]
ONE_TELEPHONE = [
    ("024-1234567", "０２４－１２３４５６７"),
    ("024-1234567", "024\u30001234567"),
    ("024-1234567", "(024)1234567"),
    ("024-1234567", "（024）1234567"),
    ("024-1234567", "+86-24-1234567"),
    ("024-1234567", "+8602-4123-4567"),
    ("024-1234567", "0086 24 1234567"),
    ("024-1234567", "00862412-34567"),
    ("024-1234567", "86-024-1234567"),
    ("024-1234567", "(+86) 024 1234567"),
    ("024-1234567", "＋８６ ２４ １２３４５６７"),
    ("024-1234567", "电话：024-1234567"),
    ("024-1234567", "Tel. 024 – 1234567"),
    ("024-1234567", "024-1234567 (Ms Li)"),
    ("024-1234567", "024-1234567、13912345678"),
    ("024-1234567", "13912345678；024-1234567"),
    ("13912345678", "+86 139 1234 5678"),
    ("13912345678", "8613912345678"),
    ("024-1234567-801", "024-1234567转801"),
    ("024-1234567-801", "0241234567轉801"),
    ("024-1234567-801", "024-1234567 ext. 801"),
    ("024-1234567-801", "0241234567x801"),
    ("024-1234567-801", "024-1234567 分机８０１"),
    ("020 7946 0018", "+44 20 7946 0018"),
    ("020 7946 0018", "+44 (0)20 7946 0018"),
    ("01 42 68 53 00", "0033 1 42 68 53 00"),
    ("(212) 555-0142", "+1 212 555 0142"),
    ("(212) 555-0142", "1-212-555-0142"),
    ("021 318 22 81", "+40 21 318 22 81"),
    ("6.123.4567", "+358-6-123 4567"),
]
TWO_TELEPHONES = [
    ("024-1234567", "024-1234568"),
    ("024-1234567", "021-1234567"),
    ("024-1234567-801", "024-1234567-802"),
    ("024-1234567-801", "024-1234567转802"),
    ("12345", "12345"),
    ("024", "024"),
]
# What stands where nothing is known.
NOBODY = [
    *("000000", "0000000000", "00-0000-0000", "０００００００", "111111", "99999999999", "123456"),
    *("1234567", "12345678", "123456789", "654321", "024-00000000", "+86 00000000", "１２３４５６"),
    *("无", "無", "暂无", "N/A", "n/a", "NA", "-", "--", "none", "None", "null", ".", "", " "),
    *("无电话", "not available", "without telephone", "?", "同上", "见附件"),
]
NO_EMAIL = [
    *("none@none.com", "na@na.com", "n/a@n/a.com", "noemail@firm.cn", "no@mail.com", "无", "-"),
    *("test@test.com", "none", "www.firm.cn", "xxx@xxx.com", "without", "null@firm.cn", "@"),
]
NO_STREET = [
    *("", " ", "-", "无", "N/A", "none", "unknown", "不详", "详见招标文件", "S/N", "000000", "1"),
    *("清河县", "沈阳市清河县河东村", "Main Street", "同上", "123456", "No. 0"),
]


def reached(**contacts: Json) -> list[Json]:
    return [{"id": one} | said for one, said in contacts.items()]


def telephone(said: str) -> Json:
    return {"contactPoint": {"telephone": said}}


def email(said: str) -> Json:
    return {"contactPoint": {"email": said}}


def address(street: str, locality: str | None = None) -> Json:
    return {"address": {"streetAddress": street, "locality": locality}}


def bidders(one: Json, other: Json) -> Seen:
    """Return what is said of a and b bidding, reached so."""
    held = process("x", bids=bids(1, 2), parties=reached(a=one, b=other))
    return seen(SCREENS["R044"], [held], Settings())


def are_one(one: Json, other: Json) -> bool:
    """Whether bidders share their contact, and supplier and buyer do who are reached so."""
    shared = bidders(one, other).flagged == {"x"}
    held = process("x", parties=reached(a=one, b=other))
    assert (seen(SCREENS["R043"], [held], Settings()).flagged == {"x"}) == shared
    return shared


@pytest.mark.parametrize(("one", "other"), ONE_TELEPHONE)
def test_a_telephone_is_one_however_it_is_written(one: str, other: str) -> None:
    assert are_one(telephone(one), telephone(other))


@pytest.mark.parametrize(("one", "other"), TWO_TELEPHONES)
def test_another_number_is_another_telephone(one: str, other: str) -> None:
    assert not are_one(telephone(one), telephone(other))


@pytest.mark.parametrize("said", NOBODY)
def test_what_stands_for_nothing_reaches_nobody(said: str) -> None:
    assert not are_one(telephone(said), telephone(said))
    assert bidders(telephone(said), telephone(said)).why == {"no_contacts"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Info@Firm.cn ", "info@firm.cn"),
        ("ｉｎｆｏ＠firm.cn", "info@firm.cn"),
        ("mailto:info@firm.cn", "info@firm.cn"),
        ("info @ firm.cn", "info@firm.cn"),
        ("nana@firm.cn", "nana@firm.cn"),
        ("info@none-such.cn", "info@none-such.cn"),
    ],
)
def test_an_email_is_one_however_it_is_written(one: str, other: str) -> None:
    assert are_one(email(one), email(other))


@pytest.mark.parametrize("said", NO_EMAIL)
def test_what_is_no_email_reaches_nobody(said: str) -> None:
    assert not are_one(email(said), email(said))
    assert bidders(email(said), email(said)).why == {"no_contacts"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (address("河东路３号", "清河县"), address("河东路 3 号", "清河县")),
        (address("清河县河东路3号"), address("河东路3号", "清河县")),
        (address("清河县河东路3号", "清河县"), address("河东路3号", "清河县")),
        (address("河东路三号", "清河县"), address("河东路三号", "清河县")),
        (address("12, Main St.", "Oxford"), address("12 Main St", "OXFORD")),
        (address("12 Main St", "Oxford"), address("12 MAIN ST., ", "Oxford")),
        (address("河东路12－3号", "清河县"), address("河东路12-3号", "清河县")),
        (address("河东路12—3号", "清河县"), address("河东路12-3号", "清河县")),
    ],
)
def test_an_address_is_one_however_it_is_written(one: Json, other: Json) -> None:
    assert are_one(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (address("河东路12-3号", "清河县"), address("河东路1-23号", "清河县")),
        (address("Main St 12 3", "Oxford"), address("Main St 1 23", "Oxford")),
        (address("河东路3号", "清河县"), address("河东路3号", "沈河区")),
        (address("河东路3号", "清河县"), address("河东路4号", "清河县")),
    ],
)
def test_another_house_is_another_address(one: Json, other: Json) -> None:
    assert not are_one(one, other)


@pytest.mark.parametrize("street", NO_STREET)
def test_a_town_is_no_address(street: str) -> None:
    """All firms of a town would be at one desk, who wrote no street or no house."""
    said = address(street, "沈阳市清河县")
    assert not are_one(said, said)
    assert bidders(said, said).why == {"no_contacts"}


class TestWhoCanBeCompared:
    def test_a_contact_of_the_buyer_says_nothing_of_bidders(self) -> None:
        """Two parties with a telephone, of which one bids."""
        parties = reached(b=telephone("024-1234567"), a=telephone("024-7654321"))
        bid = [{"status": "valid", "tenderers": [{"id": one}]} for one in "ac"]
        held = process("x", bids={"details": bid}, parties=parties)
        assert seen(SCREENS["R044"], [held], Settings()).why == {"no_contacts"}

    def test_bidders_say_nothing_of_the_buyer(self) -> None:
        parties = reached(a=telephone("024-1234567"), c=telephone("024-7654321"))
        held = process("x", parties=parties)
        assert seen(SCREENS["R043"], [held], Settings()).why == {"no_contacts"}

    def test_a_telephone_is_not_compared_with_an_address(self) -> None:
        assert bidders(telephone("024-1234567"), address("河东路3号")).why == {"no_contacts"}
        parties = reached(a=telephone("024-1234567"), b=address("河东路3号"))
        held = process("x", parties=parties)
        assert seen(SCREENS["R043"], [held], Settings()).why == {"no_contacts"}

    def test_the_procuring_entity_is_a_buyer_too(self) -> None:
        parties = reached(a=telephone("024-1234567"), e=telephone("024-1234567"))
        held = process("x", parties=parties, tender={"procuringEntity": {"id": "e"}})
        assert seen(SCREENS["R043"], [held], Settings()).flagged == {"x"}


def agency(many: int, screen: str, more: Json | None = None) -> Seen:
    """Return what is said of processes in which two firms, or one and the buyer, share an agent."""
    held = []
    for number in range(many):
        one, other = (f"{number}a", f"{number}b") if screen == "R044" else (f"{number}a", "b")
        bidding = {one, other} - {"b"}
        bid = [{"status": "valid", "tenderers": [{"id": who}]} for who in sorted(bidding)]
        parties = reached(**{one: telephone("024-1234567"), other: telephone("0241234567")})
        award = {"suppliers": [{"id": one}]}
        held.append(process(f"p{number}", bids={"details": bid}, parties=parties, award=award))
    return seen(SCREENS[screen], [*held, *([more] if more else [])], Settings())


class TestAnAgentsTelephone:
    """More than ten firms are reached there: an agent, a building, an office that wrote its own."""

    def test_of_few_firms_is_asked_about(self) -> None:
        assert len(agency(5, "R044").flagged) == 5
        assert len(agency(10, "R043").flagged) == 10

    def test_of_many_firms_is_not(self) -> None:
        for screen, many in (("R044", 6), ("R043", 11)):
            found = agency(many, screen)
            assert (found.flagged, found.why, found.clear) == (set(), {"many_reached"}, 0)

    def test_another_contact_that_they_share_is(self) -> None:
        both = telephone("024-1234567") | address("河东路3号", "清河县")
        more = process("x", bids=bids(1, 2, who="yz"), parties=reached(y=both, z=both))
        assert agency(6, "R044", more).flagged == {"x"}
        more = process("x", parties=reached(a=both, b=both))
        assert agency(11, "R043", more).flagged == {"x"}

    def test_one_firm_in_many_processes_is_few(self) -> None:
        one = reached(a=telephone("024-1234567"), b=telephone("024-1234567"))
        held = [process(f"p{n}", bids=bids(1, 2), parties=one) for n in range(20)]
        assert len(seen(SCREENS["R044"], held, Settings()).flagged) == 20
        assert len(seen(SCREENS["R043"], held, Settings()).flagged) == 20


def met(number: int, random: Random) -> Json:
    """Return a process in which three of sixty firms bid, some of them reached at one desk."""
    firms = random.sample(range(60), 3)
    shared = f"024-10000{random.randrange(11):02}"
    said = {
        f"f{one}": telephone(shared if random.random() < 0.5 else str(2**30 + one)) for one in firms
    }
    bid = [
        {"status": "valid", "tenderers": [{"id": one}], "value": {"amount": 1, "currency": "CNY"}}
        for one in said
    ]
    return {
        "ocid": f"p{number}",
        "buyer": {"id": f"b{number % 3}"},
        "bids": {"details": bid},
        "awards": [{"status": "active", "suppliers": [{"id": next(iter(said))}]}],
        "parties": reached(**said, **{f"b{number % 3}": telephone(shared)}),
    }


@pytest.mark.parametrize("seed", range(3))
def test_after_changes_an_agents_telephone_is_what_it_would_be_read_anew(
    seed: int, tmp_path: Path
) -> None:
    """Around ten firms, so that a change elsewhere makes a telephone an agent's, or no more."""
    random = Random(seed)
    screens = [SCREENS["R043"], SCREENS["R044"]]
    now = [met(number, random) for number in range(100)]
    kept, whole = Kept(tmp_path / "kept"), Kept(tmp_path / "whole")
    kept.read(lines(now))
    before = kept.screened(Settings(), screens)
    reasons = set()
    for step in range(3):
        for number in random.sample(range(len(now)), 3):
            now[number] = met(1000 * (step + 1) + number, random)
        del now[random.randrange(len(now))]
        assert kept.update(lines(now))
        whole.read(lines(now))
        ours, theirs = kept.screened(Settings(), screens), whole.screened(Settings(), screens)
        assert ours.flags == theirs.flags
        assert repr(ours.rates) == repr(theirs.rates)
        reasons |= {code for rate in ours.rates for code in rate.why}
    assert before.flags.num_rows
    assert "many_reached" in reasons
