"""Run where the library of FollowTheMoney is: says what is wrong with a file of entities."""

import json
import sys
from pathlib import Path

from followthemoney import model


def wrong(line: str, ids: set[str]) -> list[str]:
    """Return what is wrong with one entity."""
    one = json.loads(line)
    schema = model.get(one["schema"])
    if schema is None or schema.abstract:
        return [f"{one['schema']}: no such schema"]
    found = []
    for name, values in one["properties"].items():
        prop = schema.get(name)
        if prop is None:
            found.append(f"{schema.name}: no property {name}")
            continue
        for value in values:
            if prop.type.name == "entity":
                if value not in ids:
                    found.append(f"{schema.name}.{name}: {value} is nowhere")
            elif not prop.type.validate(value):
                found.append(f"{schema.name}.{name}: {value} is no {prop.type.name}")
    proxy = model.get_proxy(one)
    if set(proxy.to_dict()["properties"]) != set(one["properties"]):
        found.append(f"{schema.name}: the library drops a value of {one['id']}")
    return found


if __name__ == "__main__":
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    known = {json.loads(line)["id"] for line in lines}
    assert len(known) == len(lines), "an id stands twice"
    trouble = [sentence for line in lines for sentence in wrong(line, known)]
    sys.stdout.write(f"{len(lines)} entities\n")
    sys.exit("\n".join(trouble) or 0)
