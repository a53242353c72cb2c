"""A made-up street to report on: a demonstration ledger, with what makes reports go wrong added to it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from gridworker.export.reports import ReportRequest
from gridworker.ledger.book import Ledger
from gridworker.ledger.demonstration import make_demonstration
from gridworker.ledger.testing import due_ids, set_missed_reason
from gridworker.ledger.tracing import mark, trace_view
from gridworker.ledger.tubes import set_tube_result, tubes
from gridworker.ledger.visits import due_visits, record_visits

ON = "2022-11-28"
FREE_TEXT = "=HYPERLINK(1) 女儿13800001234，身份证140105194912310026，22年起独居"


@pytest.fixture(scope="session")
def street_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("street") / "示范街.gwl"
    make_demonstration(path, 600, ON, seed=7)
    with Ledger.open(path) as ledger:
        _add_own_fields(ledger)
        _add_awkward_people(ledger)
        _add_afternoon_samples(ledger)
        _add_positive_tube(ledger)
        _add_visits(ledger)
        missed = due_ids(ledger, ON, outcome="missed")
        set_missed_reason(ledger, missed[:7], ON, "联系不上")
        set_missed_reason(ledger, missed[7:9], ON, "外出未归")
    return path


def _add_own_fields(ledger: Ledger) -> None:
    for register, key, heading, kind in (
        ("resident", "party", "政治面貌", "文字"),
        ("resident", "height", "身高", "数字"),
        ("household", "cats", "宠物数", "数字"),
    ):
        ledger.create("own_field", {"register": register, "key": key, "heading": heading, "kind": kind})


def _add_visits(ledger: Ledger) -> None:
    """Somebody of 重点人群 and a whole household are visited on the day, with a phone noted in what was found."""
    people = due_visits(ledger, ON)[:1]
    record_visits(
        ledger, people, {"at": f"{ON} 09:00:00", "way": "电话", "visitor": "李网格", "found": FREE_TEXT}
    )
    ledger.create("visit", {"household": 5, "at": f"{ON} 10:00:00", "found": "一切正常"})


def _add_awkward_people(ledger: Ledger) -> None:
    ledger.update("resident", 1, {"note": FREE_TEXT, "employer": "+86公司", "party": "@党员", "height": 175})
    ledger.update("household", 1, {"cats": 2})
    ledger.update("resident", 2, {"presence": "已迁出", "presence_since": "2022-11-01"})
    ledger.update("resident", 3, {"presence": "已转运", "presence_since": "2022-11-20"})
    ledger.update("resident", 4, {"moved_in": "2022-12-05"})
    place = ledger.get("household", 1)["place"]
    ledger.create("household", {"place": place, "room": "9999", "housing": "空置"})


def _add_afternoon_samples(ledger: Ledger) -> None:
    """Three come in the afternoon; one sampled in the morning comes again, which counts once; one need not."""
    done, missed = (due_ids(ledger, ON, outcome=outcome) for outcome in ("done", "missed"))
    willing = due_ids(ledger, ON, outcome="")
    for resident in (*missed[-3:], done[0], willing[0]):
        ledger.create("sample", {"resident": resident, "sampled_at": f"{ON} 14:20:00"})


def _add_positive_tube(ledger: Ledger) -> None:
    """A tube of the day before is positive: its people, households and neighbours are being traced."""
    outcome = set_tube_result(ledger, tubes(ledger, "2022-11-27")[2].number, "阳性", f"{ON} 06:10:00")
    assert outcome.trace is not None
    people = trace_view(ledger, outcome.trace).people
    mark(ledger, [person.row for person in people[:12]], "通知", f"{ON} 06:40:00")
    mark(ledger, [person.row for person in people[:3]], "转运", f"{ON} 09:00:00")


@pytest.fixture
def ledger(street_file: Path, tmp_path: Path) -> Iterator[Ledger]:
    """A copy of the street that a test may change."""
    path = tmp_path / "copy.gwl"
    shutil.copy(street_file, path)
    with Ledger.open(path) as opened:
        yield opened


@pytest.fixture
def ask() -> Callable[..., ReportRequest]:
    """A request for the day of the street, made at 18:05 that day."""

    def make(**changes: Any) -> ReportRequest:
        return ReportRequest(**{"on": ON, "made_at": datetime(2022, 11, 28, 18, 5), **changes})

    return make
