"""The two steps of every import of files by kind: see what would happen, then write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gridworker.intake import chain, residents, results, services, supplies
from gridworker.intake.problems import Outcome


@dataclass(frozen=True)
class Importer:
    """`plan(ledger, files, sheets=, constants=, progress=)`, then `commit(ledger, plan, progress)`."""

    plan: Callable[..., Any]
    commit: Callable[..., Outcome]


IMPORTERS: Mapping[str, Importer] = {
    "residents": Importer(residents.plan_residents, residents.commit),
    "results": Importer(results.plan_results, results.commit),
    "closed-loop": Importer(services.plan_closed_loop, services.commit),
    "supplies": Importer(supplies.plan_supplies, supplies.commit),
    "chain": Importer(chain.plan_chain_files, chain.commit),
    "arrivals": Importer(services.plan_arrivals, services.commit),
    "visits": Importer(services.plan_visits, services.commit),
}
