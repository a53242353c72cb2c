"""结果比对: the samples of the working day with their results; a laboratory's file fills them in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ttkbootstrap as ttk

from gridworker.ui.screens.result_list import ResultList
from gridworker.ui.screens.testing_page import Page
from gridworker.ui.theme import GAP, Styles


class ResultsPage(Page):
    """The list, and the way to the import of a laboratory's file."""

    def build(self) -> None:
        card = ttk.Frame(self, style=Styles.CARD, padding=(2 * GAP, GAP))
        card.pack(fill="both", expand=True)
        foot = ttk.Frame(card)
        foot.pack(side="bottom", fill="x", pady=(GAP // 2, 0))
        look: dict[str, Any] = {"bootstyle": "primary"}
        ttk.Button(foot, text="导入检测结果… Ctrl+I", command=self.import_results, **look).pack(side="right")
        self.list = ResultList(card, self.desk)
        self.list.pack(fill="both", expand=True)

    def load(self) -> None:
        self.list.load()

    def open(self, **what: Any) -> None:
        """Open the import when asked for with `import_`."""
        if what.get("import_"):
            self.import_results()

    def enter(self) -> None:
        self.list.focus_rows()

    def leave(self) -> None:
        self.list.show_phones(False)

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        return {"<F4>": lambda: self.list.show_phones(None)}

    def import_results(self) -> None:
        """Open the import of a laboratory's file."""
        from gridworker.ui.importing import open_import

        open_import(self.desk, "results")
