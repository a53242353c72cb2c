"""Which floor a door is on, as far as its number says. Pure."""

from __future__ import annotations

import re

_ON_FLOOR = re.compile(r"(?P<below>-|B)?[A-Z]?(?P<floor>[0-9]{1,3})[0-9]{2}(?![0-9])")
_NAMED_FLOOR = re.compile(r"(?P<floor>[0-9]{1,2})[层楼]")
_ROW_OF_DOORS = re.compile(r"(?P<row>[^0-9A-Z-][^0-9]*)[0-9]+")


def floor_of(room: str) -> str | None:
    """The floor of a stored room number, equal for neighbours; None where the number does not tell.

    501, 502A and 501-2 are on 5, -101 and B102 on -1, 2层东户 on 2; 底商3 stands in the row 底商.
    Doors of one or two digits (平房, courtyards) and doors without a number tell no floor.
    """
    if named := _NAMED_FLOOR.match(room):
        return str(int(named["floor"]))
    if found := _ON_FLOOR.match(room):
        return ("-" if found["below"] else "") + str(int(found["floor"]))
    row = _ROW_OF_DOORS.fullmatch(room)
    return row["row"] if row else None
