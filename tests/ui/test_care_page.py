"""重点人群: kinds with their people, ticking them, the doses of the elderly typed in the table, 走访频次."""

from __future__ import annotations

import tkinter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.defaults import RHYTHMS
from gridworker.ledger.scope import Scope
from gridworker.ui.popup import Popup
from gridworker.ui.screens.care_page import CarePage
from gridworker.ui.screens.care_part import CarePart
from gridworker.ui.screens.options_visits import RhythmsPane
from tests.ui.driving import descendants, press, settle, type_text
from tests.ui.options_driving import edit, fill
from tests.ui.pages import TODAY, Shell, choose, column, hosted, people
from tests.ui.screen_window import clipped
from tests.ui.visit_ledger import care_ledger

Hosted = tuple[CarePage, Shell]


@pytest.fixture
def hosting(root: ttk.App, tmp_path: Path) -> Iterator[Hosted]:
    with hosted(root, CarePage, care_ledger(tmp_path / "台账.gwl")) as found:
        yield found


@pytest.fixture
def page(hosting: Hosted) -> CarePage:
    return hosting[0]


@pytest.fixture
def shell(hosting: Hosted) -> Shell:
    return hosting[1]


def by_heading(part: CarePart, heading: str) -> list[str]:
    return column(part.rows, [c.heading for c in part.rows.view.columns].index(heading))


def groups(part: CarePart) -> dict[str, tuple[str, ...]]:
    """The rows on the left: words, then their numbers."""
    rows = part.groups.source.fetch(part.groups.view.order)
    return {row.cells[0]: row.cells[1:] for row in rows.values()}


def go(part: CarePart, words: str) -> None:
    """Choose a row on the left by its words."""
    at = list(groups(part)).index(words)
    part.groups.view.select([part.groups.view.order[at]])
    settle(part)


def on(part: CarePart, name: str) -> tkinter.Misc:
    """Put the cursor on this person."""
    part.rows.focus_rows()
    part.rows.select([part.rows.view.order[by_heading(part, "姓名").index(name)]])
    settle(part)
    return part.rows.view.tree


# -- 人员


def test_kinds_by_age_are_counted_beside_those_that_were_ticked(page: CarePage) -> None:
    found = groups(page.kinds)
    assert found["全部重点人群"] == ("4", "1")
    assert (found["独居老人"], found["80岁以上"], found["60岁以上未接种"]) == (
        ("1", "1"),
        ("1", "1"),
        ("2", ""),
    )
    assert found["精神障碍"] == ("0", "")
    go(page.kinds, "60岁以上未接种")
    assert by_heading(page.kinds, "姓名") == ["王小五", "赵小六"]
    assert by_heading(page.kinds, "频次") == ["14 天", "14 天"]


def test_kinds_are_ticked_by_key_and_undone(page: CarePage, shell: Shell, root: ttk.App) -> None:
    press(on(page.kinds, "李小四"), "<F2>")
    (popup,) = (child for child in root.winfo_children() if isinstance(child, Popup))
    boxes = {str(w.cget("text")): w for w in descendants(popup) if isinstance(w, ttk.Checkbutton)}
    assert "80岁以上" not in boxes
    press(boxes["残疾人"], "<space>")
    press(popup, "<Escape>")
    row = people(shell.ledger)["李小四"]
    assert shell.ledger.get("resident", row)["care"] == "血液透析、残疾人"
    assert groups(page.kinds)["残疾人"] == ("1", "")
    shell.undo()
    assert shell.ledger.get("resident", row)["care"] == "血液透析"


def test_somebody_new_is_found_by_typing_and_keeps_what_they_were(page: CarePage, shell: Shell) -> None:
    go(page.kinds, "残疾人")
    press(page.kinds.rows.view.tree, "<Control-n>")
    form = page.kinds.editor.form
    assert form.raw()["care"] == "残疾人"
    entry = form.editors["resident"].entry
    type_text(entry, "zxs")
    press(entry, "<Return>")
    press(entry, "<Control-s>")
    assert shell.ledger.get("resident", people(shell.ledger)["张小三"])["care"] == "独居老人、残疾人"
    assert page.kinds.editor is None and by_heading(page.kinds, "姓名") == ["张小三"]


def test_a_half_filled_form_is_not_lost(page: CarePage) -> None:
    page.kinds.begin_new()
    type_text(page.kinds.editor.form.editors["resident"].entry, "z")
    page.kinds.editor.form.editors["resident"]._suggestions.close()
    page.kinds.back()
    first = page.kinds.editor
    page.kinds.begin_new()
    assert page.kinds.editor is first
    page.kinds.back()
    assert page.kinds.editor is None


def test_phones_are_masked_until_f4(page: CarePage) -> None:
    assert by_heading(page.kinds, "电话")[0] == "138****0001"
    press(on(page.kinds, "张小三"), "<F4>")
    assert by_heading(page.kinds, "电话")[0] == "13800000001"
    page.leave()
    assert by_heading(page.kinds, "电话")[0] == "138****0001"


def test_an_own_field_of_residents_is_a_column_at_once(page: CarePage, shell: Shell) -> None:
    shell.ledger.create(
        "own_field", {"register": "resident", "key": "party", "heading": "党派", "kind": "文字"}
    )
    shell.ledger.update("resident", people(shell.ledger)["张小三"], {"party": "无"})
    page.load()
    assert by_heading(page.kinds, "党派")[0] == "无"
    page.show("doses")
    assert by_heading(page.doses, "党派")[0] == "无"


def test_who_is_away_is_listed_and_said_to_be(page: CarePage, shell: Shell) -> None:
    away = {"presence": "暂离", "presence_since": TODAY}
    shell.ledger.update("resident", people(shell.ledger)["张小三"], away)
    page.load()
    assert by_heading(page.kinds, "姓名")[0] == "张小三（暂离）"


def test_the_ways_out_and_in(page: CarePage, shell: Shell) -> None:
    press(on(page.kinds, "李小四"), "<Return>")
    choose(page.part.scope_box, "和平苑2号楼")
    press(page.kinds.rows.view.tree, "<F6>")
    assert page.part is page.doses
    assert by_heading(page.doses, "姓名") == ["王小五"]  # the scope went with it
    press(on(page.doses, "王小五"), "<Control-o>")
    press(page.doses.rows.view.tree, "<Control-p>")
    rows = people(shell.ledger)
    assert shell.went == [
        ("people", {"resident": rows["李小四"]}),
        ("people", {"resident": rows["王小五"]}),
        ("reports", {"report": "care", "scope": Scope("和平苑", "2")}),
    ]
    page.open(kind="血液透析")
    assert (page.part, by_heading(page.kinds, "姓名")) == (page.kinds, ["李小四"])
    page.open(standing="boost")
    assert by_heading(page.doses, "姓名") == ["张小三"]


def test_an_empty_kind_says_what_to_do(page: CarePage) -> None:
    go(page.kinds, "精神障碍")
    assert "Ctrl+N" in page.kinds.rows._hint.cget("text")
    page.kinds.tick()
    assert page.kinds.rows.current() is None


def test_whoever_comes_to_a_part_has_somebody_selected(page: CarePage) -> None:
    for part in (page.kinds, page.doses):
        page.show(part.key)
        assert part.rows.selected() == part.rows.view.order[:1]


# -- 疫苗接种


def test_figures_of_doses_and_reasons_add_up(page: CarePage) -> None:
    page.show("doses")
    found = {words: tuple(map(int, counts)) for words, counts in groups(page.doses).items()}
    assert found["全部"] == (3, 1)
    standings = ("未接种", "剂次未登记", "应加强", "末次日期未登记", "未到加强时间", "已完成")
    for at in (0, 1):
        assert sum(found[words][at] for words in standings) == found["全部"][at]
        reasons = sum(counts[at] for words, counts in found.items() if words.startswith("原因："))
        assert reasons == found["未接种"][at] + found["剂次未登记"][at]
    go(page.doses, "原因：过敏史")
    assert by_heading(page.doses, "姓名") == ["王小五"]
    go(page.doses, "接种2剂")
    assert by_heading(page.doses, "状态") == ["应加强"]


def test_a_reason_is_typed_in_the_table_and_its_row_stays_in_sight(page: CarePage, shell: Shell) -> None:
    page.show("doses")
    go(page.doses, "原因：未说明")
    assert by_heading(page.doses, "姓名") == ["赵小六"]
    assert type_cell(page.doses, "赵小六", "no_dose_reason", "ill") is None
    assert shell.ledger.get("resident", people(shell.ledger)["赵小六"])["no_dose_reason"] == "ill"
    assert groups(page.doses)["原因：ill"] == ("1", "0")
    assert groups(page.doses)["原因：未说明"] == ("0", "0")
    assert page.doses.group()["words"] == "原因：未说明"
    assert by_heading(page.doses, "姓名") == ["赵小六"]
    assert type_cell(page.doses, "赵小六", "doses", "3") is None
    go(page.doses, "已完成")
    assert by_heading(page.doses, "姓名") == ["赵小六"]


def type_cell(part: CarePart, name: str, key: str, text: str) -> str | None:
    """Put the frame on a cell, type over it, press Enter; return what is said against it."""
    tree = on(part, name)
    part.rows.editor.column = key
    type_text(tree, text)
    entry: Any = part.rows.editor._entry
    press(entry, "<Return>")
    problem = part.rows.editor._problem
    return str(problem.cget("text")) if problem is not None else None


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("doses", "12", "× 剂次请填 0 到 9"),
        ("dosed_on", "2022-11-29", "× 末次接种日期晚于今天，请核对"),
        ("dosed_on", "x", "× “x”不是能认出的日期，请写成 2022-11-28 这样"),
    ],
)
def test_a_cell_that_makes_no_sense_is_refused_in_the_table(
    page: CarePage, key: str, text: str, said: str
) -> None:
    page.show("doses")
    assert type_cell(page.doses, "赵小六", key, text) == said
    page.doses.rows.editor.close()


def test_one_reason_for_many_by_key(page: CarePage, shell: Shell, root: ttk.App) -> None:
    page.show("doses")
    page.doses.rows.set_filter("没有这样的人")
    press(page.doses.rows.view.tree, "<Control-r>")
    assert shell.said == ["请先选择人。"]
    page.doses.rows.set_filter("")
    rows = people(shell.ledger)
    page.doses.rows.select([rows["王小五"], rows["赵小六"]])
    press(page.doses.rows.view.tree, "<Control-r>")
    (popup,) = (child for child in root.winfo_children() if isinstance(child, Popup))
    (box,) = (w for w in descendants(popup) if isinstance(w, tkinter.Listbox))
    press(box, "1")
    assert {row["no_dose_reason"] for row in shell.ledger.rows("resident") if row["no_dose_reason"]} == {
        "基础疾病"
    }
    shell.undo()
    assert groups(page.doses)["原因：过敏史"] == ("1", "0")


def test_another_number_of_months_counts_at_once(page: CarePage, shell: Shell) -> None:
    page.show("doses")
    assert groups(page.doses)["应加强"] == ("1", "1")
    choose(page.doses.months_box, "12")
    assert groups(page.doses)["应加强"] == ("0", "0")
    assert shell.ledger.setting("booster_months") == "12"


@pytest.mark.parametrize("size", ["标准", "特大"])
def test_no_words_are_cut(root: ttk.App, tmp_path: Path, size: str) -> None:
    with hosted(root, CarePage, care_ledger(tmp_path / "台账.gwl"), size) as (page, _):
        assert clipped(root) == []
        page.kinds.begin_new()
        settle(root)
        assert clipped(root) == []
        page.show("doses")
        settle(root)
        assert clipped(root) == []


# -- 走访频次


@pytest.fixture
def pane(root: ttk.App, hosting: Hosted) -> RhythmsPane:
    """The section in the place of the page."""
    page, shell = hosting
    page.pack_forget()
    made = RhythmsPane(root, page.desk)
    made.pack(fill="both", expand=True)
    made.load()
    shell.page = made  # type: ignore[assignment]
    made.refresh = lambda touched: made.load()  # type: ignore[attr-defined]
    settle(root)
    return made


def test_days_are_changed_in_place_names_are_not(pane: RhythmsPane, shell: Shell) -> None:
    assert edit(pane, 0, "days", "3") == ""
    assert shell.ledger.rows("care_rhythm")[0]["days"] == 3
    assert edit(pane, 0, "days", "0") == "× 天数须大于零"
    pane.list.editor.close()
    assert [column.key for column in pane.list.view.columns if column.editable] == ["days"]


def test_only_kinds_that_exist_may_be_added_back(pane: RhythmsPane, shell: Shell) -> None:
    fill(pane.form, "name", "abc")
    pane.add()
    assert "各类都已列出" in notes(pane)
    pane.list.select([row["id"] for row in shell.ledger.rows("care_rhythm", {"name": "残疾人"})])
    pane.remove()
    pane.add()
    assert "没有这一类，可填：残疾人" in notes(pane)
    pane.form.editors["name"].set("残疾人")
    pane.form.editors["days"].set(10)
    pane.add()
    assert {row["name"] for row in shell.ledger.rows("care_rhythm")} == {name for name, _ in RHYTHMS}


def notes(pane: RhythmsPane) -> str:
    return " ".join(str(note.cget("text")) for note in pane.form._notes.values())
