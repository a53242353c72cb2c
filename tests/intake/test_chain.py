"""Chain orders: what is understood of whole texts, what is written, and the same chain pasted again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridworker.errors import FileProblem
from gridworker.intake.chain import commit, commit_chain, plan_chain, plan_chain_files
from gridworker.intake.chain_book import ChainBook
from gridworker.intake.chain_draft import Correction
from gridworker.intake.chain_plan import ChainPlan
from gridworker.intake.problems import Outcome
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import Doors, address_of
from gridworker.ledger.supplies import Order, advance, arrive, orders, split
from tests.intake.chain_texts import WHO_AND_WHERE
from tests.intake.chain_texts_chats import CHATS
from tests.intake.chain_texts_cities import CITIES
from tests.intake.chain_texts_goods import WHAT
from tests.intake.chain_texts_measures import MEASURES
from tests.intake.chain_world import AT, LATER, chains, furnish, told

GOOD_ID = "11010519491231002X"  # the example of the standard itself
CHAINS = chains(WHO_AND_WHERE, WHAT, CHATS, CITIES, MEASURES)
ORDER = "1. 3-2-501 周小八 蔬菜包2份"


@pytest.fixture
def world(ledger: Ledger) -> Ledger:
    return furnish(ledger)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A world that every test leaves as it was."""
    with Ledger.make(tmp_path_factory.mktemp("chain") / "台账.gwl") as made:
        yield furnish(made)


def enter(ledger: Ledger, text: str, at: str = AT, **options: object) -> Outcome:
    outcome = commit_chain(ledger, plan_chain(ledger, text, at=at, **options))  # type: ignore[arg-type]
    assert outcome.rows == outcome.added + outcome.updated + outcome.unchanged + outcome.rejected
    return outcome


def only(ledger: Ledger) -> Order:
    (found,) = orders(ledger)
    return found


def by_row(plan: ChainPlan) -> dict[int, str]:
    return {line.row: line.action for line in plan.lines if line.counted}


# -- understanding


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in CHAINS], ids=[case[0] for case in CHAINS]
)
def test_a_whole_chain_is_understood(shared: Ledger, text: str, expected: list[str]) -> None:
    plan = plan_chain(shared, text, at=AT)
    assert [told(line) for line in plan.lines if line.kind != "blank"] == expected


def test_there_are_many_habits() -> None:
    assert len(CHAINS) >= 110


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in CHAINS], ids=[case[0] for case in CHAINS]
)
def test_pasting_a_chain_twice_changes_nothing(shared: Ledger, text: str, expected: list[str]) -> None:
    first = enter(shared, text).batch
    before = [(order.source, order.items, order.status) for order in orders(shared)]
    outcome = enter(shared, text, LATER)
    assert (outcome.batch, outcome.added, outcome.updated) == (None, 0, 0)
    assert [(order.source, order.items, order.status) for order in orders(shared)] == before
    if first:
        shared.undo(first)


def test_every_doubt_is_a_sentence_that_names_its_field_and_place(shared: Ledger) -> None:
    for _, text, _ in CHAINS:
        for line in plan_chain(shared, text, at=AT).lines:
            assert bool(line.doubts) == (line.sure != "certain"), line.raw
            for doubt in line.doubts:
                assert doubt.field in ("door", "name", "phone", "items", "line")
                assert 0 <= doubt.start <= doubt.end <= len(line.text)
            if line.counted and line.action in ("rejected", "ignored", "unchanged"):
                assert line.why


def test_the_place_of_a_doubt_is_the_place_in_the_pasted_text(shared: Ledger) -> None:
    line = plan_chain(shared, "7. 🌸３－２－５０１ 周小八 蔬菜包2份 1380000000", at=AT).line(1)
    (doubt,) = line.doubts
    assert line.text[doubt.start : doubt.end] == "1380000000"


def test_a_bundle_brings_price_and_merchant_a_header_only_a_price(world: Ledger) -> None:
    enter(world, "#接龙\n羊肉 68.5元/斤\n1. 3-2-501 周小八 2斤")
    enter(world, "蔬菜包接龙\n1. 3-2-501 周小八 2份")
    mutton, greens = orders(world)
    assert (mutton.total, mutton.merchant) == (13700, None)
    assert (greens.total, greens.merchant) == (6000, "示例商超")


def test_a_price_beside_the_title_is_that_of_its_single_good(world: Ledger) -> None:
    enter(world, "【应急包团购】每份30.5元，接龙：门牌+姓名+份数\n1. 3-2-501 周小八 2份")
    (package,) = orders(world)
    assert (package.items, package.total) == ("应急包×2", 6100)


def test_of_two_names_the_longer_one_is_meant(world: Ledger) -> None:
    home = Doors(world).find(Address("和平苑", "12", "1", "601"))
    world.create("resident", {"household": home, "name": "陈小"})
    assert told(plan_chain(world, "1. 12-1-601 陈小二 蔬菜包1份", at=AT).line(1)).startswith(
        "added= 和平苑-12-1-601 陈小二"
    )


# -- writing


def test_an_order_is_kept_with_everything_that_was_understood(world: Ledger) -> None:
    outcome = enter(world, f"#接龙\n明天蔬菜包\n{ORDER} 急 放门口")
    order = only(world)
    assert (order.channel, order.chain, order.chain_line, order.status) == (
        "微信接龙",
        "明天蔬菜包",
        1,
        "已登记",
    )
    assert (order.requester, order.phone, order.urgency) == ("周小八", "13800000006", "急")
    assert (order.source, order.note) == (f"{ORDER} 急 放门口", "放门口")
    assert (order.requested_at, order.items) == (AT, "蔬菜包×2")
    assert address_of(world, order.household).canonical == "和平苑-3-2-501"
    assert outcome.as_json() == {
        "batch": outcome.batch, "rows": 1, "added": 1, "updated": 0, "unchanged": 0, "rejected": 0, "problems": [],
    }  # fmt: skip


def test_the_whole_chain_is_taken_back_with_one_undo(world: Ledger) -> None:
    enter(world, f"{ORDER}\n2. 3-2-502 郑小九 水果包1份")
    world.undo()
    assert orders(world) == []


def test_what_was_not_understood_is_not_written_but_told(world: Ledger) -> None:
    outcome = enter(world, f"{ORDER}\n2. 9-9-999 呼噜 蔬菜包1份\n3. ？？？\n\n感谢大家")
    assert (outcome.rows, outcome.added, outcome.rejected) == (3, 1, 2)
    assert [(problem.row, problem.severity) for problem in outcome.problems] == [(2, "error"), (3, "error")]
    assert outcome.problems[0].value == "2. 9-9-999 呼噜 蔬菜包1份"


def test_what_was_only_likely_is_written_with_a_warning(world: Ledger) -> None:
    outcome = enter(world, "1. 张小三 蔬菜包2份")
    assert (outcome.added, [problem.severity for problem in outcome.problems]) == (1, ["warning"])


# -- the user's hand


def test_every_part_can_be_typed_over(world: Ledger) -> None:
    typed = Correction(door="3-2-502", name="郑小九", phone="13800000099", items="牛奶1箱、A套餐2份")
    line = plan_chain(world, "1. 呼噜呼噜", at=AT, corrections={1: typed}).line(1)
    assert told(line) == "added= 和平苑-3-2-502 郑小九 13800000099 牛奶1箱、A套餐2份"


def test_nonsense_typed_over_a_part_is_answered(world: Ledger) -> None:
    typed = Correction(door="门口", name="123", phone="12", items="呼噜")
    line = plan_chain(world, ORDER, at=AT, corrections={1: typed}).line(1)
    assert line.action == "rejected"
    assert {doubt.field for doubt in line.doubts if doubt.grave} == {"door", "name", "phone", "items"}


def test_what_is_typed_takes_the_doubt_away(world: Ledger) -> None:
    text = "1. 3-501 周小八 蔬菜包2份 1380000000"
    doubtful = plan_chain(world, text, at=AT).line(1)
    assert doubtful.sure == "doubtful"
    mended = plan_chain(world, text, at=AT, corrections={1: Correction(phone="13800000006")}).line(1)
    assert (mended.sure, mended.action) == ("likely", "added")


def test_a_confirmed_door_that_the_ledger_does_not_know_is_made_with_the_order(world: Ledger) -> None:
    text = "1. 和平苑5-1-1901 新邻居 蔬菜包1份"
    assert plan_chain(world, text, at=AT).line(1).action == "rejected"
    enter(world, text, corrections={1: Correction(confirmed=True)})
    assert address_of(world, only(world).household).canonical == "和平苑-5-1-1901"
    world.undo()
    assert Doors(world).find(Address("和平苑", "5", "1", "1901")) is None


def test_what_lacks_its_door_cannot_be_confirmed(world: Ledger) -> None:
    plan = plan_chain(world, "1. 呼噜 蔬菜包1份", at=AT, corrections={1: Correction(confirmed=True)})
    assert (plan.line(1).action, plan.line(1).sure) == ("rejected", "doubtful")


def test_a_line_can_be_set_aside(world: Ledger) -> None:
    outcome = enter(
        world, f"{ORDER}\n2. ？？？", corrections={1: Correction(ignored=True), 2: Correction(ignored=True)}
    )
    assert (outcome.added, outcome.unchanged, outcome.rejected) == (0, 2, 0)


def test_named_medicine_needs_the_buyers_number(world: Ledger) -> None:
    text = "1. 3-2-501 周小八 布洛芬1盒"
    assert plan_chain(world, text, at=AT).line(1).action == "rejected"
    enter(world, text, corrections={1: Correction(name=f"周小八 {GOOD_ID}")})
    assert (only(world).id_number, only(world).requester) == (GOOD_ID, "周小八")


def test_the_ledger_knows_the_buyers_number(world: Ledger) -> None:
    person = next(row for row in world.rows("resident") if row["name"] == "周小八")
    world.update("resident", person["id"], {"id_number": GOOD_ID})
    enter(world, "1. 3-2-501 周小八 布洛芬1盒")
    assert only(world).id_number == GOOD_ID


# -- the same chain again


def test_pasted_again_only_new_lines_are_added(world: Ledger) -> None:
    first = f"#接龙\n明天蔬菜包\n{ORDER}"
    enter(world, first)
    outcome = enter(world, f"{first}\n2. 3-2-502 郑小九 1份", LATER)
    assert (outcome.added, outcome.unchanged) == (1, 1)
    assert [order.chain for order in orders(world)] == ["明天蔬菜包"] * 2


def test_an_edited_line_changes_its_request_while_it_is_only_registered(world: Ledger) -> None:
    enter(world, f"明天蔬菜包接龙\n{ORDER}")
    outcome = enter(world, "明天蔬菜包接龙\n1. 3-2-501 周小八 蔬菜包5份", LATER)
    assert (outcome.updated, only(world).items, only(world).requested_at) == (1, "蔬菜包×5", AT)
    assert only(world).source == "1. 3-2-501 周小八 蔬菜包5份"


def test_what_is_ordered_already_is_left_and_said(world: Ledger) -> None:
    enter(world, f"明天蔬菜包接龙\n{ORDER}")
    advance(world, [only(world).id], "已下单", LATER)
    outcome = enter(world, "明天蔬菜包接龙\n1. 3-2-501 周小八 蔬菜包5份", LATER)
    assert (outcome.batch, outcome.unchanged, only(world).items) == (None, 1, "蔬菜包×2")
    assert "已是“已下单”，没有改动" in outcome.problems[0].problem


def test_a_later_correction_and_a_later_cancellation_reach_their_requests(world: Ledger) -> None:
    text = f"明天蔬菜包接龙\n{ORDER}\n2. 3-2-502 郑小九 1份"
    enter(world, text)
    more = f"{text}\n3. 2. 改为3份\n4. 3-2-501 周小八 取消"
    outcome = enter(world, more, LATER)
    assert (outcome.updated, outcome.added) == (4, 0)
    assert {order.requester: (order.status, order.items) for order in orders(world)} == {
        "周小八": ("已取消", "蔬菜包×2"),
        "郑小九": ("已登记", "蔬菜包×3"),
    }
    assert enter(world, more, LATER).batch is None


def test_a_correction_pasted_alone_finds_its_request_in_the_named_chain(world: Ledger) -> None:
    enter(world, f"明天蔬菜包接龙\n{ORDER}")
    chain = only(world).chain or ""
    outcome = enter(world, "1. 改为3份", LATER, chain=chain)
    assert (outcome.updated, only(world).items) == (1, "蔬菜包×3")
    assert enter(world, "1. 改为3份", LATER, chain=chain).batch is None


def test_the_same_title_over_other_lines_is_another_chain(world: Ledger) -> None:
    enter(world, "蔬菜包接龙\n1. 3-2-501 周小八 2份\n2. 3-2-502 郑小九 1份")
    outcome = enter(world, "蔬菜包接龙\n1. 5-1-301 冯小一 2份\n2. 1-1-101 张小三 1份", "2022-11-29 08:30:00")
    assert outcome.added == 2
    assert {order.chain for order in orders(world)} == {"蔬菜包接龙", "蔬菜包接龙 · 2022-11-29"}


def test_a_chain_without_a_title_is_known_by_its_lines(world: Ledger) -> None:
    enter(world, ORDER)
    outcome = enter(world, f"{ORDER}\n2. 3-2-502 郑小九 水果包1份", LATER)
    assert (outcome.added, outcome.unchanged) == (1, 1)
    assert len({order.chain for order in orders(world)}) == 1


def test_lines_that_left_the_chain_are_named(world: Ledger) -> None:
    enter(world, f"蔬菜包接龙\n{ORDER}\n2. 3-2-502 郑小九 1份")
    assert plan_chain(world, f"蔬菜包接龙\n{ORDER}", at=LATER).gone == [2]


def test_an_order_taken_apart_has_not_left_its_chain(world: Ledger) -> None:
    text = "1. 3-2-501 周小八 蔬菜包3份"
    enter(world, text)
    (line,) = only(world).lines
    arrive(world, only(world).id, {line.id: 1}, LATER)
    split(world, only(world).id, LATER)
    plan = plan_chain(world, text, at=LATER)
    assert (plan.gone, plan.counts["unchanged"]) == ([], 1)


def test_a_message_is_its_senders_order(world: Ledger) -> None:
    enter(world, "周小八 10:25\n蔬菜包2份 3-2-501\n\n周小八 10:40\n改成3份")
    assert (only(world).requester, only(world).items) == ("周小八", "蔬菜包×3")
    assert only(world).source == "周小八 10:25\n蔬菜包2份 3-2-501\n周小八 10:40\n改成3份"


def test_a_plan_made_before_a_change_is_made_again(world: Ledger) -> None:
    plan = plan_chain(world, ORDER, at=AT)
    enter(world, ORDER)
    assert commit_chain(world, plan).batch is None
    assert len(orders(world)) == 1


# -- files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_whatever_its_encoding(world: Ledger, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "接龙.txt"
    path.write_bytes(f"{ORDER}\r\n2. ？？？\r\n".encode(encoding))
    plan = plan_chain_files(world, [path], constants={"requested_at": AT, "chain": "第一轮"})
    assert (plan.outcome().added, plan.outcome().rejected, plan.outcome().batch) == (1, 1, None)
    outcome = commit(world, plan)
    assert (outcome.added, outcome.problems[0].file, only(world).chain) == (1, "接龙.txt", "第一轮")


def test_the_estate_of_all_files_can_be_given(world: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("1. 3-1-501 蔬菜包1份", encoding="utf-8")
    assert plan_chain_files(world, [path]).outcome().rejected == 1
    commit(world, plan_chain_files(world, [path], constants={"community": "迎春里"}))
    assert address_of(world, only(world).household).canonical == "迎春里-3-1-501"


def test_two_files_with_the_same_chain_enter_it_once_in_one_batch(world: Ledger, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(ORDER, encoding="utf-8")
    outcome = commit(world, plan_chain_files(world, [tmp_path / "a.txt", tmp_path / "b.txt"]))
    assert (outcome.rows, outcome.added, outcome.unchanged) == (2, 1, 1)
    world.undo(outcome.batch)
    assert orders(world) == []


def test_a_file_that_is_no_text_is_refused_in_chinese(world: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\x00\x01\x02PK\xff\xfe\x00")
    with pytest.raises(FileProblem, match="不是文本文件"):
        plan_chain_files(world, [path])
    with pytest.raises(FileProblem, match="打不开"):
        plan_chain_files(world, [tmp_path / "没有.txt"])


# -- any text

_FRAGMENTS = """
1._ 2、 ③ （4） 5_ 3-2-501_ 3号楼2单元502 5#301_ 王伟伟_ 周小八 张女士_ 13800000006_ 1380000_ 蔬菜包 A 2份_ *3 ×2_
两份 半箱 牛奶 各 改为 改 取消 第1条 接龙 例： ， 、 + 😊 元 30元/份 B套餐 迎春里 - － # （ ） 急 酱油 呼噜
110105194912310021 各1份
"""
_PIECES = st.sampled_from(["\n", "\n\n", *(piece.replace("_", " ") for piece in _FRAGMENTS.split())])
_TEXTS = st.lists(_PIECES | st.text(max_size=6), max_size=40).map("".join)
_QUICK = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@_QUICK
@given(text=_TEXTS)
def test_no_line_of_any_text_is_lost(shared: Ledger, text: str) -> None:
    plan = plan_chain(shared, text, at=AT, book=_book(shared))
    assert [line.raw for line in plan.lines] == text.splitlines()
    assert all(line.action and (line.why or line.action == "added") for line in plan.lines)
    written = [line for line in plan.lines if line.writes and line.target is None]
    assert all(line.sure in ("certain", "likely") and (line.complete or line.order) for line in written)


@settings(_QUICK, max_examples=20)
@given(text=_TEXTS)
def test_any_text_can_be_entered_and_then_changes_nothing(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with Ledger.make(tmp_path_factory.mktemp("any") / "台账.gwl") as ledger:
        furnish(ledger)
        first = enter(ledger, text)
        assert len(orders(ledger)) == first.added
        assert enter(ledger, text, LATER).batch is None


def _book(ledger: Ledger, kept: dict[int, ChainBook] = {}) -> ChainBook:  # noqa: B006
    """Read the shared ledger once."""
    return kept.setdefault(id(ledger), ChainBook(ledger))
