"""Make the pictures that README.md shows: the real window over a demonstration ledger of made-up people.

Run on a screen of 1366×768 (Xvfb will do): uv run python docs/make_pictures.py
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from PIL import ImageGrab

from gridworker.ledger.demonstration import make_demonstration
from gridworker.settings import Settings, save_settings
from gridworker.ui.app import App

PICTURES = Path(__file__).parent / "pictures"
SECONDS = 3.0  # until previews and charts are painted


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GRIDWORKER_HOME"] = folder
        ledger = Path(folder) / "演示台账.gwl"
        make_demonstration(ledger, 3000, "2022-11-28", 1)
        save_settings(Settings(geometry="1366x768+0+0"))
        app = App(ledger)
        app.start()
        assert app.window is not None
        resident = app.window.desk.ledger.rows("resident")[40]["id"]
        for name, screen, what in (
            ("today", "today", {}),
            ("people", "people", {"resident": resident}),
            ("testing", "testing", {"outcome": "missed"}),
            ("sampling", "testing", {"page": "desk"}),
            ("reports", "reports", {"report": "testing-daily"}),
        ):
            app.window.go(screen, **what)
            settle(app)
            picture = ImageGrab.grab(bbox=(0, 0, 1366, 768))
            picture.quantize(128).save(PICTURES / f"{name}.png", optimize=True)
        app.quit()


def settle(app: App) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        app.root.update()
        time.sleep(0.02)


if __name__ == "__main__":
    main()
