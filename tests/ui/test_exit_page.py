"""出入登记 in a real window: Enter registers going out or coming back; the lists below follow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk

from gridworker.errors import ValueProblem
from gridworker.ledger.book import Ledger
from gridworker.ui.screens.exit_gate import expected_back
from gridworker.ui.screens.exit_page import ExitPage
from tests.ui.driving import press, pump, settle, texts, type_text
from tests.ui.pages import ROOM, TODAY, Shell, column, hosted, make_ledger, people
from tests.ui.screen_window import clipped

YESTERDAY = "2022-11-27"


@contextmanager
def shown(
    root: ttk.App, folder: Path, *rows: dict[str, Any], size: str = "标准"
) -> Iterator[tuple[ExitPage, Shell]]:
    path = make_ledger(folder / "台账.gwl")
    with Ledger.open(path) as ledger, ledger.change("准备"):
        residents = people(ledger)
        for row in rows:
            ledger.create("exit_pass", {"purpose": "购物", **row, "resident": residents[row["resident"]]})
    with hosted(root, ExitPage, path, size) as (page, shell):
        yield page, shell


def enter(page: ExitPage, text: str) -> None:
    """Type into the box and press Enter before the short list comes, as a reader does."""
    box = page.gate.box.entry
    box.focus_force()
    box.delete(0, "end")
    box.insert(0, text)
    press(box, "<Return>")


def late(name: str) -> dict[str, Any]:
    return {"resident": name, "left_at": f"{YESTERDAY} 08:00:00", "expected_back": f"{YESTERDAY} 10:00:00"}


def test_enter_lets_out_and_then_back_in(root: ttk.App, tmp_path: Path) -> None:
    with shown(root, tmp_path) as (page, _):
        assert root.focus_get() is page.gate.box.entry, "the box has the keyboard at once"
        enter(page, "13800000003")
        said = page.gate.answer.said
        assert (said.who, said.door) == ("王小五", "和平苑2号楼1单元201") and "外出　购物" in said.words
        assert column(page.rows, 0) == ["王小五"] and page.gate.box.text == ""
        enter(page, "13800000003")
        assert "返回" in page.gate.answer.said.words and page.gate.answer.said.tone == "good"
        assert page.rows.view.order == []
        (row,) = page.desk.ledger.rows("exit_pass")
        assert row["left_at"] <= row["back_at"] and row["expected_back"] == f"{TODAY} 23:59:00"


def test_the_purpose_stays_until_another_is_chosen(root: ttk.App, tmp_path: Path) -> None:
    with shown(root, tmp_path, {"resident": "李小四", "purpose": "取快递"}) as (page, _):
        assert page.gate.purpose.get() == "取快递", "the latest stands there"
        press(page.gate.box.entry, "<F7>")
        assert root.focus_get() is page.gate.purpose
        page.gate.purpose.delete(0, "end")
        type_text(page.gate.purpose, "就医")
        press(page.gate.purpose, "<Return>")
        assert root.focus_get() is page.gate.box.entry
        page.gate.expected.set("不填")
        for phone in ("13800000003", "13800000001"):
            enter(page, phone)
        rows = page.desk.ledger.rows("exit_pass")[1:]
        assert [(row["purpose"], row["expected_back"]) for row in rows] == [("就医", None)] * 2


def test_a_list_tells_who_is_out_and_enter_takes_the_marked_one(root: ttk.App, tmp_path: Path) -> None:
    with shown(root, tmp_path, late("张小三")) as (page, _):
        gate = page.gate
        gate.box.entry.insert(0, "小")
        pump(root, lambda: gate.box.list.winfo_ismapped())
        shown_list = gate.box.list
        lines = {
            shown_list.set(item, "name"): shown_list.set(item, "state") for item in shown_list.get_children()
        }
        assert lines["张小三"] == "△ 外出中 08:00" and lines["李小四"] == ""
        gate.put_away()
        enter(page, "和平苑")
        assert gate.box.listing and len(page.desk.ledger.rows("exit_pass")) == 1, "several: nobody yet"


def test_nobody_and_the_gone_are_refused_in_words(root: ttk.App, tmp_path: Path) -> None:
    with shown(root, tmp_path) as (page, _):
        enter(page, "13912345678")
        said = page.gate.answer.said
        assert (said.tone, said.who, said.door) == ("bad", "没有找到", "139****5678")
        press(page.gate.box.entry, "<Escape>")
        assert page.gate.box.text == "" and page.gate.answer.said.tone == "quiet"
        ledger = page.desk.ledger
        ledger.update(
            "resident", people(ledger)["王小五"], {"presence": "已迁出", "presence_since": YESTERDAY}
        )
        enter(page, "13800000003")
        assert page.gate.answer.said.who == "王小五" and "已迁出" in page.gate.answer.said.words
        page.gate.purpose.set(" ")
        enter(page, "13800000001")
        assert "事由" in page.gate.answer.said.words
        page.gate.purpose.set("购物")
        page.gate.expected.set("随便")
        enter(page, "13800000001")
        assert "预计返回" in page.gate.answer.said.words
        assert ledger.rows("exit_pass") == []


def test_the_last_registration_is_taken_back(root: ttk.App, tmp_path: Path) -> None:
    with shown(root, tmp_path) as (page, _):
        press(page.gate.box.entry, "<F12>")
        assert "没有可以撤销" in page.gate.answer.said.words
        enter(page, "13800000003")
        press(page.gate.box.entry, "<F12>")
        assert page.gate.answer.said.who == "已撤销" and page.desk.ledger.rows("exit_pass") == []
        assert page.rows.view.order == []


def test_the_lists_tell_the_late_and_the_passes(root: ttk.App, tmp_path: Path) -> None:
    rows = (
        late("张小三") | {"pass_expires": YESTERDAY},
        {"resident": "李小四", "left_at": f"{YESTERDAY} 08:00:00"},
        {"resident": "王小五", "left_at": f"{YESTERDAY} 08:00:00", "back_at": f"{YESTERDAY} 09:00:00"},
        {"resident": "孙小七", "pass_expires": "2022-11-30"},
    )
    with shown(root, tmp_path, *rows) as (page, _):
        listed = {}
        for key in page.states:
            page.parts.choose(key)
            listed[key] = column(page.rows, 0)
        assert listed == {
            "out": ["张小三", "李小四"], "late": ["张小三"], "back": ["王小五"], "pass": ["张小三", "孙小七"],
            "all": ["张小三", "李小四", "孙小七", "王小五"],
        }  # fmt: skip
        page.open(state="pass")
        headings = [each.heading for each in page.rows.view.columns]
        assert column(page.rows, headings.index("证件")) == ["× 过期 1 天", "▲ 还有 2 天"]
        phones = headings.index("手机号码")
        assert column(page.rows, phones)[0] == "138****0001"
        press(page.rows.view.tree, "<F4>")
        assert column(page.rows, phones)[0] == "13800000001"


def test_a_time_of_another_year_is_told_with_its_year(root: ttk.App, tmp_path: Path) -> None:
    row = {"resident": "张小三", "left_at": "2021-12-31 08:00:00", "expected_back": f"{YESTERDAY} 10:00:00"}
    with shown(root, tmp_path, row) as (page, _):
        headings = [each.heading for each in page.rows.view.columns]
        told = [column(page.rows, headings.index(each))[0] for each in ("外出时间", "预计返回")]
        assert told == ["2021-12-31 08:00", "11-27 10:00"]


def test_a_key_brings_the_selected_back(root: ttk.App, tmp_path: Path) -> None:
    with shown(root, tmp_path, late("张小三"), late("李小四")) as (page, shell):
        page.rows.focus_rows()
        page.rows.select(list(page.rows.view.order))
        press(page.rows.view.tree, "<F8>")
        assert page.rows.view.order == [] and "已登记返回" in shell.said[-1]
        page.parts.choose("back")
        page.rows.select(list(page.rows.view.order))
        press(page.rows.view.tree, "<F8>")
        assert "都没有外出" in shell.said[-1]


def test_nobody_goes_out_twice_by_the_form(root: ttk.App, tmp_path: Path) -> None:
    with shown(root, tmp_path, late("张小三")) as (page, _):
        page.begin_new(resident=people(page.desk.ledger)["张小三"], purpose="就医")
        page.save()
        settle(root)
        assert page.editor is not None and any("请先登记返回" in text for text in texts(page))
        page.back()
        page.back()
        page.rows.select(list(page.rows.view.order))
        page.edit()
        assert page.editor is not None
        page.editor.form.editors["destination"].entry.insert(0, "东门")
        page.save()
        assert page.editor is None, "changing the row itself is no second going out"


@pytest.mark.parametrize("size", ROOM)
def test_everything_fits_in_every_text_size(root: ttk.App, tmp_path: Path, size: str) -> None:
    with shown(root, tmp_path, late("张小三"), size=size) as (page, _):
        assert clipped(root) == []
        enter(page, "13912345678")
        assert clipped(root) == []
        page.begin_new()
        settle(root)
        assert page.editor is not None
        assert set(clipped(root)) <= set(texts(page.editor.form)), "the form scrolls; nothing else is cut"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("", None), ("不填", None), ("当天", f"{TODAY} 23:59:00"), ("2小时", f"{TODAY} 10:30:00"),
        ("3 个小时", f"{TODAY} 11:30:00"), ("18:05", f"{TODAY} 18:05:00"), ("18点", f"{TODAY} 18:00:00"),
        ("2022-11-30 08:00", "2022-11-30 08:00:00"),
    ],
)  # fmt: skip
def test_the_return_is_read_as_people_say_it(text: str, moment: str | None) -> None:
    assert expected_back(text, f"{TODAY} 08:30:00") == moment


@pytest.mark.parametrize("text", ["08:00", "2022-11-27", "晚些时候"])
def test_a_return_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(ValueProblem):
        expected_back(text, f"{TODAY} 08:30:00")
