"""返晋来晋 in a real window: the list by state, today's tests by a key, the form, people of the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ui.screens.arrival_page import ArrivalPage
from tests.ledger.desks import card
from tests.ui.driving import press, settle, texts, type_text
from tests.ui.pages import ROOM, TODAY, Shell, column, hosted, make_ledger, people
from tests.ui.screen_window import clipped


@contextmanager
def shown(
    root: ttk.App, folder: Path, *rows: dict[str, Any], size: str = "标准"
) -> Iterator[tuple[ArrivalPage, Shell]]:
    """The page over these people, who came two days ago for a week unless they say otherwise."""
    path = make_ledger(folder / "台账.gwl")
    with Ledger.open(path) as ledger, ledger.change("准备"):
        residents = people(ledger)
        for given in rows:
            usual = {"arrived_on": "2022-11-26", "until": "2022-12-02", "tests": "三天三检"}
            row = {**usual, **given}
            ledger.create("arrival", row | {"resident": residents.get(row.get("resident", ""))})
    with hosted(root, ArrivalPage, path, size) as (page, shell):
        yield page, shell


def choose(page: ArrivalPage, *names: str) -> Any:
    keys = [row["id"] for row in page.desk.ledger.rows("arrival") if row["name"] in names]
    page.rows.focus_rows()
    page.rows.select([key for key in page.rows.view.order if key in keys])
    settle(page)
    return page.rows.view.tree


def state(page: ArrivalPage, key: str) -> list[str]:
    page.parts.choose(key)
    settle(page)
    return column(page.rows, 0)


def test_each_state_lists_its_people(root: ttk.App, tmp_path: Path) -> None:
    rows = (
        {"name": "漏小检", "tested_on": "2022-11-26"},
        {"name": "双小重", "until": TODAY, "tested_on": "2022-11-26、2022-11-27"},
        {"name": "过小客", "until": "2022-11-27"},
        {"name": "未小到", "arrived_on": "2022-11-30"},
    )
    with shown(root, tmp_path, *rows) as (page, _):
        assert column(page.rows, 0) == ["漏小检", "双小重"]
        assert column(page.rows, 1) == ["漏检 1 次", "今日应检"]
        assert column(page.rows, 2) == ["3/7", "3/3"]
        assert column(page.rows, 3) == ["✓×□ 1/3", "✓✓□ 2/3"]
        assert state(page, "ending") == ["双小重"], "due and ending at once: in both lists"
        assert state(page, "managed") == ["漏小检", "双小重"]
        assert state(page, "ended") == ["过小客"]
        assert state(page, "all") == ["漏小检", "双小重", "未小到", "过小客"]
        assert {"今日应检 2", "管理中 2", "今日到期 1", "已解除 1", "全部 4"} <= set(texts(page))


def test_a_key_notes_todays_test_where_it_belongs(root: ttk.App, tmp_path: Path) -> None:
    rows = ({"name": "外小来"}, {"name": "赵小六", "resident": "赵小六"})
    with shown(root, tmp_path, *rows) as (page, shell):
        press(choose(page, "外小来", "赵小六"), "<F7>")
        ledger = page.desk.ledger
        assert ledger.rows("arrival", {"name": "外小来"})[0]["tested_on"] == TODAY
        samples = ledger.rows("sample", {"resident": people(ledger)["赵小六"], "sampled_on": TODAY})
        assert len(samples) == 1
        assert page.rows.view.order == [] and "已登记 2 人" in shell.said[-1]
        shell.undo()
        assert len(page.rows.view.order) == 2


def test_a_key_makes_today_the_last_day(root: ttk.App, tmp_path: Path) -> None:
    with shown(root, tmp_path, {"name": "外小来"}) as (page, shell):
        press(choose(page, "外小来"), "<F8>")
        assert state(page, "ending") == ["外小来"]
        assert "1 人检测还没做完" in shell.said[-1]
        press(choose(page, "外小来"), "<F8>")
        assert "本来就是最后一天" in shell.said[-1]


def test_the_form_fills_from_the_resident_and_refuses_what_cannot_be_read(
    root: ttk.App, tmp_path: Path
) -> None:
    with shown(root, tmp_path) as (page, _):
        press(page.rows.view.tree, "<Control-n>")
        assert page.editor is not None
        form = page.editor.form
        form.editors["resident"].set(people(page.desk.ledger)["王小五"])
        form.editors["resident"].changed()
        form.editors["tests"].set("天天检")
        settle(page)
        assert form.raw()["name"] == "王小五" and form.raw()["phone"] == "13800000003"
        press(form.editors["tests"].key_widget, "<Control-s>")
        assert page.editor is not None and any("认不出检测要求" in text for text in texts(page))
        form.editors["tests"].set("三天三检")
        press(form.editors["tests"].key_widget, "<Control-s>")
        assert page.editor is None
        (row,) = page.desk.ledger.rows("arrival")
        assert (row["name"], row["arrived_on"], row["tests"]) == ("王小五", TODAY, "三天三检")
        assert column(page.rows, 3) == ["□□□ 0/3"]


def test_whoever_bears_a_residents_number_is_linked_when_saved(root: ttk.App, tmp_path: Path) -> None:
    with shown(root, tmp_path) as (page, _):
        ledger = page.desk.ledger
        ledger.update("resident", people(ledger)["赵小六"], {"id_number": card(6)})
        page.begin_new(name="赵小六", id_number=card(6), tests="三天三检")
        page.save()
        (row,) = ledger.rows("arrival")
        assert row["resident"] == people(ledger)["赵小六"]


def test_somebody_unknown_gets_a_door(root: ttk.App, tmp_path: Path) -> None:
    with shown(root, tmp_path, {"name": "外小来", "phone": "13800007777"}) as (page, _):
        press(choose(page, "外小来"), "<F6>")
        assert page.editor is not None and "把外小来加入台账" in texts(page)
        entry = page.editor.form.editors["address"].key_widget
        type_text(entry, "3-2-501")
        press(entry, "<Control-s>")
        assert page.editor is not None and any("写明小区" in text for text in texts(page))
        entry.delete(0, "end")
        type_text(entry, "和平苑3-2-501")
        press(entry, "<Control-s>")
        assert page.editor is None
        ledger = page.desk.ledger
        (row,) = ledger.rows("arrival")
        assert row["resident"] == people(ledger)["外小来"]
        assert column(page.rows, 6) == ["和平苑3号楼2单元501"]


def test_own_fields_are_columns_and_numbers_masked_until_asked(root: ttk.App, tmp_path: Path) -> None:
    row = {"name": "外小来", "id_number": card(9), "phone": "13800007777"}
    with shown(root, tmp_path, row) as (page, _):
        own = {"register": "arrival", "key": "carriage", "heading": "车厢", "kind": "文字"}
        page.desk.ledger.create("own_field", own)
        page.load()
        headings = [each.heading for each in page.rows.view.columns]
        assert headings[-1] == "车厢"
        at = headings.index("手机号码")
        assert column(page.rows, at) == ["138****7777"]
        press(page.rows.view.tree, "<F4>")
        assert column(page.rows, at) == ["13800007777"]


@pytest.mark.parametrize("size", ROOM)
def test_everything_fits_in_every_text_size(root: ttk.App, tmp_path: Path, size: str) -> None:
    with shown(root, tmp_path, {"name": "外小来"}, size=size) as (page, _):
        assert clipped(root) == []
        page.begin_new()
        settle(root)
        assert page.editor is not None
        assert set(clipped(root)) <= set(texts(page.editor.form)), "the form scrolls; nothing else is cut"
