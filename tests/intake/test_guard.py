"""Files are known by their content, and packages that would harm the parser never reach it."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.intake.guard import (
    Limits,
    Refused,
    check_extent,
    check_package,
    clip_merges,
    column_letters,
    column_number,
    sniff,
)
from tests.intake.packages import cell, ods, workbook_parts, worksheet, xlsx, zipped

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (xlsx(""), "xlsx"),
        (zipped({"xl/workbook.bin": b""}), "xlsb"),
        (ods(""), "ods"),
        (COMPOUND, "xls"),
        ("姓名,电话\n张三,1".encode("gb18030"), "text"),
        ("\ufeff姓名\t电话".encode("utf-16-le"), "text"),
        (b"<html><table></table></html>", "html"),
        (b"\xef\xbb\xbf  <meta charset=utf-8><TABLE>", "html"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "spreadsheetml",
        ),
    ],
)
def test_the_kind_is_seen_in_the_content(data: bytes, kind: str) -> None:
    assert sniff(data) == kind


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "空"),
        (bytes(5000), "空"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "图片"),
        (b"Rar!\x1a\x07", "压缩包"),
        (zipped({"readme.txt": "x"}), "压缩包"),
        (zipped({"word/document.xml": "x"}), "Word"),
        (COMPOUND + "WordDocument".encode("utf-16-le"), "Word"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"ID;PWXL;N;E\r\n", "SYLK"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "很早版本"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "不是能识别的表格"),
        (b"PK\x03\x04" + bytes(40), "损坏"),
    ],
)
def test_everything_else_is_refused_with_its_reason(data: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        sniff(data)


def test_an_old_workbook_with_a_password_is_told_from_a_damaged_one() -> None:
    start = struct.pack("<HH", 0x0809, 16) + bytes(16)
    locked = struct.pack("<HH", 0x002F, 6) + bytes(6)
    harmless = struct.pack("<HH", 0x00E1, 2) + bytes(2)
    with pytest.raises(Refused, match="密码"):
        sniff(COMPOUND + start + harmless + locked)
    assert sniff(COMPOUND + start + harmless) == "xls"


def check(data: bytes, limits: Limits = Limits()) -> None:  # noqa: B008
    check_package(data, limits)


def test_an_ordinary_workbook_passes() -> None:
    check(xlsx(f'<row r="1">{cell("A1", "姓名")}</row>'))


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
        '<row r=\'1048576\'><c r="A1"/><c r="XFD1048576" s="3"><v>2</v></c></row>',
        f'<row r="1048576">{cell("XFD1048576", "x")}</row>',
        '<row r="1"><c r="XFD1048576"><f>1+1</f></c></row>',
    ],
)
def test_a_stray_cell_far_away_is_named_with_its_sheet(row: str) -> None:
    with pytest.raises(Refused, match=r"“居民”的第 1048576 行有内容（XFD1048576 单元格）"):
        check(xlsx(f'<row r="1">{cell("A1", "姓名")}</row>{row}'))


def test_a_stray_cell_is_found_under_a_namespace_prefix() -> None:
    sheet = (
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="999999"><x:c r="B999999"><x:v>1</x:v></x:c></x:row>'
    )
    with pytest.raises(Refused, match="B999999"):
        check(zipped({SHEET: sheet}))


@pytest.mark.parametrize("reference", ["ZZZZZZ1", "A99999999999", "ABC5"])
def test_an_impossible_or_far_reference_is_refused(reference: str) -> None:
    with pytest.raises(Refused, match=reference):
        check(xlsx(f'<row r="1"><c r="{reference}"><v>1</v></c></row>'))


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1048576"/>',
        '<row r="1048576"><c r="XFD1048576" s="1"/></row>',
        '<row r="1048576"><c r="XFD1048576" s="1"></c></row>',
        '<row r="1048576"><c r="XFD1048576"><v></v></c></row>',
    ],
)
def test_far_rows_that_are_only_formatted_do_no_harm(row: str) -> None:
    check(xlsx(f'<row r="1">{cell("A1", "姓名")}</row>{row}'))


def test_rows_are_followed_across_the_pieces_they_are_read_in() -> None:
    filler = "".join(f'<row r="{n}"><c r="A{n}"><v>{"1" * 50}</v></c></row>' for n in range(1, 30_000))
    with pytest.raises(Refused, match="C700000"):
        check(xlsx(filler + '<row r="700000"><c r="C700000"><v>1</v></c></row>'))


@pytest.mark.parametrize(
    "declaration", ['<!DOCTYPE x [<!ENTITY a "aaaa">]>', '<!DOCTYPE x SYSTEM "file:///x">']
)
def test_declared_entities_are_refused(declaration: str) -> None:
    parts = workbook_parts({"居民": declaration + worksheet("")})
    with pytest.raises(Refused, match="实体声明"):
        check(zipped(parts))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_sheets_that_would_read_as_empty_are_refused(encoding: str) -> None:
    with pytest.raises(Refused, match="UTF-16"):
        check(zipped(workbook_parts({"居民": worksheet("").encode(encoding)})))


def test_parts_nobody_reads_may_be_in_any_encoding() -> None:
    check(zipped(workbook_parts({"居民": worksheet("")}) | {"customXml/item1.xml": "<x/>".encode("utf-16")}))


def test_a_package_that_bursts_is_refused_before_it_is_inflated() -> None:
    parts = workbook_parts({"居民": worksheet("")}) | {"xl/sharedStrings.xml": b"0" * 3_000_000}
    with pytest.raises(Refused, match="解压后过大"):
        check(zipped(parts), Limits(inflated_bytes=2_000_000))


def test_too_many_entries_are_refused() -> None:
    with pytest.raises(Refused, match="12 个部件"):
        check(zipped({f"xl/{number}.xml": "" for number in range(12)}), Limits(entries=10))


def test_a_false_length_is_damage() -> None:
    data = xlsx("".join(f'<row r="{n}">{cell(f"A{n}", "张三")}</row>' for n in range(1, 200)))
    name = SHEET.encode()
    at = data.rindex(name) - 46 + 24  # the uncompressed size in the directory's entry
    with pytest.raises(Refused, match="损坏"):
        check(data[:at] + struct.pack("<I", 100) + data[at + 4 :])


def test_a_flipped_bit_is_damage() -> None:
    data = bytearray(xlsx("".join(f'<row r="{n}">{cell(f"A{n}", "张三")}</row>' for n in range(1, 200))))
    data[data.index(SHEET.encode()) + len(SHEET) + 60] ^= 1
    with pytest.raises(Refused, match="损坏"):
        check(bytes(data))


@given(st.integers(1, 20_000))
def test_column_letters_and_numbers_agree(number: int) -> None:
    assert column_number(column_letters(number).encode()) == number


def test_column_letters_of_the_last_column() -> None:
    assert (column_letters(1), column_letters(27), column_letters(16_384)) == ("A", "AA", "XFD")


def test_a_used_area_beyond_the_limits_is_refused() -> None:
    check_extent("居民", 3_000, 20, Limits())
    for rows, columns in ((250_000, 3), (3, 401), (100_000, 400)):
        with pytest.raises(Refused, match="“居民”"):
            check_extent("居民", rows, columns, Limits())


def test_merges_are_cut_to_the_used_area() -> None:
    whole = (0, 0, 1_048_575, 16_383)
    assert clip_merges("居民", [whole], 3, 2) == [(0, 0, 2, 1)]
    assert clip_merges("居民", [whole], 1, 1) == []
    assert clip_merges("居民", [(5, 0, 9, 0), (0, 1, 0, 1)], 3, 2) == []


def test_merges_that_pile_up_are_refused() -> None:
    with pytest.raises(Refused, match="重叠"):
        clip_merges("居民", [(0, 0, 9, 9)] * 3, 10, 10)
