"""检测: nine pages around testing, from who is due to what the next week brings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gridworker.ui.screens.paged_screen import PagedScreen

PAGES = {
    "due": ("应检名单", "gridworker.ui.screens.due_page:DuePage"),
    "desk": ("采样登记", "gridworker.ui.screens.desk_page:DeskPage"),
    "results": ("结果比对", "gridworker.ui.screens.results_page:ResultsPage"),
    "tubes": ("混管追阳", "gridworker.ui.screens.tubes_page:TubesPage"),
    "proof": ("48小时证明", "gridworker.ui.screens.proof_page:ProofPage"),
    "rounds": ("轮次豁免", "gridworker.ui.screens.rounds_page:RoundsPage"),
    "status": ("管控状态", "gridworker.ui.screens.status_page:StatusPage"),
    "forecast": ("明日预测", "gridworker.ui.screens.forecast_page:ForecastPage"),
    "trades": ("重点行业", "gridworker.ui.screens.trades_page:TradesPage"),
}


class Testing(PagedScreen):
    key = "testing"
    title = "检测"
    icon = "clipboard2-pulse"
    pages = PAGES
    shows = frozenset({
        "resident", "household", "place", "sample", "exemption", "round", "round_place", "closed_loop",
        "leave", "cadence", "trade", "managed_status", "reason", "setting", "past", "own_field", "tube",
        "tube_result", "trace", "trace_person", "decision",
    })  # fmt: skip

    def open(self, **what: Any) -> None:
        """Show a `page` (by its key, else the due list) and hand it the rest."""
        if what.get("import_"):
            what.setdefault("page", "results")
        super().open(**what)

    def _keys(self) -> dict[str, Callable[[], object]]:
        return super()._keys() | {"<Control-i>": lambda: self.open(import_=True)}
