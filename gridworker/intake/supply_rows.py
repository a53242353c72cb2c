"""What a row of a table of supplies asks for: an item with its quantity, a column an item, or a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gridworker.intake.chain_goods import Good, Goods
from gridworker.intake.chain_items import read_items
from gridworker.intake.chain_lines import readable
from gridworker.intake.counted import item_of, read_amount, read_count
from gridworker.intake.kinds import ITEM_COUNT
from gridworker.intake.problems import ERROR, WARNING, shown
from gridworker.intake.records import Record
from gridworker.intake.values import is_nothing
from gridworker.ledger.catalogue import Register, Row

_SEVERAL = re.compile(r"[、，,;；+\n]|[0-9０-９]\s*\S{0,2}$")
_DECLINED = re.compile("(?:暂时?)?(?:不需要|不用|无需|没有需求|无需求|不要|不订)了?[。!！]?")


@dataclass
class Wanted:
    """One item of a request: `said` is what the row says of it, `usual` what is known of such items."""

    item: str
    said: Row
    usual: Row

    @property
    def values(self) -> Row:
        """A whole new line."""
        return {"item": self.item, "quantity": 1, **self.usual, **self.said}

    @property
    def text(self) -> str:
        """蔬菜包2份."""
        line = self.values
        return f"{self.item}{line['quantity']}{line.get('unit') or ''}"


class LineReader:
    """Reads the items of rows; `goods` are those that the ledger's 套餐 and common words know."""

    def __init__(self, goods: Goods, register: Register) -> None:
        self._goods, self._register = goods, register

    def read(self, record: Record) -> list[Wanted]:
        """The items that a row asks for, in its order; what cannot be read is reported."""
        said = record.values.pop("supply_line", {})
        item = str(said.pop("item", None) or "")
        text = self._cell(record, "items")
        known = self._read_quantity(record, said)
        found = list(self._counted(record))
        if text and known is not None and not item and not _SEVERAL.search(text):
            item, text = text, ""  # 所需物资 beside 数量 is one item
        if item and not known and _SEVERAL.search(item):
            found += self._in_text(record, "item", item)
        elif item and known is not False:
            found += self._single(record, item, said)
        if text:
            found += self._in_text(record, "items", text)
        understood: Row = {"item": "、".join(each.text for each in found)} if found else {}
        record.values = {"supply_line": understood, **record.values}
        return found

    def declines(self, record: Record) -> bool:
        """Whether the cell for what is wanted says that nothing is: 不需要."""
        return bool(_DECLINED.fullmatch(self._cell(record, "items")))

    @staticmethod
    def _cell(record: Record, key: str) -> str:
        """What the first column of a target says, "" for nothing."""
        raw = next((record.cells[column] for column in record.source.mapping.of(key)), None)
        return "" if is_nothing(raw) else shown(raw).strip()

    def _read_quantity(self, record: Record, said: Row) -> bool | None:
        """Add quantity and its unit to what a row says: True if it says any, False if that is no number."""
        raw = self._cell(record, "quantity")
        if not raw:
            return None
        amount = read_amount(raw)
        if amount is None:
            text = f"数量“{raw[:20]}”不是整数，没有导入。请填写整数"
            record.report("quantity", text, ERROR, "bad-value")
            return False
        said["quantity"] = amount.number
        if amount.unit:
            said.setdefault("unit", amount.unit)
        return True

    def _counted(self, record: Record) -> Iterator[Wanted]:
        """Columns that are an item each."""
        for column in record.source.mapping.of(ITEM_COUNT):
            raw = record.cells[column]
            if is_nothing(raw):
                continue
            counted = record.source.mapping.column(column)
            item = item_of(counted.item or counted.heading)
            count = read_count(raw)
            if count:
                usual = self._usual(item.name) | _given({"unit": item.unit, "price": item.price})
                yield Wanted(item.name, {"quantity": count}, usual)
            elif count is None:
                text = f"“{shown(raw)[:20]}”不是数量，{item.name}没有登记。请填写整数"
                record.problems.append(
                    record.source.problem(record.row, column, f"{text}。", value=shown(raw), field=ITEM_COUNT,
                                          why="bad-value")
                )  # fmt: skip

    def _single(self, record: Record, item: str, said: Row) -> Iterator[Wanted]:
        wanted = Wanted(item, said, self._usual(item))
        wrong = self._register.problems(self._register.complete({**wanted.values, "supply": 0}))
        for key, text in wrong.items():
            heading = self._register.field(key).heading
            record.report(_target(record, key), f"{heading}：{text}，没有导入", ERROR, "bad-value")
            said.pop(key, None)
        if "quantity" not in wrong:
            yield wanted

    def _in_text(self, record: Record, key: str, text: str) -> Iterator[Wanted]:
        """蔬菜包2份、牛奶1箱; a text in which no item can be told is one item as it stands."""
        found = read_items(readable(text), self._goods)
        for each in found.items:
            said = _given({"quantity": each.quantity, "unit": each.unit or None, "price": each.price})
            yield Wanted(each.item, said, self._usual(each.item) | {"category": each.category})
        if not found.items:
            told = f"没有读出物品和数量，已整格记为一样：{text[:30]}，请核对"
            record.report(key, told, WARNING, "items-unread")
            yield Wanted(" ".join(text.split()), {}, self._usual(text))
            return
        left = "、".join([*(word.text for word in found.words), *(wrong.text for wrong in found.wrong)])
        if left:
            record.report(key, f"请核对：{left[:80]}", WARNING, "items-unread")

    def _usual(self, item: str) -> Row:
        good: Good = self._goods.of(readable(item))
        return _given({"category": good.category, "unit": good.unit or None, "price": good.price})


def _given(values: Row) -> Row:
    return {key: value for key, value in values.items() if value is not None}


def _target(record: Record, key: str) -> str:
    return f"supply_line.{key}" if key == "unit" else key
