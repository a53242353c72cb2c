"""Workbooks in shapes that communities keep, made with people who do not exist, and what is true of them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from gridworker.ledger.identity import check_digit

SURNAMES = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "欧阳", "冯", "陈", "司马"]
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
MERGED_HEADINGS = (
    ("序号", "家庭住址", None, None, "户主", "家庭成员", None, None, None, "联系电话", "从业\n情况", "备注"),
    (None, "楼栋", "单元", "房号", None, "姓名", "与户主\n关系", "身份证号码", "出生日期", None, None, None),
)
FLAT_HEADINGS = (
    "社区", "网格", "所居住花园小区/城中村名称", "姓名", "性别", "人员类型", "证件类型", "证件号码", "出生年月", "手机号码",
    "国籍", "是否暂离", "户籍地址", "工作单位名称", "楼栋地址", "房屋地址", "备注",
)  # fmt: skip
LAB_HEADINGS = (
    "姓名", "年龄", "电话号码", "采样机构", "采样时间", "检测机构", "检测时间", "检测结果", "检测结果填报时间", "性别",
    "证件类型", "证件号码", "检测人群分类", "样本条形码", "样本类型", "采样地点",
)  # fmt: skip


@dataclass
class Person:
    name: str
    number: str
    born: date
    phone: str
    building: int
    unit: int
    room: int
    head: str = ""
    relation: str = ""

    @property
    def sex(self) -> str:
        return "男" if int(self.number[16]) % 2 else "女"

    @property
    def door(self) -> tuple[int, int, int]:
        return self.building, self.unit, self.room


@dataclass
class Town:
    """People by household, in order of their doors."""

    people: list[Person] = field(default_factory=list)

    @property
    def households(self) -> list[list[Person]]:
        doors: dict[tuple[int, int, int], list[Person]] = {}
        for person in self.people:
            doors.setdefault(person.door, []).append(person)
        return list(doors.values())


def make_id(born: date, sequence: int, region: str = "140106") -> str:
    first17 = f"{region}{born:%Y%m%d}{sequence:03d}"
    return first17 + check_digit(first17)


def make_town(households: int = 30, seed: int = 1) -> Town:
    """Every phone and number differs; names repeat now and then, as they do."""
    chance = random.Random(seed)
    town = Town()
    for place in range(households):
        door = (place // 12 + 1, place // 4 % 3 + 1, (place % 4 + 1) * 100 + 1)
        members = chance.randint(1, 4)
        head = ""
        for member in range(members):
            count = len(town.people)
            born = date(1935, 1, 1) + timedelta(chance.randrange(31_000))
            name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.randint(1, 2)))
            head = head or name
            town.people.append(
                Person(
                    name,
                    make_id(born, 100 + count % 800),
                    born,
                    f"138{count:08d}",
                    *door,
                    head,
                    "户主" if member == 0 else chance.choice(["配偶", "子", "女"]),
                )
            )
    return town


def save(path: Path, sheets: dict[str, Iterable[Sequence[Any]]], merges: Iterable[str] = ()) -> Path:
    """Write rows as they are; `merges` apply to the first sheet."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for area in merges:
        book.worksheets[0].merge_cells(area)
    book.save(path)
    return path


BIRTH_STYLES = ("%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日")


def _birth(person: Person, number: int) -> Any:
    style = number % (len(BIRTH_STYLES) + 1)
    return person.born if style == len(BIRTH_STYLES) else person.born.strftime(BIRTH_STYLES[style])


def _number(person: Person, number: int, damaged: frozenset[int]) -> Any:
    """As a number, with a full-width form, a small x, a space behind: or plainly as text."""
    if number in damaged:
        return int(person.number[:17] + "0") // 1000 * 1000
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    plain = person.number
    return (plain, plain.translate(wide), f"{plain} ", plain.lower(), f"'{plain}")[number % 5]


def merged_workbook(path: Path, town: Town, damaged: frozenset[int] = frozenset()) -> Path:
    """A hand-kept ledger: title, two heading rows, household cells merged, subtotals, signatures."""
    rows: list[Sequence[Any]] = [
        ("某街道某社区第三网格居民信息台账",),
        ("填报单位：某社区", None, None),
        *MERGED_HEADINGS,
    ]
    merges = ["B3:D3", "F3:I3", "A3:A4", "E3:E4", "J3:J4", "K3:K4", "L3:L4", "A1:L1"]
    building, number = 0, 0
    for place, household in enumerate(town.households, 1):
        first = household[0]
        if building and first.building != building:
            rows.append((f"{building}号楼小计", f"{place - 1}户"))
        building = first.building
        top = len(rows) + 1
        for person in household:
            door = (place, f"{person.building}#", f"{person.unit}单元", person.room, person.head)
            start = door if person is first else (None,) * 5
            name = f"{person.name[0]}\u3000{person.name[1]}" if len(person.name) == 2 else person.name
            phone = person.phone if number % 3 else int(person.phone)
            two = f"{person.phone}、0351-7040000" if number % 7 == 6 else phone
            rows.append(
                (*start, name, person.relation, _number(person, number, damaged), _birth(person, number), two)
            )
            number += 1
        if len(household) > 1:
            merges += [f"{column}{top}:{column}{len(rows)}" for column in "ABCDE"]
    rows += [
        ("合计", f"{len(town.households)}户", None, None, None, f"{len(town.people)}人"),
        ("填表人：", None, None, None, "审核人："),
    ]
    return save(path, {"Sheet1": rows}, merges)


def flat_row(person: Person, **changes: Any) -> list[Any]:
    building = f"和平苑{person.building}号楼"
    values = {
        "社区": "某社区", "网格": "第三网格", "所居住花园小区/城中村名称": "和平苑", "姓名": person.name, "性别": person.sex,
        "人员类型": "常住人口", "证件类型": "居民身份证", "证件号码": person.number, "出生年月": person.born,
        "手机号码": person.phone, "国籍": "中国", "是否暂离": "否", "户籍地址": "某省某市", "楼栋地址": building,
        "房屋地址": f"{building}{person.unit}单元{person.room}室",
    } | changes  # fmt: skip
    return [values.get(heading) for heading in FLAT_HEADINGS]


def flat_workbook(path: Path, town: Town) -> Path:
    """A flat list: a row a person, the address in one cell."""
    return save(path, {"居民信息": [FLAT_HEADINGS, *map(flat_row, town.people)]})


def lab_row(person: Person, at: datetime, tube: str, result: Any = "阴性", **changes: Any) -> list[Any]:
    values = {
        "姓名": person.name, "电话号码": person.phone, "采样时间": at, "检测机构": "某检测机构",
        "检测时间": at + timedelta(hours=6), "检测结果": result, "检测结果填报时间": f"{at + timedelta(hours=7)}",
        "性别": person.sex, "证件类型": "居民身份证", "证件号码": person.number, "样本条形码": tube, "采样地点": "东门",
    } | changes  # fmt: skip
    return [values.get(heading) for heading in LAB_HEADINGS]


def lab_workbook(path: Path, rows: Iterable[Sequence[Any]]) -> Path:
    return save(path, {"Sheet": [LAB_HEADINGS, *rows]})
