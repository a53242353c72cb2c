"""Is the ledger whole: pages, keys between tables, derived tables, and the rules of every row."""

from __future__ import annotations

import sqlcipher3

from gridworker.errors import LedgerDamaged
from gridworker.jobs import SILENT, Progress
from gridworker.ledger.book import Ledger
from gridworker.ledger.registers import REGISTERS

PAGES = "PRAGMA cipher_integrity_check"
STRUCTURE = "PRAGMA integrity_check(20)"
KEYS = "PRAGMA foreign_key_check"
UNINDEXED = """
SELECT (SELECT COUNT(*) FROM resident WHERE id NOT IN (SELECT resident FROM resident_index))
     + (SELECT COUNT(*) FROM household WHERE id NOT IN (SELECT household FROM household_index))
"""
_MOST = 200


def check_ledger(ledger: Ledger, progress: Progress = SILENT) -> list[str]:
    """Sentences about everything that is wrong, none for a whole ledger; at most 200 of them.

    Values are not repeated in the sentences: they may be personal.
    """
    problems: list[str] = []
    steps = (_pages, _structure, _keys, _index, _rules)
    for number, step in enumerate(steps):
        progress.step(number, len(steps), "检查台账")
        try:
            problems += step(ledger)
        except (LedgerDamaged, sqlcipher3.DatabaseError):
            return [*problems, "台账文件有读不出的损坏内容。请停止使用，从最近的备份恢复。"]
    return problems[:_MOST]


def _pages(ledger: Ledger) -> list[str]:
    return ["台账文件有被改动或损坏的页。请从最近的备份恢复。"] if ledger.query(PAGES) else []


def _structure(ledger: Ledger) -> list[str]:
    found = [text for (text,) in ledger.query(STRUCTURE) if text != "ok"]
    return ["台账文件内部结构有错。请从最近的备份恢复。"] if found else []


def _keys(ledger: Ledger) -> list[str]:
    tables = [table for table, *_ in ledger.query(KEYS)]
    headings = {key: register.heading for key, register in REGISTERS.items()}
    return [
        f"{headings.get(table, table)}有 {tables.count(table)} 条找不到所属的记录。"
        for table in dict.fromkeys(tables)
    ]


def _index(ledger: Ledger) -> list[str]:
    count = ledger.query(UNINDEXED)[0][0]
    return [f"有 {count} 条居民或住户没有编入搜索索引，会搜不到。请联系维护人员。"] if count else []


def _rules(ledger: Ledger) -> list[str]:
    found = []
    for key in REGISTERS:
        register = ledger.register(key)
        for row in ledger.rows(key):
            for field, text in register.problems(row).items():
                found.append(
                    f"{register.heading}（{row['uid']}）{register.headings.get(field, field)}：{text}"
                )
                if len(found) >= _MOST:
                    return found
    return found
