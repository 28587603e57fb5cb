"""Arrays of Arrow from what Python holds, without a step of Python for each value."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from sunledger.screening.ocds.instants import read_instant

if TYPE_CHECKING:
    import pyarrow as pa

END = "\0"  # of a text among others


def compute() -> Any:
    """Return the functions of Arrow; the public module makes a Python function of each first."""
    try:
        from pyarrow import _compute as found
    except ImportError:  # it may move: the public module knows the same names
        from pyarrow import compute as found
    return found


def call(name: str, *given: Any, options: Any = None) -> Any:
    """Return what a function of Arrow makes of arrays."""
    return compute().call_function(name, list(given), options)


def texts(held: bytearray, known: bytearray | None) -> pa.Array:
    """Return texts that stand behind each other, each with its end; some may not be known."""
    import pyarrow as pa

    ends = pa.py_buffer(struct.pack("ii", 0, len(held) - 1))
    whole = pa.Array.from_buffers(pa.string(), 1, [None, ends, pa.py_buffer(held)])
    options = compute().SplitPatternOptions(END)
    found: pa.Array = call("split_pattern", whole, options=options).values
    if known is None:
        return found
    buffers = [_bits(known), *found.buffers()[1:]]
    return pa.Array.from_buffers(found.type, len(found), buffers, offset=found.offset)


def numbers(held: Any, kind: pa.DataType, known: bytearray | None) -> pa.Array:
    """Return the numbers of a Python array; some may not be known."""
    import pyarrow as pa

    bits = None if known is None else _bits(known)
    return pa.Array.from_buffers(kind, len(held), [bits, pa.py_buffer(held)])


# The moments of all years that Python knows, and a day less.
_FIRST, _LAST = -62135510400000000, 253402214400000000


def instants(written: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return the instants that dates name, in microseconds, and what was written of each."""
    import pyarrow as pa

    if (usual := _usual(written)) is not None:
        return usual
    each = call("dictionary_encode", written)
    read = [read_instant(one) if one else None for one in each.dictionary.to_pylist()]
    at = pa.array([one and one.at for one in read], pa.int64())
    says = pa.array([one and one.says for one in read], pa.string())
    return call("take", at, each.indices), call("take", says, each.indices)


def _usual(written: pa.Array) -> tuple[pa.Array, pa.Array] | None:
    """Return what dates say that all have a time and a zone, as nearly all do."""
    import pyarrow as pa

    if written.null_count == len(written):
        return pa.nulls(len(written), pa.int64()), written
    options = compute().CastOptions.safe(pa.timestamp("us", "UTC"))
    try:
        found = call("cast", written, options=options).view(pa.int64())
    except pa.ArrowInvalid:
        return None
    lengths = call("unique", call("binary_length", written)).to_pylist()
    ends = call("min_max", found).as_py()
    if not {20, 25, None}.issuperset(lengths) or ends["min"] < _FIRST or ends["max"] > _LAST:
        return None
    says = pa.repeat(pa.scalar("instant", pa.string()), len(found))
    if found.null_count:
        says = call("if_else", call("is_valid", found), says, pa.scalar(None, pa.string()))
    return found, says


def _bits(known: bytearray) -> pa.Buffer:
    """Return as bits which values are known."""
    import pyarrow as pa

    flags = pa.Array.from_buffers(pa.uint8(), len(known), [None, pa.py_buffer(known)])
    return call("not_equal", flags, pa.scalar(0, pa.uint8())).buffers()[1]
