"""How many households and people a building has: the summary of the household ledger. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields

from gridworker.export.report import Cell, Column
from gridworker.ledger.days import age_on
from gridworker.ledger.households import AT_HOME, AWAY, GONE, TRANSFERRED, Building, Home

COUNT_COLUMNS = (
    Column("community", "小区", width=8),
    Column("building", "楼栋", width=5, align="center"),
    Column("households", "户数", "integer", 5),
    Column("people", "人数", "integer", 5),
    Column("at_home", "在住", "integer", 5),
    Column("away", "暂离", "integer", 5),
    Column("transferred", "已转运", "integer", 5),
    Column("over60", "60岁以上", "integer", 5),
    Column("over80", "80岁以上", "integer", 5),
    Column("under3", "3岁以下", "integer", 5),
    Column("care", "重点人群", "integer", 5),
    Column("gone", "已迁出、已故", "integer", 5),
)


@dataclass(frozen=True)
class Headcount:
    """Counts of one building or of several; `people` are all but `gone`, and only they have ages and care."""

    building: Building = ("", "")
    households: int = 0
    people: int = 0
    at_home: int = 0
    away: int = 0
    transferred: int = 0
    over60: int = 0
    over80: int = 0
    under3: int = 0
    care: int = 0
    gone: int = 0

    @classmethod
    def of(cls, building: Building, homes: Iterable[Home], on: str) -> Headcount:
        """Count a building's households and people on an ISO day."""
        homes = list(homes)
        everyone = [member for home in homes for member in home.members]
        here = [member for member in everyone if member["presence"] not in GONE]
        presences = Counter(member["presence"] for member in here)
        ages = [age for member in here if (age := age_on(member["born"], on)) is not None]
        return cls(
            building,
            households=len(homes),
            people=len(here),
            at_home=presences[AT_HOME],
            away=presences[AWAY],
            transferred=presences[TRANSFERRED],
            over60=sum(age >= 60 for age in ages),
            over80=sum(age >= 80 for age in ages),
            under3=sum(age < 3 for age in ages),
            care=sum(bool(member["care"]) for member in here),
            gone=len(everyone) - len(here),
        )

    def __add__(self, other: Headcount) -> Headcount:
        counts = zip(astuple(self)[1:], astuple(other)[1:], strict=True)
        return Headcount(("", ""), *(mine + theirs for mine, theirs in counts))

    def cells(self) -> tuple[Cell, ...]:
        """One row of COUNT_COLUMNS."""
        return (*self.building, *(getattr(self, field.name) for field in fields(self)[1:]))
