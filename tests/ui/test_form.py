"""The form: an editor for every kind, problems beside their fields, keys that go on and save."""

from __future__ import annotations

import tkinter
from collections.abc import Sequence
from typing import Any

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.catalogue import Register
from gridworker.ledger.fields import (
    CHOICE,
    CHOICES,
    DAY,
    ID_NUMBER,
    INTEGER,
    LINK,
    LONG_TEXT,
    MOMENT,
    NAME,
    OPEN_CHOICE,
    PHONE,
    TEXT,
    YES_NO,
    Field,
)  # fmt: skip
from gridworker.ledger.registers import REGISTERS
from gridworker.ui import theme
from gridworker.ui.dialogs import Dialog
from gridworker.ui.form import Form
from gridworker.ui.form_editors import DayEditor, LinkEditor, SecretEditor, TicksEditor
from gridworker.ui.popup import Popup
from tests.ui.driving import click, press, pump, settle, type_text

GOOD_NUMBER = "11010519491231002X"  # the example number of GB 11643
NAME_FIELD = Field("name", "姓名", NAME, required=True)


class Households:
    """Rows a form may point to."""

    def label(self, field: Field, row: int) -> str:
        return f"3-2-{500 + row}"

    def find(self, field: Field, text: str) -> Sequence[tuple[int, str]]:
        return [(row, f"3-2-{500 + row}") for row in range(1, 10) if text in f"3-2-{500 + row}"]


def make(root: ttk.App, fields: Sequence[Field], **options: Any) -> Form:
    theme.dress(root)
    form = Form(root, fields, links=Households(), **options)
    form.pack(fill="both", expand=True)
    settle(root)
    return form


def resident_form(root: ttk.App, **options: Any) -> Form:
    register = REGISTERS["resident"]
    return make(root, register.fields, register=register, columns=2, **options)


def write(form: Form, key: str, text: str) -> None:
    """Type into a field as a person does."""
    widget = form.editors[key].key_widget
    type_text(widget, text)


def note(form: Form, key: str) -> str:
    label = form._notes[key]
    return str(label.cget("text")).replace("\u00a0", " ") if label.winfo_ismapped() else ""


EVERY_KIND = (
    (Field("f", "文字", TEXT), "甲", "甲"),
    (Field("f", "长文", LONG_TEXT), "甲\n乙", "甲\n乙"),
    (Field("f", "姓名", NAME), "𬭳", "𬭳"),
    (Field("f", "电话", PHONE), "13800000000", "13800000000"),
    (Field("f", "日期", DAY), "2022-11-28", "2022-11-28"),
    (Field("f", "时间", MOMENT), "2022-11-28 08:30:00", "2022-11-28 08:30:00"),
    (Field("f", "数", INTEGER), 3, 3),
    (Field("f", "选项", CHOICE, ("男", "女")), "女", "女"),
    (Field("f", "可写选项", OPEN_CHOICE, ("药店",)), "书店", "书店"),
    (Field("f", "多选", CHOICES, ("独居老人", "孕产妇")), "独居老人、孕产妇", "独居老人、孕产妇"),
    (Field("f", "是否", YES_NO), 0, 0),
    (Field("f", "证件号码", ID_NUMBER), GOOD_NUMBER, GOOD_NUMBER),
    (Field("f", "住户", LINK, link="household"), 7, 7),
)


@pytest.mark.parametrize(
    ("field", "stored", "back"), EVERY_KIND, ids=lambda case: getattr(case, "heading", "")
)
def test_every_kind_shows_a_stored_value_and_gives_it_back(
    root: ttk.App, field: Field, stored: Any, back: Any
) -> None:
    form = make(root, [field])
    form.load({"f": stored})
    assert form.changed() == {}
    assert form.check() == {"f": back}
    form.load({"f": None})
    assert form.raw() == {"f": None}


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_every_register_has_a_form(root: ttk.App, register: Register) -> None:
    form = make(root, register.fields, register=register, columns=2)
    assert set(form.raw()) == set(register.keys)


def test_a_new_row_begins_with_its_defaults_and_an_old_one_does_not(root: ttk.App) -> None:
    form = resident_form(root)
    assert form.raw()["presence"] == "在住"
    form.load({"id": 5, "name": "张三", "household": 2})
    assert form.raw()["presence"] is None and form.changed() == {}


def test_only_what_was_changed_is_reported(root: ttk.App) -> None:
    form = resident_form(root)
    form.load({"household": 1, "name": "张三", "phone": "13800000000"})
    write(form, "employer", "a")
    assert form.changed() == {"employer": "a"}


def test_a_mistake_is_told_beside_the_field_while_typing(root: ttk.App) -> None:
    form = make(root, [NAME_FIELD, Field("born", "出生日期", DAY)])
    write(form, "born", "2022-2-30")
    pump(root, lambda: note(form, "born"), timeout=3)
    assert note(form, "born").startswith("× ") and "真实的日期" in note(form, "born")
    assert "invalid" in form.editors["born"].key_widget.state()  # type: ignore[attr-defined]
    assert note(form, "name") == "", "a field nobody has touched yet is not blamed"


def test_a_mended_mistake_is_forgiven(root: ttk.App) -> None:
    form = make(root, [Field("born", "出生日期", DAY)])
    write(form, "born", "2022-2-30")
    pump(root, lambda: note(form, "born"), timeout=3)
    press(form.editors["born"].key_widget, "<BackSpace>")
    form.editors["born"].key_widget.event_generate("<KeyRelease>")
    pump(root, lambda: not note(form, "born"), timeout=3)
    assert form.check() == {"born": "2022-02-03"}


def test_check_shows_all_problems_and_goes_to_the_first(root: ttk.App) -> None:
    form = resident_form(root)
    form.load({"household": 1, "phone": "13800000000", "doses": 2})
    form.editors["doses"]._write("很多")
    root.focus_force()
    assert form.check() is None
    settle(root)
    assert note(form, "name") == "× 必须填写"
    assert "不是数字" in note(form, "doses")
    assert root.focus_get() is form.editors["name"].key_widget


def test_what_the_ledger_refuses_is_shown_beside_the_field(root: ttk.App) -> None:
    form = make(root, [NAME_FIELD])
    form.show_problems({"name": "已有同名同号的居民", "elsewhere": "x"})
    settle(root)
    assert note(form, "name") == "× 已有同名同号的居民"


def test_sex_and_birth_date_follow_from_the_id_number(root: ttk.App) -> None:
    form = resident_form(root)
    write(form, "id_number", GOOD_NUMBER)
    assert (form.raw()["sex"], form.raw()["born"]) == ("女", "1949-12-31")


def test_a_typed_birth_date_is_not_overwritten_but_contradicted(root: ttk.App) -> None:
    form = resident_form(root)
    write(form, "born", "1950-1-1")
    write(form, "id_number", GOOD_NUMBER)
    pump(root, lambda: note(form, "born"), timeout=3)
    assert form.raw()["born"] == "1950-1-1"
    assert "1949-12-31" in note(form, "born")


def test_a_stored_id_number_is_masked_until_asked_for(root: ttk.App) -> None:
    form = make(root, [Field("n", "证件号码", ID_NUMBER)])
    form.load({"n": GOOD_NUMBER})
    editor = form.editors["n"]
    assert isinstance(editor, SecretEditor)
    assert editor.entry.get() == "1101**********002X"
    assert form.raw() == {"n": GOOD_NUMBER} and form.changed() == {}
    type_text(editor.entry, "9")
    assert form.raw() == {"n": GOOD_NUMBER}
    press(editor.entry, "<F4>")
    assert editor.entry.get() == GOOD_NUMBER
    press(editor.entry, "<BackSpace>")
    assert form.changed() == {"n": GOOD_NUMBER[:-1]}
    press(editor.entry, "<F4>")
    assert form.changed() == {"n": GOOD_NUMBER[:-1]}, "hiding keeps what was typed"


def test_enter_goes_on_and_saves_after_the_last(root: ttk.App) -> None:
    saved: list[bool] = []
    fields = [NAME_FIELD, Field("sex", "性别", CHOICE, ("男", "女")), Field("phone", "电话", PHONE)]
    form = make(root, fields, on_save=lambda: saved.append(True))
    form.focus_first()
    for key in ("sex", "phone"):
        press(root.focus_get(), "<Return>")  # type: ignore[arg-type]
        assert root.focus_get() is form.editors[key].key_widget
    press(form.editors["phone"].key_widget, "<Return>")
    assert saved == [True]
    press(form.editors["name"].key_widget, "<Control-s>")
    assert saved == [True, True]


def test_enter_in_a_long_text_is_a_new_line_and_tab_leaves_it(root: ttk.App) -> None:
    form = make(root, [Field("note", "备注", LONG_TEXT), NAME_FIELD])
    write(form, "note", "a\nb")
    assert form.raw()["note"] == "a\nb"
    press(form.editors["note"].key_widget, "<Tab>")
    assert root.focus_get() is form.editors["name"].key_widget


def test_a_digit_chooses_and_delete_empties_a_choice(root: ttk.App) -> None:
    form = make(root, [Field("sex", "性别", CHOICE, ("男", "女"))])
    box = form.editors["sex"].key_widget
    press(box, "2")
    assert form.raw() == {"sex": "女"}
    press(box, "<Delete>")
    assert form.raw() == {"sex": None}


def test_choices_may_come_from_outside(root: ttk.App) -> None:
    form = make(root, [Field("reason", "原因", OPEN_CHOICE)], choices=lambda field: ["外出未归", "联系不上"])
    assert list(form.editors["reason"].key_widget.cget("values")) == ["外出未归", "联系不上"]


def test_the_wheel_never_changes_a_choice(root: ttk.App) -> None:
    form = make(root, [Field("sex", "性别", CHOICE, ("男", "女"))])
    form.load({"sex": "男"})
    box = form.editors["sex"].key_widget
    box.focus_force()
    for button in ("<Button-4>", "<Button-5>", "<Button-5>"):
        box.event_generate(button, x=5, y=5)
    settle(root)
    assert form.raw() == {"sex": "男"}


def test_a_row_is_found_by_typing_and_taken_with_enter(root: ttk.App) -> None:
    form = make(root, [Field("household", "住户", LINK, link="household", required=True)])
    editor = form.editors["household"]
    assert isinstance(editor, LinkEditor)
    type_text(editor.entry, "50")
    assert editor._suggestions.is_open
    press(editor.entry, "<Down>")
    press(editor.entry, "<Return>")
    assert form.raw() == {"household": 2} and editor.entry.get() == "3-2-502"
    assert form.check() == {"household": 2}


def test_a_row_is_taken_by_mouse_inside_a_dialog_too(root: ttk.App) -> None:
    theme.dress(root)
    dialog = Dialog(root, "登记走访")
    form = Form(dialog.body, [Field("household", "住户", LINK, link="household")], links=Households())
    form.pack()

    def act() -> None:
        editor = form.editors["household"]
        assert isinstance(editor, LinkEditor)
        type_text(editor.entry, "50")
        click(editor._suggestions._list, 20, 30)  # type: ignore[arg-type]
        dialog.answer(form.raw())

    root.after(100, act)
    assert dialog.show() == {"household": 2}


def test_words_that_name_no_row_are_a_problem(root: ttk.App) -> None:
    form = make(root, [Field("household", "住户", LINK, link="household")])
    write(form, "household", "nowhere")
    assert form.problems() == {"household": "请从列出的结果里选一个"}


def test_the_calendar_opens_on_the_typed_day_and_gives_one_back(root: ttk.App) -> None:
    form = make(root, [Field("born", "出生日期", DAY)])
    write(form, "born", "2022.11.28")
    editor = form.editors["born"]
    assert isinstance(editor, DayEditor)
    press(editor.entry, "<Alt-Down>")
    popup = the_popup(root)
    canvas = next(w for w in descend(popup) if isinstance(w, tkinter.Canvas))
    for key in ("<Right>", "<Down>", "<Next>", "<Return>"):
        press(canvas, key)
    assert form.raw() == {"born": "2023-01-06"}


def test_a_blank_or_unreadable_day_is_never_taken_for_an_old_one(root: ttk.App) -> None:
    form = make(root, [Field("born", "出生日期", DAY)])
    form.load({"born": "1980-01-01"})
    form.editors["born"]._write("")
    assert form.check() == {"born": None}
    form.editors["born"]._write("上周")
    assert form.check() is None


def test_a_moment_left_alone_keeps_its_seconds(root: ttk.App) -> None:
    form = make(root, [Field("at", "时间", MOMENT)])
    form.load({"at": "2022-11-28 08:30:45"})
    assert form.check() == {"at": "2022-11-28 08:30:45"}
    assert form.changed() == {}
    form.editors["at"]._write("2022-11-28 09:00")
    assert form.check() == {"at": "2022-11-28 09:00:00"}


def test_several_choices_are_ticked_from_a_list(root: ttk.App) -> None:
    form = make(root, [Field("care", "重点人群", CHOICES, ("独居老人", "孕产妇", "残疾人"))])
    form.load({"care": "孕产妇"})
    editor = form.editors["care"]
    assert isinstance(editor, TicksEditor)
    press(editor.entry, "<Alt-Down>")
    boxes = [w for w in descend(the_popup(root)) if isinstance(w, ttk.Checkbutton)]
    click(boxes[0])
    press(boxes[0], "<Escape>")
    assert form.raw() == {"care": "独居老人、孕产妇"}


def test_a_long_form_scrolls_to_the_field_that_has_the_keyboard(root: ttk.App) -> None:
    root.geometry("800x300")
    form = resident_form(root)
    settle(root)
    form.focus_field("note")
    settle(root)
    widget = form.editors["note"].key_widget
    assert widget.winfo_rooty() + widget.winfo_height() <= form.winfo_rooty() + form.winfo_height() + 1
    form.focus_field("household")
    settle(root)
    assert form.editors["household"].key_widget.winfo_rooty() >= form.winfo_rooty()


def the_popup(root: ttk.App) -> Popup:
    settle(root)
    return next(child for child in descend(root) if isinstance(child, Popup))


def descend(widget: tkinter.Misc) -> list[tkinter.Misc]:
    return [found for child in widget.winfo_children() for found in (child, *descend(child))]
