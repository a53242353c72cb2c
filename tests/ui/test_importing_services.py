"""The import window for the service registers: by keys from the file to the ledger, one kind after another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk

from gridworker.jobs import SILENT
from gridworker.ledger.book import Ledger
from gridworker.settings import Settings
from gridworker.ui import theme
from gridworker.ui.desk import Desk
from gridworker.ui.import_headings import HeadingsPage
from gridworker.ui.import_problems import write_problems
from gridworker.ui.import_task import KINDS
from gridworker.ui.pump import Pump
from tests.intake.services import OUTSIDER, ZHANG, book, settle_town
from tests.ui.driving import click, find, press, texts
from tests.ui.test_importing import Shell, cells, enter, opened, waited

TABLES: dict[str, tuple[tuple[Any, ...], ...]] = {
    "closed-loop": (("姓名", "身份证号", "岗位"), ("张三", ZHANG, "理货"), ("外人", OUTSIDER, "司机")),
    "supplies": (("房号", "姓名", "蔬菜包(50元/份)", "牛奶"), ("3-2-501", "张三", 2, 1), ("3-2-502", "李四", 1, None)),
    "arrivals": (("姓名", "身份证号", "来自何地"), ("张三", ZHANG, "北京"), ("外人", OUTSIDER, "运城")),
    "visits": (("房号", "走访情况"), ("3-2-501", "平安"), ("3-2-502", "平安")),
}  # fmt: skip
REGISTERS = {"closed-loop": "closed_loop", "supplies": "supply", "arrivals": "arrival", "visits": "visit"}
GIVEN = {
    "closed-loop": ("employer", ""), "supplies": ("requested_at", "2022-11-28"),
    "arrivals": ("arrived_on", "2022-11-28"), "visits": ("at", "2022-11-28"),
}  # fmt: skip


@pytest.fixture
def desk(root: ttk.App, tmp_path: Path) -> Iterator[Desk]:
    theme.dress(root)
    with Ledger.make(tmp_path / "台账.gwl", community="示例社区") as ledger:
        settle_town(ledger)
        yield Desk(ledger, Settings(), Pump(root), Shell(), "2022-11-28")


@pytest.mark.parametrize("kind", TABLES)
def test_enter_alone_leads_from_the_file_to_the_ledger(desk: Desk, tmp_path: Path, kind: str) -> None:
    window = opened(desk, kind, book(tmp_path / "表.xlsx", *TABLES[kind]))
    assert window.title() == KINDS[kind].title and KINDS[kind].advice in texts(window)
    enter(window)
    page = window.page
    assert isinstance(page, HeadingsPage) and page.constant is not None
    key, usual = GIVEN[kind]
    assert (window.task.words.constant.key, page.constant.get()) == (key, usual)
    enter(window)
    click(find(window, "读懂的行"))
    shown = cells(window)
    assert [row[2] for row in shown] == ["新增", "新增"]
    assert ZHANG not in "".join(text for row in shown for text in row)
    assert not any("台账外的人" in text for text in texts(window))
    press(window.focus_lastfor(), "<Control-Return>")
    waited(window)
    assert "导入 2 行：新增 2、更新 0、不变 0、未导入 0。" in texts(window)
    assert len(desk.ledger.rows(REGISTERS[kind])) == 2
    assert REGISTERS[kind] in (desk.shell.touched[-1] or {})  # type: ignore[attr-defined]


def test_items_are_shown_as_they_were_understood(desk: Desk, tmp_path: Path) -> None:
    window = opened(desk, "supplies", book(tmp_path / "表.xlsx", *TABLES["supplies"]))
    enter(window)
    page = window.page
    assert isinstance(page, HeadingsPage)
    assert [box.get() for box in page.boxes.values()][2:] == ["一列一种物品"] * 2
    enter(window)
    click(find(window, "读懂的行"))
    assert "蔬菜包2份、牛奶1" in cells(window)[0][-1]


def test_rows_with_problems_are_saved_to_be_corrected(desk: Desk, tmp_path: Path) -> None:
    table = (("房号", "走访时间", "走访情况"), ("3-9-999", "2022-11-27", "平安"))
    window = opened(desk, "visits", book(tmp_path / "表.xlsx", *table))
    enter(window)
    enter(window)
    assert "没有要写入的 Enter" in texts(window)
    (row,) = cells(window)
    assert row[0] == "错误" and row[4] == "整行" and "这一户" in row[6]
    path = write_problems(window.task.plan, tmp_path / "问题.xlsx", SILENT)
    assert path.is_file()
