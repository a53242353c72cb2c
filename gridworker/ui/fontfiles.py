"""Make the bundled fonts known to this process before the window opens, without installing them."""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from pathlib import Path

from gridworker.paths import asset

BUNDLED_FAMILY = "Noto Sans SC"
_FILES = ("fonts/NotoSansSC-Regular.ttf", "fonts/NotoSansSC-Bold.ttf")
_FR_PRIVATE = 0x10


def register_bundled() -> bool:
    """Register the bundled fonts; False when this system offers no way. Must run before `Tk()`."""
    try:
        files = [asset(name) for name in _FILES]
    except FileNotFoundError:
        return False
    register = _register_windows if sys.platform == "win32" else _register_fontconfig
    try:
        return all(register(file) for file in files)
    except (OSError, AttributeError):
        return False


def _register_fontconfig(file: Path) -> bool:
    """The library must be the one that Tk itself loads, so that both share one configuration."""
    library = ctypes.CDLL(ctypes.util.find_library("fontconfig") or "libfontconfig.so.1")
    add = library.FcConfigAppFontAddFile
    add.argtypes, add.restype = [ctypes.c_void_p, ctypes.c_char_p], ctypes.c_int
    return bool(add(None, str(file).encode()))


def _register_windows(file: Path) -> bool:
    add = ctypes.windll.gdi32.AddFontResourceExW  # type: ignore[attr-defined, unused-ignore]
    add.argtypes = [ctypes.c_wchar_p, ctypes.c_uint, ctypes.c_void_p]
    return bool(add(str(file), _FR_PRIVATE, None))
