"""Check an exchange file with nothing but Python: check_the_books.py FILE KEY."""

import base64
import hashlib
import json
import sys
import zipfile

PARTS = ["checkpoint.txt", "log.json", "datapackage.json"]
PARTS += ["units.jsonl", "shapes.jsonl", "facts.jsonl"]
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def point(raw):
    """Return a point of the curve from its 32 bytes (RFC 8032, section 5.1.3)."""
    number = int.from_bytes(raw, "little")
    y, sign = number & (1 << 255) - 1, number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or y >= P:
        raise ValueError("no point of the curve")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def plus(one, two):
    """Return the sum of two points."""
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, base):
    """Return a point so many times."""
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = plus(total, base)
        base, number = plus(base, base), number >> 1
    return total


def is_signed(text, signature, public):
    """Whether a text was signed with a key (Ed25519)."""
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(r + public + text).digest(), "little") % L
    base = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    left, right = times(s, base), plus(point(r), times(h, point(public)))
    same_x = (left[0] * right[2] - right[0] * left[2]) % P == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % P == 0


def opened(note, key):
    """Return the text of a signed note."""
    name, short, public = key.split("+", 2)
    text, _, signatures = note.rpartition("\n\n")
    for line in signatures.splitlines():
        _dash, signer, written = line.split(" ")
        signature = base64.b64decode(written)
        known, raw = base64.b64decode(public)[1:], (text + "\n").encode()
        same = (signer, signature[:4].hex()) == (name, short)
        if same and is_signed(raw, signature[4:], known):
            return text + "\n"
    sys.exit(f"This is not signed with the key {key}.")


def root_from(entry, index, size, path):
    """Return the root to which a path leads (RFC 9162, section 2.1.3.2)."""
    place, last = index, size - 1
    whole = hashlib.sha256(b"\x00" + entry).digest()
    for step in path:
        if place & 1 or place == last:
            whole = hashlib.sha256(b"\x01" + step + whole).digest()
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            whole = hashlib.sha256(b"\x01" + whole + step).digest()
        place, last = place >> 1, last >> 1
    return whole if last == 0 else b""


def main(file, key):
    """Print what a file holds, or the first thing that does not fit."""
    with zipfile.ZipFile(file) as there:
        parts = {name: there.read(name) for name in there.namelist()}
    manifest = opened(parts.pop("manifest.txt").decode(), key)
    listed = [line.split(" ")[1:] for line in manifest.splitlines() if line.startswith("file ")]
    if sorted(parts) != sorted(PARTS) or [one[3] for one in listed] != PARTS:
        sys.exit("It holds other files than are listed.")
    for sha256, size, lines, name in listed:
        found = [
            hashlib.sha256(parts[name]).hexdigest(),
            len(parts[name]),
            parts[name].count(b"\n"),
        ]
        if found != [sha256, int(size), int(lines)]:
            sys.exit(f"{name} is not as it was signed.")
    _log, size, written = opened(parts["checkpoint.txt"].decode(), key).splitlines()
    root, counts = base64.b64decode(written), {}
    for line in parts["facts.jsonl"].decode().splitlines():
        fact = json.loads(line)
        text = bytes.fromhex(fact.get("salt", "")) + fact.get("body", "").encode()
        erased = "erased" in fact
        entry = bytes.fromhex(fact["erased"]) if erased else hashlib.sha256(text).digest()
        path = [bytes.fromhex(step) for step in fact["path"]]
        if root_from(entry, fact["entry"], int(size), path) != root:
            sys.exit(f"Entry {fact['entry']} is not in the log.")
        kind = "erased here" if erased else json.loads(fact["body"])["what"]
        counts[kind] = counts.get(kind, 0) + 1
    print("All is well:", ", ".join(f"{kind} {count}" for kind, count in counts.items()) or "empty")


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) == 3 else sys.exit(__doc__)
