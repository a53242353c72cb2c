"""Whatever is done at the desk in whatever order: tubes stay whole, figures stay true, undo leads back."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridworker.errors import UndoRefused
from gridworker.ledger.book import Ledger
from gridworker.ledger.figures import DayFigures, figures_by_building
from gridworker.ledger.reasons import set_exemption
from gridworker.ledger.sampling import NotSampled, SamplingDesk, TubeRefused
from gridworker.ledger.tubes import set_tube_result
from tests.ledger.desks import DAY, at, crowd, in_force, state, undo_down_to

SIZE, PEOPLE = 3, 8

who = st.integers(0, PEOPLE - 1)
steps = st.lists(
    st.tuples(st.just("register"), who, st.booleans())
    | st.tuples(st.just("register"), who, st.booleans())
    | st.tuples(st.sampled_from(["undo", "undo", "close", "restart", "figures", "add", "west"]))
    | st.tuples(st.just("scan"), st.integers(1, 4)),
    max_size=14,
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with people: some due, one willing, one exempt, one gone."""
    path = tmp_path_factory.mktemp("sampling") / "模板.gwl"
    with Ledger.make(path, community="示例社区") as ledger:
        ledger.set_setting("tube_size", str(SIZE))
        rows = crowd(ledger, PEOPLE - 2) + crowd(ledger, 2, "和平苑10号楼1单元101")
        ledger.create("sample", {"resident": rows[0], "sampled_at": at(0, "2022-11-27")})
        set_exemption(ledger, [rows[1]], "孕产期", DAY)
        ledger.update("resident", rows[2], {"presence": "已迁出", "presence_since": DAY})
    return path


class Morning:
    """One desk, and how many registrations of it are in force."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.people = [row["id"] for row in ledger.rows("resident")]
        self.desk = SamplingDesk(ledger, "东门", DAY)
        self.minute = 0
        self.registered = 0

    def take(self, step: tuple[object, ...]) -> None:
        self.minute += 1
        name, *rest = step
        with suppress(NotSampled, TubeRefused):
            getattr(self, f"_{name}")(*rest)

    def _register(self, person: int, force: bool) -> None:
        self.desk.register(self.people[person], at(self.minute), force)
        self.registered += 1

    def _undo(self) -> None:
        if not self.registered:
            return
        before = Counter(row["id"] for row in self.ledger.rows("sample"))
        back = self.desk.undo_last()
        self.registered -= 1
        assert before - Counter(row["id"] for row in self.ledger.rows("sample")) == Counter([back.sample])
        tube = self.desk.open_tube
        assert tube and tube.number == back.tube, "its tube is in hand again"
        assert tube.count == back.place - 1

    def _close(self) -> None:
        self.desk.close_tube(at(self.minute))

    def _restart(self) -> None:
        before = self.desk.open_tube
        self.desk = SamplingDesk(self.ledger, "东门", DAY)
        after = self.desk.resume(DAY)
        if before and before.count:
            assert after == before

    def _figures(self) -> None:
        self.desk.progress.by_building()

    def _add(self) -> None:
        self.desk.add_in_place("赵新来", "", "", "3-2-777", at(self.minute))
        self.registered += 1

    def _west(self) -> None:
        SamplingDesk(self.ledger, "西门", DAY).register(self.people[-1], at(self.minute), force=True)

    def _scan(self, number: int) -> None:
        self.desk.scan_tube(f"G1128-000{number}", at(self.minute))


def tubes_are_whole(ledger: Ledger) -> None:
    tubes = {row["number"]: row for row in ledger.rows("tube")}
    samples = [row for row in ledger.rows("sample") if row["tube"]]
    assert {row["tube"] for row in samples} == set(tubes), "no tube is empty, none unknown"
    for number, tube in tubes.items():
        inside = [row for row in samples if row["tube"] == number]
        assert len(inside) <= tube["size"]
        assert sorted(row["place_in_tube"] for row in inside) == list(range(1, len(inside) + 1))
        assert len({row["resident"] for row in inside}) == len(inside), "nobody is in it twice"
        assert tube["closed_at"] or len(inside) < tube["size"], "a full tube is closed"


def fresh_figures(path: Path) -> list[tuple[tuple[str, str], DayFigures]]:
    with Ledger.open(path) as another:
        return figures_by_building(another, DAY)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_any_morning(template: Path, tmp_path: Path, taken: list[tuple[object, ...]]) -> None:
    path = tmp_path / "上午.gwl"
    shutil.copy(template, path)
    with Ledger.open(path) as ledger:
        before, changes = state(ledger), in_force(ledger)
        morning = Morning(ledger)
        morning.desk.progress.by_building()
        for step in taken:
            morning.take(step)
            tubes_are_whole(ledger)
        assert morning.desk.progress.by_building() == fresh_figures(path)
        undo_down_to(ledger, changes)
        assert state(ledger) == before
        assert morning.desk.progress.by_building() == fresh_figures(path)


def test_registrations_move_the_figures_without_reading_anew(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "台账.gwl"
    shutil.copy(template, path)
    with Ledger.open(path) as ledger:
        morning = Morning(ledger)
        progress = morning.desk.progress
        progress.by_building()
        monkeypatch.setattr(progress, "_read", lambda: pytest.fail("everything was read anew"))
        morning.take(("register", 0, False))
        morning.take(("register", 3, False))
        morning.take(("register", 6, False))
        assert dict(progress.by_building())["和平苑", "3"] == DayFigures(DAY, 3, 1, 2, 1, 1)
        morning.desk.add_in_place("赵新来", "", "", "3-2-777", at(9))
        assert dict(progress.by_building())["和平苑", "3"] == DayFigures(DAY, 4, 2, 2, 1, 1)
        assert progress.by_building() == fresh_figures(path)


def test_a_refused_undo_changes_nothing(template: Path, tmp_path: Path) -> None:
    """Also where the tube was closed by hand, which has to be taken back first."""
    path = tmp_path / "台账.gwl"
    shutil.copy(template, path)
    with Ledger.open(path) as ledger:
        morning = Morning(ledger)
        morning.take(("register", 3, False))
        set_tube_result(ledger, "G1128-0001", "阴性", at(700))
        sample = ledger.rows("sample")[-1]
        ledger.update("tube", ledger.rows("tube")[0]["id"], {"closed_at": None})
        morning.desk.close_tube(at(701))
        before = state(ledger)
        with pytest.raises(UndoRefused):
            morning.desk.undo_last()
        assert state(ledger) == before
        assert ledger.get("sample", sample["id"])["result"] == "阴性"
