"""What the tests share: one cast, one browser."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from hypothesis import settings as examples
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django import DjangoDbBlocker

from tests import databases
from tests.a_browser import launch
from tests.beginning import Beginning, Make, fresh, steady_codes
from tests.cast import Cast, make_cast
from tests.unguarded import unguarded

# The same examples each time, on any machine; `--hypothesis-profile=search` looks further.
examples.register_profile("steady", derandomize=True, deadline=None, database=None)
examples.register_profile("search", deadline=None, max_examples=2000)
examples.load_profile("steady")

# A test that changes what a screen does would be answered from what a test before it remembered.
settings.SUNLEDGER_RECALL = None

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real records to try things on; they lie beside the project and are no part of it."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real records is not beside this project")
    return SHARED


@pytest.fixture(scope="session")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Beginning]:
    """What stands in the database from one test to the next."""
    beginning = Beginning()
    yield beginning
    with django_db_blocker.unblock():
        beginning.end()


def beginning_of(item: pytest.Item) -> Make | None:
    """Return what makes the beginning of a test; None where it begins with nothing."""
    marked = item.get_closest_marker("begins_with")
    asks = "begun" in getattr(item, "fixturenames", ())
    return marked.kwargs["make"] if marked and asks else None


# A test whose file names one of these may reach a database by a way of its own.
_WAYS = ("subprocess", "connection", "DATABASE", "SUNLEDGER_HOME", "a_site", "a_browser")


def touches_no_database(item: pytest.Item) -> bool:
    """Whether nothing can differ from one database to another: pytest-django keeps it from them."""
    names = getattr(item, "fixturenames", ())
    if item.get_closest_marker("django_db") or "_django_db_helper" in names or "db" in names:
        return False
    words = Path(item.path).read_text(encoding="utf-8")
    return not any(way in words for way in _WAYS)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put those first that begin alike, so that it is made once; it takes the longest, too."""
    for item in items:
        if touches_no_database(item):
            item.add_marker("no_database")
    alike = [getattr(beginning_of(item), "__qualname__", "~") for item in items]
    order = sorted(range(len(items)), key=lambda place: alike[place])
    items[:] = [items[place] for place in order]


@pytest.fixture(autouse=True)
def what_stands(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> None:
    """Let there be in the database what the test begins with, before anything else is done."""
    marked = request.node.get_closest_marker("django_db")
    if marked or "_django_db_helper" in request.fixturenames:
        with django_db_blocker.unblock():
            request.getfixturevalue("kept").be(beginning_of(request.node))


@pytest.fixture
def _django_db_helper(what_stands: None, _django_db_helper: None) -> None:
    """What pytest-django does for a test, in the order of these two: the savepoint comes after."""


@pytest.fixture
def begun(db: None, kept: Beginning) -> Any:
    """What the test begins with."""
    return kept.copy()


@pytest.fixture(autouse=True)
def fresh_process(what_stands: None) -> None:
    """Begin each test as a process begins."""
    fresh()


@pytest.fixture(autouse=True)
def the_same_codes_each_time(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is drawn by the codes of things is drawn alike in every run of a test."""
    steady_codes(monkeypatch, request.node.nodeid)


def pytest_configure(config: pytest.Config) -> None:
    """Begin the run, which the workers of xdist are then part of."""
    run = ExitStack()
    run.enter_context(databases.run())
    config.add_cleanup(run.close)


@pytest.fixture(scope="session")
def a_migrated_database(django_db_modify_db_settings: None) -> Iterator[None]:
    """Let the database of this process be a copy: Django then finds nothing left to migrate."""
    home = databases.migrated()
    test: dict[str, str] = settings.DATABASES["default"].setdefault("TEST", {})
    if connection.vendor == "postgresql":
        test["TEMPLATE"] = home.name
        yield
        return
    test["NAME"] = "file:migrated?mode=memory&cache=shared"
    # What is in memory is there for as long as somebody is connected to it.
    with closing(sqlite3.connect(test["NAME"], uri=True)) as kept:
        with closing(sqlite3.connect(home / databases.FILE)) as template:
            template.backup(kept)
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    a_migrated_database: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """End what threads of a served site still hold open, so that the database can be dropped."""
    yield
    if connection.vendor != "postgresql":
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session", autouse=True)
def emptied_past_the_guards() -> Iterator[None]:
    """A test with transactions of its own ends with emptied tables, which the guards forbid."""
    before = BaseDatabaseOperations.execute_sql_flush

    def empty(self: BaseDatabaseOperations, statements: list[str]) -> None:
        with unguarded():
            before(self, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", empty)
        yield


@pytest.fixture
def cast(request: pytest.FixtureRequest, db: None) -> Cast:
    """Dahe village, its town, the county office and their people: those with whom the test begins.

    Where it begins with nothing they are made.
    """
    if "begun" not in request.fixturenames:
        return make_cast()
    found: Cast = request.getfixturevalue("begun").cast
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One real browser for the whole session; `./run test` says where it is."""
    # The synchronous Playwright keeps an event loop running in this thread, which Django would
    # take for asynchronous code and refuse to touch the database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh page with nothing remembered, as wide as a desk's screen."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()
