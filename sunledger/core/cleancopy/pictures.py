"""A picture, from its pixels: turned as it is meant to be seen, in plain colours, and no more."""

import io
import re
from typing import Any

from PIL import Image, ImageCms, ImageOps

from sunledger.core.cleancopy import made
from sunledger.core.cleancopy.made import Clean, NoCopy, damaged
from sunledger.core.problem import gettext_noop

_FORMATS = {"JPEG": "JPEG", "PNG": "PNG", "WebP": "WEBP"}
_ENDS = {"JPEG": b"\xff\xd9", "PNG": b"IEND\xaeB`\x82"}
_EXIF, _GPS, _TAKEN, _OFFSET = 0x8769, 0x8825, 36867, 36881
_TIME = re.compile(r"([12]\d{3}):([01]\d):([0-3]\d) ([0-2]\d):([0-5]\d):([0-6]\d)")
_ZONE = re.compile(r"[+-][01]\d:[0-5]\d")


def copied(content: bytes, name: str, kind: str, pixels: int) -> Clean:
    """Return a picture written anew from its pixels, or refuse."""
    try:
        picture = _opened(content, name, kind, pixels)
        removed, when = _told(picture, content, kind), _taken(picture)
        return Clean(_written(_plain(picture), kind), kind, removed, when)
    except (OSError, ValueError, SyntaxError, IndexError, EOFError) as error:
        if isinstance(error, NoCopy):
            raise
        raise damaged(name) from error


def taken(content: bytes, pixels: int) -> str:
    """Return when a picture says that it was taken; no pixel is read."""
    kind = "JPEG" if content[:2] == b"\xff\xd8" else "PNG" if content[1:4] == b"PNG" else "WebP"
    return _taken(_opened(content, "-", kind, pixels))


def _opened(content: bytes, name: str, kind: str, pixels: int) -> Image.Image:
    """Return a picture of which only the head is read, or refuse one with too many pixels."""
    Image.MAX_IMAGE_PIXELS = None  # the next lines look themselves, and with a sentence
    picture = Image.open(io.BytesIO(content), formats=(_FORMATS[kind],))
    wide, high = picture.size
    if wide * high > pixels:
        sentence = gettext_noop(
            "%(file)s has %(wide)s × %(high)s pixels. Make it smaller than %(most)s million pixels."
        )
        most = str(pixels // 1_000_000)
        raise NoCopy(sentence, file=name, wide=str(wide), high=str(high), most=most)
    if kind != "JPEG" and getattr(picture, "n_frames", 1) > 1:
        sentence = gettext_noop("%(file)s moves. Attach a picture that stands still.")
        raise NoCopy(sentence, file=name)
    return picture


def _told(picture: Image.Image, content: bytes, kind: str) -> tuple[str, ...]:
    """Return the names of what a picture tells beside its pixels."""
    picture.load()
    told, exif = picture.info, picture.getexif()
    texts = set(getattr(picture, "text", ()))
    behind = kind in _ENDS and not content.endswith(_ENDS[kind])
    found = {
        made.PLACE: bool(exif.get_ifd(_GPS)),
        made.DEVICE: bool(exif),
        made.SMALL_PICTURE: 0x0201 in exif.get_ifd(1) or "mp" in told,
        made.XMP: any(one in told for one in ("xmp", "photoshop"))
        or any("xmp" in t for t in texts),
        made.COMMENT: "comment" in told or bool(texts),
        made.COLOURS: "icc_profile" in told,
        made.BEHIND: behind,
    }
    return tuple(what for what, there in found.items() if there)


def _taken(picture: Image.Image) -> str:
    """Return the day and time that a picture names, with its offset where it names that."""
    inner: Any = picture.getexif().get_ifd(_EXIF)
    time = _TIME.fullmatch(str(inner.get(_TAKEN, "")).strip("\0 "))
    if not time:
        return ""
    zone = _ZONE.fullmatch(str(inner.get(_OFFSET, "")).strip("\0 "))
    year, month, day, *clock = time.groups()
    return f"{year}-{month}-{day} {':'.join(clock)}{' ' + zone.group() if zone else ''}"


def _plain(picture: Image.Image) -> Image.Image:
    """Return the pixels alone, upright, in the colours that every screen knows."""
    upright = ImageOps.exif_transpose(picture)
    profile = picture.info.get("icc_profile")
    if upright.mode == "P" or "transparency" in upright.info:
        upright = upright.convert("RGBA" if "transparency" in upright.info else "RGB")
    elif upright.mode in ("CMYK", "YCbCr", "LAB", "HSV", "PA", "La", "RGBa"):
        upright, profile = _to_screen(upright, profile).convert("RGB"), None
    if profile and upright.mode in ("RGB", "RGBA"):
        upright = _to_screen(upright, profile)
    if upright.mode in ("RGBA", "LA"):
        upright = _without_unseen(upright)
    return Image.frombytes(upright.mode, upright.size, upright.tobytes())


def _to_screen(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a picture in sRGB; where its profile is none, the pixels as they are."""
    if not profile:
        return picture
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, source, target, outputMode=mode) or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def _without_unseen(picture: Image.Image) -> Image.Image:
    """Return a picture that has no colour where it is see-through altogether."""
    seen = picture.getchannel("A").point(lambda alpha: 255 if alpha else 0)
    empty = Image.new(picture.mode, picture.size, 0)
    empty.paste(picture, mask=seen)
    return empty


def _written(picture: Image.Image, kind: str) -> bytes:
    """Return the bytes of a file that holds the pixels alone."""
    file = io.BytesIO()
    if kind == "JPEG":
        plain = picture if picture.mode in ("RGB", "L") else picture.convert("RGB")
        plain.save(file, "JPEG", quality=90)
    elif kind == "WebP":
        picture.convert("RGBA" if "A" in picture.mode else "RGB").save(file, "WEBP", quality=90)
    else:
        picture.save(file, "PNG")
    return file.getvalue()
