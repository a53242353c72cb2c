"""The look: legible colours in both themes, three text sizes, the bundled font, Chinese library words."""

from __future__ import annotations

import re
import tkinter
from itertools import product
from pathlib import Path
from tkinter import font as tkfont

import pytest
import ttkbootstrap as ttk
from ttkbootstrap.localization import MessageCatalog

from gridworker.ui import theme
from gridworker.ui.fontfiles import BUNDLED_FAMILY
from gridworker.ui.palette import PALETTES, STATUS, Palette

LEAST_CONTRAST = 4.5


def luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_every_text_colour_can_be_read_on_every_surface_it_is_used_on(palette: Palette) -> None:
    texts = ("ink", "muted", "accent_text", "good", "warn", "bad")
    pairs = list(product(texts, ("card", "ground", "stripe")))
    pairs += [("ink", soft) for soft in ("good_soft", "warn_soft", "bad_soft", "info_soft", "select")]
    pairs += [("on_accent", "accent"), ("side_ink", "side"), ("side_ink", "side_hover")]
    poor = {
        pair: round(found, 2)
        for pair in pairs
        if (found := contrast(*(getattr(palette, name) for name in pair))) < LEAST_CONTRAST
    }
    assert poor == {}


def test_no_two_statuses_of_different_tone_share_a_mark() -> None:
    tones: dict[str, set[str]] = {}
    for status in STATUS.values():
        tones.setdefault(status.mark, set()).add(status.tone)
    assert {mark: found for mark, found in tones.items() if len(found) > 1} == {}


@pytest.mark.parametrize("size", theme.SIZES)
def test_text_is_never_smaller_than_ten_and_a_half_points(root: ttk.App, size: str) -> None:
    theme.dress(root, size=size)
    least = theme.pixels(root, 10.5)
    for name in (theme.BODY, theme.HEAD, theme.BOLD, theme.SMALL, theme.SECTION, theme.TITLE, theme.FIGURE):
        assert -int(tkfont.nametofont(name, root=root).cget("size")) >= least, name


def test_a_larger_size_makes_rows_and_text_larger_at_once(root: ttk.App) -> None:
    theme.dress(root, size="标准")
    label = ttk.Label(root, text="网格员")
    before, row = label.winfo_reqheight(), int(root.style.lookup("Treeview", "rowheight"))
    theme.dress(root, size="特大")
    root.update()
    assert label.winfo_reqheight() > before
    assert int(root.style.lookup("Treeview", "rowheight")) > row
    theme.dress(root)


def test_rows_are_one_and_a_half_lines_high(root: ttk.App) -> None:
    theme.dress(root)
    assert int(root.style.lookup("Treeview", "rowheight")) == round(1.5 * theme.line_height(root))


def test_dark_and_light_change_what_is_already_on_screen(root: ttk.App) -> None:
    theme.dress(root, theme="dark")
    box = theme.card(root, "今日")
    box.pack()
    root.update()
    assert root.style.lookup(theme.Styles.CARD, "background") == PALETTES["dark"].card
    theme.dress(root, theme="light")
    root.update()
    assert theme.colours() is PALETTES["light"]
    assert root.style.lookup(theme.Styles.CARD, "background") == PALETTES["light"].card
    assert root.style.lookup("TEntry", "fieldbackground") == PALETTES["light"].card


def test_the_bundled_font_is_there_without_being_installed(own_window: None) -> None:
    window = theme.start_window("试")
    families = tkfont.families(window)
    chosen = tkfont.nametofont(theme.BODY, root=window).actual("family")
    window.destroy()
    assert BUNDLED_FAMILY in families
    assert chosen in families


def test_the_window_starts_hidden_and_can_be_started_again(own_window: None) -> None:
    for mode in ("light", "dark"):
        window = theme.start_window("试", theme=mode)
        assert window.state() == "withdrawn"
        assert window.style.theme_use() == f"gridworker-{mode}"
        window.destroy()


def test_what_the_library_says_in_dialogs_is_chinese(root: ttk.App) -> None:
    """Every literal that the library's dialogs and tables translate has a Chinese entry."""
    theme.dress(root)
    literals = set()
    for file in Path(ttk.__file__).parent.rglob("*.py"):
        if file.parent.name in ("dialogs", "widgets"):
            literals |= set(re.findall(r"translate\(\s*\"([^\"]+)\"", file.read_text("utf-8")))
            literals |= set(re.findall(r"translate\(\s*'([^']+)'", file.read_text("utf-8")))
    assert "File name:" in literals
    english = {word for word in literals if MessageCatalog.translate(word).isascii()}
    assert english == set()


def test_dressing_twice_does_not_bind_the_edit_keys_twice(root: ttk.App) -> None:
    theme.dress(root)
    once = root.tk.call("bind", "TEntry", "<BackSpace>")
    theme.dress(root)
    assert root.tk.call("bind", "TEntry", "<BackSpace>") == once


def test_a_styled_label_takes_the_style_in_both_themes(root: ttk.App) -> None:
    theme.dress(root)
    label: tkinter.Widget = ttk.Label(root, text="未检", style=theme.Styles.toned("bad"))
    assert root.style.lookup(str(label.cget("style")), "foreground") == PALETTES["light"].bad
