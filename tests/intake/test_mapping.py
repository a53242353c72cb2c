"""Headings to fields: guessed, corrected, remembered."""

from __future__ import annotations

import pytest

from gridworker.intake.headings import plain_heading
from gridworker.intake.mapping import Mapping, known, recognise, remember, remembered, targets
from gridworker.ledger.book import Ledger
from tests.intake.samples import FLAT_HEADINGS, LAB_HEADINGS


def meant(
    headings: tuple[str, ...], kind: str = "residents", parents: tuple[str, ...] = ()
) -> dict[str, str | None]:
    mapping = recognise(headings, parents or ("",) * len(headings), kind)
    return {column.heading: column.target for column in mapping.columns}


def test_a_flat_list_is_recognised_whole() -> None:
    found = meant(FLAT_HEADINGS)
    assert found == {
        "社区": None, "网格": "grid", "所居住花园小区/城中村名称": "community", "姓名": "name", "性别": "sex",
        "人员类型": "residency", "证件类型": "id_type", "证件号码": "id_number", "出生年月": "born",
        "手机号码": "phone", "国籍": None, "是否暂离": "absent", "户籍地址": "registered_address",
        "工作单位名称": "employer", "楼栋地址": "building", "房屋地址": "address", "备注": "note",
    }  # fmt: skip


def test_a_laboratory_file_is_recognised_whole() -> None:
    found = meant(LAB_HEADINGS, "results")
    assert {heading for heading, target in found.items() if target is None} == {
        "年龄", "采样机构", "性别", "检测人群分类", "样本类型",
    }  # fmt: skip
    assert found["检测结果填报时间"] == "reported_at"
    assert found["检测时间"] == "tested_at"
    assert found["样本条形码"] == "tube"


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("*姓名（必填）", "name"), ("身份证号\n(18位)", "id_number"), ("被采样人身份证号码", "id_number"),
        ("联系电话", "phone"), ("户主", "head"), ("户主姓名", "head"), ("户主电话", "household.phone"),
        ("电话（户主）", "household.phone"), ("单位", "employer"), ("单元", "unit"), ("社区", None), ("小区", "community"),
        ("楼号", "building"), ("单元房号", "door"), ("家庭住址", "address"), ("与户主的关系", "relation"), ("ＩＤ", "id_number"),
        ("问题说明", None), ("单位电话", None), ("紧急联系人电话", None), ("身份证地址", None), ("是否重点人群", None),
    ],
)  # fmt: skip
def test_a_heading_means(heading: str, target: str | None) -> None:
    found = meant(("姓名", heading) if target != "name" else (heading,))
    assert found[heading] == target


def test_a_heading_is_reduced_to_its_words() -> None:
    assert plain_heading(" ★联系\n电话（必填）：") == "联系电话"
    assert plain_heading("（备注）") == "备注"


def test_two_phones_are_phone_and_second_phone() -> None:
    assert list(meant(("姓名", "手机号码", "联系电话", "电话")).values()) == ["name", "phone", "phone2", None]


def test_the_parent_decides_whose_phone_it_is() -> None:
    headings = ("姓名", "电话", "姓名")
    mapping = recognise(headings, ("户主", "户主", "家庭成员"), "residents")
    assert [column.target for column in mapping.columns] == ["head", "household.phone", "name"]


def test_in_a_list_of_heads_the_head_is_the_person() -> None:
    mapping = recognise(("户主姓名", "户主身份证号", "房号"), ("",) * 3, "residents")
    assert [column.target for column in mapping.columns] == ["name", "id_number", "room"]
    assert mapping.lists_heads


def test_a_heads_number_is_not_the_members() -> None:
    assert meant(("户主", "户主身份证号", "姓名"))["户主身份证号"] is None


def test_a_wide_heading_over_three_columns_is_one_address() -> None:
    samples = (("甲",), ("2#",), ("1单元",), ("103",))
    mapping = recognise(("姓名", "家庭住址", "", ""), ("",) * 4, "residents", samples=samples)
    assert mapping.of("address") == [1, 2, 3]


def test_a_choice_moves_the_target_and_says_so() -> None:
    mapping = recognise(("姓名", "曾用名", "手机号"), ("",) * 3, "residents")
    chosen = mapping.with_choice(1, "name")
    assert [column.target for column in chosen.columns] == [None, "name", "phone"]
    assert chosen.with_choice(1, None).of("name") == []
    assert all(column.note for column in chosen.columns if column.target is None)


def test_choices_are_remembered_for_the_next_file(ledger: Ledger) -> None:
    mapping: Mapping = recognise(("姓名", "称呼", "甲乙丙"), ("",) * 3, "residents")
    remember(ledger, mapping.with_choice(0, None).with_choice(1, "name").with_choice(2, "note"))
    learned = remembered(ledger, "residents")
    again = recognise(("姓名", "称呼", "甲乙丙"), ("",) * 3, "residents", learned)
    assert [column.target for column in again.columns] == [None, "name", "note"]
    assert remembered(ledger, "results") == {}
    assert known("residents", remembered=learned)("甲乙丙")
    remember(ledger, again.with_choice(2, "trade"))
    assert remembered(ledger, "residents")["甲乙丙"] == "trade"


def test_a_field_of_the_workers_own_answers_to_its_heading(ledger: Ledger) -> None:
    ledger.create("own_field", {"register": "resident", "key": "own_1", "heading": "宠物", "kind": "文字"})
    offered = targets("residents", ledger.register)
    mapping = recognise(("姓名", "宠物"), ("", ""), "residents", offered=offered)
    assert mapping.columns[1].target == "own_1"


def test_every_target_has_a_heading_of_its_own() -> None:
    for kind in ("residents", "results"):
        offered = targets(kind)
        assert len({target.key for target in offered}) == len(offered)
        assert all(target.heading for target in offered)


def test_what_is_no_heading_is_not_known() -> None:
    is_known = known("residents")
    assert is_known("身份证号码（必填）")
    assert not is_known("张三")
    assert not is_known("某街道某社区第三网格居民信息台账")
