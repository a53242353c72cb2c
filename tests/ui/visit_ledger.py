"""A small ledger of 重点人群 and visits, for the pages of 走访."""

from __future__ import annotations

from pathlib import Path

from gridworker.ledger.book import Ledger
from tests.ui.pages import make_ledger, people

CARE = {  # name: values
    "张小三": {"care": "独居老人", "born": "1940-01-01", "doses": 2, "dosed_on": "2022-01-10"},
    "李小四": {"care": "血液透析", "born": "1980-01-01"},
    "王小五": {"born": "1950-01-01", "doses": 0, "no_dose_reason": "过敏史"},
    "赵小六": {"born": "1955-01-01"},
}
VISITS = (  # name, day, next day
    ("张小三", "2022-11-19", None),
    ("李小四", "2022-11-26", None),
    ("孙小七", "2022-11-20", "2022-11-27"),
)


def care_ledger(path: Path) -> Path:
    """张小三 two days overdue, 孙小七 one (as agreed), 王小五 and 赵小六 due today, 李小四 tomorrow."""
    with Ledger.open(make_ledger(path)) as ledger, ledger.change("准备"):
        rows = people(ledger)
        ledger.set_setting("worker", "测试员")
        for name, values in CARE.items():
            ledger.update("resident", rows[name], values)
        for name, day, next_on in VISITS:
            visit = {"household": ledger.get("resident", rows[name])["household"], "resident": rows[name]}
            ledger.create("visit", {**visit, "at": f"{day} 10:00:00", "found": "平稳", "next_on": next_on})
    return path
