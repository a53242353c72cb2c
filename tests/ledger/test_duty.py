"""The week's grid in a real ledger: what stands where, what is wrong, filling, copying, clearing."""

from __future__ import annotations

import pytest

from gridworker.errors import ValueProblem
from gridworker.ledger.book import Ledger
from gridworker.ledger.duty import (
    clear_week,
    copy_week,
    duty_todos,
    fill,
    monday_of,
    on_duty,
    set_cell,
    week,
)
from gridworker.ledger.duty_conflicts import Cell
from gridworker.ledger.duty_names import candidates, last_word, read_names, with_last_word

MONDAY, TUESDAY, SUNDAY = "2022-11-28", "2022-11-29", "2022-12-04"
GATE = "小区门岗"
PEOPLE = (("张小三", "13800000001"), ("李小四", "13800000002"), ("王小五", None), ("Ann Lee", "13800000004"))
NAMES = [name for name, _ in PEOPLE]


@pytest.fixture
def staffed(ledger: Ledger) -> Ledger:
    ledger.create_many("duty_person", [{"name": name, "phone": phone} for name, phone in PEOPLE])
    return ledger


def put(ledger: Ledger, day: str, shift: str, *names: str, post: str = GATE) -> None:
    set_cell(ledger, Cell(day, shift, post), names)


def texts(ledger: Ledger, kind: str, monday: str = MONDAY) -> list[str]:
    return [conflict.text for conflict in week(ledger, monday).conflicts if conflict.kind == kind]


def test_a_cell_holds_exactly_what_was_typed_with_phones_of_the_list(staffed: Ledger) -> None:
    put(staffed, MONDAY, "白班", "张小三", "李小四")
    kept = staffed.rows("duty")[1]["id"]
    put(staffed, MONDAY, "白班", "李小四", "外援")
    rows = staffed.rows("duty")
    assert [(row["person"], row["phone"]) for row in rows] == [("李小四", "13800000002"), ("外援", None)]
    assert rows[0]["id"] == kept
    set_cell(staffed, Cell(MONDAY, "白班", GATE), ["李小四"], {"李小四": "13900000009"})
    assert [row["phone"] for row in staffed.rows("duty")] == ["13900000009"]
    staffed.undo()
    assert len(staffed.rows("duty")) == 2


def test_the_grid_has_every_shift_at_every_post_and_what_lists_no_longer_have(staffed: Ledger) -> None:
    staffed.create("duty_post", {"name": "东门", "people": 2})
    put(staffed, MONDAY, "早班", "张小三", post="老门")
    grid = week(staffed, MONDAY)
    assert [(slot.shift, slot.post, slot.wanted) for slot in grid.slots] == [
        ("白班", GATE, 1), ("白班", "东门", 2), ("夜班", GATE, 1), ("夜班", "东门", 2), ("早班", "老门", 0),
    ]  # fmt: skip
    assert grid.days == tuple(f"2022-11-{n}" for n in (28, 29, 30)) + tuple(
        f"2022-12-0{n}" for n in range(1, 5)
    )
    assert [entry.person for entry in grid.at(MONDAY, grid.slots[-1])] == ["张小三"]
    assert grid.loads == {"张小三": 1, "李小四": 0, "王小五": 0, "Ann Lee": 0}


def test_clashes_are_told_with_both_places(staffed: Ledger) -> None:
    staffed.create("duty_post", {"name": "东门"})
    put(staffed, MONDAY, "白班", "张小三")
    put(staffed, MONDAY, "白班", "张小三", post="东门")
    put(staffed, TUESDAY, "夜班", "李小四")
    put(staffed, "2022-11-30", "白班", "李小四")
    assert texts(staffed, "clash") == [
        f"周一 11-28：张小三同一时间在白班{GATE}和白班东门",
        f"周二 11-29：李小四夜班{GATE}接着周三白班{GATE}，中间没有休息",
    ]
    grid = week(staffed, MONDAY)
    assert [c.tone for c in grid.wrong_at("2022-11-30", grid.slots[0])] == ["warn"]


def test_a_clash_over_the_edge_of_the_week_is_told_in_both_weeks(staffed: Ledger) -> None:
    put(staffed, SUNDAY, "夜班", "张小三")
    put(staffed, "2022-12-05", "白班", "张小三")
    for monday in (MONDAY, "2022-12-05"):
        assert texts(staffed, "clash", monday) == [
            f"周日 12-04：张小三夜班{GATE}接着周一白班{GATE}，中间没有休息"
        ]


def test_short_places_and_strangers_are_told(staffed: Ledger) -> None:
    staffed.update("duty_post", 1, {"people": 2})
    put(staffed, MONDAY, "白班", "外援")
    assert texts(staffed, "short")[:2] == [
        f"周一 11-28：白班{GATE}缺 1 人",
        f"周一 11-28：夜班{GATE}还没有人",
    ]
    assert len(texts(staffed, "short")) == 14
    assert texts(staffed, "unknown")[0].startswith("“外援”不在值班人员名单里，共 1 班")


def test_a_row_imported_twice_is_told_and_mended_by_typing_the_cell_again(staffed: Ledger) -> None:
    twice = {"day": MONDAY, "shift": "白班", "post": GATE, "person": "张小三"}
    staffed.create_many("duty", [twice, twice])
    assert texts(staffed, "clash") == [f"周一 11-28：张小三在白班{GATE}登记了两次"]
    put(staffed, MONDAY, "白班", "张小三")
    assert texts(staffed, "clash") == [] and staffed.count("duty") == 1


def test_filling_keeps_what_is_there_and_leaves_past_days_alone(staffed: Ledger) -> None:
    put(staffed, "2022-12-01", "白班", "外援")
    assert fill(staffed, MONDAY, since="2022-11-30") == 9
    grid = week(staffed, MONDAY)
    day_shift = grid.slots[0]
    assert [entry.person for entry in grid.at("2022-12-01", day_shift)] == ["外援"]
    assert {entry.day for entry in grid.entries} == set(grid.days[2:])
    assert not [c for c in grid.conflicts if c.kind == "clash"]
    loads = [grid.loads[name] for name in NAMES]
    assert max(loads) - min(loads) <= 1
    assert {r["phone"] for r in staffed.rows("duty") if r["person"] == "张小三"} == {"13800000001"}
    staffed.undo()
    assert staffed.count("duty") == 1


def test_the_next_week_goes_on_in_turn(staffed: Ledger) -> None:
    fill(staffed, MONDAY)
    fill(staffed, "2022-12-05")
    order = [e.person for monday in (MONDAY, "2022-12-05") for e in week(staffed, monday).entries]
    assert order == [NAMES[number % 4] for number in range(28)]


def test_copying_fills_only_empty_places(staffed: Ledger) -> None:
    fill(staffed, MONDAY)
    put(staffed, "2022-12-05", "白班", "外援")
    assert copy_week(staffed, "2022-12-05", since="2022-12-05") == 13
    before, after = week(staffed, MONDAY), week(staffed, "2022-12-05")
    for day, later in zip(before.days, after.days, strict=True):
        for slot in before.slots:
            wanted = [entry.person for entry in before.at(day, slot)]
            if (later, slot.shift) == ("2022-12-05", "白班"):
                wanted = ["外援"]
            assert [entry.person for entry in after.at(later, slot)] == wanted
    assert clear_week(staffed, "2022-12-05") == 14
    assert week(staffed, "2022-12-05").entries == () and len(week(staffed, MONDAY).entries) == 14


def test_who_is_on_duty_now_also_after_midnight(staffed: Ledger) -> None:
    put(staffed, MONDAY, "白班", "张小三")
    put(staffed, MONDAY, "夜班", "王小五")
    put(staffed, TUESDAY, "不定时", "李小四")
    staffed.update("duty_person", 3, {"phone": "13800000003"})

    def now(moment: str) -> list[tuple[str, str | None]]:
        return [(entry.person, entry.phone) for entry in on_duty(staffed, moment)]

    assert now(f"{MONDAY} 08:00:00") == [("张小三", "13800000001")]
    assert now(f"{MONDAY} 20:00:00") == [("王小五", "13800000003")]
    assert now(f"{TUESDAY} 07:59:59") == [("王小五", "13800000003"), ("李小四", "13800000002")]
    assert now(f"{TUESDAY} 08:00:00") == [("李小四", "13800000002")]


def test_today_hears_of_empty_places_and_clashes_of_today_and_tomorrow(staffed: Ledger) -> None:
    assert duty_todos(staffed, MONDAY) == []
    put(staffed, MONDAY, "白班", "张小三")
    put(staffed, MONDAY, "夜班", "张小三")
    told = duty_todos(staffed, MONDAY)
    assert [(todo.tone, todo.text) for todo in told] == [
        ("warn", f"明天值班有空岗：白班{GATE}还没有人，共 2 处"),
        ("bad", f"今天值班有冲突：张小三白班{GATE}接着夜班{GATE}，中间没有休息"),
    ]
    assert {(todo.screen, todo.what["page"], todo.what["day"]) for todo in told} == {
        ("visits", "duty", MONDAY), ("visits", "duty", TUESDAY),
    }  # fmt: skip
    put(staffed, SUNDAY, "白班", "张小三")
    assert [todo.text for todo in duty_todos(staffed, SUNDAY)] == [
        f"今天值班有空岗：夜班{GATE}还没有人", f"明天值班有空岗：白班{GATE}还没有人，共 2 处",
    ]  # fmt: skip


def test_monday_of_any_day() -> None:
    assert {monday_of(day) for day in (MONDAY, TUESDAY, SUNDAY)} == {MONDAY}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张小三、李小四", {"张小三": None, "李小四": None}),
        ("张小三 李小四", {"张小三": None, "李小四": None}),
        ("zxs lxs，", {"张小三": None, "李小四": None}),
        ("zhang", {"张小三": None}),
        ("ann lee/w", {"Ann Lee": None, "王小五": None}),
        ("张小三13900000001 外援", {"张小三": "13900000001", "外援": None}),
        ("张小三\n0351-7040000", {"张小三": "0351-7040000"}),
        ("（空）", {}), ("", {}), ("张小三、张小三", {"张小三": None}),
    ],
)  # fmt: skip
def test_names_are_read_as_people_type_and_paste_them(text: str, names: dict[str, str | None]) -> None:
    assert read_names(text, NAMES) == names


@pytest.mark.parametrize(
    ("text", "words"),
    [("qq", "没有拼音或首字母是“qq”"), ("l", "可能是李小四、李小六"), ("13800000001", "姓名里没有文字")],
)
def test_what_is_no_name_is_refused_with_a_reason(text: str, words: str) -> None:
    with pytest.raises(ValueProblem, match=words):
        read_names(text, ["李小四", "李小六"])


def test_candidates_follow_what_is_being_typed() -> None:
    people = ["张小三", "张晓山", "章三", "李小四"]
    assert candidates("zs", people) == ["章三"]
    assert candidates("zxs", people) == ["张小三", "张晓山"]
    assert candidates("小", people) == ["张小三", "李小四"]
    assert candidates("", people) == []
    assert last_word("李小四、zx") == "zx" and with_last_word("李小四、zx", "张小三") == "李小四、张小三"
