"""What a stranger computes, from the files alone and with the standard library alone."""

import hashlib
import json
from pathlib import Path


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def root(leaves: list[bytes]) -> bytes:
    if len(leaves) < 2:
        return leaves[0] if leaves else sha()
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    return sha(b"\1", root(leaves[:half]), root(leaves[half:]))


def recomputed(folder: Path) -> tuple[int, str]:
    """Return the size of the log and the root that comes out of its files; facts must fit."""
    lines = (folder / "entries.txt").read_text().split()
    entries = [bytes.fromhex(line) for line in lines]
    for line in (folder / "facts.jsonl").read_text(encoding="utf-8").splitlines():
        fact = json.loads(line)
        assert sha(bytes.fromhex(fact["salt"]), fact["body"].encode()) == entries[fact["leaf"]]
    return len(entries), root([sha(b"\0", entry) for entry in entries]).hex()


def climbed(proof: dict[str, object]) -> str:
    """Return the root to which a downloaded proof leads from the words of its fact."""
    index, size = int(str(proof["index"])), int(str(proof["size"]))
    here = sha(b"\0", sha(bytes.fromhex(str(proof["salt"])), str(proof["text"]).encode()))
    path = proof["path"]
    assert isinstance(path, list)
    last = size - 1
    for step in map(bytes.fromhex, path):
        if index % 2 or index == last:
            here = sha(b"\1", step, here)
            while not index % 2 and index:
                index, last = index // 2, last // 2
        else:
            here = sha(b"\1", here, step)
        index, last = index // 2, last // 2
    return here.hex()
