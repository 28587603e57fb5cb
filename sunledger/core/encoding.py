"""Which encoding a text file is in: told by its first bytes, else weighed by what it would say."""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from sunledger.core.content import Content
from sunledger.core.problem import gettext_noop
from sunledger.core.rows import BadFile, Limits

_SAMPLE = 256 << 10
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_ALPHABETS = ("cp1251", "koi8_r", "cp866", "cp1253", "cp1255", "cp1256", "tis_620", "cp1254")
_WESTERN = ("cp1252", "cp850", "mac_roman", "cp1250")
STRAY = "sunledger-stray"


def _stray(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that do not fit as Windows-1252, so that none is lost."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    odd = error.object[error.start : error.end]
    return "".join(_western(byte) for byte in odd), error.end


def _western(byte: int) -> str:
    """Return the letter of one byte."""
    return bytes([byte]).decode("cp1252", "ignore") or chr(byte)


codecs.register_error(STRAY, _stray)


@dataclass(frozen=True)
class Survey:
    """What a look at all bytes showed."""

    encoding: str
    guessed: bool = False
    stray: int = 0
    nothing: int = 0  # zero bytes among the text


def survey(content: Content, limits: Limits) -> Survey:
    """Return the encoding, after a look at every byte; a line without end is refused."""
    mark = next((name for sign, name in _MARKS if content.head.startswith(sign)), "")
    mark = mark or _wide(content.head)
    decoder = codecs.getincrementaldecoder("utf-8")()
    fits, nothing, run, sample = True, 0, 0, bytearray()
    for chunk in content.chunks():
        run = _unbroken(chunk, run)
        if run > limits.line:
            sentence = gettext_noop("%(file)s is no table: one of its lines has no end.")
            raise BadFile(sentence, file=content.name)
        nothing += chunk.count(0)
        if mark or chunk.isascii():
            continue
        if len(sample) < _SAMPLE:
            sample += b"\n".join(line for line in chunk.split(b"\n") if not line.isascii())[
                :_SAMPLE
            ]
        fits = fits and _decodes(decoder, chunk)
    if mark:
        return Survey(mark, nothing=nothing if mark in ("utf-8-sig", "gb18030") else 0)
    if fits and _decodes(decoder, b"", final=True):
        return Survey("utf-8", nothing=nothing)
    return _weigh(bytes(sample), nothing)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    """Whether the bytes go on being what the decoder reads."""
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _unbroken(chunk: bytes, run: int) -> int:
    """Return how many bytes have passed since the last line ended."""
    last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
    return run + len(chunk) if last < 0 else len(chunk) - last - 1


def _wide(head: bytes) -> str:
    """Return the name of UTF-16 where it comes without its mark: every second byte is zero."""
    pairs = len(head) // 2
    if pairs < 2:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > pairs * 0.4 and even < pairs * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > pairs * 0.4 and odd < pairs * 0.05 else ""


def _weigh(sample: bytes, nothing: int) -> Survey:
    """Return the encoding in which the lines with foreign bytes make most sense."""
    lines = sample.split(b"\n")
    broken = sum(not _is_utf8(line) for line in lines)
    if broken * 2 <= len(lines) and broken < len(lines):
        return Survey("utf-8", stray=broken, nothing=nothing)
    for encoding, makes_sense in _EASTERN:
        text = _decoded(sample, encoding)
        foreign = _in_runs(text)
        if foreign and makes_sense(foreign):
            return Survey(encoding, guessed=True, nothing=nothing)
    letters = sum(byte > 0x7F or chr(byte).isalpha() for byte in sample)
    foreign_share = sum(byte > 0x7F for byte in sample) / max(letters, 1)
    best = _alphabet(sample) if foreign_share > 0.4 else ""
    best = best or max(_WESTERN, key=lambda name: _sense(_decoded(sample, name)))
    return Survey(best, guessed=True, nothing=nothing)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decoded(sample: bytes, encoding: str) -> str:
    """Return the sample as text; the last line, perhaps cut in a letter, does not count."""
    whole = sample.rpartition(b"\n")[0] or sample
    try:
        return whole.decode(encoding)
    except UnicodeDecodeError:
        return whole.decode(encoding, STRAY) if encoding in _WESTERN else ""


def _in_runs(text: str) -> list[str]:
    """Return the foreign signs, if most stand beside another: eastern words are not one letter."""
    runs = re.findall(r"[^\x00-\x7f]+", text)
    signs = "".join(runs)
    return list(signs) if sum(len(run) for run in runs if len(run) > 1) > len(signs) * 0.7 else []


def _share(signs: list[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, signs)) / len(signs)


def _is_kana(sign: str) -> bool:
    return "\u3041" <= sign <= "\u30ff"


def _is_hangul(sign: str) -> bool:
    """Whether a sign is a syllable that Korean writes; thousands more could be spelled."""
    code = sign.encode("cp949", "ignore") if "\uac00" <= sign <= "\ud7a3" else b""
    return len(code) == 2 and code[0] >= 0xB0 and code[1] >= 0xA1


def _in(encoding: str) -> Callable[[str], bool]:
    """Return the test whether a sign belongs to an older, smaller set of common signs."""

    def test(sign: str) -> bool:
        try:
            code = sign.encode(encoding)
        except UnicodeEncodeError:
            return False
        return encoding != "big5" or 0xA1 <= code[0] <= 0xC6

    return test


def _is_common_japanese(sign: str) -> bool:
    """Whether a sign is kana or of the first, common part of the Japanese set."""
    try:
        code = sign.encode("cp932")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and (0x81 <= code[0] <= 0x83 or 0x88 <= code[0] <= 0x97)


# The Japanese and Korean sets come first: the common Chinese set holds their signs too. A sheet of
# Japanese without kana comes after the Chinese one, whose bytes it never takes for common signs.
_EASTERN: tuple[tuple[str, Callable[[list[str]], bool]], ...] = (
    ("cp932", lambda signs: _share(signs, _is_kana) > 0.2),
    ("euc_jp", lambda signs: _share(signs, _is_kana) > 0.2),
    ("cp949", lambda signs: _share(signs, _is_hangul) > 0.9),
    ("gb18030", lambda signs: _share(signs, _in("gb2312")) > 0.85),
    ("cp932", lambda signs: _share(signs, _is_common_japanese) > 0.9),
    ("big5hkscs", lambda signs: _share(signs, _in("big5")) > 0.85),
)


def _alphabet(sample: bytes) -> str:
    """Return the encoding of Russian, Greek, Arabic and the like."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(_ALPHABETS)).best()
    return best.encoding if best else ""


def _sense(text: str) -> float:
    """Return how well the foreign signs stand among their neighbours."""
    found = 0.0
    for place, sign in enumerate(text):
        if ord(sign) > 0x7F:
            found += _fits(text[place - 1 : place] or " ", sign, text[place + 1 : place + 2] or " ")
    return found


def _fits(before: str, sign: str, after: str) -> float:
    """Return 1 for what people write, -1 for what only a wrong encoding writes."""
    if sign in "£€¥":
        return 1 if after.isdigit() or after in " (" else -0.5
    if sign.isalpha():
        beside = [one for one in (before, after) if one.isalpha()]
        if not beside or sign in "ªº":
            return 0
        return 1 if any(one.islower() == sign.islower() for one in beside) else -1
    if sign in "\xa0–—’‘´“”":
        return 1
    if sign in "…•°·º½¼¾«»®©™¡¿`":
        return 0.5
    return -1
