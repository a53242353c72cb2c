"""How the window looks: fonts in three sizes, a light and a dark theme, and the styles that screens use.

Styles are named in `Styles`; fonts by the constants below. Plain widgets lie on a white card; what lies
on the ground between cards takes one of the `GROUND_*` styles.
"""

from __future__ import annotations

import tkinter
from tkinter import font as tkfont
from typing import Any

import ttkbootstrap as ttk
from ttkbootstrap.style import Colors, ThemeDefinition

from gridworker.ui import fontfiles
from gridworker.ui.entry import mend_entries
from gridworker.ui.locale import speak_chinese
from gridworker.ui.palette import LIGHT, PALETTES, STATUS, Palette, Status, Tone

__all__ = [
    "SIZES",
    "STATUS",
    "Palette",
    "Status",
    "Styles",
    "Tone",
    "card",
    "colours",
    "dress",
    "start_window",
]

SIZES = {"标准": 11.0, "大": 12.5, "特大": 14.0}
"""Size of the body text in points, by the name it has under 设置."""

GAP = 8
"""The rhythm of all distances, in pixels at 96 dpi; use GAP, 2*GAP, 3*GAP and GAP//2."""

BODY, HEAD = "TkDefaultFont", "TkHeadingFont"
BOLD, SMALL, SECTION, TITLE, FIGURE = "gw-bold", "gw-small", "gw-section", "gw-title", "gw-figure"

_SYSTEM_FAMILIES = (
    "Microsoft YaHei UI", "Noto Sans CJK SC", "Source Han Sans CN", "Source Han Sans SC", "Noto Sans SC",
    "HarmonyOS Sans SC", "WenQuanYi Micro Hei", "PingFang SC", "Microsoft YaHei",
)  # fmt: skip
_SCALE = {BOLD: 1.0, SMALL: 0.93, SECTION: 1.15, TITLE: 1.45, FIGURE: 2.3}
_LEAST_POINTS = 10.5


class Styles:
    """Names for `style=` of labels, frames and buttons."""

    TITLE = "Title.TLabel"
    SECTION = "Section.TLabel"
    MUTED = "Muted.TLabel"
    BOLD = "Bold.TLabel"
    FIGURE = "Figure.TLabel"
    GROUND_TITLE = "Ground.Title.TLabel"
    GROUND_SECTION = "Ground.Section.TLabel"
    GROUND_TEXT = "Ground.TLabel"
    GROUND_MUTED = "Ground.Muted.TLabel"
    GROUND = "Ground.TFrame"
    CARD = "Card.TFrame"
    GROUND_BUTTON = "Ground.TButton"
    GROUND_LINK = "Ground.Quiet.TButton"
    SIDE = "Side.TFrame"
    SIDE_LABEL = "Side.TLabel"
    SIDE_BUTTON = "Side.TButton"
    LINK = "Quiet.TButton"

    @staticmethod
    def toned(tone: Tone) -> str:
        """A label in the colour of this tone, on a card."""
        return f"Tone{tone}.TLabel"

    @staticmethod
    def figure(tone: Tone) -> str:
        """A large number in the colour of this tone, on a card."""
        return f"Tone{tone}.Figure.TLabel"

    @staticmethod
    def chip(tone: Tone) -> str:
        """A label on the soft fill of this tone."""
        return f"Chip{tone}.TLabel"


_TONES: tuple[Tone, ...] = ("plain", "info", "good", "warn", "bad", "quiet")
_current: Palette = LIGHT


def colours() -> Palette:
    """The palette in use; read it again on `<<ThemeChanged>>`."""
    return _current


def start_window(title: str, *, size: str = "标准", theme: str = "light") -> ttk.App:
    """Open the program's root window, Chinese and dressed, still empty and withdrawn."""
    fontfiles.register_bundled()
    make: Any = ttk.App  # untyped in the library
    window: ttk.App = make(title=title)
    window.withdraw()
    dress(window, size=size, theme=theme)
    return window


def dress(window: ttk.App, *, size: str = "标准", theme: str = "light") -> None:
    """Put fonts, colours and words on a root window; again at any time to change size or theme."""
    speak_chinese()
    mend_entries(window)
    _set_fonts(window, SIZES.get(size, SIZES["标准"]))
    _set_theme(window, PALETTES.get(theme, LIGHT))


def card(parent: tkinter.Misc, title: str = "", *, padding: int = 2 * GAP) -> ttk.Frame:
    """A white card with a hairline; with `title` its section heading is packed on top."""
    frame = ttk.Frame(parent, style=Styles.CARD, padding=padding)
    if title:
        ttk.Label(frame, text=title, style=Styles.SECTION).pack(anchor="w", pady=(0, GAP))
    return frame


def pixels(window: tkinter.Misc, points: float) -> int:
    """So many typographic points as whole screen pixels."""
    return round(points * window.winfo_fpixels("1p"))


def line_height(window: tkinter.Misc, name: str = BODY) -> int:
    """Line space of a named font in pixels."""
    return int(window.tk.call("font", "metrics", name, "-linespace"))


def text_width(window: tkinter.Misc, text: str, name: str = BODY) -> int:
    """Width of a text in a named font, in pixels."""
    return int(window.tk.call("font", "measure", name, text))


def _family(window: tkinter.Misc) -> str:
    known = set(tkfont.families(window))
    return next((name for name in _SYSTEM_FAMILIES if name in known), fontfiles.BUNDLED_FAMILY)


def _set_fonts(window: tkinter.Misc, points: float) -> None:
    """Tk takes whole points only, so sizes are given in pixels (negative)."""
    family, body = _family(window), -pixels(window, points)
    for name in tkfont.names(window):
        if name.startswith("Tk") and name not in ("TkFixedFont",):
            tkfont.nametofont(name, root=window).configure(family=family, size=body, weight="normal")
    tkfont.nametofont(HEAD, root=window).configure(weight="bold")
    for name, scale in _SCALE.items():
        wanted = -pixels(window, max(points * scale, _LEAST_POINTS))
        weight = "normal" if name == SMALL else "bold"
        _named_font(window, name, family=family, size=wanted, weight=weight)


def _named_font(window: tkinter.Misc, name: str, **options: Any) -> None:
    exists = name in tkfont.names(window)
    font = tkfont.Font(window, name=name, exists=exists)
    font.delete_font = False  # the name outlives this Python object
    font.configure(**options)


def _set_theme(window: ttk.App, palette: Palette) -> None:
    global _current
    _current = palette
    style: Any = window.style
    name = f"gridworker-{palette.mode}"
    if name not in style.theme_names():
        for each in PALETTES.values():
            style.register_theme(_definition(each))
    style.theme_use(name)
    _add_styles(style, palette)
    window.configure(background=palette.ground)
    _style_menus(window, palette)


def _definition(p: Palette) -> Any:
    make_colours: Any = Colors  # the library's own types are partial
    make_theme: Any = ThemeDefinition
    colors = make_colours(
        primary=p.accent, secondary=p.muted, success=p.good, info=p.accent_text, warning=p.warn, danger=p.bad,
        light=p.stripe, dark=p.side, bg=p.card, fg=p.ink, selectbg=p.select, selectfg=p.ink,
        border=p.border, inputfg=p.ink, inputbg=p.card, active=p.line,
    )  # fmt: skip
    return make_theme(f"gridworker-{p.mode}", colors, p.mode)


def _add_styles(style: ttk.Style, p: Palette) -> None:
    _add_labels(style, p)
    style.configure(Styles.GROUND, background=p.ground)
    style.configure(
        Styles.CARD, background=p.card, bordercolor=p.line, lightcolor=p.card, darkcolor=p.card,
        relief="raised", borderwidth=1,
    )  # fmt: skip
    _add_sidebar(style, p)
    _add_buttons(style, p)
    _add_table(style, p)
    _add_groups(style, p)


def _add_labels(style: ttk.Style, p: Palette) -> None:
    for ground, surface in (("", p.card), ("Ground.", p.ground)):
        style.configure(f"{ground}TLabel", background=surface, foreground=p.ink)
        style.configure(f"{ground}{Styles.TITLE}", background=surface, foreground=p.ink, font=TITLE)
        style.configure(f"{ground}{Styles.SECTION}", background=surface, foreground=p.ink, font=SECTION)
        style.configure(f"{ground}{Styles.MUTED}", background=surface, foreground=p.muted, font=SMALL)
    style.configure(Styles.BOLD, background=p.card, foreground=p.ink, font=BOLD)
    style.configure(Styles.FIGURE, background=p.card, foreground=p.accent_text, font=FIGURE)
    for tone in _TONES:
        style.configure(Styles.toned(tone), background=p.card, foreground=p.tone(tone))
        style.configure(Styles.figure(tone), background=p.card, foreground=p.tone(tone), font=FIGURE)
        style.configure(Styles.chip(tone), background=p.soft(tone), foreground=p.ink, padding=(GAP, GAP // 4))


def _add_sidebar(style: ttk.Style, p: Palette) -> None:
    style.configure(Styles.SIDE, background=p.side)
    style.configure(Styles.SIDE_LABEL, background=p.side, foreground=p.side_ink)
    _flat_button(style, Styles.SIDE_BUTTON, p.side, p.side_ink)
    fills = [("selected", p.accent), ("pressed", p.accent), ("active", p.side_hover)]
    _map_fill(style, Styles.SIDE_BUTTON, fills)
    style.map(Styles.SIDE_BUTTON, foreground=[("selected", p.on_accent), ("active", "#ffffff")])
    style.configure(Styles.SIDE_BUTTON, anchor="w", padding=(2 * GAP, GAP))


def _add_buttons(style: ttk.Style, p: Palette) -> None:
    """Plain buttons in the palette's own tint; quiet ones are coloured text until the pointer is on them."""
    plain = dict.fromkeys(("TButton", "neutral.TButton", "TMenubutton", "neutral.TMenubutton"), p.stripe)
    for name, fill in (plain | {Styles.GROUND_BUTTON: p.card}).items():
        _flat_button(style, name, fill, p.ink)
        _map_fill(style, name, [("disabled", p.card), ("pressed", p.select), ("active", p.info_soft)])
        edge = [("disabled", p.line), ("active", p.accent_text)]
        style.map(name, bordercolor=edge, foreground=[("disabled", p.border)])
        style.configure(name, bordercolor=p.border, relief="raised")
    for name, fill in ((Styles.LINK, p.card), (Styles.GROUND_LINK, p.ground)):
        _flat_button(style, name, fill, p.accent_text)
        _map_fill(style, name, [("pressed", p.select), ("active", p.info_soft)])
        style.map(name, foreground=[("disabled", p.border)])
        style.configure(name, padding=(GAP, GAP // 2))


def _flat_button(style: ttk.Style, name: str, fill: str, ink: str) -> None:
    style.configure(
        name, background=fill, foreground=ink, bordercolor=fill, lightcolor=fill, darkcolor=fill,
        relief="flat", borderwidth=1, focuscolor=ink,
    )  # fmt: skip


def _map_fill(style: ttk.Style, name: str, fills: list[tuple[str, str]]) -> None:
    style.map(name, background=fills, bordercolor=fills, lightcolor=fills, darkcolor=fills)


def _add_table(style: ttk.Style, p: Palette) -> None:
    height = round(1.5 * line_height(style.master))
    style.configure(
        "Treeview", rowheight=height, background=p.card, fieldbackground=p.card, foreground=p.ink,
        bordercolor=p.line, lightcolor=p.card, darkcolor=p.card, borderwidth=1, font=BODY,
    )  # fmt: skip
    style.map("Treeview", background=[("selected", p.select)], foreground=[("selected", p.ink)])
    style.configure(
        "Treeview.Heading", background=p.ground, foreground=p.ink, font=HEAD, padding=(2, GAP // 2 + 1),
        relief="flat", borderwidth=1, bordercolor=p.line, lightcolor=p.ground, darkcolor=p.ground,
    )  # fmt: skip
    style.map("Treeview.Heading", background=[("active", p.line)])


def _add_groups(style: ttk.Style, p: Palette) -> None:
    style.configure("TNotebook", bordercolor=p.line, lightcolor=p.card, darkcolor=p.card)
    style.configure("TNotebook.Tab", padding=(2 * GAP, GAP // 2 + 2), bordercolor=p.line, foreground=p.muted)
    style.map("TNotebook.Tab", foreground=[("selected", p.accent_text)], bordercolor=[("selected", p.line)])
    style.configure("TLabelframe", bordercolor=p.line)
    style.configure("TLabelframe.Label", foreground=p.ink, font=BOLD)


def _style_menus(window: tkinter.Misc, p: Palette) -> None:
    """Menus and popdown lists are plain Tk widgets, reached through the option database."""
    options = {
        "*Menu.background": p.card, "*Menu.foreground": p.ink, "*Menu.activeBackground": p.select,
        "*Menu.activeForeground": p.ink, "*Menu.relief": "flat", "*Menu.borderWidth": "1",
        "*Menu.selectColor": p.accent_text, "*TCombobox*Listbox.font": BODY,
    }  # fmt: skip
    for pattern, value in options.items():
        window.option_add(pattern, value)
