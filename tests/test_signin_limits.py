"""Guessing: stopped from wherever it comes, without holding up those who work."""

from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from sunledger.units import actions
from sunledger.units.models import User
from sunledger.web.signin.address import UNKNOWN, address_of
from tests.test_signin import PASSWORD, is_in, quick_hashes, sign_in

__all__ = ["quick_hashes"]
HERE, THERE = "198.51.100.7", "203.0.113.9"


@pytest.fixture
def people(db: None, quick_hashes: None) -> list[User]:
    """An office of nine."""
    return [
        actions.open_account(username=f"user{n}", name=f"人{n}", password=PASSWORD, by=None)
        for n in range(9)
    ]


def tries(
    address: str, *, account: str = "user0", right: bool = False, by: Client | None = None
) -> int:
    """Try to sign in once, in a strange browser unless one is given; return the status."""
    password = PASSWORD if right else "a wrong one"
    return sign_in(by or Client(), password, account, REMOTE_ADDR=address)


def limits(settings: Settings, **changed: int) -> None:
    """Set some limits low, and all others out of reach."""
    wide = dict.fromkeys(("account", "address", "site", "device"), 1000)
    settings.SUNLEDGER_SIGN_IN_LIMITS = wide | {"minutes": 15} | changed


def test_five_wrong_passwords_close_one_account_to_one_address(
    people: list[User], settings: Settings
) -> None:
    limits(settings)
    assert [tries(HERE) for _ in range(5)] == [200, 200, 200, 200, 429]
    assert tries(HERE, right=True) == 429
    assert tries(THERE, right=True) == 302
    assert tries(HERE, account="user1", right=True) == 302


def test_guessing_does_not_lock_the_owner_out_of_their_own_browser(
    people: list[User], settings: Settings
) -> None:
    limits(settings, account=5)
    own = Client()
    assert tries(HERE, right=True, by=own) == 302
    own.post("/en/account/logout/")
    for _ in range(7):
        tries(THERE)
    assert tries(THERE, right=True) == 429
    assert tries(HERE, right=True, by=own) == 302
    assert is_in(own)


def test_a_known_browser_has_a_limit_of_its_own(people: list[User], settings: Settings) -> None:
    limits(settings, device=3)
    own = Client()
    tries(HERE, right=True, by=own)
    own.post("/en/account/logout/")
    assert [tries(HERE, by=own) for _ in range(4)] == [200, 200, 200, 429]


def test_the_limit_of_a_known_browser_lasts_as_long_as_it_says(
    people: list[User], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits(settings, device=3)
    own = Client()
    tries(HERE, right=True, by=own)
    own.post("/en/account/logout/")
    assert [tries(HERE, by=own) for _ in range(4)] == [200, 200, 200, 429]
    for minutes, status in ((14, 429), (16, 200)):
        later = timezone.now() + timedelta(minutes=minutes)
        monkeypatch.setattr("django.core.cache.backends.db.tz_now", lambda later=later: later)
        assert tries(HERE, by=own) == status


def test_a_browser_known_for_one_account_is_strange_to_another(
    people: list[User], settings: Settings
) -> None:
    limits(settings, address=2)
    own = Client()
    tries(HERE, right=True, by=own)
    own.post("/en/account/logout/")
    answers = [tries(HERE, account=f"user{n}", by=own) for n in range(1, 4)]
    assert answers == [200, 200, 429]


def test_one_password_tried_on_many_accounts_is_stopped(
    people: list[User], settings: Settings
) -> None:
    limits(settings, address=4)
    office = Client()
    tries(HERE, account="user8", right=True, by=office)
    office.post("/en/account/logout/")
    answers = [tries(HERE, account=f"user{n}") for n in range(6)]
    assert answers == [200, 200, 200, 200, 429, 429]
    assert tries(THERE, account="user7", right=True) == 302
    assert tries(HERE, account="user8", right=True, by=office) == 302


def test_guessing_from_many_addresses_is_stopped(people: list[User], settings: Settings) -> None:
    limits(settings, account=3)
    answers = [tries(f"192.0.2.{n}") for n in range(5)]
    assert answers == [200, 200, 200, 429, 429]
    assert tries("192.0.2.200", account="user1", right=True) == 302


def test_guessing_all_over_the_site_is_stopped(people: list[User], settings: Settings) -> None:
    limits(settings, site=4)
    answers = [tries(f"192.0.2.{n}", account=f"user{n}") for n in range(6)]
    assert answers == [200, 200, 200, 200, 429, 429]


def test_a_stranger_who_may_not_try_learns_nothing_about_the_password(
    people: list[User], settings: Settings
) -> None:
    limits(settings, address=1)
    tries(HERE)
    assert tries(HERE, right=True) == tries(HERE, account="nobody") == 429


def test_no_header_makes_up_another_address(settings: Settings) -> None:
    request = RequestFactory().get(
        "/", REMOTE_ADDR=HERE, headers={"x-forwarded-for": f"{THERE}, 192.0.2.1"}
    )
    assert address_of(request) == HERE
    settings.SUNLEDGER_PROXIES = 1
    assert address_of(request) == "192.0.2.1"
    settings.SUNLEDGER_PROXIES = 2
    assert address_of(request) == THERE
    settings.SUNLEDGER_PROXIES = 3
    assert address_of(request) == HERE


def test_a_whole_network_of_ipv6_is_one_address() -> None:
    addresses = [
        address_of(RequestFactory().get("/", REMOTE_ADDR=f"2001:db8:1:2::{n}")) for n in range(1, 4)
    ]
    assert addresses == ["2001:db8:1:2::"] * 3
    assert address_of(RequestFactory().get("/", REMOTE_ADDR="")) == UNKNOWN
    assert address_of(RequestFactory().get("/", REMOTE_ADDR="junk")) == UNKNOWN
