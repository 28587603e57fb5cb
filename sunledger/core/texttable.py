"""Tables written as text, as people write them in an example: `code | payee | amount`."""


class TableError(ValueError):
    """A table whose rows do not fit under its heading."""


def read(text: str) -> list[dict[str, str]]:
    """Return a row for each line under the heading; blank lines and ruled lines are passed over."""
    lines = [_cells(line) for line in text.splitlines() if line.strip(" \t|-+:")]
    if not lines:
        return []
    heading, *rows = lines
    if len(set(heading)) != len(heading) or not all(heading):
        raise TableError(
            f"The heading “{' | '.join(heading)}” needs a name of its own for each column."
        )
    for row in rows:
        if len(row) != len(heading):
            raise TableError(
                f"The row “{' | '.join(row)}” has {len(row)} cells; "
                f"the heading “{' | '.join(heading)}” has {len(heading)}."
            )
    return [dict(zip(heading, row, strict=True)) for row in rows]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]
