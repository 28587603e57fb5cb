"""Count a programme's figures again from its export: recount_programme.py FILE.

Nothing of Sunledger is needed: this file is all there is, and it reads one file that anyone can
fetch from the page of a programme or of a drive. It counts from the bare rows and compares with
nothing; hold its answer against the page.
"""

import json
import pathlib
import sys
from collections import Counter
from datetime import date


def recount(told):
    """Return the figures of a programme from its rows alone."""
    items, today = told["items"], told["on"]
    wholes = {item["parent"] for item in items if item["parent"]}
    anew = {item["reopens"] for item in items}  # opened anew: the new item counts instead
    here = [item for item in items if item["state"] != "merged"]  # counted where it goes on
    leaves = [item for item in here if item["code"] not in wholes | anew]
    closed = [item for item in items if item["closed"]]
    over = {"merged", "referred"}
    running = {"assigned", "signed", "planned", "working", "transfer", "paused", "long_term"}
    states = Counter(item["state"] for item in items)
    return {
        "items": len(here),
        "levels": 1 + max((depth_of(item, items) for item in items), default=-1),
        "leaves": len(leaves),
        "done": sum(is_done(item) for item in leaves),
        "closed": len(closed),
        "put_right": sum(item["outcome"] == "put_right" for item in closed),
        "not_done": sum(item["outcome"] == "not_done" for item in closed),
        "open": sum(not item["closed"] and item["state"] not in over for item in items),
        "overdue": sum(
            item["state"] in running and item["due"] != "" and item["due"] < today for item in items
        ),
        "oldest_days": oldest(items, today, over),
        "states": dict(sorted(states.items())),
    }


def is_done(item):
    """Whether an item counts as done: closed, and not as something that was not done."""
    return bool(item["closed"]) and item["outcome"] != "not_done"


def depth_of(item, items):
    """Return how many wholes lie above an item."""
    parents = {one["code"]: one["parent"] for one in items}
    depth, code = 0, item["parent"]
    while code:
        depth, code = depth + 1, parents[code]
    return depth


def oldest(items, today, over):
    """Return for how many days the oldest open item has been open."""
    days = [item["opened"] for item in items if not item["closed"] and item["state"] not in over]
    return (date.fromisoformat(today) - date.fromisoformat(min(days))).days if days else 0


if __name__ == "__main__":
    told = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    print(json.dumps(recount(told), ensure_ascii=False, indent=1))
