"""The `sunledger` command helps, refuses in one line, and never shows a traceback."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from sunledger import __main__ as cli
from sunledger import __version__


def sunledger(*words: str, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would, with a site of its own."""
    environment = os.environ | {"SUNLEDGER_HOME": str(home), "LC_ALL": "C.UTF-8"} | more
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "sunledger", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_the_help_names_every_command_in_one_line_each() -> None:
    lines = cli.main_help().splitlines()
    for name, words in cli.commands().items():
        assert words.endswith("."), f"{name} has no sentence of its own"
        assert any(line.startswith(f"  {name} ") and words in line for line in lines)


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"sunledger {__version__}\n"


def test_a_mistyped_command_is_answered_with_the_nearest(tmp_path: Path) -> None:
    answer = sunledger("migrat", home=tmp_path)
    assert answer.returncode == 2
    assert "Did you mean “sunledger migrate”?" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_help_for_a_command_that_is_not_there_is_no_help(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["help", "nope"]) == 2
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    assert "nope" in said.err


def test_a_site_without_tables_is_told_what_to_do(tmp_path: Path) -> None:
    answer = sunledger("serve", home=tmp_path)
    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1].endswith("Run “sunledger migrate” first.")
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("url", ["post gres", "mysql://someone:secret@host/name"])
def test_a_database_of_another_kind_is_refused_in_one_line(tmp_path: Path, url: str) -> None:
    command = [sys.executable, "-m", "sunledger", "verify"]
    home = {"SUNLEDGER_HOME": str(tmp_path), "DATABASE_URL": url}
    answer = subprocess.run(
        command, env=os.environ | home, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert "Write it like postgres://" in answer.stderr
    assert "secret" not in answer.stderr


def test_the_place_in_the_code_is_shown_when_asked(tmp_path: Path) -> None:
    answer = sunledger("serve", home=tmp_path, SUNLEDGER_DEBUG="1")
    assert answer.returncode == 1
    assert "Traceback" in answer.stderr


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_terminal_says_which_language_it_wants(
    environment: dict[str, str], language: str
) -> None:
    assert cli.terminal_language(environment) == language


def test_a_new_site_is_made_and_served(tmp_path: Path) -> None:
    """From nothing to a page: two commands."""
    made = sunledger("migrate", home=tmp_path)
    assert made.returncode == 0, made.stderr
    port = "8793"
    environment = os.environ | {"SUNLEDGER_HOME": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "sunledger", "serve", "--port", port, "--threads", "2"]
    with subprocess.Popen(command, env=environment) as server:
        try:
            assert "<title>" in first_page(f"http://127.0.0.1:{port}/en/")
        finally:
            server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0


def first_page(address: str) -> str:
    """Return the page once the server answers."""
    last: Exception | None = None
    for _attempt in range(100):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
                return str(answer.read().decode())
        except OSError as error:
            last = error
            time.sleep(0.2)
    raise AssertionError("the server did not answer") from last
