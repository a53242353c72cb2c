"""Taking a batch back is one step a row, whatever happened to the row within the batch."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gridworker.ledger.inversion import Recorded, inverse_of

Rows = dict[int, dict[str, Any]]
steps = st.lists(
    st.tuples(st.sampled_from(["create", "update", "remove"]), st.integers(1, 4), st.integers(0, 9))
)


def replay(rows: Rows, actions: list[tuple[str, int, int]]) -> list[Recorded]:
    """Do what is possible and record it, first change first."""
    changes: list[Recorded] = []
    for action, row, value in actions:
        if action == "create" and row not in rows:
            rows[row] = {"id": row, "uid": str(row), "a": value, "b": 0}
            changes.append(("r", row, str(row), "create", None, None))
        elif action == "update" and row in rows:
            key = "ab"[value % 2]
            changes.append(("r", row, str(row), "update", {key: rows[row][key]}, {key: value}))
            rows[row] = rows[row] | {key: value}
        elif action == "remove" and row in rows:
            changes.append(("r", row, str(row), "remove", rows.pop(row), None))
    return changes


@given(steps, steps)
def test_the_inverse_leads_back_to_the_state_before(earlier: list[Any], batch: list[Any]) -> None:
    rows: Rows = {}
    replay(rows, earlier)
    before = {number: dict(row) for number, row in rows.items()}
    inverse = inverse_of(reversed(replay(rows, batch)))
    for number in inverse.remove["r"]:
        del rows[number]
    for number, row in inverse.restore["r"].items():
        assert number not in rows or number in inverse.remove["r"]
        rows[number] = row
    for number, values in inverse.reset["r"].items():
        rows[number] = rows[number] | values
    assert rows == before
