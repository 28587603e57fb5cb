"""The pages of a ledger once more, from a server as a site runs it: one process, one thread.

What is asked for through Django's test client carries that client's own weight, above all its full
collections, a tenth of a second now and then; what a person waits for is this.
"""

import sys
import time
from http.client import HTTPConnection

from django.test import Client

from bench.ledger_pages import PEER, Visit, part, visits
from bench.visits import HOST, Server, free_port


def show(times: int, people: int) -> None:
    """Ask a served site for every page so many times, by one hand, and print what that took."""
    by_page: dict[str, list[Visit]] = {}
    for visit in visits(people):
        if visit.page != PEER and not visit.anew:
            by_page.setdefault(visit.page, []).append(visit)
    everyone = {one.user.pk: one.user for each in by_page.values() for one in each if one.user}
    cookies = {key: _signed_in(user) for key, user in everyone.items()}
    port = free_port()
    serve = [sys.executable, "-m", "sunledger", "serve", "--processes", "1", "--threads", "1"]
    print(f"\n{'served, ms on the wall':34} {'n':>5}       p50    p99", flush=True)
    with Server("sunledger", [*serve, "--port", str(port)], "/en/", port) as server:
        connection = HTTPConnection(HOST, port, timeout=60)
        for page, each in by_page.items():
            for visit in each:
                _wait(connection, visit, cookies)
            taken = [
                _wait(connection, each[number % len(each)], cookies) for number in range(times)
            ]
            print(
                f"{page:34} {times:5} {part(taken, 0.5):9.1f} {part(taken, 0.99):6.1f}", flush=True
            )
        print(f"({server.megabytes():.0f} MB)", flush=True)


def _signed_in(user: object) -> str:
    """Return the cookies of somebody's browser."""
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())


def _wait(connection: HTTPConnection, visit: Visit, cookies: dict[int, str]) -> float:
    """Return the milliseconds until a page is there, whole."""
    headers = {"Cookie": cookies[visit.user.pk]} if visit.user else {}
    begun = time.perf_counter()
    connection.request("GET", visit.path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, visit.path
    return (time.perf_counter() - begun) * 1000
