"""Real ledger files for the tests of this package."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import Doors


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.make(tmp_path / "台账.gwl", community="示例社区", grid="第三网格", worker="测试员") as made:
        yield made


@pytest.fixture
def household(ledger: Ledger) -> int:
    """A household at 和平苑3号楼2单元501."""
    with ledger.change("登记住户"):
        return Doors(ledger).household(Address("和平苑", "3", "2", "501"))
