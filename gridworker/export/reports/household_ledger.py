"""居民信息台账: every household with its people, a sheet a building, and a summary in front."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from gridworker.export.report import Cell, Column, Report, Row, Section, Tone
from gridworker.export.reports.disclosure import Disclosure, column_of
from gridworker.export.reports.frame import ReportRequest, framed
from gridworker.export.reports.headcount import COUNT_COLUMNS, Headcount
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import age_on
from gridworker.ledger.everyone import entrances
from gridworker.ledger.fields import Value
from gridworker.ledger.households import GONE, Building, Home, Households

MOST_SHEETS = 60  # with more buildings than this a sheet holds a whole 小区
NOBODY = "（无登记人员）"

_HOUSEHOLD = (
    Column("number", "序号", "integer", 2.6, "center", merge=True),
    Column("community", "小区", width=4.6, merge=True),
    Column("building", "楼栋", width=2.6, align="center", merge=True),
    Column("unit", "单元", width=2.6, align="center", merge=True),
    Column("room", "房号", width=3.8, align="center", merge=True),
    Column("head", "户主", width=4.2, merge=True),
)
_PERSON = (
    Column("name", "姓名", width=4.4),
    Column("relation", "与户主关系", width=3.8),
    Column("sex", "性别", width=2.4, align="center"),
    Column("born", "出生日期", "day", 5.6),
    Column("age", "年龄", "integer", 2.4, "center"),
    Column("id_number", "证件号码", width=10.4, align="center"),
    Column("phone", "手机号码", width=6.6, align="center"),
    Column("employer", "工作单位", width=7),
    Column("trade", "行业", width=4.8),
    Column("care", "重点人群", width=6),
    Column("presence", "在住状态", width=3.8, align="center"),
    Column("note", "备注", width=9),
)


def build_household_ledger(ledger: Ledger, request: ReportRequest) -> Report:
    """All households of the scope with their people as of the day.

    The ledger is read once, building by building; the rows are kept packed, so that Excel and PDF
    show the same and a street needs little memory.
    """
    households = Households(ledger, request.on, request.scope)
    writer = _Writer(ledger, request)
    sheets = [_sheet(households, writer, part) for part in _parts(households.buildings())]
    sections = tuple(section for section, _ in sheets)
    if len(sheets) != 1:
        counts = [count for _, some in sheets for count in some]
        sections = (_summary(counts, request.on), *sections)
    return framed(ledger, request, "household-ledger", "居民信息台账", sections, landscape=True)


def _parts(buildings: Sequence[Building]) -> list[list[Building]]:
    """The buildings of each sheet."""
    if len(buildings) <= MOST_SHEETS:
        return [[building] for building in buildings]
    return [list(some) for _, some in groupby(buildings, key=lambda building: building[0])]


def _sheet(
    households: Households, writer: _Writer, buildings: Sequence[Building]
) -> tuple[Section, list[Headcount]]:
    rows, counts = PackedRows(), []
    for building in buildings:
        homes = households.of(building)
        counts.append(Headcount.of(building, homes, writer.on))
        rows.add(writer.rows(homes))
    writer.begin_again()
    total = sum(counts, Headcount())
    facts = (
        ("户数", f"{total.households} 户"),
        ("人数", f"{total.people} 人"),
        ("在住", f"{total.at_home} 人"),
    )
    section = Section(
        _title(buildings),
        writer.columns,
        rows,
        totals=writer.totals(total),
        facts=facts,
        note=_left_note(total),
    )
    return section, counts


def _title(buildings: Sequence[Building]) -> str:
    community, building = buildings[0]
    place = Address(community, building) if len(buildings) == 1 else Address(community)
    return place.display or "未登记楼栋"


def _left_note(total: Headcount) -> str:
    return f"另有已迁出、已故 {total.gone} 人，以灰色列出，不计入人数。" if total.gone else ""


def _summary(counts: Sequence[Headcount], on: str) -> Section:
    total = sum(counts, Headcount())
    return Section(
        "汇总",
        COUNT_COLUMNS,
        [Row(count.cells()) for count in counts],
        totals=("合计", None, *total.cells()[2:]),
        note=f"年龄按 {on} 计算；人数不含已迁出、已故。",
    )


class _Writer:
    """Writes households as rows of the columns: fixed ones, and the worker's own fields."""

    def __init__(self, ledger: Ledger, request: ReportRequest) -> None:
        self.on = request.on
        self._tell = Disclosure(ledger, request.whole_identity)
        self._fields = {field.key: field for field in ledger.register("resident")}
        self._head = ledger.register("household").field("head")
        self._own_of_place = [field for field in ledger.register("place") if field.own]
        self._places = entrances(ledger) if self._own_of_place else {}
        self._own_of_home = [field for field in ledger.register("household") if field.own]
        self._own = [field for field in ledger.register("resident") if field.own]
        self.columns = (
            *_HOUSEHOLD,
            *(column_of(field, 4.5, merge=True) for field in (*self._own_of_place, *self._own_of_home)),
            *_PERSON,
            *(column_of(field, 4.5) for field in self._own),
        )
        self._first_of_person = len(_HOUSEHOLD) + len(self._own_of_place) + len(self._own_of_home)
        self._number = 0

    def begin_again(self) -> None:
        """Number the households from 1 again."""
        self._number = 0

    def rows(self, homes: Iterable[Home]) -> Iterator[Row]:
        quiet: dict[int, Tone] = dict.fromkeys(range(self._first_of_person, len(self.columns)), "quiet")
        for home in homes:
            self._number += 1
            door = self._door(home)
            for member in home.members or ({},):
                gone = not member or member["presence"] in GONE
                row = Row((*door, *self._person(member)), block=home.household["uid"])
                yield row._replace(marks=quiet) if gone else row

    def totals(self, count: Headcount) -> tuple[Cell, ...]:
        texts: dict[str, Cell] = {
            "number": "合计",
            "head": f"{count.households} 户",
            "name": f"{count.people} 人",
        }
        return tuple(texts.get(column.key) for column in self.columns)

    def _door(self, home: Home) -> tuple[Cell, ...]:
        address, household = home.address, home.household
        return (
            self._number,
            address.community,
            address.building,
            address.unit,
            self._tell.room(address.room),
            self._tell.cell(self._head, household["head"]),
            *(self._tell.cell(field, self._of_place(address, field.key)) for field in self._own_of_place),
            *(self._tell.cell(field, household.get(field.key)) for field in self._own_of_home),
        )

    def _of_place(self, address: Address, key: str) -> Value:
        """What was entered for the unit, else for its building, else for its 小区."""
        unit, building = address.without_room(), Address(address.community, address.building)
        for place in (unit, building, Address(address.community)):
            value: Value = self._places.get(place, {}).get(key)
            if value is not None:
                return value
        return None

    def _person(self, member: dict[str, Any]) -> tuple[Cell, ...]:
        if not member:
            return (NOBODY, *[None] * (len(self.columns) - self._first_of_person - 1))
        shown = member | {"phone": member["phone"] or member["phone2"]}
        cells = {
            column.key: self._tell.cell(self._fields[column.key], shown[column.key])
            for column in _PERSON
            if column.key != "age"
        }
        cells["age"] = age_on(member["born"], self.on)
        own = (self._tell.cell(field, member.get(field.key)) for field in self._own)
        return (*(cells[column.key] for column in _PERSON), *own)


class PackedRows:
    """Rows kept small in memory, to be gone through as often as wanted."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []
        self._count = 0

    def add(self, rows: Iterable[Row]) -> None:
        """Keep some more rows."""
        plain = [(row.cells, row.block, row.style, dict(row.marks)) for row in rows]
        self._packed.append(zlib.compress(pickle.dumps(plain, pickle.HIGHEST_PROTOCOL), 1))
        self._count += len(plain)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        for packed in self._packed:
            for row in pickle.loads(zlib.decompress(packed)):
                yield Row(*row)
