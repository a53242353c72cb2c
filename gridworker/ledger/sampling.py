"""The sampling desk: one person after the other into the open tube, each on disk before the name is shown.

Nothing of the tube is remembered but its number: the rest is read from the ledger each time, so that
undo, another screen or a power cut cannot make the desk believe what is no longer so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gridworker.errors import RowProblems, UndoRefused
from gridworker.ledger.address import Address, parse_address
from gridworker.ledger.admission import Comer, NotSampled, admit, comer
from gridworker.ledger.book import Ledger
from gridworker.ledger.candidates import Candidate, candidates
from gridworker.ledger.dossier import household_at, only_community
from gridworker.ledger.progress import DayProgress, last_change
from gridworker.ledger.scanning import is_like, scan_text, tube_text
from gridworker.ledger.tube_in_hand import (
    CLOSE,
    TubeRefused,
    TubeView,
    close,
    is_used,
    next_number,
    open_view,
    opened,
    places_taken,
    refuse_used,
    tube_row,
)

__all__ = [
    "Candidate",
    "NotSampled",
    "Registered",
    "SamplingDesk",
    "TubeRefused",
    "TubeView",
    "candidates",
    "next_number",
    "scan_text",
]

TUBE_OF_DAY = """
SELECT number FROM tube WHERE site IS :site AND opened_at >= :day AND opened_at < :day || '~'
ORDER BY closed_at IS NULL DESC, id DESC LIMIT 1
"""
LAST_REGISTRATION = """
SELECT b.id, s.resident, s.tube, s.place_in_tube, s.id FROM batch b
JOIN change c ON c.batch = b.id AND c.register = 'sample' AND c.action = 'create'
JOIN sample s ON s.id = c.row AND s.site IS :site AND s.sampled_on = :day
WHERE b.kind = 'change' AND b.undone = 0 AND b.label LIKE :label ORDER BY b.id DESC LIMIT 1
"""
CLOSED_LATER = """
SELECT b.id FROM change c JOIN batch b ON b.id = c.batch
WHERE c.register = 'tube' AND c.row = ? AND c.batch > ? AND b.kind = 'change' AND b.undone = 0
  AND b.label LIKE ? ORDER BY b.id DESC LIMIT 1
"""
REGISTER = "采样登记"


@dataclass(frozen=True)
class Registered:
    """One sample on disk: who, in which tube at which place of how many, and whether that filled it."""

    sample: int
    resident: int
    name: str
    address: str
    tube: str
    place: int
    size: int
    closed: bool


class SamplingDesk:
    """Registers samples at one site on one ISO day; moments come as ISO text.

    With `counting` a tube that is wanted and was not scanned gets the next number; else it must be scanned
    first. `first_number` begins the count; without it, it is like G1128-0001.
    """

    def __init__(
        self, ledger: Ledger, site: str | None, day: str, *, first_number: str = "", counting: bool = True
    ) -> None:
        self._ledger = ledger
        self.site, self.day, self.counting = site, day, counting
        self.progress = DayProgress(ledger, day)
        self._first = tube_text(first_number)
        self._number: str | None = None

    def resume(self, day: str) -> TubeView | None:
        """Begin a day or, after a restart, go on with its unclosed tube, else count on from its last."""
        if day != self.day:
            self.day, self.progress = day, DayProgress(self._ledger, day)
        found = self._ledger.query(TUBE_OF_DAY, {"site": self.site, "day": day})
        self._number = found[0][0] if found else None
        return self.open_tube

    # -- tubes

    @property
    def open_tube(self) -> TubeView | None:
        """The tube that the next sample goes into, empty if only scanned so far; None when there is none."""
        return None if self._number is None else open_view(self._ledger, self._number)

    @property
    def number_ahead(self) -> str:
        """The number that a tube gets which is opened without a scan."""
        if self._number is not None:
            return next_number(self._ledger, self._number)
        first = self._pattern
        return next_number(self._ledger, first) if is_used(self._ledger, first) else first

    def is_tube_number(self, text: str) -> bool:
        """Whether what was read looks like a number of the roll of tubes in use."""
        return is_like(tube_text(text), self._pattern)

    def scan_tube(self, number: str, at: str) -> TubeView:
        """Take a tube in hand, closing the one before. Raises TubeRefused for one that is used or full."""
        number = tube_text(number)
        if not number:
            raise TubeRefused("没有读到采样管编号，请再扫一次。")
        held = self.open_tube
        if held is None or held.number != number:
            refuse_used(self._ledger, number, self.site)
            if held and held.count:
                close(self._ledger, held, at)
            self._number = number
        return open_view(self._ledger, number) or TubeView(number, 0, 0)

    def close_tube(self, at: str) -> TubeView:
        """Close the tube in hand before it is full. Raises TubeRefused when there is none or it is empty."""
        return close(self._ledger, self.open_tube, at)

    # -- people

    def register(self, resident: int, at: str, force: bool = False) -> Registered:
        """Sample a resident into the tube in hand; when this returns it is on disk.

        `force` samples also who is exempt or was sampled that day. Raises NotSampled.
        """
        who = comer(self._ledger, resident, at[:10])
        number, before = self._number_now(who), last_change(self._ledger)
        with self._ledger.change(f"{REGISTER} {number}") as change:
            admit(self._ledger, who, at[:10], number, force)
            registered = self._write(who, number, at)
        self._number = number
        if at[:10] == self.day:
            self.progress.follow(before, len(change.records), resident)
        return registered

    def add_in_place(self, name: str, id_number: str, phone: str, address_text: str, at: str) -> Registered:
        """Enter somebody new (and the door, if new) and sample them, as one change.

        Raises RowProblems, AddressProblem, NotSampled (no_tube).
        """
        values = self._newcomer(name, id_number, phone)
        address = parse_address(address_text, default=Address(only_community(self._ledger)))
        number, before = self._number_now(), last_change(self._ledger)
        with self._ledger.change(f"{REGISTER} {number}（新增居民）") as change:
            household = household_at(self._ledger, address)
            resident = self._ledger.create("resident", values | {"household": household})
            registered = self._write(comer(self._ledger, resident, at[:10]), number, at)
        self._number = number
        if at[:10] == self.day:
            self.progress.enter(before, len(change.records), (address.community, address.building))
        return registered

    def undo_last(self) -> Registered:
        """Take back the last registration of this site and day, and take up its tube again.

        Raises UndoRefused when something rests on it, TubeRefused when there is nothing to take back.
        """
        wanted = {"site": self.site, "day": self.day, "label": f"{REGISTER}%"}
        found = self._ledger.query(LAST_REGISTRATION, wanted)
        if not found:
            raise TubeRefused("今天在这个采样点还没有可以撤销的登记。")
        batch, resident, number, place, sample = found[0]
        who, before = comer(self._ledger, resident, self.day), last_change(self._ledger)
        records = self._take_back(batch, number)
        self._number = number
        self.progress.follow(before, records, resident)
        tube = open_view(self._ledger, number)
        size = tube.size if tube else 0
        return Registered(sample, resident, who.name, who.address, number, place, size, closed=False)

    # -- inside

    @property
    def _pattern(self) -> str:
        return self._number or self._first or f"G{self.day[5:7]}{self.day[8:]}-0001"

    def _number_now(self, who: Comer | None = None) -> str:
        """The number of the tube in hand, or of the one that is opened now."""
        tube = self.open_tube
        if tube:
            return tube.number
        if not self.counting:
            known = (who.name, who.address) if who else ("", "")
            raise NotSampled("no_tube", "没有打开的采样管，没有登记。请先扫一支新管。", *known)
        return self.number_ahead

    def _write(self, who: Comer, number: str, at: str) -> Registered:
        """Write the sample, and the tube where it opens or closes with it."""
        tube = tube_row(self._ledger, number) or opened(self._ledger, number, self.site, at)
        taken = places_taken(self._ledger, number)
        place = next(place for place in range(1, tube["size"] + 1) if place not in taken)
        sample = self._ledger.create(
            "sample",
            {
                "resident": who.resident, "sampled_at": at, "tube": number, "place_in_tube": place,
                "site": self.site, "source": REGISTER,
            },
        )  # fmt: skip
        full = len(taken) + 1 >= tube["size"]
        if full:
            self._ledger.update("tube", tube["id"], {"closed_at": at})
        return Registered(sample, who.resident, who.name, who.address, number, place, tube["size"], full)

    def _take_back(self, batch: int, number: str) -> int:
        """Undo a registration, before it a closing by hand; return how many changes that wrote."""
        tube = tube_row(self._ledger, number)
        closed = self._ledger.query(CLOSED_LATER, (tube["id"], batch, f"{CLOSE}%")) if tube else []
        records = sum(len(self._ledger.undo(later).records) for (later,) in closed)
        try:
            return records + len(self._ledger.undo(batch).records)
        except UndoRefused:
            if closed:
                self._ledger.redo()
            raise

    def _newcomer(self, name: str, id_number: str, phone: str) -> dict[str, Any]:
        register = self._ledger.register("resident")
        typed = {"name": name, "id_number": scan_text(id_number), "phone": phone}
        values, problems = register.read(typed)
        if problems:
            raise RowProblems(problems, register.headings)
        return values
