"""物资: requests from call to door, as a list and a board, from chain texts, to buying and delivering."""

from __future__ import annotations

from typing import ClassVar

from gridworker.ui.screens.paged_screen import PagedScreen


class Supplies(PagedScreen):
    key = "supplies"
    title = "物资"
    icon = "basket"
    pages: ClassVar = {
        "orders": ("需求", "gridworker.ui.screens.supply_page:SupplyPage"),
        "board": ("看板", "gridworker.ui.screens.supply_board_page:SupplyBoardPage"),
        "chain": ("粘贴接龙", "gridworker.ui.screens.chain_page:ChainPage"),
        "purchase": ("采购汇总", "gridworker.ui.screens.purchase_page:PurchasePage"),
        "sorting": ("分拣配送", "gridworker.ui.screens.sorting_page:SortingPage"),
    }
    shows = frozenset(
        {
            "supply",
            "supply_line",
            "supply_step",
            "bundle",
            "merchant",
            "household",
            "place",
            "resident",
            "setting",
            "own_field",
        }
    )
