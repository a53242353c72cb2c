"""A small ledger of two points one line for the tests of its pages."""

from __future__ import annotations

from pathlib import Path

from gridworker.ledger.book import Ledger
from gridworker.ledger.loop_leave import save_leave
from gridworker.ledger.loop_log import note_trip
from tests.ui.pages import TODAY, make_ledger, people

YESTERDAY = "2022-11-27"


def loop_ledger(path: Path) -> Path:
    """Four residents and an outsider: 李小四 all right, 张小三 and the outsider not, 王小五 away, 赵小六 gone."""
    with Ledger.open(make_ledger(path)) as ledger, ledger.change("准备"):
        residents = people(ledger)
        for name, values in (
            ("张小三", {"pledge": 0, "pass_expires": "2022-11-27", "phone": "13800000001"}),
            ("李小四", {"pledge": 1}),
            ("王小五", {"pledge": 1}),
            ("赵小六", {"pledge": 1, "ended": YESTERDAY}),
            ("外来员工", {"pledge": 1}),
        ):  # fmt: skip
            usual = {"name": name, "resident": residents.get(name), "employer": "示例超市", "post": "理货员"}
            ledger.create("closed_loop", usual | {"started": "2022-11-20"} | values)
        workers = {row["name"]: row["id"] for row in ledger.rows("closed_loop")}
        save_leave(ledger, {"worker": workers["王小五"], "from_day": YESTERDAY, "to_day": "2022-11-29"})
        times = {"left_at": f"{YESTERDAY} 07:30:00", "back_at": f"{YESTERDAY} 19:00:00", "temperature": 365}
        note_trip(ledger, workers["张小三"], YESTERDAY, times | {"deviation": "绕路"})
        note_trip(ledger, workers["李小四"], TODAY, {"on_duty": 1, "temperature": 366})
    return path
