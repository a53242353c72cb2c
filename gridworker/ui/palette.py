"""The colours of the window, light and dark, and the marks of statuses. Pure.

Every text colour stands at least 4.5:1 against the surfaces it is used on; a test measures it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Mode = Literal["light", "dark"]
Tone = Literal["plain", "info", "good", "warn", "bad", "quiet"]


@dataclass(frozen=True)
class Palette:
    """Colours by their role, as `#rrggbb`.

    `ground` lies behind cards; `ink`, `muted` and the tones are text colours on `card` and `ground`;
    `accent` is a fill that carries `on_accent`; the `*_soft` fills carry `ink`.
    """

    mode: Mode
    ground: str
    card: str
    stripe: str
    ink: str
    muted: str
    line: str
    border: str
    accent: str
    on_accent: str
    accent_text: str
    select: str
    side: str
    side_hover: str
    side_ink: str
    good: str
    warn: str
    bad: str
    good_soft: str
    warn_soft: str
    bad_soft: str
    info_soft: str

    def tone(self, tone: Tone) -> str:
        """The text colour of a tone."""
        named = {
            "plain": self.ink,
            "info": self.accent_text,
            "good": self.good,
            "warn": self.warn,
            "bad": self.bad,
        }
        return named.get(tone, self.muted)

    def soft(self, tone: Tone) -> str:
        """The pale fill of a tone, to put ink on."""
        named = {"info": self.info_soft, "good": self.good_soft, "warn": self.warn_soft, "bad": self.bad_soft}
        return named.get(tone, self.card)


LIGHT = Palette(
    mode="light",
    ground="#e9eff4", card="#ffffff", stripe="#f6f9fb", ink="#1c2b3a", muted="#52657a",
    line="#d6e0e8", border="#a3b3c2",
    accent="#14698a", on_accent="#ffffff", accent_text="#0f6281", select="#cde5ef",
    side="#12384a", side_hover="#1c4c62", side_ink="#dce9f0",
    good="#14703f", warn="#8a5300", bad="#b3261e",
    good_soft="#e2f3e9", warn_soft="#fdf1d8", bad_soft="#fce9e7", info_soft="#e2f0f6",
)  # fmt: skip

DARK = Palette(
    mode="dark",
    ground="#131d26", card="#1c2833", stripe="#202d39", ink="#e4ecf2", muted="#a3b5c4",
    line="#2f3f4d", border="#566b7c",
    accent="#1d7796", on_accent="#ffffff", accent_text="#74c8e0", select="#28506a",
    side="#0d161d", side_hover="#1d303d", side_ink="#cfdde6",
    good="#6ed3a0", warn="#f0b95f", bad="#ff9d95",
    good_soft="#1d3b2e", warn_soft="#43371f", bad_soft="#472a2a", info_soft="#1e3a48",
)  # fmt: skip

PALETTES: dict[str, Palette] = {"light": LIGHT, "dark": DARK}


@dataclass(frozen=True)
class Status:
    """How a state is told: a mark, a word, and a colour that never stands alone."""

    mark: str
    word: str
    tone: Tone


STATUS: dict[str, Status] = {
    "done": Status("✓", "已检", "good"),
    "missed": Status("□", "未检", "plain"),  # a box not yet ticked; a list of the missed is not all red
    "due": Status("○", "应检", "warn"),
    "willing": Status("◆", "愿检", "info"),
    "exempt": Status("△", "豁免", "quiet"),
    "late": Status("■", "逾期", "bad"),
    "soon": Status("◐", "将到期", "warn"),
    "positive": Status("★", "阳性", "bad"),
    "negative": Status("✓", "阴性", "good"),
    "waiting": Status("…", "待出", "quiet"),
    "good": Status("✓", "正常", "good"),
    "warn": Status("▲", "注意", "warn"),
    "bad": Status("×", "异常", "bad"),
    "info": Status("●", "提示", "info"),
    "quiet": Status("·", "其他", "quiet"),
}
"""Statuses by name; the names are also row tags of the grid."""
