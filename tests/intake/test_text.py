"""Text files: every encoding and delimiter in use, nothing swallowed, nothing guessed into numbers."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.intake.guard import Limits, Refused
from gridworker.intake.text import decode, read_text, sniff_delimiter

LIST = "姓名,身份证号码\n张三,110101199003074514\n"


def read(text: str, encoding: str = "utf-8") -> list[tuple[str | None, ...]]:
    return read_text(text.encode(encoding), Limits())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_every_usual_encoding(encoding: str) -> None:
    assert read(LIST, encoding) == [("姓名", "身份证号码"), ("张三", "110101199003074514")]


def test_big_endian_utf_16() -> None:
    assert read_text(b"\xfe\xff" + LIST.encode("utf-16-be"), Limits())[0] == ("姓名", "身份证号码")


def test_rare_characters_that_only_gb18030_holds() -> None:
    assert read("姓名\n𬭳㛃\n", "gb18030") == [("姓名",), ("𬭳㛃",)]


def test_text_that_no_encoding_fits_is_refused_with_its_line() -> None:
    with pytest.raises(Refused, match="第 2 行附近"):
        decode("姓名\n".encode("gb18030") + b"\xff\xff\n")


def test_damaged_utf_8_is_not_read_as_something_else() -> None:
    data = ("姓名,住址\n" + "张三,和平苑三号楼二单元\n" * 3).encode() + b"\xe5\xbc,x\n"
    with pytest.raises(Refused, match="第 5 行附近"):
        decode(data)


def test_programs_and_pictures_are_not_text() -> None:
    with pytest.raises(Refused, match="不是能识别的表格"):
        decode(b"\x01\x02\x03abc")


def test_the_end_mark_of_dos_is_dropped() -> None:
    assert read("姓名,电话\n张三,1\n\x1a")[1] == ("张三", "1")


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = f"姓名{delimiter}住址\n张三{delimiter}3号楼, 2单元\n李四{delimiter}5号楼\n"
    assert sniff_delimiter(text) == delimiter


def test_delimiters_inside_quotes_do_not_count() -> None:
    assert sniff_delimiter('姓名;备注\n张三;"a,b,c"\n李四;"d,e,f"\n') == ";"


def test_quoted_cells_hold_delimiters_quotes_and_line_ends() -> None:
    assert read('姓名,备注\n张三,"一,二\r\n""三"""\n') == [("姓名", "备注"), ("张三", '一,二\n"三"')]


def test_a_quote_never_closed_swallows_nothing() -> None:
    rows = read('姓名,备注\n张三,"未完\n' + "".join(f"居民{n},无\n" for n in range(100)))
    assert len(rows) == 102
    assert rows[1] == ("张三", '"未完')
    assert rows[-1] == ("居民99", "无")


def test_numbers_protected_for_excel_lose_their_wrapping() -> None:
    assert read('姓名,号码\n张三,"=""0012"""\n李四,="0034"\n王五,110101199003074514\t\n')[1:] == [
        ("张三", "0012"),
        ("李四", "0034"),
        ("王五", "110101199003074514"),
    ]


def test_short_and_long_rows_become_a_rectangle_and_blanks_none() -> None:
    assert read("a,b\n1\n\n1,,3\n") == [
        ("a", "b", None),
        ("1", None, None),
        (None, None, None),
        ("1", None, "3"),
    ]


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(Refused, match="1200 行"):
        read_text(b"a\n" * 1200, Limits(rows=1000))


TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='\ufeff="') | st.sampled_from('",;\n|'),
    max_size=12,
).filter(lambda text: text and not text.startswith("="))


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=8), st.sampled_from(["utf-8", "gb18030"]))
def test_what_a_csv_writer_writes_comes_back(rows: list[tuple[str, str, str]], encoding: str) -> None:
    heading = [
        ("姓名姓名姓名姓名姓名姓名姓名", "号码", "住址住址住址住址住址")
    ] * 30  # so that both clues are clear
    target = io.StringIO(newline="")
    csv.writer(target, quoting=csv.QUOTE_ALL).writerows([*heading, *rows])
    assert read_text(target.getvalue().encode(encoding), Limits())[30:] == rows
