"""走访: visits that are due and made, 重点人群, arrivals, who is out, duty and venues."""

from __future__ import annotations

from typing import ClassVar

from gridworker.ui.screens.paged_screen import PagedScreen


class Visits(PagedScreen):
    key = "visits"
    title = "走访"
    icon = "door-open"
    pages: ClassVar = {
        "due": ("到期走访", "gridworker.ui.screens.visit_due_page:VisitDuePage"),
        "records": ("走访记录", "gridworker.ui.screens.visit_page:VisitPage"),
        "care": ("重点人群", "gridworker.ui.screens.care_page:CarePage"),
        "arrivals": ("返晋来晋", "gridworker.ui.screens.arrival_page:ArrivalPage"),
        "exits": ("出入登记", "gridworker.ui.screens.exit_page:ExitPage"),
        "duty": ("值班", "gridworker.ui.screens.duty_page:DutyPage"),
        "venues": ("场所巡查", "gridworker.ui.screens.venue_page:VenuePage"),
    }
    shows = frozenset(
        {
            "visit",
            "care_rhythm",
            "resident",
            "household",
            "place",
            "arrival",
            "exit_pass",
            "duty",
            "duty_person",
            "duty_shift",
            "duty_post",
            "venue",
            "sample",
            "setting",
            "own_field",
            "past",
        }
    )
