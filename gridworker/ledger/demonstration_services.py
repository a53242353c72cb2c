"""What the demonstration ledger tells of 两点一线, supplies, visits, coming and going, duty and venues."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.days import shift
from gridworker.ledger.registers import SUPPLY_STATUSES

WORKER = "演示网格员"
_POSTS = {
    "商超零售": "理货员",
    "物业保安": "保安",
    "环卫": "保洁员",
    "医疗机构": "护士",
    "快递外卖": "配送员",
}
_SECTORS = {"物业保安": "物业", "环卫": "环卫", "医疗机构": "医疗", "快递外卖": "物资保供"}
_MERCHANTS = (("示例生鲜超市", "13100000001"), ("示例便民菜店", "13100000002"), ("示例大药房", "13100000003"))
_BUNDLES = (  # name, category, contents, merchant, price in 分
    ("蔬菜包A", "蔬菜包", "白菜2斤、土豆3斤、胡萝卜2斤、西红柿2斤", 0, 3000),
    ("蔬菜包B", "蔬菜包", "油菜1斤、白萝卜2斤、洋葱2斤、青椒1斤、黄瓜2斤", 1, 3980),
    ("水果包", "水果包", "苹果3斤、香蕉2斤、橙子2斤", 0, 4550),
    ("鸡蛋", "肉蛋奶", "30枚", 1, 2890),
    ("牛奶", "肉蛋奶", "250毫升×12盒", 0, 5600),
    ("降压药", "药品", "按处方代购", 2, 3275),
)
_HOURS_A_STEP = (0, 3, 20, 26, 27, 29)
_EMPLOYERS = ("示例生鲜超市", "示例物业公司", "示例医院", "示例配送站")
_FOUND = ("身体状况平稳，生活物资充足。", "需要代购降压药，已登记。", "子女已返家陪护。")
_CITIES = ("示例省甲市", "示例省乙市", "示例省丙市")
_VENUES = ("示例便民超市", "示例大药房", "示例理发店", "示例面馆", "小区快递驿站", "示例农贸市场")
_ON_DUTY = ("示例甲", "示例乙", "示例丙", "示例丁", "示例戊", "示例己")


class ServiceDemonstration:
    """Fills the service registers around these residents; everything is made up."""

    def __init__(
        self, ledger: Ledger, on: str, chance: random.Random, numbers: list[int], people: list[Row]
    ) -> None:
        self._ledger, self._on, self._chance = ledger, on, chance
        self._numbers, self._people = numbers, people

    def fill(self) -> None:
        """Write everything."""
        parts: tuple[Callable[[], None], ...] = (
            self._closed_loop, self._catalogue, self._supplies, self._visits, self._arrivals, self._exits,
            self._duty, self._venues,
        )  # fmt: skip
        for part in parts:
            part()

    def _day(self, back: int) -> str:
        return shift(self._on, -back)

    # -- 两点一线

    def _closed_loop(self) -> None:
        rows: list[Row] = []
        for number, person in zip(self._numbers, self._people, strict=True):
            if person["trade"] in _POSTS and person["presence"] == "在住" and len(rows) < 60:
                rows.append(self._worker(number, person, len(rows)))
        workers = self._ledger.create_many("closed_loop", rows)
        on_leave = workers[4::17]
        self._ledger.create_many(
            "leave", [{"worker": row, "from_day": self._day(1), "to_day": self._day(-2)} for row in on_leave]
        )
        trips = [
            self._trip(row, place, back)
            for place, row in enumerate(workers)
            for back in range(6, -1, -1)
            if not (row in on_leave and back < 2) and not (back == 0 and place % 6 == 5)
        ]
        self._ledger.create_many("trip", trips)

    def _worker(self, number: int, person: Row, place: int) -> Row:
        return {
            "resident": number, "name": person["name"], "id_number": person["id_number"],
            "phone": person["phone"], "employer": _EMPLOYERS[place % 4], "post": _POSTS[person["trade"]],
            "sector": _SECTORS.get(person["trade"], "民生保障"), "home_point": "本小区住处",
            "work_point": f"{_EMPLOYERS[place % 4]}（示例路{place % 9 + 1}号）",
            "commute": ("点对点专车", "单位班车", "自驾", "步行")[place % 4],
            "plate": f"晋A·示例{place + 1:02d}" if place % 4 == 2 else None, "started": self._day(10),
            "pass_number": f"示例{place + 1:03d}", "pass_expires": shift(self._on, 2 + place * 5 % 31 - 3),
            "pledge": int(place % 11 != 7), "contact": "单位值班室",
        }  # fmt: skip

    def _trip(self, worker: int, place: int, back: int) -> Row:
        day, minute = self._day(back), place * 7 % 60
        working = (place + back) % 7 != 6
        fever, astray = back == 0 and place == 9, back == 1 and place == 3
        return {
            "worker": worker, "day": day, "on_duty": int(working),
            "left_at": f"{day} 07:{minute:02d}:00" if working else None,
            "back_at": f"{day} 19:{minute:02d}:00" if working and back else None,
            "temperature": 375 if fever else 362 + place % 6,
            "deviation": "途中到超市停留20分钟" if astray else None,
        }  # fmt: skip

    # -- supplies

    def _catalogue(self) -> None:
        self._ledger.create_many("merchant", [{"name": name, "phone": phone} for name, phone in _MERCHANTS])
        rows = [
            {"name": name, "category": category, "contents": contents, "price": price,
             "merchant": _MERCHANTS[merchant][0]}
            for name, category, contents, merchant, price in _BUNDLES
        ]  # fmt: skip
        self._ledger.create_many("bundle", rows)

    def _supplies(self) -> None:
        heads = [person for person in self._people if person["relation"] == "户主"]
        orders = [
            self._order(person, place)
            for place, person in enumerate(self._chance.sample(heads, min(60, len(heads))))
        ]
        numbers = self._ledger.create_many("supply", [order for order, _, _ in orders])
        lines = [
            {"supply": number} | line
            for number, (_, own, _) in zip(numbers, orders, strict=True)
            for line in own
        ]
        steps = [
            {"supply": number} | step
            for number, (_, _, own) in zip(numbers, orders, strict=True)
            for step in own
        ]
        self._ledger.create_many("supply_line", lines)
        self._ledger.create_many("supply_step", steps)

    def _order(self, person: Row, place: int) -> tuple[Row, list[Row], list[Row]]:
        """A request with its lines and steps; the older ones have come farther."""
        back = place % 5
        reached = min(5, back + self._chance.randint(0, 2))
        if place % 13 == 6:
            reached, back = min(reached, 2), 4  # waits for longer than it should
        asked = f"{self._day(back)} {8 + place % 3:02d}:{place % 60:02d}:00"
        chosen = [_BUNDLES[place % 6]] + ([_BUNDLES[(place + 3) % 6]] if place % 3 == 0 else [])
        lines: list[Row] = [
            {
                "item": name,
                "category": category,
                "quantity": 1 + (place + at) % 2,
                "unit": "份",
                "price": price,
            }
            for at, (name, category, _, _, price) in enumerate(chosen)
        ]
        order = {
            "household": person["household"], "requester": person["name"], "phone": person["phone"],
            "requested_at": asked, "status": SUPPLY_STATUSES[reached],
            "channel": ("电话", "微信接龙", "上门")[place % 3], "handler": WORKER,
            "urgency": ("一般", "一般", "一般", "急", "一般", "一般", "特急")[place % 7],
            "merchant": _MERCHANTS[chosen[0][3]][0],
        }  # fmt: skip
        return order, lines, self._steps(asked, reached)

    def _steps(self, asked: str, reached: int) -> list[Row]:
        begun = date.fromisoformat(asked[:10])
        steps: list[Row] = []
        for place in range(reached + 1):
            hour = int(asked[11:13]) + _HOURS_A_STEP[place]
            at = f"{begun + timedelta(days=hour // 24)} {hour % 24:02d}{asked[13:]}"
            if at[:10] <= self._on:
                steps.append({"status": SUPPLY_STATUSES[place], "at": at, "person": WORKER})
        return steps

    # -- visits, arrivals, coming and going

    def _visits(self) -> None:
        cared = [
            (number, person)
            for number, person in zip(self._numbers, self._people, strict=True)
            if person["care"] and person["presence"] == "在住"
        ][:40]
        rows = [
            {"household": person["household"], "resident": number, "visitor": WORKER,
             "at": f"{self._day(1 + place % 10)} {9 + place % 8:02d}:{place % 60:02d}:00",
             "way": ("走访", "电话", "微信")[place % 3],
             "found": _FOUND[place % 3],
             "next_on": shift(self._on, place % 4) if place % 8 == 3 else None}
            for place, (number, person) in enumerate(cared)
        ]  # fmt: skip
        self._ledger.create_many("visit", rows)

    def _arrivals(self) -> None:
        rows: list[Row] = []
        for place, (number, person) in enumerate(
            list(zip(self._numbers, self._people, strict=True))[7:120:9]
        ):
            came = self._day(place % 9)
            rows.append(
                {"resident": number, "name": person["name"], "id_number": person["id_number"],
                 "phone": person["phone"], "from_place": _CITIES[place % 3],
                 "arrived_on": came, "transport": ("高铁", "自驾", "飞机")[place % 3],
                 "management": "三天三检、不聚集", "until": shift(came, 6), "tests": "三天三检"}
            )  # fmt: skip
        self._ledger.create_many("arrival", rows)

    def _exits(self) -> None:
        rows: list[Row] = []
        for place, number in enumerate(self._numbers[3:140:7]):
            back = place % 4
            day, hour = self._day(back), 8 + place % 5
            returned = f"{day} {hour + 3:02d}:20:00" if back or place % 3 == 0 else None
            rows.append(
                {"resident": number, "purpose": ("就医", "购药", "上班", "采购")[place % 4],
                 "destination": ("示例医院", "示例大药房", "示例公司", "示例超市")[place % 4],
                 "left_at": f"{day} {hour:02d}:10:00", "expected_back": f"{day} {hour + 4:02d}:00:00",
                 "back_at": None if place == 13 else returned, "pass_number": f"出入{place + 1:03d}",
                 "pass_expires": shift(self._on, place % 12 - 1)}
            )  # fmt: skip
        self._ledger.create_many("exit_pass", rows)

    # -- duty and venues

    def _duty(self) -> None:
        people = [{"name": name, "phone": f"1320000{place:04d}"} for place, name in enumerate(_ON_DUTY, 1)]
        self._ledger.create_many("duty_person", people)
        monday = date.fromisoformat(self._on) - timedelta(days=date.fromisoformat(self._on).weekday())
        rows: list[Row] = []
        for place in range(14):
            day = (monday + timedelta(days=place // 2)).isoformat()
            rows.append(
                {"day": day, "shift": ("白班", "夜班")[place % 2], "post": "小区门岗"}
                | {"person": people[place % 6]["name"], "phone": people[place % 6]["phone"]}
            )
        del rows[9]  # somebody is still to be found for one night
        self._ledger.create_many("duty", rows)

    def _venues(self) -> None:
        rows: list[Row] = []
        for place in range(14):
            bad = place in (4, 9, 12)
            rows.append(
                {"venue": _VENUES[place % len(_VENUES)],
                 "at": f"{self._day(6 - place // 2 if place < 13 else 0)} {10 + place % 6:02d}:30:00",
                 "temperature_taken": 1, "code_scanned": int(not bad), "proof_checked": int(place != 9),
                 "masks_worn": 1, "aired": "每日两次",
                 "remedy": "补设扫码牌，专人查验" if bad else None,
                 "remedied_on": self._day(3) if place == 4 else None}
            )  # fmt: skip
        self._ledger.create_many("venue", rows)
