"""重点人群台账: everyone under each of their kinds, and figures of vaccination that add up."""

from __future__ import annotations

from collections.abc import Callable

from gridworker.export.report import Row, Section
from gridworker.export.reports import ReportRequest
from gridworker.export.reports.care import build_care
from gridworker.ledger.book import Ledger
from gridworker.ledger.scope import Scope
from gridworker.ledger.vaccination import vaccination
from gridworker.ledger.visits import care_people

Ask = Callable[..., ReportRequest]
ON = "2022-11-28"


def bands(section: Section) -> dict[str, list[Row]]:
    """The rows under each band."""
    found: dict[str, list[Row]] = {}
    for row in section.rows:
        if row.style == "band":
            members = found[str(row.cells[0])] = []
        else:
            members.append(row)
    return found


def cells(section: Section, key: str, rows: list[Row]) -> list[object]:
    at = [column.key for column in section.columns].index(key)
    return [row.cells[at] for row in rows]


def test_everyone_stands_under_each_of_their_kinds(ledger: Ledger, ask: Ask) -> None:
    roster = build_care(ledger, ask(whole_identity=True)).sections[0]
    people = care_people(ledger, ON)
    found = bands(roster)
    kinds = dict.fromkeys(kind for person in people for kind in person.kinds)
    assert {title.partition("　")[0] for title in found} == set(kinds)
    for title, rows in found.items():
        kind, count, *_ = title.split("　")
        members = [person for person in people if kind in person.kinds]
        assert cells(roster, "name", rows) == [person.name for person in members]
        assert cells(roster, "door", rows) == [person.address.display for person in members]
        assert cells(roster, "number", rows) == list(range(1, len(members) + 1))
        assert count == f"{len(members)} 人"
    assert roster.totals is not None and roster.totals[:2] == ("合计", f"{len(people)} 人")
    assert roster.figures[0].text == str(len(people))


def test_the_heading_of_a_kind_names_its_rhythm_and_who_is_late(ledger: Ledger, ask: Ask) -> None:
    late = [person for person in care_people(ledger, ON, kind="80岁以上") if person.overdue_days]
    assert late
    titles = bands(build_care(ledger, ask()).sections[0])
    (title,) = (title for title in titles if title.startswith("80岁以上　"))
    assert title.endswith(f"　每 7 天走访一次　逾期 {len(late)} 人")
    ledger.remove("care_rhythm", ledger.rows("care_rhythm", {"name": "80岁以上"})[0]["id"])
    titles = bands(build_care(ledger, ask()).sections[0])
    assert any(title.startswith("80岁以上") and "没有走访频次" in title for title in titles)


def test_days_are_real_days_and_who_was_never_visited_is_said(ledger: Ledger, ask: Ask) -> None:
    people = {person.name: person for person in care_people(ledger, ON)}
    roster = build_care(ledger, ask(whole_identity=True)).sections[0]
    rows = [row for row in roster.rows if row.style == "body"]
    for name, last, due in zip(
        *(cells(roster, key, rows) for key in ("name", "last_on", "due_on")), strict=True
    ):
        person = people[str(name)]
        assert str(last) == (person.last_on or "从未")
        assert (str(due) if due else None) == person.due_on


def test_figures_of_vaccination_add_up(ledger: Ledger, ask: Ask) -> None:
    elders = vaccination(ledger, ON)
    for number, row in enumerate(elders[:6]):
        values = ({"doses": None}, {"doses": 1, "dosed_on": "2022-01-01"}, {"doses": 2, "dosed_on": None})
        ledger.update("resident", row.resident, values[number % 3])
    _, doses, reasons, listed = build_care(ledger, ask(whole_identity=True)).sections
    keys = [column.key for column in doses.columns]
    lines = [row.cells for row in doses.rows]
    assert doses.totals is not None
    for at, key in enumerate(keys[1:], start=1):
        if key != "coverage":
            assert sum(line[at] for line in lines) == doses.totals[at]  # type: ignore[misc]
    for line in (*lines, doses.totals):
        row = dict(zip(keys, line, strict=True))
        dosed = row["one"] + row["two"] + row["complete"]  # type: ignore[operator]
        assert row["people"] == row["none"] + row["unknown"] + dosed  # type: ignore[operator]
        assert row["one"] + row["two"] == row["boost"] + row["waiting"] + row["undated"]  # type: ignore[operator]
        assert row["coverage"] == round(dosed / row["people"], 4)  # type: ignore[operator]
    total = dict(zip(keys, doses.totals, strict=True))
    assert total["people"] == len(elders)
    assert reasons.totals is not None
    for at in (1, 2, 3):
        assert reasons.totals[at] == sum(row.cells[at] for row in reasons.rows)  # type: ignore[misc]
    assert reasons.totals[3] == total["none"] + total["unknown"]  # type: ignore[operator]
    counts = {title.partition("　")[0]: len(rows) for title, rows in bands(listed).items()}
    assert counts == {
        "未接种": total["none"], "剂次未登记": total["unknown"], "应加强": total["boost"],
        "末次接种日期未登记": total["undated"],
    }  # fmt: skip


def test_reasons_stand_with_their_people_and_are_masked_like_other_text(ledger: Ledger, ask: Ask) -> None:
    first = next(elder for elder in vaccination(ledger, ON) if elder.standing == "none")
    ledger.update("resident", first.resident, {"no_dose_reason": "女儿13800001234不同意"})
    _, _, reasons, listed = build_care(ledger, ask()).sections
    assert "女儿138****1234不同意" in [row.cells[0] for row in reasons.rows]
    rows = [row for row in listed.rows if row.style == "body"]
    assert "女儿138****1234不同意" in cells(listed, "reason", rows)


def test_own_fields_of_residents_are_columns_of_both_lists(ledger: Ledger, ask: Ask) -> None:
    person = care_people(ledger, ON)[0]
    ledger.update("resident", person.resident or 0, {"party": "党员甲"})
    roster, *_, listed = build_care(ledger, ask(whole_identity=True)).sections
    for section in (roster, listed):
        assert [column.heading for column in section.columns][-2:] == ["政治面貌", "身高"]
        assert all(len(row.cells) == len(section.columns) for row in section.rows if row.style == "body")
    rows = [row for row in roster.rows if row.style == "body"]
    named = dict(zip(cells(roster, "name", rows), cells(roster, "party", rows), strict=True))
    assert named[person.name] == "党员甲"


def test_only_the_scope_is_reported(ledger: Ledger, ask: Ask) -> None:
    scope = Scope("和平苑", "2")
    roster, doses, *_ = build_care(ledger, ask(scope=scope)).sections
    assert roster.figures[0].text == str(len(care_people(ledger, ON, scope)))
    assert doses.totals is not None and doses.totals[1] == len(vaccination(ledger, ON, scope))


def test_with_nobody_the_report_says_so(ask: Ask, tmp_path) -> None:
    with Ledger.make(tmp_path / "空.gwl") as empty:
        roster, doses, reasons, listed = build_care(empty, ask()).sections
    assert list(roster.rows) == [] and "没有重点人群" in roster.note
    assert doses.totals is not None and doses.totals[1] == 0 and "—" in doses.totals
    assert reasons.totals == ("合计", 0, 0, 0)
    assert "没有需要动员" in listed.note
