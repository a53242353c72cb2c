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

CHAIN = """#接龙 蔬菜包
明天上午到，楼号-单元-房号 姓名 数量
1. 和平苑3-2-501 张三 蔬菜包A2份 牛奶1箱 13800000000
2、和平苑1号楼1单元201 水果包*1
③ 和平苑5号楼2单元301 两份蔬菜包A
4. 李姐 和平苑7-1-402 鸡蛋2板+水果包1份 13900000000
5. 蔬菜包A1份，多谢
6. 迎春里2-1-802 蔬菜包B×2
7. 迎春里3-3-501 郭女士 蔬菜包A 1份
7. 改为3份
"""
PICTURES = Path(__file__).resolve().parent / "pictures"
SECONDS = 3.0  # until previews and charts are painted


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.environ["GRIDWORKER_HOME"] = "网格员台账"  # shown on 上报: no folder of this computer in a picture
        ledger = Path("演示台账.gwl")
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
            ("closed_loop", "closed_loop", {}),
            ("supplies", "supplies", {}),
            ("chain", "supplies", {"page": "chain", "text": CHAIN}),
            ("visits", "visits", {}),
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
