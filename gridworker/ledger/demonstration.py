"""A demonstration ledger: made-up people in a made-up neighbourhood, the same for the same seed."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from gridworker.jobs import SILENT, Progress
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.days import age_on, shift
from gridworker.ledger.demonstration_services import WORKER, ServiceDemonstration
from gridworker.ledger.identity import check_digit
from gridworker.ledger.new_file import new_file
from gridworker.ledger.places import Doors
from gridworker.ledger.registers import TRADES

# Common characters only; any likeness of a whole name to a real person's is chance.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于"
    "董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
)
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂文建华国红玉"
    "志兰春海燕梅晨宇轩涵子浩然欣怡梓悦雪婷博雅思远安宁"
)
_REGIONS = ("140105", "140106", "140107", "140108", "140109", "140110", "140121", "140202", "141002")
_EMPLOYERS = (
    "示例食品厂",
    "示例商贸公司",
    "示例小学",
    "示例医院",
    "示例物业公司",
    "自由职业",
    "示例超市",
    "示例机械厂",
)
_ESTATES = ("和平苑", "迎春里")
_SITES = ("小区东门采样点", "小区西门采样点")
_HISTORY_DAYS = 17
_ROOMS_A_FLOOR, _FLOORS, _UNITS = 2, 18, 3


def make_demonstration(path: Path, residents: int, on: str, seed: int, progress: Progress = SILENT) -> None:
    """Make a demonstration ledger whose “today” is the ISO day `on`. Raises LedgerExists, DiskProblem."""
    units = {"street": "示例街道", "community": "示例社区", "grid": "第三网格", "worker": WORKER}
    with (
        new_file(path) as unfinished,
        Ledger.make(unfinished, **units, demonstration=on) as ledger,
        ledger.change("建立演示台账", kind="new"),
    ):
        _Demonstration(ledger, on, random.Random(seed), progress).fill(residents)


class _Demonstration:
    def __init__(self, ledger: Ledger, on: str, chance: random.Random, progress: Progress) -> None:
        self._ledger = ledger
        self._on = on
        self._chance = chance
        self._progress = progress
        self._used: set[str] = set()
        self._absent: list[int] = []  # who should have come on the last day and did not

    def fill(self, residents: int) -> None:
        people = self._people(residents)
        numbers = self._ledger.create_many("resident", people, checked=True)
        self._progress.step(residents, residents, "编写居民")
        self._samples(numbers, people)
        self._reasons(numbers, people)
        ServiceDemonstration(self._ledger, self._on, self._chance, numbers, people).fill()

    # -- people and doors

    def _people(self, residents: int) -> list[Row]:
        households: dict[Address, dict[str, Any]] = {}
        families: list[list[Row]] = []
        count = 0
        while count < residents:
            family = self._family(min(residents - count, self._chance.choice((1, 2, 2, 3, 3, 3, 4, 5))))
            housing = self._chance.choices(("自住", "租住", "集体宿舍"), (80, 18, 2))[0]
            details = {"head": family[0]["name"], "housing": housing, "phone": family[0]["phone"]}
            households[self._door(len(families))] = details
            families.append(family)
            count += len(family)
            if len(families) % 200 == 0:
                self._progress.step(count, residents, "编写居民")
        doors = Doors(self._ledger).households(households)
        for address, family in zip(households, families, strict=True):
            for person in family:
                person["household"] = doors[address]
        return [person for family in families for person in family]

    def _door(self, number: int) -> Address:
        """Fill building after building, leaving some rooms empty so that the list looks like life."""
        slot = number * 5 // 4
        room, slot = slot % _ROOMS_A_FLOOR + 1, slot // _ROOMS_A_FLOOR
        floor, slot = slot % _FLOORS + 1, slot // _FLOORS
        unit, slot = slot % _UNITS + 1, slot // _UNITS
        estate, building = _ESTATES[slot // 8 % 2], slot % 8 + 1 + slot // 16 * 8
        return Address(estate, str(building), str(unit), f"{floor}{room:02d}")

    def _family(self, size: int) -> list[Row]:
        head_age = self._chance.randint(24, 88)
        relations = ("户主", "配偶", "子", "女", "母")
        ages = (head_age, head_age - 2, max(head_age - 28, 0), max(head_age - 31, 0), min(head_age + 25, 97))
        surname = self._chance.choice(_SURNAMES)
        return [self._person(surname, relations[i], max(ages[i], 0)) for i in range(size)]

    def _person(self, surname: str, relation: str, age: int) -> Row:
        female = {"子": False, "女": True, "母": True}.get(relation, self._chance.random() < 0.5)
        born = date.fromisoformat(self._on) - timedelta(days=age * 365 + self._chance.randint(5, 360))
        name = surname if relation in ("户主", "子", "女") else self._chance.choice(_SURNAMES)
        name += "".join(self._chance.choices(_GIVEN, k=self._chance.choice((1, 2, 2))))
        phone = f"1{self._chance.choice((30, 35, 39, 51, 77, 86))}0000{self._chance.randint(0, 9999):04d}"
        trade = self._chance.choice(TRADES) if 20 <= age < 60 and self._chance.random() < 0.15 else None
        person: Row = {
            "name": name, "relation": relation, "sex": "女" if female else "男", "born": born.isoformat(),
            "id_number": self._id_number(born, female), "phone": phone, "trade": trade,
            "residency": self._chance.choices(("常住", "流动", "人户分离"), (85, 10, 5))[0],
            "presence": self._chance.choices(("在住", "暂离", "已迁出"), (95, 4, 1))[0],
            "employer": self._chance.choice(_EMPLOYERS) if 20 <= age < 60 else None,
            "care": self._care(age), "doses": self._chance.choice((0, 2, 3, 3, 3)) if age >= 3 else None,
            "registered_address": "山西省太原市",
        }  # fmt: skip
        return person | self._vaccination(person["doses"], len(self._used))

    def _vaccination(self, doses: int | None, place: int) -> Row:
        """When the last dose was, or why there is none."""
        if doses:
            return {"dosed_on": shift(self._on, -120 - place % 9 * 30)}
        reason = ("身体原因", "本人不愿接种", "未满接种间隔", None)[place % 4]
        return {"no_dose_reason": reason} if doses == 0 else {}

    def _id_number(self, born: date, female: bool) -> str:
        while True:
            order = self._chance.randint(1, 499) * 2 + (0 if female else 1)
            first = f"{self._chance.choice(_REGIONS)}{born:%Y%m%d}{order:03d}"
            number = first + check_digit(first)
            if number not in self._used:
                self._used.add(number)
                return number

    def _care(self, age: int) -> str | None:
        kinds = [kind for kind, wanted in (("80岁以上", age >= 80), ("婴幼儿", age < 3)) if wanted]
        for kind, share in (("基础性疾病", 0.04), ("行动不便", 0.01), ("孕产妇", 0.004), ("残疾人", 0.008)):
            if age >= 20 and self._chance.random() < share:
                kinds.append(kind)
        return "、".join(kinds) or None

    # -- what happened to them

    def _samples(self, numbers: list[int], people: list[Row]) -> None:
        rows: list[Row] = []
        for back in range(_HISTORY_DAYS, -1, -1):
            wanted = [
                number
                for position, (number, person) in enumerate(zip(numbers, people, strict=True))
                if person["presence"] == "在住" and (person["trade"] or (position // 3 + back) % 3 == 0)
            ]
            share = 0.9 if back == 0 else 0.965
            chosen = [number for number in wanted if self._chance.random() < share]
            rows += [self._sample(back, order, number) for order, number in enumerate(chosen)]
            self._absent = sorted(set(wanted) - set(chosen))
            self._progress.step(_HISTORY_DAYS - back, _HISTORY_DAYS, "编写采样")
        for start in range(0, len(rows), 50_000):
            self._ledger.create_many("sample", rows[start : start + 50_000], checked=True)

    def _sample(self, back: int, order: int, resident: int) -> Row:
        """The whole tube has one result; the last tubes of the day itself have none yet."""
        day, tube = shift(self._on, -back), order // 10
        minute = order * 240 // 1000 % 600
        at = f"{day} {7 + minute // 60:02d}:{minute % 60:02d}:{order % 60:02d}"
        reported = None if back == 0 and tube % 3 == 2 else f"{day} 19:{tube % 60:02d}:00"
        return {
            "resident": resident, "sampled_at": at, "tube": f"Y{day[5:7]}{day[8:]}{tube + 1:05d}",
            "place_in_tube": order % 10 + 1, "site": _SITES[tube % 2], "lab": "示例检测机构",
            "result": "阴性" if reported else "待出", "reported_at": reported, "source": "演示",
        }  # fmt: skip

    def _reasons(self, numbers: list[int], people: list[Row]) -> None:
        rows: list[Row] = []
        for number, person in zip(numbers, people, strict=True):
            age = age_on(person["born"], self._on) or 0
            if age < 2 or (person["care"] and "行动不便" in person["care"]):
                reason = "2岁及以下婴幼儿" if age < 2 else "行动不便"
                rows.append({"resident": number, "reason": reason, "from_day": shift(self._on, -30)})
        exempt = {row["resident"] for row in rows}
        for number in self._absent[::2]:
            if number not in exempt:
                reason = self._chance.choice(("外出未归", "联系不上", "已在外采样未提供凭据"))
                today = {"kind": "未检原因", "from_day": self._on, "to_day": self._on}
                rows.append({"resident": number, "reason": reason, **today})
        self._ledger.create_many("exemption", rows)
