"""What a file from outside really is, and whether it is safe to hand to a parser.

Everything here looks at bytes only and works in bounded memory; it runs in the reader child.
Only the cells a generator would write in order are looked at: a package that lies in other ways
ends with the child, whose memory and time are limited.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from gridworker.errors import GridworkerError

MEGABYTE = 1 << 20
SAVE_AGAIN = "请用 Excel 或 WPS 打开它，另存为 .xlsx 文件后再试。"
DAMAGED = "文件已损坏或不完整。请向提供者重新索取，或用 Excel、WPS 修复并另存为 .xlsx 后再试。"


@dataclass(frozen=True)
class Limits:
    """How much one file may ask for; sizes in bytes, time in seconds."""

    rows: int = 200_000
    columns: int = 400
    cells: int = 12_000_000
    file_bytes: int = 100 * MEGABYTE
    inflated_bytes: int = 600 * MEGABYTE
    entries: int = 5_000
    memory: int = 512 * MEGABYTE
    seconds: float = 30.0


class Refused(GridworkerError):
    """The file will not be read; the sentence says why and what to do, without the file's name."""


FOREIGN = (
    (b"%PDF", "这是 PDF 文件，不是表格。请向提供者索取 Excel 表格。"),
    (b"\x89PNG", "这是图片，不是表格。请向提供者索取 Excel 表格。"),
    (b"\xff\xd8\xff", "这是图片，不是表格。请向提供者索取 Excel 表格。"),
    (b"GIF8", "这是图片，不是表格。请向提供者索取 Excel 表格。"),
    (b"Rar!", "这是压缩包。请先解压，再选择里面的表格文件。"),
    (b"7z\xbc\xaf", "这是压缩包。请先解压，再选择里面的表格文件。"),
    (b"\x1f\x8b", "这是压缩包。请先解压，再选择里面的表格文件。"),
    (b"{\\rtf", "这是文字处理文档，不是表格。" + SAVE_AGAIN),
    (b"MIME-Version", "这是网页存档格式的表格。" + SAVE_AGAIN),
    (b"ID;P", "这是 SYLK 格式的旧式表格。" + SAVE_AGAIN),
    (b"SQLite format 3", "这是数据库文件，不是表格。" + SAVE_AGAIN),
)
EARLY_BIFF = re.compile(rb"\x09[\x00\x02\x04]\x04\x00|\x09[\x02\x04]\x06\x00|\x09\x00\x09\x00")
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
READ_PARTS = re.compile(r"workbook|worksheets/|sharedstrings|styles|content\.xml|content_types|\.rels$")
BIFF_START = re.compile(rb"\x09\x08[\x08\x10]\x00")
FILEPASS = 0x2F
PASSWORD = "文件设有打开密码。请在 Excel 或 WPS 中打开它，在“另存为”时取消密码后再试。"


def sniff(data: bytes) -> str:
    """Name the kind by content: xlsx, xlsb, ods, xls, html, spreadsheetml or text; else Refused."""
    if not data.strip(b"\x00"):
        raise Refused("文件是空的，没有任何内容。请检查是否下载完整，或重新导出后再试。")
    if data.startswith(b"PK"):
        return package_kind(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound_kind(data)
    for magic, why in FOREIGN:
        if data.startswith(magic):
            raise Refused(why)
    if EARLY_BIFF.match(data):
        raise Refused("这是很早版本的 Excel 表格。" + SAVE_AGAIN)
    return _text_kind(data)


def _compound_kind(data: bytes) -> str:
    if ENCRYPTED_STREAM in data or _has_filepass(data):
        raise Refused(PASSWORD)
    if "WordDocument".encode("utf-16-le") in data:
        raise Refused("这是 Word 文档，不是表格。请把其中的表格复制到 Excel 或 WPS 表格，存为 .xlsx 后再试。")
    return "xls"


def _has_filepass(data: bytes) -> bool:
    """Look for the password record among the first records of a BIFF stream ([MS-XLS] 2.4.117)."""
    found = BIFF_START.search(data)
    at = found.start() if found else len(data)
    for _ in range(8):
        kind, length = (
            int.from_bytes(data[at : at + 2], "little"),
            int.from_bytes(data[at + 2 : at + 4], "little"),
        )
        if kind == FILEPASS:
            return True
        at += 4 + length
    return False


def _text_kind(data: bytes) -> str:
    head = data[:4096]
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\x00" in head:
        raise Refused("不是能识别的表格文件。请选择 .xlsx、.xls、.ods 或 .csv 文件。")
    plain = head.replace(b"\x00", b"").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in plain and b"<workbook" in plain:
        return "spreadsheetml"
    if re.match(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<", plain) and re.search(
        rb"<(html|table|meta|body|!doc)", plain
    ):
        return "html"
    return "text"


def package_kind(data: bytes) -> str:
    """Tell xlsx, xlsb and ods packages apart by the parts they hold."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = {name.replace("\\", "/").lower().lstrip("/") for name in package.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Refused(DAMAGED) from error
    if any(name.startswith("word/") for name in names):
        raise Refused("这是 Word 文档，不是表格。请把其中的表格复制到 Excel 或 WPS 表格，存为 .xlsx 后再试。")
    for ending, kind in (("workbook.bin", "xlsb"), ("content.xml", "ods")):
        if any(name.endswith(ending) for name in names):
            return kind
    if "[content_types].xml" in names or any(name.endswith("workbook.xml") for name in names):
        return "xlsx"
    raise Refused("这是普通压缩包，里面没有表格内容。请先解压，再选择里面的表格文件。")


def check_package(data: bytes, limits: Limits) -> None:
    """Refuse a zip package that would burst, lies about its size, or declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_directory(package, limits)
            for entry in package.infolist():
                if _is_read(entry.filename):
                    _check_part(package, entry, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise Refused(DAMAGED) from error
    except RuntimeError as error:  # zipfile says so of entries under a zip password
        raise Refused(PASSWORD) from error


def _check_directory(package: zipfile.ZipFile, limits: Limits) -> None:
    entries = package.infolist()
    if len(entries) > limits.entries:
        raise Refused(f"文件内部有 {len(entries)} 个部件，不像正常的表格。" + SAVE_AGAIN)
    if sum(entry.file_size for entry in entries if _is_read(entry.filename)) > limits.inflated_bytes:
        raise Refused("文件解压后过大。请删除多余的行、列和图片，或拆成几个文件后再试。")


def _is_read(name: str) -> bool:
    """Pictures, pivot caches and custom parts are never inflated, by us or by the parser."""
    return READ_PARTS.search(name.replace("\\", "/").lower()) is not None


def _check_part(package: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> None:
    is_sheet = "worksheets/" in entry.filename.replace("\\", "/").lower() and entry.filename.endswith(".xml")
    with package.open(entry) as part:
        head = part.read(MEGABYTE)
        if entry.filename.lower().endswith(".bin"):
            _drain(part)
            return
        _check_prolog(head)
        if is_sheet:
            _check_cells(_whole_rows(head, part), Place(package, entry.filename), limits)
        else:
            _drain(part)


def _drain(part: IO[bytes]) -> None:
    """Inflate to the end, so that a wrong length or checksum shows itself."""
    while part.read(MEGABYTE):
        pass


def _check_prolog(head: bytes) -> None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")):
        raise Refused("文件内部使用了少见的文字编码（UTF-16），会读成空表。" + SAVE_AGAIN)
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise Refused("文件内部含有实体声明，正常的表格不会有，已拒绝读取。请向提供者核实来源。")


@dataclass(frozen=True)
class Place:
    """Names a worksheet part for the user; the name is looked up only when it is needed."""

    package: zipfile.ZipFile
    part: str

    def __str__(self) -> str:
        return sheet_names(self.package).get(
            self.part.lower().rpartition("/")[2], self.part.rpartition("/")[2]
        )


def sheet_names(package: zipfile.ZipFile) -> dict[str, str]:
    """Map a worksheet part's file name (lower case, without folder) to the sheet's name."""
    try:
        book = package.read("xl/workbook.xml").decode("utf-8", "replace")
        links = package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return {}
    targets = {
        _attribute(tag, "Id"): _attribute(tag, "Target").rpartition("/")[2].lower()
        for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", links)
    }
    sheets = re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book)
    return {targets.get(_attribute(tag, r"\w+:id"), ""): _attribute(tag, "name") for tag in sheets}


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"\s{name}=[\"']([^\"']*)", tag)
    return found.group(1) if found else ""


def _whole_rows(head: bytes, part: IO[bytes]) -> Iterator[bytes]:
    """Yield the part cut where rows close; the last piece is what follows the rows."""
    prefix = re.search(rb"<(\w+:)?worksheet\b", head)
    closing = b"</" + ((prefix.group(1) if prefix else None) or b"") + b"row>"
    rest, chunk = b"", head
    while chunk:
        *rows, rest = (rest + chunk).split(closing)
        yield from rows
        if len(rest) > 8 * MEGABYTE:
            yield rest
            rest = b""
        chunk = part.read(MEGABYTE)
    yield rest


def _check_cells(rows: Iterator[bytes], place: Place, limits: Limits) -> None:
    """Refuse cells with content beyond the limits; rows and cells that are only formatted do no harm."""
    for row in rows:
        start = row.rfind(b' r="')
        if start >= 0 and _is_beyond(row[start + 4 : start + 30].partition(b'"')[0], limits):
            for cell in CELL_WITH_CONTENT.finditer(row):
                if _is_beyond(cell.group(1), limits):
                    raise Refused(_too_far(place, cell.group(1).decode(), limits))


CELL_WITH_CONTENT = re.compile(
    rb"<(?:\w+:)?c\b[^>]*?\sr=\"(\w+)\"[^>]*(?<!/)>\s*<(?:\w+:)?(?:v|is|f)\b(?!\s*/>)(?!>\s*</)"
)
REFERENCE = re.compile(rb"([A-Za-z]*)(\d*)")


def _is_beyond(reference: bytes, limits: Limits) -> bool:
    if len(reference) < 3:
        return False
    letters, digits = REFERENCE.match(reference).groups()  # type: ignore[union-attr]  # it matches anything
    if len(letters) > 3 or len(digits) > 7:
        return True
    return int(digits or 0) > limits.rows + 100 or column_number(letters) > limits.columns


def column_number(letters: bytes) -> int:
    """Turn column letters into a 1-based number: A is 1, XFD is 16384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def column_letters(number: int) -> str:
    """Turn a 1-based column number into its letters."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _too_far(place: object, cell: str, limits: Limits) -> str:
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return (
        f"工作表“{place}”的第 {row} 行有内容（{cell} 单元格），"
        f"超出 {limits.rows} 行、{limits.columns} 列的上限。"
        "请在 Excel 或 WPS 中删除多余的行和列（或拆成几个文件），保存后再试。"
    )


def check_extent(name: str, rows: int, columns: int, limits: Limits) -> None:
    """Refuse a worksheet whose used area is too large to be a list of people."""
    if rows > limits.rows + 100 or columns > limits.columns or rows * columns > limits.cells:
        raise Refused(_too_far(name, f"{column_letters(columns)}{rows}", limits))


Span = tuple[int, int, int, int]


def clip_merges(name: str, merges: list[Span], rows: int, columns: int) -> list[Span]:
    """Cut merged areas to the used area; Refused when they overlap so much that they fill it twice."""
    clipped = [
        (top, left, min(bottom, rows - 1), min(right, columns - 1))
        for top, left, bottom, right in merges
        if top < rows and left < columns
    ]
    kept = [span for span in clipped if span[:2] != span[2:] and span[0] <= span[2] and span[1] <= span[3]]
    area = sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in kept)
    if area > 2 * rows * columns:
        raise Refused(f"工作表“{name}”的合并单元格互相重叠，文件已损坏。" + SAVE_AGAIN)
    return kept
