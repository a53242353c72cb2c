"""The sampling desk: who is found, who is registered where, what is refused, and taking it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridworker.errors import RowProblems, UndoRefused
from gridworker.ledger.book import Ledger
from gridworker.ledger.figures import figures_by_building
from gridworker.ledger.reasons import set_exemption
from gridworker.ledger.sampling import NotSampled, SamplingDesk, TubeRefused, TubeView, candidates
from gridworker.ledger.tubes import set_tube_result
from tests.ledger.desks import DAY, a_tube, at, card, crowd, in_force, live_at, state


@pytest.fixture
def desk(ledger: Ledger) -> SamplingDesk:
    return SamplingDesk(ledger, "东门", DAY)


# -- finding


def test_people_are_found_by_whatever_is_typed(ledger: Ledger) -> None:
    (zhang,) = live_at(
        ledger, "和平苑3号楼2单元501", {"name": "张三", "id_number": card(1), "phone": "13800001234"}
    )
    (other,) = live_at(ledger, "和平苑3号楼1单元102", {"name": "赵四", "id_number": card(2)})
    for typed in (f"ID:{card(1).lower()}\r", "张三", "zs", "1234", "3-2-501", "13800001234", "张"):
        assert zhang in [found.resident for found in candidates(ledger, typed, DAY)], typed
    assert [found.resident for found in candidates(ledger, card(2), DAY)] == [other]
    assert candidates(ledger, card(3), DAY) == []
    assert candidates(ledger, " \r", DAY) == []


def test_the_short_list_tells_people_of_one_name_apart(ledger: Ledger, desk: SamplingDesk) -> None:
    (first,) = live_at(ledger, "和平苑3号楼2单元501", {"name": "王伟", "id_number": card(7)})
    (second,) = live_at(ledger, "和平苑10号楼1单元101", {"name": "王伟"})
    desk.register(first, at(5))
    found = {line.resident: line for line in candidates(ledger, "王伟", DAY)}
    assert (found[first].address, found[first].id_tail, found[first].sampled_at) == (
        "和平苑3号楼2单元501", card(7)[-4:], at(5),
    )  # fmt: skip
    assert (found[second].address, found[second].id_tail, found[second].sampled_at) == (
        "和平苑10号楼1单元101", "", None,
    )  # fmt: skip


def test_no_more_than_asked_for(ledger: Ledger) -> None:
    live_at(ledger, "和平苑3号楼2单元501", *({"name": "王伟"} for _ in range(12)))
    assert len(candidates(ledger, "王伟", DAY)) == 9
    assert len(candidates(ledger, "ww", DAY, limit=4)) == 4


# -- registering


def test_a_sample_is_registered_with_tube_place_and_site(ledger: Ledger, desk: SamplingDesk) -> None:
    first, second = crowd(ledger, 2)
    desk.scan_tube("g1128-0042\r", at(0))
    assert desk.register(first, at(1)).place == 1
    done = desk.register(second, at(2))
    assert (done.name, done.address, done.tube, done.place, done.size, done.closed) == (
        "居民甲甲", "和平苑3号楼2单元501", "G1128-0042", 2, 10, False,
    )  # fmt: skip
    sample = ledger.get("sample", done.sample)
    assert (sample["resident"], sample["sampled_at"], sample["site"]) == (second, at(2), "东门")
    assert (sample["tube"], sample["place_in_tube"], sample["result"]) == ("G1128-0042", 2, "待出")
    assert desk.open_tube == TubeView("G1128-0042", 2, 10)


def test_a_full_tube_closes_itself_and_the_next_counts_up(ledger: Ledger, desk: SamplingDesk) -> None:
    ledger.set_setting("tube_size", "5")
    registered = [desk.register(resident, at(n)) for n, resident in enumerate(crowd(ledger, 11))]
    assert [done.tube for done in registered] == ["G1128-0001"] * 5 + ["G1128-0002"] * 5 + ["G1128-0003"]
    assert [done.closed for done in registered] == [False] * 4 + [True] + [False] * 4 + [True, False]
    assert [row["closed_at"] for row in ledger.rows("tube")] == [at(4), at(9), None]


def test_single_tubes_close_at_once(ledger: Ledger, desk: SamplingDesk) -> None:
    ledger.set_setting("tube_size", "1")
    first, second = crowd(ledger, 2)
    assert desk.register(first, at(0)).closed
    assert desk.open_tube is None
    assert desk.register(second, at(1)).tube == "G1128-0002"


def test_numbers_already_used_are_skipped(ledger: Ledger, desk: SamplingDesk) -> None:
    someone, other = crowd(ledger, 2)
    ledger.create("sample", {"resident": someone, "sampled_at": at(0, "2022-11-20"), "tube": "G1128-0001"})
    ledger.create("tube", {"number": "G1128-0002", "opened_at": at(0), "site": "西门"})
    result = {"number": "G1128-0003", "result": "阴性", "reported_at": at(0)}
    ledger.create("tube_result", result)
    assert desk.register(other, at(1)).tube == "G1128-0004"


def test_the_count_can_begin_anywhere(ledger: Ledger) -> None:
    desk = SamplingDesk(ledger, None, DAY, first_number="dm-098")
    ledger.set_setting("tube_size", "1")
    assert [desk.register(one, at(0)).tube for one in crowd(ledger, 3)] == ["DM-098", "DM-099", "DM-100"]
    assert desk.is_tube_number("dm-101") and not desk.is_tube_number("101")


def test_without_counting_every_tube_is_scanned(ledger: Ledger) -> None:
    desk = SamplingDesk(ledger, "东门", DAY, counting=False)
    (resident,) = crowd(ledger, 1)
    with pytest.raises(NotSampled) as refused:
        desk.register(resident, at(0))
    assert refused.value.why == "no_tube"
    assert ledger.rows("sample") == []
    desk.scan_tube("T77", at(1))
    assert desk.register(resident, at(2)).tube == "T77"


# -- refusing


def why(desk: SamplingDesk, resident: int, *, force: bool = False) -> str:
    before = in_force(desk._ledger), state(desk._ledger)
    with pytest.raises(NotSampled) as refused:
        desk.register(resident, at(50), force)
    assert (in_force(desk._ledger), state(desk._ledger)) == before, "nothing is written"
    assert "居民甲" not in str(refused.value), "the sentence may be logged"
    return refused.value.why


def test_whoever_was_sampled_today_is_told_where_and_may_be_forced(
    ledger: Ledger, desk: SamplingDesk
) -> None:
    first, second = crowd(ledger, 2)
    desk.register(first, at(72))
    with pytest.raises(NotSampled, match="今天 08:12 已采样，在 G1128-0001 管第 1 位") as refused:
        SamplingDesk(ledger, "西门", DAY).register(first, at(80))
    assert (refused.value.name, refused.value.address) == ("居民甲", "和平苑3号楼2单元501")
    assert refused.value.can_force
    west = SamplingDesk(ledger, "西门", DAY)
    assert west.register(first, at(81), force=True).tube == "G1128-0002"
    assert desk.register(second, at(82)).tube == "G1128-0001"


def test_yesterdays_sample_is_no_hindrance(ledger: Ledger, desk: SamplingDesk) -> None:
    (resident,) = crowd(ledger, 1)
    ledger.create("sample", {"resident": resident, "sampled_at": at(0, "2022-11-27")})
    assert desk.register(resident, at(0)).place == 1


def test_nobody_is_twice_in_one_tube_even_when_forced(ledger: Ledger, desk: SamplingDesk) -> None:
    (resident,) = crowd(ledger, 1)
    desk.register(resident, at(0))
    assert why(desk, resident) == "in_tube"
    assert why(desk, resident, force=True) == "in_tube"


def test_the_exempt_are_sampled_only_when_they_wish(ledger: Ledger, desk: SamplingDesk) -> None:
    by_reason, by_cadence, until_yesterday = crowd(ledger, 3)
    set_exemption(ledger, [by_reason], "孕产期", "2022-11-01")
    set_exemption(ledger, [until_yesterday], "行动不便", "2022-11-01", "2022-11-27")
    ledger.update("resident", by_cadence, {"cadence": "免检"})
    assert why(desk, by_reason) == why(desk, by_cadence) == "exempt"
    assert desk.register(by_reason, at(1), force=True).place == 1
    assert desk.register(by_cadence, at(2), force=True).place == 2
    assert desk.register(until_yesterday, at(3)).place == 3


@pytest.mark.parametrize("presence", ["已迁出", "已转运", "已故"])
def test_whoever_has_left_is_not_sampled(ledger: Ledger, desk: SamplingDesk, presence: str) -> None:
    gone, back_then = crowd(ledger, 2)
    ledger.update("resident", gone, {"presence": presence, "presence_since": DAY})
    ledger.update("resident", back_then, {"presence": presence, "presence_since": "2022-11-29"})
    assert why(desk, gone) == why(desk, gone, force=True) == "gone"
    assert desk.register(back_then, at(0)).place == 1, "they were still there on that day"


def test_a_move_out_day_counts_and_the_temporarily_away_are_welcome(
    ledger: Ledger, desk: SamplingDesk
) -> None:
    moved, away = crowd(ledger, 2)
    ledger.update("resident", moved, {"moved_out": DAY})
    ledger.update("resident", away, {"presence": "暂离", "presence_since": DAY})
    assert why(desk, moved) == "gone"
    assert desk.register(away, at(0)).place == 1


def test_somebody_removed_meanwhile_is_unknown(ledger: Ledger, desk: SamplingDesk) -> None:
    (resident,) = crowd(ledger, 1)
    ledger.remove("resident", resident)
    assert why(desk, resident) == "unknown"


# -- tubes in hand


def test_a_scanned_tube_closes_the_one_before(ledger: Ledger, desk: SamplingDesk) -> None:
    first, second = crowd(ledger, 2)
    desk.scan_tube("A1", at(0))
    desk.register(first, at(1))
    assert desk.scan_tube("A2", at(2)) == TubeView("A2", 0, 10)
    assert desk.scan_tube("A2", at(3)) == TubeView("A2", 0, 10), "read twice by the scanner"
    assert desk.register(second, at(4)).tube == "A2"
    assert [(row["number"], row["closed_at"]) for row in ledger.rows("tube")] == [("A1", at(2)), ("A2", None)]


def test_an_empty_tube_put_away_leaves_nothing(ledger: Ledger, desk: SamplingDesk) -> None:
    desk.scan_tube("A1", at(0))
    with pytest.raises(TubeRefused, match="还没有人"):
        desk.close_tube(at(1))
    desk.scan_tube("A2", at(2))
    assert ledger.rows("tube") == []


def test_used_and_full_tubes_are_refused(ledger: Ledger, desk: SamplingDesk) -> None:
    people = crowd(ledger, 4)
    a_tube(ledger, people[:2], "FULL", size=2)
    a_tube(ledger, people[2:3], "OTHER", size=2)
    ledger.create("sample", {"resident": people[3], "sampled_at": at(0), "tube": "LAB"})
    desk.scan_tube("MINE", at(1))
    with pytest.raises(TubeRefused, match="已封管，里面有 2 人"):
        desk.scan_tube("FULL", at(2))
    with pytest.raises(TubeRefused, match="已经用过"):
        desk.scan_tube("lab", at(2))
    with pytest.raises(TubeRefused, match="正在“东门”使用"):
        SamplingDesk(ledger, "西门", DAY).scan_tube("OTHER", at(2))
    with pytest.raises(TubeRefused, match="没有读到"):
        desk.scan_tube("\x02 \r", at(2))
    assert desk.open_tube == TubeView("MINE", 0, 2), "the tube in hand stays in hand"


def test_closing_by_hand(ledger: Ledger, desk: SamplingDesk) -> None:
    first, second = crowd(ledger, 2)
    with pytest.raises(TubeRefused, match="没有打开"):
        desk.close_tube(at(0))
    desk.register(first, at(1))
    assert desk.close_tube(at(2)).count == 1
    assert desk.open_tube is None
    assert desk.register(second, at(3)).tube == "G1128-0002"


def test_after_a_power_cut_the_open_tube_is_taken_up_again(tmp_path: Path) -> None:
    path = tmp_path / "断电.gwl"
    with Ledger.make(path) as ledger:
        people = crowd(ledger, 14)
        desk = SamplingDesk(ledger, "东门", DAY)
        for minute, resident in enumerate(people[:12]):
            desk.register(resident, at(minute))
        SamplingDesk(ledger, "西门", DAY).register(people[12], at(13))
    with Ledger.open(path) as ledger:
        desk = SamplingDesk(ledger, "东门", DAY)
        assert desk.resume(DAY) == TubeView("G1128-0002", 2, 10)
        assert desk.register(people[13], at(20)).place == 3
        assert desk.undo_last().resident == people[13]
        assert desk.undo_last().resident == people[11], "the last of before the cut can be taken back too"
        assert SamplingDesk(ledger, "南门", DAY).resume(DAY) is None


def test_a_new_day_begins_a_new_count(ledger: Ledger, desk: SamplingDesk) -> None:
    first, second = crowd(ledger, 2)
    desk.register(first, at(0))
    assert desk.resume("2022-11-29") is None
    assert desk.register(second, at(0, "2022-11-29")).tube == "G1129-0001"
    assert desk.progress.by_building() == figures_by_building(ledger, "2022-11-29")


# -- taking back


def test_the_last_registration_is_taken_back_and_its_tube_reopened(
    ledger: Ledger, desk: SamplingDesk
) -> None:
    ledger.set_setting("tube_size", "2")
    first, second, third = crowd(ledger, 3)
    desk.register(first, at(0))
    before = state(ledger)
    desk.register(second, at(1))
    desk.scan_tube("NEXT", at(2))
    back = desk.undo_last()
    assert (back.resident, back.tube, back.place) == (second, "G1128-0001", 2)
    assert state(ledger) == before
    assert desk.open_tube == TubeView("G1128-0001", 1, 2)
    assert desk.register(third, at(3)).place == 2


def test_taking_back_the_first_of_a_tube_leaves_it_empty_in_hand(ledger: Ledger, desk: SamplingDesk) -> None:
    (resident,) = crowd(ledger, 1)
    desk.scan_tube("A1", at(0))
    desk.register(resident, at(1))
    desk.undo_last()
    assert (ledger.rows("sample"), ledger.rows("tube")) == ([], [])
    assert desk.open_tube == TubeView("A1", 0, 10)
    with pytest.raises(TubeRefused, match="没有可以撤销的登记"):
        desk.undo_last()


def test_a_tube_closed_by_hand_is_reopened_too(ledger: Ledger, desk: SamplingDesk) -> None:
    first, second = crowd(ledger, 2)
    desk.register(first, at(0))
    desk.register(second, at(1))
    desk.close_tube(at(2))
    desk.undo_last()
    assert desk.open_tube == TubeView("G1128-0001", 1, 10)
    desk.close_tube(at(3))
    desk.undo_last()
    assert (ledger.rows("sample"), ledger.rows("tube")) == ([], [])


def test_what_has_a_result_is_not_taken_back(ledger: Ledger, desk: SamplingDesk) -> None:
    (resident,) = crowd(ledger, 1)
    desk.register(resident, at(0))
    desk.close_tube(at(1))
    set_tube_result(ledger, "G1128-0001", "阴性", at(600))
    before = state(ledger)
    with pytest.raises(UndoRefused):
        desk.undo_last()
    assert state(ledger) == before


def test_other_work_in_between_stays(ledger: Ledger, desk: SamplingDesk) -> None:
    first, second = crowd(ledger, 2)
    desk.register(first, at(0))
    ledger.update("resident", second, {"phone": "13800009999"})
    SamplingDesk(ledger, "西门", DAY).register(second, at(1))
    assert desk.undo_last().resident == first
    assert ledger.get("resident", second)["phone"] == "13800009999"
    assert [row["resident"] for row in ledger.rows("sample")] == [second]


def test_undo_from_elsewhere_is_noticed(ledger: Ledger, desk: SamplingDesk) -> None:
    ledger.set_setting("tube_size", "2")
    people = crowd(ledger, 3)
    for minute, resident in enumerate(people[:2]):
        desk.register(resident, at(minute))
    ledger.undo()
    assert desk.open_tube == TubeView("G1128-0001", 1, 2)
    assert desk.register(people[2], at(5)).place == 2


def test_a_tube_filled_by_an_import_takes_nobody_more(ledger: Ledger, desk: SamplingDesk) -> None:
    ledger.set_setting("tube_size", "2")
    first, second, third = crowd(ledger, 3)
    desk.register(first, at(0))
    ledger.create("sample", {"resident": second, "sampled_at": at(1), "tube": "G1128-0001"})
    assert desk.open_tube is None
    assert desk.register(third, at(2)).tube == "G1128-0002"
    with pytest.raises(TubeRefused, match="里面有 2 人"):
        desk.scan_tube("G1128-0001", at(3))


# -- adding in place


def test_a_stranger_is_added_and_sampled_at_once(ledger: Ledger, desk: SamplingDesk) -> None:
    crowd(ledger, 1)
    before = state(ledger)
    done = desk.add_in_place("赵新来", f"ID:{card(9).lower()}", "13800007777", "3-2-602", at(4))
    assert (done.name, done.address, done.place) == ("赵新来", "和平苑3号楼2单元602", 1)
    resident = ledger.get("resident", done.resident)
    assert (resident["id_number"], resident["phone"], resident["sex"]) == (card(9), "13800007777", "男")
    desk.undo_last()
    assert state(ledger) == before


def test_a_stranger_wrongly_typed_leaves_nothing(ledger: Ledger, desk: SamplingDesk) -> None:
    live_at(ledger, "和平苑3号楼2单元501", {"name": "张三", "id_number": card(1)})
    before = state(ledger)
    with pytest.raises(RowProblems, match="校验码"):
        desk.add_in_place("赵新来", card(9)[:-1] + ("0" if card(9)[-1] != "0" else "1"), "", "3-2-602", at(4))
    with pytest.raises(RowProblems, match="已有人用这个证件号码"):
        desk.add_in_place("赵新来", card(1), "", "3-2-602", at(4))
    with pytest.raises(RowProblems, match="姓名"):
        desk.add_in_place(" ", "", "", "3-2-602", at(4))
    assert state(ledger) == before
