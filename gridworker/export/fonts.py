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
from typing import Any

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


@lru_cache(maxsize=3)
def _font(file: str) -> _Font:
    """Load a font once a process; parsing takes a tenth of a second, unpacking HanaMinB a second."""
    path = asset(f"fonts/{file}")
    source: Any = BytesIO(lzma.decompress(path.read_bytes())) if path.suffix == ".xz" else str(path)
    return _Font(path.name.split(".")[0], source)


class Lettering:
    """Text in one PDF document. `document` is reportlab's, which collects the subsets to embed."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self.missing: set[str] = set()
        self.width = lru_cache(maxsize=20_000)(self._width)

    def _width(self, text: str, bold: bool = False) -> float:
        """The width of a text at size 1."""
        return (
            sum(sum(map(font.face.getCharWidth, map(ord, part))) for font, part in self._runs(text, bold))
            / 1000.0
        )

    def operators(self, text: str, size: float, bold: bool = False) -> str:
        """The PDF operators that show a text, to stand in a text object."""
        return " ".join(
            f"{font.getSubsetInternalName(subset, self._document)} {size:g} Tf <{codes.hex()}> Tj"
            for font, part in self._runs(text, bold)
            for subset, codes in font.splitString(part, self._document)
        )

    def _runs(self, text: str, bold: bool) -> Iterator[tuple[_Font, str]]:
        """Split a text by the font that has its characters; most texts stay whole."""
        usual = _font(BOLD if bold else REGULAR)
        if all(map(usual.face.charToGlyph.__contains__, map(ord, text))):
            yield usual, text
            return
        for font, part in groupby(
            ((self._best(char, usual), char) for char in text), key=lambda pair: pair[0]
        ):
            characters = "".join(char for _, char in part)
            yield (font, characters) if font else (_font(REGULAR), SUBSTITUTE * len(characters))

    def _best(self, char: str, usual: _Font) -> _Font | None:
        for font in (usual, _font(REGULAR)):
            if ord(char) in font.face.charToGlyph:
                return font
        if ord(char) >= FIRST_RARE and ord(char) in _font(RARE).face.charToGlyph:
            return _font(RARE)
        self.missing.add(char)
        return None
