"""The letters of a PDF: which font has a character, how wide a text is, and the operators that draw it.

A character comes from Noto Sans SC, else from HanaMinB, which has the rarest ideographs and is unpacked
only when a name needs it; one that neither has is drawn as 〓 and noted in `Lettering.missing`.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from gridworker.paths import asset

SUBSTITUTE = "〓"
REGULAR, BOLD, RARE = "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "HanaMinB.ttf.xz"
FIRST_RARE = 0x20000  # HanaMinB is kept for the ideographs beyond the first plane


class _Font(TTFont):  # type: ignore[misc]
    """A TrueType font whose text can be copied out of the PDF, characters beyond U+FFFF included."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Embed the subsets, then replace reportlab's character maps, which write U+2CB73 as a wrong code."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = (
                doc.idToObject["BasicFonts"].dict[f"{doc.fontMapping[self.fontName][1:]}+{number}"].BaseFont
            )
            doc.idToObject[f"toUnicodeCMap:{name}"].content = _unicode_map(name, subset)


def _unicode_map(name: str, subset: list[int]) -> str:
    """A ToUnicode map: UTF-16 code units, at most 100 entries a block as the format demands."""
    entries = [f"<{i:02X}> <{chr(c).encode('utf-16-be').hex().upper()}>" for i, c in enumerate(subset) if c]
    blocks = [entries[at : at + 100] for at in range(0, len(entries), 100)]
    body = "\n".join(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar"))
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /{name} def\n"
        f"/CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


def base_font() -> str:
    """The name of a registered font for reportlab to begin pages with; its own would not be embedded."""
    font = _font(REGULAR)
    pdfmetrics.registerFont(font)
    return str(font.fontName)


@lru_cache(maxsize=3)
def _font(file: str) -> _Font:
    """Load a font once a process; parsing takes a tenth of a second, unpacking HanaMinB a second."""
    path = asset(f"fonts/{file}")
    source: Any = BytesIO(lzma.decompress(path.read_bytes())) if path.suffix == ".xz" else str(path)
    return _Font(path.name.split(".")[0], source)


class Glyph(NamedTuple):
    """One character in one document: the font subset that draws it, its code there, its width at size 1."""

    subset: str
    code: str
    width: float


_SUBSET, _CODE, _WIDTH = map(attrgetter, ("subset", "code", "width"))


class _Glyphs(dict[str, Glyph]):
    """The glyphs of one weight by character, chosen when a character is first met."""

    def __init__(self, files: tuple[str, ...], document: Any, missing: set[str]) -> None:
        self._files, self._document, self._missing = files, document, missing

    def __missing__(self, char: str) -> Glyph:
        font = next((font for font in self._fonts(char) if ord(char) in font.face.charToGlyph), None)
        if font is None:
            self._missing.add(char)
            font, char_drawn = _font(REGULAR), SUBSTITUTE
        else:
            char_drawn = char
        [(subset, code)] = font.splitString(char_drawn, self._document)
        name = font.getSubsetInternalName(subset, self._document)
        self[char] = Glyph(name, code.hex(), font.face.getCharWidth(ord(char_drawn)) / 1000)
        return self[char]

    def _fonts(self, char: str) -> Iterator[_Font]:
        yield from map(_font, self._files)
        if ord(char) >= FIRST_RARE:
            yield _font(RARE)


class Lettering:
    """Text in one PDF document. `document` is reportlab's, which collects the subsets to embed."""

    def __init__(self, document: Any) -> None:
        self.missing: set[str] = set()
        self._regular = _Glyphs((REGULAR,), document, self.missing)
        self._bold = _Glyphs((BOLD, REGULAR), document, self.missing)

    def width(self, text: str, bold: bool = False) -> float:
        """The width of a text at size 1."""
        glyphs = self._bold if bold else self._regular
        return float(sum(map(_WIDTH, map(glyphs.__getitem__, text))))

    def operators(self, text: str, size: float, bold: bool = False) -> str:
        """The PDF operators that show a text, to stand in a text object."""
        glyphs = self._bold if bold else self._regular
        runs = groupby(map(glyphs.__getitem__, text), key=_SUBSET)
        return " ".join(f"{subset} {size:.4g} Tf <{''.join(map(_CODE, run))}> Tj" for subset, run in runs)
