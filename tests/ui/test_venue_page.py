"""Inspections of venues in a real window: entered by keys, listed by state, mended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ui.screens.venue_page import VenuePage
from gridworker.ui.screens.venue_quick import VenueQuick
from tests.ui.driving import press, settle, text_of, texts, type_text
from tests.ui.pages import ROOM, TODAY, Shell, column, hosted

GOOD = dict.fromkeys(("temperature_taken", "code_scanned", "proof_checked", "masks_worn"), 1)
SEEN: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("便民超市", "2022-11-15", {"masks_worn": 0}),
    ("便民超市", TODAY, {}),
    ("和平药店", "2022-11-18", {}),
    ("理发店", TODAY, {"remedy": "张贴场所码"}),
)


@contextmanager
def venue_page(root: ttk.App, folder: Path, size: str = "标准") -> Iterator[tuple[VenuePage, Shell]]:
    path = folder / "台账.gwl"
    with Ledger.make(path) as ledger:
        for venue, day, found in SEEN:
            ledger.create("venue", {"venue": venue, "at": f"{day} 09:00:00", **GOOD, **found})
    with hosted(root, VenuePage, path, size) as (page, shell):
        yield page, shell


def test_states_count_an_inspection_in_each_that_it_is_in(root: ttk.App, tmp_path: Path) -> None:
    with venue_page(root, tmp_path) as (page, _):
        assert {"待整改 2", "今日已查 2", "久未巡查 1", "全部 4"} <= set(texts(page))
        assert column(page.rows, 0) == ["便民超市", "理发店"]
        page.open(state="today")
        assert column(page.rows, 0) == ["理发店", "便民超市"]
        page.open(state="unseen")
        assert column(page.rows, 0) == ["和平药店"]
        assert page.rows.source.fetch(page.rows.view.order)[3].cells[-1] == "10 天"


def test_an_inspection_is_entered_by_keys_alone(root: ttk.App, tmp_path: Path) -> None:
    with venue_page(root, tmp_path) as (page, shell):
        entry = page.quick.venue
        type_text(entry, "bm")
        press(entry, "<Return>")
        assert entry.get() == "便民超市"
        for key in ("<F12>", "<F7>"):
            press(entry, key)
        assert text_of(page.quick.buttons["code_scanned"]) == "扫码 × F7"
        press(entry, "<Return>")
        row = page.desk.ledger.rows("venue")[-1]
        assert (row["venue"], row["at"][:10], row["remedy"]) == ("便民超市", TODAY, None)
        assert [row[key] for key in GOOD] == [1, 0, 1, 1]
        assert shell.said[-1] == "已登记便民超市" and entry.get() == ""
        assert set(page.quick.values.values()) == {None} and root.focus_displayof() is entry


def test_what_lacks_is_said_and_nothing_is_kept(root: ttk.App, tmp_path: Path) -> None:
    with venue_page(root, tmp_path) as (page, shell):
        press(page.quick.venue, "<Return>")
        assert shell.said[-1] == "场所：必须填写。没有登记。"
        type_text(page.quick.venue, "新商店")
        press(page.quick.venue, "<Return>")
        assert shell.said[-1].startswith("四要素还没有记")
        assert page.desk.ledger.count("venue") == len(SEEN)


def test_mending_is_noted_for_the_selected_and_undone(root: ttk.App, tmp_path: Path) -> None:
    with venue_page(root, tmp_path) as (page, shell):
        page.rows.select(page.rows.view.order)
        press(page.rows.view.tree, "<F3>")
        assert shell.said[-1] == "已记 2 条整改完成。" and page.rows.view.order == []
        shell.undo()
        assert len(page.rows.view.order) == 2
        page.open(state="unseen")
        page.rows.select(page.rows.view.order)
        press(page.rows.view.tree, "<F3>")
        assert shell.said[-1] == "选中的记录没有待整改的问题。"
        press(page.rows.view.tree, "<Control-r>")
        assert page.quick.venue.get() == "和平药店"


def test_the_form_offers_known_venues_and_own_fields(root: ttk.App, tmp_path: Path) -> None:
    with venue_page(root, tmp_path) as (page, _):
        own = {"register": "venue", "key": "code", "heading": "场所码", "kind": "是否"}
        page.desk.ledger.create("own_field", own)
        page.load()
        press(page.rows.view.tree, "<Control-n>")
        assert page.editor is not None and "code" in page.editor.form.editors
        box = page.editor.form.editors["venue"].key_widget
        assert box.cget("values") == ("便民超市", "理发店", "和平药店")
        assert page.rows.view.columns[-1].heading == "场所码"


@pytest.mark.parametrize("size", ROOM)
def test_the_line_for_entry_fits(root: ttk.App, tmp_path: Path, size: str) -> None:
    with venue_page(root, tmp_path, size) as (page, _):
        settle(root)
        quick: VenueQuick = page.quick
        assert quick.winfo_reqwidth() <= quick.winfo_width()
        assert page.winfo_reqheight() <= page.winfo_height()
