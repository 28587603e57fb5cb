"""What of a PDF is carried over to its copy: what a page is painted with, by name; nothing else.

The names are those of ISO 32000. A key that is not here stays behind, whatever it is: metadata,
private data of programs, alternates, structure, actions.
"""

PAGE = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group")
SECTIONS = ("/Font", "/XObject", "/ColorSpace", "/Pattern", "/Shading", "/ExtGState")

_FONT = """
    Type Subtype BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode
    DescendantFonts CIDSystemInfo DW W DW2 W2 CIDToGIDMap FontBBox FontMatrix Differences
    BaseEncoding Registry Ordering Supplement FontName Flags ItalicAngle Ascent Descent Leading
    CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth FontFile FontFile2 FontFile3
    FontStretch FontWeight Length1 Length2 Length3 CMapName WMode UseCMap
"""
_PICTURE = """
    Width Height ColorSpace BitsPerComponent Decode ImageMask Mask SMask SMaskInData Interpolate
    Intent Matte BBox Matrix Group S CS I K FormType
"""
_PAINT = """
    LW LC LJ ML D RI OP op OPM Font BG BG2 UCR UCR2 TR TR2 HT FL SM SA BM CA ca AIS TK G BC
    ShadingType Background AntiAlias Domain Function Coords Extend BitsPerCoordinate BitsPerFlag
    BitsPerComponent VerticesPerRow PatternType PaintType TilingType XStep YStep Shading ExtGState
    FunctionType Range Size BitsPerSample Order Encode C0 C1 N Functions Bounds
    WhitePoint BlackPoint Gamma
"""
KEYS = frozenset(f"/{key}" for key in f"{_FONT} {_PICTURE} {_PAINT}".split())
# How a fax or a scan was packed; such a picture is carried over packed.
_PACKING = "K Columns Rows BlackIs1 EncodedByteAlign EndOfLine EndOfBlock JBIG2Globals"
PACKING = frozenset(f"/{key}" for key in _PACKING.split())
PACKED = ("/CCITTFaxDecode", "/JBIG2Decode")

# What paints. Marked content (BDC, BMC, EMC, MP, DP) carries words that no reader sees, and goes.
_PAINTING = (
    b"b B b* B* BT c cm CS cs d d0 d1 Do ET f F f* G g gs h i j J K k l M m n q Q re RG rg ri s S "
    b"SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \" BI"
)
OPERATORS = frozenset(_PAINTING.split()) | {b"INLINE IMAGE"}

# Notes that lie beside the words and not over them; they go without a trace on the page.
BESIDE = (
    *("/Link", "/Text", "/Popup", "/FileAttachment", "/Sound", "/Movie", "/Screen", "/Caret"),
    *("/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/RichMedia", "/3D", "/TrapNet"),
)
