"""Carrying over what a page is painted with: fonts, pictures, colours, and the painting itself."""

import zlib
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    ContentStream,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from sunledger.core.cleancopy.jpegparts import bare
from sunledger.core.cleancopy.made import NoCopy
from sunledger.core.cleancopy.pdfkeys import KEYS, OPERATORS, PACKED, PACKING, SECTIONS
from sunledger.core.problem import gettext_noop

_PLAIN_COLOURS = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
_JPEG = "/DCTDecode"


class Carrier:
    """Whoever carries objects from one PDF to another; each is carried once."""

    def __init__(self, writer: PdfWriter, name: str) -> None:
        self.writer, self.name = writer, name
        self.carried: dict[tuple[int, int], IndirectObject] = {}

    def value(self, thing: Any, keys: frozenset[str] = KEYS) -> PdfObject:
        """Return a thing as it is carried over."""
        if isinstance(thing, IndirectObject):
            return self._once(thing, keys)
        if isinstance(thing, StreamObject):
            stream = EncodedStreamObject()
            reference = self.writer._add_object(stream)
            self._fill(stream, thing)
            return reference
        if isinstance(thing, DictionaryObject):
            return self._dictionary(DictionaryObject(), thing, keys)
        if isinstance(thing, ArrayObject):
            return self._array(thing)
        plain: PdfObject = thing
        return plain

    def resources(self, thing: Any) -> DictionaryObject:
        """Return the fonts, pictures and colours that a painting names."""
        fresh = DictionaryObject()
        source = thing.get_object() if thing is not None else {}
        for section in SECTIONS:
            named = source.get(section)
            if named is not None:
                fresh[NameObject(section)] = self._all_of(named.get_object())
        return fresh

    def painting(self, thing: Any) -> IndirectObject:
        """Return what paints a page."""
        stream = EncodedStreamObject()
        reference = self.writer._add_object(stream)
        _pack(stream, self._painted(thing))
        return reference

    def _once(self, reference: IndirectObject, keys: frozenset[str]) -> PdfObject:
        """Return where a thing lies in the copy; what names itself comes to an end."""
        number = (reference.idnum, reference.generation)
        if number in self.carried:
            return self.carried[number]
        thing = reference.get_object()
        if isinstance(thing, StreamObject):
            stream = EncodedStreamObject()
            self.carried[number] = self.writer._add_object(stream)
            self._fill(stream, thing)
            return self.carried[number]
        if isinstance(thing, DictionaryObject):
            fresh = DictionaryObject()
            self.carried[number] = self.writer._add_object(fresh)
            self._dictionary(fresh, thing, keys)
            return self.carried[number]
        return self.value(thing, keys)

    def _dictionary(
        self, fresh: DictionaryObject, source: DictionaryObject, keys: frozenset[str] = KEYS
    ) -> DictionaryObject:
        """Return a dictionary with the keys that paint."""
        for key, thing in source.items():
            if key == "/Resources":
                fresh[NameObject(key)] = self.resources(thing)
            elif key == "/CharProcs":
                fresh[NameObject(key)] = self._all_of(thing.get_object(), drawn=True)
            elif key in keys:
                fresh[NameObject(key)] = self.value(thing)
        return fresh

    def _all_of(self, source: DictionaryObject, *, drawn: bool = False) -> DictionaryObject:
        """Return a dictionary whose keys are names that the painting chose."""
        fresh = DictionaryObject()
        for key, thing in source.items():
            carried = self.painting(thing) if drawn else self.value(thing)
            fresh[NameObject(key)] = carried
        return fresh

    def _array(self, source: ArrayObject) -> PdfObject:
        """Return an array; colours by a profile as the plain colours with as many parts."""
        if len(source) == 2 and source[0] == "/ICCBased":
            profile: Any = source[1].get_object()
            return NameObject(_PLAIN_COLOURS[int(profile["/N"])])
        return ArrayObject([self.value(thing) for thing in source])

    def _fill(self, fresh: StreamObject, source: StreamObject) -> None:
        """Fill a stream with what another one paints."""
        self._dictionary(fresh, source)
        filters = _filters(source)
        if source.get("/Subtype") == "/Form" or source.get("/PatternType") == 1:
            _pack(fresh, self._painted(source))
        elif filters[-1:] == [_JPEG]:
            fresh._data = bare(source.get_data())
            fresh[NameObject("/Filter")] = NameObject(_JPEG)
        elif len(filters) == 1 and filters[0] in PACKED:
            self._as_packed(fresh, source, filters[0])
        elif "/JPXDecode" in filters or any(one in PACKED for one in filters):
            raise self._unread()
        else:
            _pack(fresh, source.get_data())

    def _as_packed(self, fresh: StreamObject, source: StreamObject, how: str) -> None:
        """Fill a stream with a fax or a scan as it is packed."""
        fresh._data = source._data
        fresh[NameObject("/Filter")] = NameObject(how)
        packing = source.get("/DecodeParms")
        if packing is not None:
            inner: Any = packing.get_object()
            inner = inner[0].get_object() if isinstance(inner, ArrayObject) else inner
            fresh[NameObject("/DecodeParms")] = self.value(inner, PACKING)

    def _painted(self, source: Any) -> bytes:
        """Return a painting without comments, marks and words that nobody sees."""
        painting = ContentStream(source, None, "bytes")
        kept = [(what, how) for what, how in painting.operations if how in OPERATORS]
        for what, how in kept:
            if how == b"INLINE IMAGE" and any(
                "DCT" in str(one) for one in what["settings"].values()
            ):
                raise self._unread()
        painting.operations = kept
        return painting.get_data()

    def _unread(self) -> NoCopy:
        sentence = gettext_noop(
            "%(file)s holds pictures of a kind that is not copied. Print it to a PDF anew, and "
            "attach that."
        )
        return NoCopy(sentence, file=self.name)


def _filters(source: StreamObject) -> list[str]:
    """Return how a stream is packed, the outermost first."""
    filters: Any = source.get("/Filter", ArrayObject())
    filters = filters.get_object()
    names = filters if isinstance(filters, ArrayObject) else [filters]
    short = {"/DCT": _JPEG, "/CCF": PACKED[0]}
    return [short.get(str(one), str(one)) for one in names]


def _pack(fresh: StreamObject, data: bytes) -> None:
    """Fill a stream with bytes, packed."""
    fresh._data = zlib.compress(data)
    fresh[NameObject("/Filter")] = NameObject("/FlateDecode")
