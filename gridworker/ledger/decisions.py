"""What the user decided about rows of files from outside: whose they are, or that they are nobody's.

A decision is kept under a fingerprint of what a row says of its person. The fingerprint is made with the
ledger's own id, so that nobody's name or number stands in it, and no two ledgers' can be compared.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from gridworker.ledger.book import Ledger


@dataclass(frozen=True)
class Decision:
    """Whose the row is (`resident`), or that it is not to be asked about again (`dismissed`)."""

    resident: int | None
    dismissed: bool


def fingerprint(ledger_id: str, *facts: str) -> str:
    """The same facts of the same ledger always give the same hexadecimal text, and nothing else does."""
    text = "".join(f"{len(fact)}:{fact}" for fact in facts)
    return hmac.digest(ledger_id.encode(), text.encode(), "sha256").hex()


def decisions(ledger: Ledger, kind: str) -> dict[str, Decision]:
    """The decisions in force for one kind of file, by fingerprint; one whose resident is gone is none."""
    found = {
        row["who"]: Decision(row["resident"], bool(row["dismissed"]))
        for row in ledger.rows("decision", {"kind": kind})
    }
    return {who: decision for who, decision in found.items() if decision.resident or decision.dismissed}


def decide(ledger: Ledger, kind: str, who: str, resident: int) -> None:
    """Remember that the row is this resident's."""
    with ledger.change("比对结论：记住是哪一位"):
        _keep(ledger, kind, who, {"resident": resident, "dismissed": 0})


def dismiss(ledger: Ledger, kind: str, who: str) -> None:
    """Remember that the row is nobody's who belongs into this ledger."""
    with ledger.change("比对结论：忽略"):
        _keep(ledger, kind, who, {"resident": None, "dismissed": 1})


def revoke(ledger: Ledger, kind: str, who: str) -> bool:
    """Forget a decision; False when there was none."""
    found = ledger.rows("decision", {"kind": kind, "who": who})
    with ledger.change("比对结论：撤回"):
        for row in found:
            ledger.remove("decision", row["id"])
    return bool(found)


def _keep(ledger: Ledger, kind: str, who: str, values: dict[str, int | None]) -> None:
    found = ledger.rows("decision", {"kind": kind, "who": who})
    if found:
        ledger.update("decision", found[0]["id"], values)
    else:
        ledger.create("decision", {"kind": kind, "who": who, **values})
