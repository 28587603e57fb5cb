"""Signing in: one way in, one way out, and nothing left open in between."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from pytest_django import Settings

from sunledger.units import actions
from sunledger.units.models import User
from sunledger.web.signin import device, session, urls

PASSWORD = "a long and calm sentence"
LOGIN, LOGOUT, ACCOUNT = "/en/account/login/", "/en/account/logout/", "/en/account/second/"


@pytest.fixture(autouse=True)
def quick_hashes(request: pytest.FixtureRequest, settings: Settings) -> None:
    """Spare the tests the seconds that a good password hash is meant to cost."""
    if "argon2" not in request.node.name:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clerk(db: None, quick_hashes: None) -> User:
    """The village's clerk, with an account."""
    return actions.open_account(username="clerk", name="村会计", password=PASSWORD, by=None)


def sign_in(client: Client, password: str = PASSWORD, username: str = "clerk", **more: Any) -> int:
    """Post the form, and return the status of the answer."""
    answer = client.post(LOGIN, {"login": username, "password": password}, **more)
    return answer.status_code


def is_in(client: Client) -> bool:
    """Whether the browser is signed in."""
    return client.get(ACCOUNT).status_code == 200


def test_the_right_password_opens_the_desk(client: Client, clerk: User) -> None:
    answer = client.post(LOGIN, {"login": "clerk", "password": PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"] == "/en/desk/"
    assert is_in(client)


def test_a_wrong_password_and_an_unknown_name_are_one_answer(client: Client, clerk: User) -> None:
    pages = [
        client.post(LOGIN, {"login": name, "password": "a wrong one"})
        for name in ("clerk", "nobody")
    ]
    words = [re.sub(r'value="[^"]*"', "", page.content.decode()) for page in pages]
    assert words[0] == words[1]
    assert [page.status_code for page in pages] == [200, 200]
    assert not is_in(client)


def test_passwords_are_kept_as_argon2(db: None) -> None:
    user = actions.open_account(username="wu", name="吴", password=PASSWORD, by=None)
    assert user.password.startswith("argon2$argon2id$")


def test_only_the_pages_that_are_needed_are_there(client: Client, clerk: User) -> None:
    """Nobody signs up, and nothing waits for an e-mail."""
    sign_in(client)
    for path in ("signup/", "email/", "password/reset/", "password/set/", "login/code/confirm/"):
        assert client.get(f"/en/account/{path}").status_code == 404
    names = {str(name) for name in get_resolver().reverse_dict if "account_" in str(name)}
    assert not {name for name in names if "signup" in name or "email" in name}


def test_the_pages_of_the_account_are_read_and_sent_and_nothing_else(
    client: Client, clerk: User
) -> None:
    sign_in(client)
    for pattern in urls.urlpatterns:
        path = f"/en/account/{pattern.pattern}"
        assert client.put(path).status_code == 405, path
        assert client.delete(path).status_code == 405, path


def test_a_session_that_was_there_before_is_not_taken_over(client: Client, clerk: User) -> None:
    client.get(LOGIN)
    store = client.session
    store["planted"] = "yes"
    store.save()
    before = store.session_key
    client.cookies["sessionid"] = before or ""
    sign_in(client)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_the_sessions_cookie_is_for_the_server_alone(client: Client, clerk: User) -> None:
    sign_in(client)
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]  # it ends with the browser


def test_a_closed_account_is_out_with_the_next_click(client: Client, clerk: User) -> None:
    sign_in(client)
    assert is_in(client)
    actions.close_account(user=clerk, by=None)
    assert not is_in(client)
    assert sign_in(client) == 200
    assert not is_in(client)


def test_half_an_hour_without_a_click_ends_the_session(client: Client, clerk: User) -> None:
    sign_in(client)
    expires = Session.objects.get(session_key=client.session.session_key).expire_date
    assert timedelta(minutes=29) < expires - timezone.now() <= timedelta(minutes=30)
    ago(client, session.SEEN, minutes=31)
    assert not is_in(client)


def test_clicks_keep_the_session_alive_but_not_for_ever(client: Client, clerk: User) -> None:
    sign_in(client)
    ago(client, session.SEEN, minutes=29)
    assert is_in(client)
    assert int(timezone.now().timestamp()) - client.session[session.SEEN] < 60
    ago(client, session.BEGAN, minutes=12 * 60 + 1)
    assert not is_in(client)


def ago(client: Client, what: str, minutes: int) -> None:
    """Let something have happened to the session so many minutes ago."""
    store = client.session
    store[what] = int(timezone.now().timestamp()) - minutes * 60
    store.save()


def test_signing_out_ends_the_session_and_empties_the_browser(client: Client, clerk: User) -> None:
    sign_in(client)
    stolen = client.cookies["sessionid"].value
    assert client.get(LOGOUT).status_code == 200
    assert is_in(client)  # a link alone signs nobody out
    answer = client.post(LOGOUT)
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(client)
    client.cookies["sessionid"] = stolen
    assert not is_in(client)


def test_a_new_password_ends_every_other_session(clerk: User) -> None:
    here, elsewhere = Client(), Client()
    sign_in(here)
    sign_in(elsewhere)
    new = "another calm sentence"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/en/account/password/", form).status_code == 302
    assert is_in(here)
    assert not is_in(elsewhere)


def test_a_weak_new_password_is_refused(client: Client, clerk: User) -> None:
    sign_in(client)
    form = {"oldpassword": PASSWORD, "password1": "password12", "password2": "password12"}
    assert client.post("/en/account/password/", form).status_code == 200
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_led_away_from_the_site(client: Client, clerk: User, target: str) -> None:
    answer = client.post(LOGIN, {"login": "clerk", "password": PASSWORD, "next": target})
    assert answer["Location"] == "/en/desk/"


def test_one_is_led_back_to_where_one_wanted_to_go(client: Client, clerk: User) -> None:
    answer = client.post(LOGIN, {"login": "clerk", "password": PASSWORD, "next": "/en/units/"})
    assert answer["Location"] == "/en/units/"


def test_forms_of_other_sites_are_refused(clerk: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict) == 403
    assert not is_in(strict)


def test_what_is_weighty_asks_for_the_password_again(client: Client, clerk: User) -> None:
    sign_in(client)
    weighty = "/en/account/second/app/"
    gate = client.get(weighty)["Location"]
    assert gate.startswith("/en/account/reauthenticate/")
    assert client.post(gate, {"password": "a wrong one"}).status_code == 200
    assert client.get(weighty).status_code == 302
    assert client.post(gate, {"password": PASSWORD})["Location"] == weighty
    assert client.get(weighty).status_code == 200
    store = client.session
    for record in store[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] -= 6 * 60
    store.save()
    assert client.get(weighty)["Location"] == gate


def test_a_browser_is_known_until_the_password_changes(client: Client, clerk: User) -> None:
    sign_in(client)
    request = type("Request", (), {"COOKIES": {device.COOKIE: client.cookies["known"].value}})()
    assert device.known(request, "clerk")
    assert not device.known(request, "somebody")
    clerk.set_password("another calm sentence")
    clerk.save()
    assert not device.known(request, "clerk")
