"""The second factor: set up with one code, asked for ever after, and each code counts once."""

import time
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.test import Client
from pytest_django import Settings

from sunledger.units import actions
from sunledger.units.models import Post, Power, Unit, User
from tests.test_signin import PASSWORD, clerk, is_in, quick_hashes, sign_in

__all__ = ["clerk", "quick_hashes"]
APP, AUTHENTICATE = "/en/account/second/app/", "/en/account/second/authenticate/"
CODES = "/en/account/second/codes/"


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch) -> "Clock":
    """A clock that stands still until it is told to go on."""
    clock = Clock()
    monkeypatch.setattr(time, "time", clock.now)
    return clock


class Clock:
    """The time, as the codes see it."""

    def __init__(self) -> None:
        self.seconds = float(int(time.time()) // 30 * 30)

    def now(self) -> float:
        """Return the time."""
        return self.seconds

    def go(self, seconds: int) -> None:
        """Let time pass."""
        self.seconds += seconds

    def code(self, secret: str, steps: int = 0) -> str:
        """Return the code that an app shows, some half minutes away."""
        return str(format_hotp_value(hotp_value(secret, int(self.seconds) // 30 + steps)))


def confirm(client: Client) -> None:
    """Give the password again."""
    assert client.post("/en/account/reauthenticate/", {"password": PASSWORD}).status_code == 302


def set_up(client: Client, clock: Clock) -> str:
    """Set the app up, and return its secret."""
    confirm(client)
    page = client.get(APP)
    secret = str(page.context["form"].secret)
    answer = client.post(APP, {"code": clock.code(secret)})
    assert answer["Location"] == CODES
    return secret


@pytest.fixture
def secret(clerk: User, at_ten: Clock) -> str:
    """The secret of the clerk's app."""
    browser = Client()
    sign_in(browser)
    return set_up(browser, at_ten)


def give(client: Client, code: str) -> bool:
    """Give a code after the password; whether it let us in."""
    client.post(AUTHENTICATE, {"code": code})
    return is_in(client)


def half_in() -> Client:
    """A browser whose password was right."""
    client = Client()
    answer = client.post("/en/account/login/", {"login": "clerk", "password": PASSWORD})
    assert answer["Location"] == AUTHENTICATE
    assert not is_in(client)
    return client


def test_the_password_alone_opens_nothing_any_more(secret: str, at_ten: Clock) -> None:
    at_ten.go(60)
    client = half_in()
    assert give(client, at_ten.code(secret))


def test_a_code_counts_once(secret: str, at_ten: Clock) -> None:
    at_ten.go(90)
    code = at_ten.code(secret)
    assert give(half_in(), code)
    assert not give(half_in(), code)
    at_ten.go(30)  # it would still be borne for clocks that differ
    assert not give(half_in(), code)


def test_an_older_code_does_not_count_after_a_newer_one(secret: str, at_ten: Clock) -> None:
    at_ten.go(90)
    older = at_ten.code(secret, -1)
    assert give(half_in(), at_ten.code(secret))
    assert not give(half_in(), older)


def test_the_code_that_set_the_app_up_does_not_sign_in(secret: str, at_ten: Clock) -> None:
    assert not give(half_in(), at_ten.code(secret))
    assert not give(half_in(), at_ten.code(secret, 1))


def test_clocks_may_differ_by_half_a_minute_and_no_more(secret: str, at_ten: Clock) -> None:
    at_ten.go(300)
    assert not give(half_in(), at_ten.code(secret, -2))
    assert not give(half_in(), at_ten.code(secret, 2))
    assert give(half_in(), at_ten.code(secret, 1))


@pytest.mark.parametrize("wrong", ["{}0", "0{}", "{}abc", "", "1234567890" * 50, "１２３４５６"])
def test_what_is_not_the_code_is_refused(secret: str, at_ten: Clock, wrong: str) -> None:
    at_ten.go(90)
    assert not give(half_in(), wrong.format(at_ten.code(secret)))


def test_the_code_of_another_secret_is_refused(secret: str, at_ten: Clock) -> None:
    at_ten.go(90)
    assert not give(half_in(), at_ten.code("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"))


def test_codes_cannot_be_guessed(secret: str, at_ten: Clock) -> None:
    at_ten.go(90)
    client, right = half_in(), at_ten.code(secret)
    wrong = [f"{(int(right) + n) % 10**6:06}" for n in range(1, 6)]
    assert not any(give(client, code) for code in wrong)
    assert not give(client, right)


def test_a_recovery_code_lets_in_once(secret: str, at_ten: Clock) -> None:
    kept = Authenticator.objects.get(type="recovery_codes")
    code = kept.wrap().get_unused_codes()[0]
    assert give(half_in(), code)
    assert not give(half_in(), code)


def test_recovery_codes_are_shown_and_renewed(secret: str, at_ten: Clock) -> None:
    at_ten.go(90)
    client = half_in()
    give(client, at_ten.code(secret))
    confirm(client)
    first = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    page = client.get(CODES).content.decode()
    assert all(code in page for code in first)
    assert client.post(f"{CODES}new/")["Location"] == CODES
    second = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert set(first).isdisjoint(second)


def test_a_thief_of_the_database_finds_no_secret(secret: str) -> None:
    for kept in Authenticator.objects.all():
        assert secret not in str(kept.data)
    app = Authenticator.objects.get(type="totp")
    assert decrypt(app.data["secret"]) == secret


def test_a_new_key_of_the_site_opens_what_the_old_one_sealed(
    secret: str, settings: Settings, at_ten: Clock
) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key"
    at_ten.go(90)
    assert give(half_in(), at_ten.code(secret))


def test_the_app_can_be_put_away(secret: str, at_ten: Clock) -> None:
    at_ten.go(90)
    client = half_in()
    give(client, at_ten.code(secret))
    confirm(client)
    assert client.post(f"{APP}remove/").status_code == 302
    assert not Authenticator.objects.exists()
    assert sign_in(Client()) == 302


# --- where powers call for it ------------------------------------------------------------------


@pytest.fixture
def reviewer(clerk: User, settings: Settings) -> User:
    """The clerk as one who reviews, on a site where that needs a second factor."""
    settings.SUNLEDGER_SECOND_FACTOR = "required"
    return hold(clerk, Power.REVIEW)


def hold(user: User, *powers: Power) -> User:
    """Give a person a post with powers."""
    unit = Unit.objects.create(code=f"u{powers[0]}", name="柳河镇")
    post = actions.create_post(unit=unit, name="岗位", powers=powers, by=None)
    assert isinstance(post, Post)
    actions.appoint(post=post, user=user, by=None, since=date(2020, 1, 1))
    return user


def test_who_reviews_gets_nowhere_without_a_second_factor(reviewer: User, at_ten: Clock) -> None:
    client = Client()
    sign_in(client)
    for path in ("/en/desk/", "/en/units/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, APP)
        assert client.post(path).status_code == 302
    set_up(client, at_ten)
    assert client.get("/en/units/").status_code == 200


def test_a_second_factor_that_is_required_cannot_be_put_away(reviewer: User, at_ten: Clock) -> None:
    client = Client()
    sign_in(client)
    set_up(client, at_ten)
    assert client.post(f"{APP}remove/").status_code == 200
    assert Authenticator.objects.filter(type="totp").exists()


def test_who_only_enters_needs_no_second_factor(clerk: User, settings: Settings) -> None:
    settings.SUNLEDGER_SECOND_FACTOR = "required"
    hold(clerk, Power.ENTER)
    client = Client()
    sign_in(client)
    assert client.get("/en/units/").status_code == 200
