"""`sunledger verify` names what was changed, and a stranger can check it all without us."""

import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from sunledger.seal import actions as seal
from sunledger.seal import export, log
from sunledger.seal.models import Fact
from sunledger.seal.verify import Restated
from sunledger.web.management.commands import verify as command
from tests.unguarded import unguarded

HOW_TO = Path(__file__).resolve().parents[1] / "docs" / "how-to"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


class Room(ModuleType):
    """A room with rows, as `verify` sees it."""

    rows: dict[int, str]

    def restated(self) -> Iterator[Restated]:
        for leaf, payee in self.rows.items():
            yield Restated(leaf, "published", {"payee": payee}, f"record {leaf}")


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    """A site whose one room has published nine payments."""
    room = Room("room")
    room.rows = {place: f"村民{place}" for place in range(9)}
    seal.say_many("published", [{"payee": payee} for payee in room.rows.values()])
    monkeypatch.setattr(command, "ROOMS", {"disclosure": "disclosure"})
    monkeypatch.setattr(command, "find_spec", lambda name: name)
    monkeypatch.setattr(command, "import_module", lambda name: room)
    return room


def verify(**options: object) -> tuple[bool, list[str]]:
    """Return whether the command ended well, and its lines."""
    out = io.StringIO()
    try:
        call_command("verify", stdout=out, **options)
    except CommandError as error:
        return False, [*out.getvalue().splitlines(), str(error)]
    return True, out.getvalue().splitlines()


def stranger(*words: object) -> tuple[int, str]:
    """Run the script of the how-to as a stranger does: without this program and its packages."""
    command = [sys.executable, "-I", "-S", str(HOW_TO / "check_the_seal.py"), *map(str, words)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout.strip()


def test_a_site_left_alone_passes_with_a_line_a_check(room: Room) -> None:
    assert verify() == (
        True,
        [
            f"ok   The log: 9 entries, root {log.root().hex()}.",
            "ok   The rows, against what was said: disclosure 9.",
        ],
    )


def test_an_empty_site_passes() -> None:
    assert verify()[0]


def test_a_changed_row_is_named_and_the_command_fails(room: Room) -> None:
    room.rows[4] = "村霸"
    well, lines = verify()
    assert not well
    assert lines[1:] == [
        "BAD  The rows, against what was said: disclosure 9.",
        "     record 4 is not as it was said (entry 4): payee 村民4 → 村霸.",
        "1 finding.",
    ]


def test_a_room_whose_rows_are_all_gone_is_noticed(room: Room) -> None:
    room.rows.clear()
    well, lines = verify()
    assert not well
    assert lines[-1] == "9 findings."


def test_a_changed_log_is_named(room: Room) -> None:
    with unguarded():
        Fact.objects.filter(leaf=4).update(body='{"facts":{},"said_at":"","what":""}')
    well, lines = verify()
    assert not well
    assert "     Entry 4 is not the digest of its fact: one was changed." in lines


def test_a_root_that_was_kept_is_compared(room: Room, tmp_path: Path) -> None:
    export.write(tmp_path)
    kept = tmp_path / "root.txt"
    seal.say("published", payee="later")
    room.rows[9] = "later"
    assert verify(kept=kept) == (
        True,
        [
            f"ok   The log: 10 entries, root {log.root().hex()}.",
            "ok   The root kept: today's log begins with the same 9 entries.",
            "ok   The rows, against what was said: disclosure 10.",
        ],
    )
    for forged in (f"9\n{'0' * 64}\n", f"11\n{log.root().hex()}\n"):
        kept.write_text(forged, encoding="utf-8")
        assert not verify(kept=kept)[0]
    kept.write_text("nothing", encoding="utf-8")
    with pytest.raises(CommandError, match="has a number of entries"):
        call_command("verify", kept=kept, stdout=io.StringIO())


def test_a_stranger_computes_the_same_root_from_the_files(room: Room, tmp_path: Path) -> None:
    assert verify(export=tmp_path)[1][-1] == f"Wrote 9 entries to {tmp_path}."
    assert {file.name for file in tmp_path.iterdir()} == {"entries.txt", "facts.jsonl", "root.txt"}
    assert stranger(tmp_path) == (0, f"All is well: 9 entries, root {log.root().hex()}.")


def test_a_stranger_can_check_an_empty_log(tmp_path: Path) -> None:
    export.write(tmp_path)
    assert stranger(tmp_path)[0] == 0


def test_a_stranger_who_kept_a_root_sees_that_the_log_only_grew(room: Room, tmp_path: Path) -> None:
    export.write(tmp_path / "then")
    seal.say_many("published", [{"payee": "later"}] * 5)
    export.write(tmp_path / "now")
    assert stranger(tmp_path / "now", tmp_path / "then" / "root.txt")[0] == 0
    assert stranger(tmp_path / "then", tmp_path / "now" / "root.txt") == (
        1,
        f"The first 14 entries do not give the root in {tmp_path / 'now' / 'root.txt'}.",
    )


@pytest.mark.parametrize("spoil", ["change", "leave out", "repeat", "move"])
def test_a_stranger_notices_facts_that_were_tampered_with(
    room: Room, tmp_path: Path, spoil: str
) -> None:
    export.write(tmp_path)
    file = tmp_path / "facts.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines()
    changed = json.loads(lines[4]) | ({"leaf": 5} if spoil == "move" else {})
    changed["body"] = changed["body"].replace("村民4", "村霸" if spoil == "change" else "村民4")
    middle = {"leave out": [], "repeat": [lines[4]] * 2}.get(spoil, [json.dumps(changed)])
    file.write_text("\n".join([*lines[:4], *middle, *lines[5:]]), encoding="utf-8")
    code, said = stranger(tmp_path)
    assert code == 1
    assert re.search(r"entry [45]|Entry 4", said)


def test_the_how_to_tells_what_the_command_prints(room: Room) -> None:
    text = (HOW_TO / "check-the-seal.md").read_text(encoding="utf-8")
    for line in verify()[1]:
        beginning = re.split(r"[:\d]", line)[0]
        assert beginning in text
