"""The ledger: nothing half written, everything taken back, nothing made silently."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridworker.errors import (
    GridworkerError,
    LedgerBusy,
    LedgerExists,
    LedgerMissing,
    NoSuchRow,
    NotALedger,
    NothingToUndo,
    RowProblems,
    StillReferenced,
    UndoRefused,
)
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.checking import check_ledger
from gridworker.ledger.own_field_upkeep import bring_back, erase, take_away
from gridworker.ledger.places import Doors
from gridworker.ledger.registers import REGISTERS

ID = "140105193708225777"  # made up, with a right check digit


def everything(ledger: Ledger) -> dict[str, list[dict[str, object]]]:
    return {key: ledger.rows(key) for key in REGISTERS}


def test_a_missing_ledger_is_never_made_by_opening(tmp_path: Path) -> None:
    with pytest.raises(LedgerMissing):
        Ledger.open(tmp_path / "没有.gwl")
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "有.gwl"
    path.write_bytes(b"precious")
    with pytest.raises(LedgerExists):
        Ledger.make(path)
    assert path.read_bytes() == b"precious"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"\0" * 8192, b"SQLite format 3\0" + b"\0" * 4080, b"hello"])
def test_what_is_no_ledger_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "别的.gwl"
    path.write_bytes(content)
    with pytest.raises(NotALedger):
        Ledger.open(path)
    assert path.read_bytes() == content


def test_a_new_ledger_is_whole_private_and_knows_its_rules(ledger: Ledger) -> None:
    assert check_ledger(ledger) == []
    assert ledger.setting("community") == "示例社区"
    assert {row["name"] for row in ledger.rows("cadence")} >= {"一天一检", "三天一检", "免检"}
    assert len(ledger.ledger_id) == 32
    assert ledger.path.stat().st_mode & 0o077 == 0 or ledger.path.drive


def test_a_new_ledger_has_nothing_to_undo(ledger: Ledger) -> None:
    with pytest.raises(NothingToUndo):
        ledger.undo()


def test_the_file_shows_no_name_in_plain(ledger: Ledger, household: int) -> None:
    ledger.create("resident", {"household": household, "name": "不可见之名"})
    assert "不可见之名".encode() not in ledger.path.read_bytes()


def test_sex_and_birth_follow_from_the_id_number(ledger: Ledger, household: int) -> None:
    row = ledger.get(
        "resident", ledger.create("resident", {"household": household, "name": "张三", "id_number": ID})
    )
    assert (row["sex"], row["born"]) == ("男", "1937-08-22")


def test_a_wrong_row_is_refused_with_its_field(ledger: Ledger, household: int) -> None:
    values = {"household": household, "name": "张三", "id_number": ID, "sex": "女"}
    with pytest.raises(RowProblems) as refused:
        ledger.create("resident", values)
    assert list(refused.value.problems) == ["sex"]
    assert ledger.count("resident") == 0


def test_one_id_number_belongs_to_one_person(ledger: Ledger, household: int) -> None:
    ledger.create("resident", {"household": household, "name": "张三", "id_number": ID})
    with pytest.raises(RowProblems) as refused:
        ledger.create("resident", {"household": household, "name": "李四", "id_number": ID})
    assert "id_number" in refused.value.problems
    assert ledger.count("resident") == 1


def test_a_failed_change_leaves_nothing(ledger: Ledger, household: int) -> None:
    before = everything(ledger)
    with pytest.raises(ZeroDivisionError):
        add_then_fail(ledger, household)
    assert everything(ledger) == before
    ledger.create("resident", {"household": household, "name": "李四"})
    assert ledger.count("resident") == 1


def add_then_fail(ledger: Ledger, household: int) -> None:
    with ledger.change("半途而废"):
        ledger.create("resident", {"household": household, "name": "张三"})
        raise ZeroDivisionError


def test_a_change_that_changes_nothing_is_no_batch(ledger: Ledger, household: int) -> None:
    row = ledger.create("resident", {"household": household, "name": "张三"})
    batches = len(ledger.history())
    assert ledger.update("resident", row, {"name": "张三"}) is False
    assert len(ledger.history()) == batches


def test_undo_and_redo_of_one_change(ledger: Ledger, household: int) -> None:
    row = ledger.create("resident", {"household": household, "name": "张三"})
    ledger.update("resident", row, {"name": "张珊", "note": "改名"})
    ledger.undo()
    assert ledger.get("resident", row)["name"] == "张三"
    ledger.redo()
    assert ledger.get("resident", row)["name"] == "张珊"
    ledger.undo()
    ledger.undo()
    assert ledger.find("resident", row) is None
    ledger.redo()
    ledger.redo()
    assert ledger.get("resident", row)["note"] == "改名"
    with pytest.raises(NothingToUndo):
        ledger.redo()


def test_a_new_change_ends_redo(ledger: Ledger, household: int) -> None:
    ledger.create("resident", {"household": household, "name": "张三"})
    ledger.undo()
    ledger.create("resident", {"household": household, "name": "李四"})
    with pytest.raises(NothingToUndo):
        ledger.redo()


def test_uid_and_number_survive_undo_and_redo(ledger: Ledger, household: int) -> None:
    row = ledger.create("resident", {"household": household, "name": "张三"})
    uid = ledger.get("resident", row)["uid"]
    ledger.undo()
    ledger.create("resident", {"household": household, "name": "李四"})
    ledger.undo()
    assert ledger.create("resident", {"household": household, "name": "王五"}) not in (row,)
    assert ledger.by_uid("resident", uid) is None


def test_a_batch_that_later_changes_rest_on_is_not_undone(ledger: Ledger, household: int) -> None:
    with ledger.change("导入花名册", kind="import") as batch:
        row = ledger.create("resident", {"household": household, "name": "张三"})
    ledger.create("sample", {"resident": row, "sampled_at": "2022-11-28 08:00:00"})
    with pytest.raises(UndoRefused) as refused:
        ledger.undo(batch.id)
    assert "采样记录" in str(refused.value)
    assert ledger.count("resident") == 1
    ledger.undo()
    ledger.undo(batch.id)
    assert ledger.count("resident") == 0


def test_undo_names_the_later_change_of_the_same_row(ledger: Ledger, household: int) -> None:
    with ledger.change("导入花名册", kind="import") as batch:
        row = ledger.create("resident", {"household": household, "name": "张三"})
    with ledger.change("改电话"):
        ledger.update("resident", row, {"phone": "13800000000"})
    with pytest.raises(UndoRefused, match="改电话"):
        ledger.undo(batch.id)


def test_removing_a_household_takes_its_people_and_brings_them_back(ledger: Ledger, household: int) -> None:
    row = ledger.create("resident", {"household": household, "name": "张三", "id_number": ID})
    ledger.create("sample", {"resident": row, "sampled_at": "2022-11-28 08:00:00"})
    ledger.create("closed_loop", {"resident": row, "name": "张三"})
    before = everything(ledger)
    ledger.remove("household", household)
    assert (ledger.count("resident"), ledger.count("sample")) == (0, 0)
    assert ledger.rows("closed_loop")[0]["resident"] is None
    ledger.undo()
    assert everything(ledger) == before
    assert check_ledger(ledger) == []


def test_a_place_with_households_is_not_removed(ledger: Ledger, household: int) -> None:
    place = ledger.get("household", household)["place"]
    with pytest.raises(StillReferenced):
        ledger.remove("place", place)


def test_what_is_gone_is_said_to_be_gone(ledger: Ledger) -> None:
    with pytest.raises(NoSuchRow):
        ledger.update("resident", 12345, {"name": "张三"})


def test_an_earlier_presence_is_kept_with_its_day(ledger: Ledger, household: int) -> None:
    row = ledger.create("resident", {"household": household, "name": "张三"})
    ledger.update("resident", row, {"presence": "暂离", "presence_since": "2022-11-20"})
    ledger.update("resident", row, {"presence": "在住", "presence_since": "2022-11-25"})
    past = [(entry["value"], entry["since"]) for entry in ledger.rows("past")]
    assert past == [("在住", None), ("暂离", "2022-11-20")]


def test_history_tells_who_changed_what(ledger: Ledger, household: int) -> None:
    row = ledger.create("resident", {"household": household, "name": "张三"})
    ledger.update("resident", row, {"phone": "13800000000"})
    first, second = ledger.history(ledger.get("resident", row)["uid"])
    assert (first["action"], second["action"], second["person"]) == ("create", "update", "测试员")
    assert (second["before"], second["after"]) == ({"phone": None}, {"phone": "13800000000"})


def test_own_fields_are_stored_and_undone_like_others(ledger: Ledger, household: int) -> None:
    ledger.create("own_field", {"register": "resident", "key": "own_dog", "heading": "养犬", "kind": "是否"})
    row = ledger.create("resident", {"household": household, "name": "张三", "own_dog": 1})
    assert ledger.get("resident", row)["own_dog"] == 1
    ledger.update("resident", row, {"own_dog": 0})
    ledger.undo()
    assert ledger.get("resident", row)["own_dog"] == 1


def test_a_field_taken_away_keeps_what_was_entered_in_it(ledger: Ledger, household: int) -> None:
    for key, heading in (("own_dog", "养犬"), ("own_car", "车牌")):
        ledger.create("own_field", {"register": "resident", "key": key, "heading": heading, "kind": "文字"})
    row = ledger.create("resident", {"household": household, "name": "张三", "own_dog": "金毛"})
    field = ledger.rows("own_field", {"key": "own_dog"})[0]
    take_away(ledger, field)
    assert "own_dog" not in ledger.register("resident").keys
    ledger.update("resident", row, {"own_car": "晋A00000", "phone": "13800000000"})
    ledger.remove("resident", row)
    ledger.undo()
    bring_back(ledger, field)
    assert ledger.get("resident", row)["own_dog"] == "金毛"
    assert erase(ledger, field) == 1
    assert "own_dog" not in ledger.get("resident", row)
    assert ledger.get("resident", row)["own_car"] == "晋A00000"
    ledger.undo()
    assert ledger.get("resident", row)["own_dog"] == "金毛"


def test_a_field_that_was_never_filled_in_is_simply_gone(ledger: Ledger) -> None:
    ledger.create("own_field", {"register": "visit", "key": "own_1", "heading": "满意度", "kind": "文字"})
    take_away(ledger, ledger.rows("own_field")[0])
    assert ledger.rows("own_field") == []


def test_a_second_writer_is_told_that_the_ledger_is_busy(ledger: Ledger, household: int) -> None:
    other = ledger.another()
    other._db.execute("PRAGMA busy_timeout = 50")
    with ledger.change("长的改动"):
        ledger.create("resident", {"household": household, "name": "张三"})
        with pytest.raises(LedgerBusy):
            other.create("resident", {"household": household, "name": "李四"})
        assert other.count("resident") == 0, "a reader sees the last kept state meanwhile"
    assert other.count("resident") == 1
    other.close()


def test_a_worker_thread_uses_its_own_connection(ledger: Ledger, household: int) -> None:
    def work() -> None:
        with ledger.another() as mine:
            mine.create("resident", {"household": household, "name": "张三"})

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ledger.count("resident") == 1


def test_the_connection_is_as_durable_as_was_measured_to_be_needed(ledger: Ledger) -> None:
    pragmas = {
        name: ledger.query(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    assert pragmas == {"journal_mode": "truncate", "synchronous": 3, "foreign_keys": 1}


def test_every_flipped_bit_is_noticed(ledger: Ledger, household: int, tmp_path: Path) -> None:
    ledger.create_many("resident", [{"household": household, "name": "张三"} for _ in range(200)])
    ledger.close()
    whole = ledger.path.read_bytes()
    for position in range(16, len(whole), len(whole) // 60):
        broken = bytearray(whole)
        broken[position] ^= 1 << (position % 8)
        ledger.path.write_bytes(broken)
        assert noticed(ledger.path), f"a flipped bit in byte {position} went unnoticed"


def noticed(path: Path) -> bool:
    try:
        with Ledger.open(path) as opened:
            return bool(check_ledger(opened))
    except GridworkerError:
        return True


def test_the_schema_holds_every_field_of_the_catalogue(ledger: Ledger) -> None:
    for register in REGISTERS.values():
        columns = {name for _, name, *_ in ledger.query(f"PRAGMA table_info({register.key})")}
        assert columns == {"id", "uid", "own", *register.keys}, register.key


actions = st.lists(
    st.tuples(st.sampled_from(["add", "rename", "remove", "move", "undo", "redo"]), st.integers(0, 5)),
    max_size=14,
)


@settings(max_examples=25)
@given(actions)
def test_undoing_everything_leads_back_to_the_beginning(
    tmp_path_factory: pytest.TempPathFactory, steps: list
) -> None:
    with Ledger.make(tmp_path_factory.mktemp("undo") / "台账.gwl") as ledger:
        with ledger.change("住户"):
            doors = Doors(ledger)
            households = [doors.household(Address("苑", "1", "1", str(room))) for room in (101, 102)]
        ledger.set_setting("begun", "是")
        beginning = everything(ledger)
        for action, choice in steps:
            take(ledger, action, choice, households)
            assert check_ledger(ledger) == []
        undo_until_the_beginning(ledger)
        assert everything(ledger) == beginning


def take(ledger: Ledger, action: str, choice: int, households: list[int]) -> None:
    people = [row["id"] for row in ledger.rows("resident")]
    if action == "undo":
        if last_in_force(ledger) != "修改设置":
            ledger.undo()
    elif action == "redo":
        with suppress(NothingToUndo):
            ledger.redo()
    elif action == "add":
        ledger.create(
            "resident", {"household": households[choice % 2], "name": f"某{'甲乙丙丁戊己'[choice]}"}
        )
    elif people and action == "remove":
        ledger.remove("resident", people[choice % len(people)])
    elif people and action == "rename":
        ledger.update("resident", people[choice % len(people)], {"name": f"改{'甲乙丙丁戊己'[choice]}"})
    elif people:
        ledger.update("resident", people[choice % len(people)], {"household": households[choice % 2]})


def undo_until_the_beginning(ledger: Ledger) -> None:
    while last_in_force(ledger) != "修改设置":
        ledger.undo()


def last_in_force(ledger: Ledger) -> str:
    return next(
        row["label"]
        for row in ledger.history()
        if not row["undone"] and row["kind"] not in ("new", "undo", "redo")
    )
