"""采样登记: tubes that count up and close themselves, newcomers, several sites, starting again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import Doors
from gridworker.settings import Settings
from gridworker.ui import theme
from gridworker.ui.screens.desk_newcomer import guess
from gridworker.ui.screens.desk_page import DeskPage
from tests.ui.desk_window import Shell, card, desk_ledger, key, keyboard, on_disk, opened, scan
from tests.ui.driving import settle, texts, type_text


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with desk_ledger(tmp_path) as ledger:
        yield ledger


@pytest.fixture
def shell() -> Shell:
    return Shell()


@pytest.fixture
def page(root: ttk.App, ledger: Ledger, shell: Shell) -> DeskPage:
    theme.dress(root)
    return opened(root, ledger, shell, Settings())


def test_undo_opens_a_tube_that_had_closed_itself(page: DeskPage, ledger: Ledger) -> None:
    for number in range(10):
        scan(page, card(number))
    assert "自动封管" in page.answer.said.keys
    assert page.tube.number.cget("text") == "G1128-0002"
    key(page, "<F12>")
    assert page.tube.number.cget("text") == "G1128-0001"
    assert page.tube.count.cget("text") == "9/10"


def test_a_smaller_tube_closes_earlier(page: DeskPage, ledger: Ledger) -> None:
    ledger.set_setting("tube_size", "5")
    for number in range(6):
        scan(page, card(number))
    assert [tube for _, tube, _ in on_disk(ledger)] == ["G1128-0001"] * 5 + ["G1128-0002"]


def test_a_barcode_opens_a_tube_and_its_like_are_known_from_then_on(page: DeskPage, ledger: Ledger) -> None:
    type_text(page.box.entry, "660012340001")
    key(page, "<F7>")
    assert page.answer.said.who == "660012340001"
    scan(page, card(5))
    scan(page, "660012340007")
    scan(page, card(6))
    assert on_disk(ledger) == [("居民05", "660012340001", 1), ("居民06", "660012340007", 1)]
    assert [bool(row["closed_at"]) for row in ledger.rows("tube")] == [True, False]


def test_without_counting_a_tube_must_be_scanned_first(page: DeskPage, ledger: Ledger) -> None:
    page.tube.numbering.set("逐管扫码")
    page.tube.numbering.event_generate("<<ComboboxSelected>>")
    settle(page)
    scan(page, card(5))
    assert "先扫一支新管" in page.answer.said.words
    assert on_disk(ledger) == []
    scan(page, "G1128-0033")
    scan(page, card(5))
    assert on_disk(ledger) == [("居民05", "G1128-0033", 1)]


def test_a_used_tube_is_refused(page: DeskPage) -> None:
    scan(page, card(5))
    key(page, "<F7>")
    scan(page, "G1128-0001")
    assert page.answer.said.who == "不能用这一管"
    assert "已封管" in page.answer.said.words


def test_closing_an_empty_tube_says_that_there_is_none(page: DeskPage) -> None:
    key(page, "<F8>")
    assert page.answer.said.who == "没有封管"


def test_somebody_unknown_is_entered_and_sampled_with_two_keys(page: DeskPage, ledger: Ledger) -> None:
    scan(page, card(777))
    assert page.answer.said.who == "没有找到"
    assert card(777) not in "".join(texts(page))
    key(page, "<F10>")
    assert page.newcomer is not None
    form = page.newcomer.form
    assert form.raw()["id_number"] == card(777)
    type_text(form.editors["name"].key_widget, "赵新来")
    type_text(form.editors["address"].key_widget, "3-1-101")
    key(page, "<Return>")
    assert page.newcomer is None
    assert page.answer.said.who == "赵新来"
    assert keyboard(page) is page.box.entry
    (found,) = ledger.rows("resident", {"name": "赵新来"})
    assert found["id_number"] == card(777)
    assert on_disk(ledger) == [("赵新来", "G1128-0001", 1)]
    key(page, "<F12>")
    assert ledger.rows("resident", {"name": "赵新来"}) == []


def test_the_form_says_what_is_missing_and_esc_returns(page: DeskPage, ledger: Ledger) -> None:
    scan(page, "nobody")
    key(page, "<F10>")
    assert page.newcomer is not None
    key(page, "<Return>")
    assert any("必须填写" in text for text in texts(page.newcomer))
    type_text(page.newcomer.form.editors["address"].key_widget, "...")
    key(page, "<Return>")
    assert page.newcomer is not None
    key(page, "<Escape>")
    assert page.newcomer is None
    assert keyboard(page) is page.box.entry
    assert on_disk(ledger) == []


def test_of_several_estates_the_address_must_name_one(page: DeskPage, ledger: Ledger) -> None:
    with ledger.change("另一个小区"):
        home = Doors(ledger).household(Address("迎春里", "1", "1", "101"))
        ledger.create("resident", {"household": home, "name": "钱小七"})
    scan(page, "nobody")
    key(page, "<F10>")
    assert page.newcomer is not None
    form = page.newcomer.form
    form.load({"name": "赵新来", "address": "3-1-101"})
    page.newcomer.save()
    settle(page)
    assert any("写明小区" in text for text in texts(page.newcomer))
    assert on_disk(ledger) == []


def test_a_number_that_belongs_to_somebody_is_said_beside_the_field(page: DeskPage, ledger: Ledger) -> None:
    key(page, "<F10>")
    assert page.newcomer is not None
    page.newcomer.form.load({"name": "赵新来", "id_number": card(5), "address": "3-1-101"})
    page.newcomer.save()
    assert page.newcomer is not None, page.answer.said
    settle(page)
    assert any("×" in text for text in texts(page.newcomer))
    assert on_disk(ledger) == []


def test_after_a_restart_the_open_tube_and_the_last_ten_are_there(
    root: ttk.App, page: DeskPage, ledger: Ledger, shell: Shell
) -> None:
    for number in range(13):
        scan(page, card(number))
    settings = page.desk.settings
    page.destroy()
    with Ledger.open(ledger.path) as again:
        page = opened(root, again, shell, settings)
        assert page.tube.number.cget("text") == "G1128-0002"
        assert page.tube.count.cget("text") == "3/10"
        assert [line.name for line in page.recent.lines] == [f"居民{n:02d}" for n in range(12, 3, -1)] + [
            "李小六"
        ]
        scan(page, card(20))
        assert on_disk(again)[-1] == ("居民20", "G1128-0002", 4)
        page.destroy()


def test_sites_have_tubes_of_their_own_and_are_remembered(
    root: ttk.App, page: DeskPage, ledger: Ledger, shell: Shell
) -> None:
    scan(page, card(5))
    type_text(page.tube.site, "b")
    key(page, "<Return>")
    assert keyboard(page) is page.box.entry
    scan(page, card(6))
    assert ledger.rows("sample")[-1]["site"] == "b"
    assert [tube for _, tube, _ in on_disk(ledger)] == ["G1128-0001", "G1128-0002"]
    page.destroy()
    assert opened(root, ledger, shell, page.desk.settings).tube.site.get() == "b"


def test_a_typed_text_is_put_where_it_belongs() -> None:
    assert guess(card(3).lower()) == {"id_number": card(3)}
    assert guess("赵新来") == {"name": "赵新来"}
    assert guess("13800001111") == {"phone": "13800001111"}
    assert guess("3-2-501") == {"address": "3-2-501"}
    assert guess("") == {}
