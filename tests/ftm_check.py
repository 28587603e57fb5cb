"""Run where the library of FollowTheMoney is: says what is wrong with a file of entities.

The library drops in silence what it cannot clean, so each value must come out of it as it went in.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from followthemoney import model

Json = dict[str, Any]


def wrong(one: Json, schemata: dict[str, str]) -> Iterator[str]:
    """Give what is wrong with one entity; `schemata` says of which kind each id is."""
    schema = model.get(one["schema"])
    if schema is None or schema.abstract:
        yield f"{one['schema']}: no such schema"
        return
    for name in schema.required:
        if not one["properties"].get(name):
            yield f"{schema.name}: {one['id']} has no {name}"
    for name, values in one["properties"].items():
        prop = schema.get(name)
        if prop is None or prop.stub:
            yield f"{schema.name}: no property {name}"
        else:
            yield from unfit(f"{schema.name}.{name}", prop, values, schemata)
    read = model.get_proxy(one, cleaned=False).to_dict()
    for name, values in one["properties"].items():
        if read["properties"].get(name) != values:
            made = read["properties"].get(name)
            yield f"{schema.name}.{name}: {values} is read as {made}"
    if read["id"] != one["id"]:
        yield f"{one['id']} is read as {read['id']}"


def unfit(where: str, prop: Any, values: list[str], schemata: dict[str, str]) -> Iterator[str]:
    """Give what is wrong with the values of a property."""
    if not values or prop.validate(values):
        yield f"{where}: {values} is no {prop.type.name}"
    for value in values:
        if prop.type.name == "number" and prop.type.to_number(value) != _number(value):
            # The library keeps any text here, and makes of it what it can.
            yield f"{where}: {value} is read as another number, or none"
        if prop.type.name == "entity":
            found = model.get(schemata.get(value, ""))
            if found is None or not found.is_a(prop.range):
                yield f"{where}: {value} is no {prop.range.name} of the file"


def _number(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value


def main(file: Path) -> str | None:
    """Return all that is wrong with a file."""
    entities = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    schemata = {one["id"]: one["schema"] for one in entities}
    trouble = [] if len(schemata) == len(entities) else ["an id stands twice"]
    trouble += [sentence for one in entities for sentence in wrong(one, schemata)]
    sys.stdout.write(f"{len(entities)} entities\n")
    return "\n".join(trouble) or None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
