"""两点一线: who lives under it with what is wrong, the log of their days, their leave."""

from __future__ import annotations

from typing import ClassVar

from gridworker.ui.screens.paged_screen import PagedScreen


class ClosedLoop(PagedScreen):
    key = "closed_loop"
    title = "两点一线"
    icon = "signpost-split"
    pages: ClassVar = {
        "people": ("人员与异常", "gridworker.ui.screens.loop_people_page:LoopPeoplePage"),
        "log": ("每日日志", "gridworker.ui.screens.loop_log_page:LoopLogPage"),
        "leave": ("休假", "gridworker.ui.screens.loop_leave_page:LoopLeavePage"),
    }
    shows = frozenset(
        {
            "closed_loop",
            "leave",
            "trip",
            "sample",
            "resident",
            "household",
            "place",
            "setting",
            "own_field",
            "past",
        }
    )
