"""A small ledger for chain orders: two 小区, buildings of one and of several units, four bundles."""

from __future__ import annotations

from gridworker.intake.chain_plan import ChainLine
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import Doors

AT = "2022-11-28 08:30:00"
LATER = "2022-11-28 10:30:00"
PEOPLE = """
和平苑-1-1-101 张小三 13800000001
和平苑-1-2-102 李小四 13800000002
和平苑-2--201 王小五 13800000003
和平苑-2--1203 赵小六
和平苑-3-1-501 孙大山 13800000005
和平苑-3-2-501 周小八 13800000006
和平苑-3-2-501 吴阿妹
和平苑-3-2-502 郑小九 13800000007
和平苑-3-3-1801 欧阳小十
和平苑-5-1-301 冯小一 13800000009
和平苑-5-1-302 王伟伟
和平苑-12-1-601 陈小二 13800000010
迎春里-3-1-501 褚小三 13800000011
迎春里-7-1-701 卫小四 13800000012
迎春里-7-1-702 王伟伟
迎春里-7-1-703 阿依古丽·买买提 13800000013
"""
BUNDLES = (
    ("蔬菜包", "蔬菜包", 3000),
    ("A套餐", "蔬菜包", 5000),
    ("B套餐", "肉蛋奶", 8000),
    ("水果包", "水果包", 4500),
)
_TOLD = "    => "
_MARKS = {"certain": "=", "likely": "~", "doubtful": "?", "unread": "!"}


def furnish(ledger: Ledger) -> Ledger:
    """Put PEOPLE and BUNDLES into an empty ledger."""
    with ledger.change("准备"):
        doors = Doors(ledger)
        for where, name, *phones in map(str.split, PEOPLE.strip().splitlines()):
            home = doors.household(Address(*where.split("-")))
            ledger.create("resident", {"household": home, "name": name, "phone": next(iter(phones), None)})
        for name, category, price in BUNDLES:
            ledger.create(
                "bundle", {"name": name, "category": category, "price": price, "merchant": "示例商超"}
            )
    return ledger


def told(line: ChainLine) -> str:
    """added= 和平苑-3-2-501 周小八 13800000006 蔬菜包2份: what happens, how sure (= ~ ? !), whose, what."""
    if not line.counted:
        return line.kind
    parts = ["" if line.kind == "order" else line.kind, f"{line.action}{_MARKS[line.sure]}"]
    parts += [
        line.address.canonical if line.address else "",
        line.requester or "",
        line.phone or "",
        line.items,
    ]
    return " ".join(part for part in parts if part)


def chains(*texts: str) -> list[tuple[str, str, list[str]]]:
    """Take tables such as those of chain_texts.py apart: name, text, and what is told of its lines."""
    found = []
    for block in "".join(texts).split("\n== ")[1:]:
        name, *lines = block.splitlines()
        raw = [line for line in lines if not line.startswith(_TOLD)]
        found.append((name, "\n".join(raw), [line[len(_TOLD) :] for line in lines if line.startswith(_TOLD)]))
    return found
