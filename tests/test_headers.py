"""Every answer tells the browser to trust nothing but us, and nobody keeps what is private."""

import pytest
from django.test import Client
from pytest_django import Settings

from sunledger.units.models import User

EVERY = ["/", "/en/units/", "/nothing/", "/fails/", "/static/sunledger.css", "/static/no.css"]
EVERY += ["/en/account/login/", "/en/account/second/", "/units/%00/", "/units"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def any_client(settings: Settings) -> Client:
    """A browser on a site where one page fails."""
    settings.ROOT_URLCONF = "tests.header_urls"
    return Client(raise_request_exception=False)


def policy(value: str) -> dict[str, str]:
    """Return the directives of a content security policy."""
    parts = [part.strip().partition(" ") for part in value.split(";") if part.strip()]
    return {name: words for name, _space, words in parts}


@pytest.mark.parametrize("path", EVERY)
def test_every_answer_carries_every_header(any_client: Client, path: str) -> None:
    answer = any_client.get(path)
    said = policy(answer["Content-Security-Policy"])
    assert said["default-src"] == "'none'"
    assert said["script-src"] == said["style-src"] == said["form-action"] == "'self'"
    assert said["frame-ancestors"] == said["base-uri"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert "geolocation=()" in answer["Permissions-Policy"]
    assert "Cache-Control" in answer
    answer.close()


def test_the_statuses_of_what_was_looked_at(any_client: Client) -> None:
    answers = [any_client.get(path) for path in EVERY]
    for answer in answers:
        answer.close()
    assert [answer.status_code for answer in answers] == [
        200,
        200,
        404,
        500,
        200,
        404,
        200,
        302,
        404,
        301,
    ]


def test_a_wrong_host_is_refused_with_the_same_headers(any_client: Client) -> None:
    answer = any_client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert policy(answer["Content-Security-Policy"])["default-src"] == "'none'"


def test_no_page_holds_inline_scripts_or_styles(any_client: Client) -> None:
    for path in EVERY:
        answer = any_client.get(path)
        page = answer.getvalue().decode() if answer.streaming else answer.content.decode()
        if "html" in answer["Content-Type"]:
            assert "<style" not in page
            assert " style=" not in page
            assert " on" not in page or "onclick" not in page
            assert page.count("<script") == page.count("<script src=")


def test_https_is_for_a_year(any_client: Client, settings: Settings) -> None:
    assert "Strict-Transport-Security" not in any_client.get("/")
    settings.SECURE_HSTS_SECONDS = 31536000
    answer = Client().get("/", secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=31536000"


def test_a_public_page_may_be_kept_and_asked_after(client: Client) -> None:
    answer = client.get("/en/units/")
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" in answer["Vary"]
    again = client.get("/en/units/", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_nobody_keeps_the_page_of_one_who_is_signed_in(client: Client) -> None:
    client.force_login(User.objects.create(username="clerk", name="村会计"))
    for path in ("/en/units/", "/en/account/second/", "/nothing/"):
        assert client.get(path)["Cache-Control"] == "no-store"


def test_nobody_keeps_a_form_or_an_error(any_client: Client) -> None:
    for path in ("/en/account/login/", "/nothing/", "/fails/"):
        assert "no-store" in any_client.get(path)["Cache-Control"]


def test_a_proxys_plain_line_does_not_make_the_site_unsafe(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site that is reached by HTTPS sees itself so, whatever comes through."""
    from sunledger.web import wsgi

    seen: list[str] = []
    monkeypatch.setattr(
        wsgi, "_django", lambda environ, start: seen.append(environ["wsgi.url_scheme"])
    )
    for https in (False, True):
        settings.HTTPS = https
        wsgi.application({"wsgi.url_scheme": "http"}, lambda *args: None)  # type: ignore
    assert seen == ["http", "https"]
