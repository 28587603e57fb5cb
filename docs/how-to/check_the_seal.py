"""Check a log of public facts with nothing but Python: check_the_seal.py FOLDER [KEPT_ROOT]."""

import hashlib
import json
import pathlib
import sys


def root(hashes):
    """Return the root over the hashes of leaves (RFC 6962, section 2.1)."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    stack = []  # the complete subtrees from the left: their widths, their hashes
    for leaf in hashes:
        stack.append((1, leaf))
        while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
            (width, right), (_, left) = stack.pop(), stack.pop()
            stack.append((2 * width, hashlib.sha256(b"\x01" + left + right).digest()))
    whole = stack.pop()[1]
    while stack:
        whole = hashlib.sha256(b"\x01" + stack.pop()[1] + whole).digest()
    return whole


def main(folder, kept=None):
    """Print what does not fit; return 1 if anything does not."""
    folder = pathlib.Path(folder)
    bad = []
    entries = [bytes.fromhex(line) for line in (folder / "entries.txt").open(encoding="utf-8")]
    hashes = [hashlib.sha256(b"\x00" + entry).digest() for entry in entries]
    told = set()
    for line in (folder / "facts.jsonl").open(encoding="utf-8"):
        fact = json.loads(line)
        leaf = fact["leaf"]
        if fact.get("withheld") or fact.get("erased"):  # not for everyone, or its time was over
            told.add(leaf)
            continue
        text = bytes.fromhex(fact["salt"]) + fact["body"].encode()
        there = 0 <= leaf < len(entries) and leaf not in told
        if not there or hashlib.sha256(text).digest() != entries[leaf]:
            bad.append(f"The fact at entry {leaf} is not the one that was logged.")
        told.add(leaf)
    bad += [f"Entry {leaf} has no fact." for leaf in range(len(entries)) if leaf not in told]
    for file in filter(None, [folder / "root.txt", kept]):
        size, expected = pathlib.Path(file).read_text(encoding="utf-8").split()
        if int(size) > len(entries) or root(hashes[: int(size)]).hex() != expected:
            bad.append(f"The first {size} entries do not give the root in {file}.")
    print("\n".join(bad) or f"All is well: {len(entries)} entries, root {root(hashes).hex()}.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) in (2, 3) else __doc__)
