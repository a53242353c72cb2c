"""Drive a window as a person does: real events, only where a hand could reach.

Events carry a clock of their own, so that two quick clicks in a test are two clicks, and a double click is
one however slow the machine.
"""

from __future__ import annotations

import time
import tkinter
from collections.abc import Callable, Iterator

_APART, _TOGETHER = 2_000, 50  # ms; Tk takes clicks within 500 ms for a double click
_now = 10_000
_CHARACTERS = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\n\t"
_KEYS = """
    space exclam quotedbl numbersign dollar percent ampersand apostrophe parenleft parenright asterisk plus
    comma minus period slash colon semicolon less equal greater question at bracketleft backslash bracketright
    asciicircum underscore grave braceleft bar braceright asciitilde Return Tab
"""
_KEY_OF = dict(zip(_CHARACTERS, _KEYS.split(), strict=True))


def settle(widget: tkinter.Misc) -> None:
    """Let everything that is already due happen: redraws, idle tasks, events."""
    widget.update_idletasks()
    widget.update()


def pump(widget: tkinter.Misc, until: Callable[[], object], timeout: float = 5) -> None:
    """Run the event loop until the condition holds; fail after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    settle(widget)
    while not until():
        assert time.monotonic() < deadline, f"still waiting after {timeout} s"
        time.sleep(0.005)
        settle(widget)


def click(
    widget: tkinter.Misc,
    x: int | None = None,
    y: int | None = None,
    *,
    button: int = 1,
    state: int = 0,
    times: int = 1,
) -> None:
    """Click into the widget (its middle, or a point of it); `state` 1 is Shift, 4 Control."""
    widget.update_idletasks()
    at = (widget.winfo_width() // 2 if x is None else x, widget.winfo_height() // 2 if y is None else y)
    _reach(widget, *at)
    _event(widget, "<Enter>", at)
    _event(widget, "<Motion>", at, state=state)
    for turn in range(times):
        _event(widget, "<ButtonPress>", at, wait=_TOGETHER if turn else _APART, button=button, state=state)
        _event(widget, "<ButtonRelease>", at, wait=1, button=button, state=state | (0x80 << button))
        if widget.winfo_exists():  # a click may close what was clicked
            settle(widget)


def double_click(widget: tkinter.Misc, x: int | None = None, y: int | None = None) -> None:
    """Two press and release pairs in quick succession."""
    click(widget, x, y, times=2)


def right_click(widget: tkinter.Misc, x: int | None = None, y: int | None = None) -> None:
    click(widget, x, y, button=3)


def drag(widget: tkinter.Misc, start: tuple[int, int], end: tuple[int, int], *, steps: int = 4) -> None:
    """Press at `start`, move in `steps` to `end`, both in the widget's own pixels, and let go."""
    _reach(widget, *start)
    _event(widget, "<ButtonPress>", start, wait=_APART, button=1)
    for step in range(1, steps + 1):
        x, y = (round(a + (b - a) * step / steps) for a, b in zip(start, end, strict=True))
        _event(widget, "<Motion>", (x, y), wait=_TOGETHER, state=0x100)
    _event(widget, "<ButtonRelease>", end, wait=_TOGETHER, button=1, state=0x100)
    settle(widget)


def focus(widget: tkinter.Misc) -> None:
    """Give the widget the keyboard, as a click would, without a window manager."""
    widget.focus_force()
    settle(widget)
    assert widget.focus_get() is not None, "the window did not get the keyboard"


def press(widget: tkinter.Misc, sequence: str) -> None:
    """Press one key or combination (`<Control-z>`, `<Return>`, `<F1>`), with the focus on the widget."""
    if widget.focus_displayof() is not widget:
        focus(widget)
    widget.event_generate(sequence)
    settle(widget)


def type_text(widget: tkinter.Misc, text: str) -> None:
    """Type into whatever has the focus: ASCII by its keys, the rest as an input method hands it over.

    `widget` gets the focus first; keys that move it (Tab, Return) send the rest where it went.
    """
    focus(widget)
    for character in text:
        target = widget.focus_displayof() or widget
        if character.isascii():
            target.event_generate("<KeyPress>", keysym=_KEY_OF.get(character, character))
            target.event_generate("<KeyRelease>", keysym=_KEY_OF.get(character, character))
        else:
            target.tk.call(target, "insert", "insert", character)
            target.event_generate("<KeyRelease>")
        settle(widget)


def meanwhile(root: tkinter.Tk, act: Callable[[tkinter.Toplevel], None]) -> None:
    """Do something in the dialog as soon as it is on the screen."""

    def look() -> None:
        found = [w for w in root.winfo_children() if isinstance(w, tkinter.Toplevel) and w.winfo_viewable()]
        if not found:
            root.after(20, look)
            return
        settle(root)
        try:
            act(found[0])
        except BaseException:
            found[0].destroy()  # else the dialog waits for ever
            raise

    root.after(20, look)


def descendants(widget: tkinter.Misc) -> Iterator[tkinter.Misc]:
    """Every widget inside this one that a person can see, itself included, in the order they were made."""
    if widget.winfo_viewable():
        yield widget
    for child in widget.winfo_children():
        yield from descendants(child)


def text_of(widget: tkinter.Misc) -> str:
    """The words a label, button or the like shows; empty for others."""
    return str(widget.cget("text")) if "text" in widget.keys() else ""  # noqa: SIM118 (keys is a Tk method)


def texts(widget: tkinter.Misc) -> list[str]:
    """All words in sight inside the widget."""
    return [text for inner in descendants(widget) if (text := text_of(inner))]


def find(widget: tkinter.Misc, text: str, kind: type[tkinter.Misc] = tkinter.Misc) -> tkinter.Misc:
    """The one visible widget of this kind that shows exactly this text."""
    found = [inner for inner in descendants(widget) if isinstance(inner, kind) and text_of(inner) == text]
    assert len(found) == 1, f"{len(found)} widgets show “{text}”; in sight: {texts(widget)}"
    return found[0]


def _reach(widget: tkinter.Misc, x: int, y: int) -> None:
    """Fail where no hand could click: hidden, covered, or outside."""
    settle(widget)
    assert widget.winfo_viewable(), f"{widget} is not in sight"
    met = widget.winfo_containing(widget.winfo_rootx() + x, widget.winfo_rooty() + y)
    assert met is widget, f"a click at {x},{y} of {widget} would meet {met}"


def _event(
    widget: tkinter.Misc, sequence: str, at: tuple[int, int], *, wait: int = 0, **details: int
) -> None:
    global _now
    _now += wait
    if widget.winfo_exists():
        widget.event_generate(sequence, x=at[0], y=at[1], time=_now, **details)
