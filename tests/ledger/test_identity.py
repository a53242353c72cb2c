"""ID numbers, names and phones: repaired only where the meaning is certain, never trusted otherwise."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.ledger.identity import (
    DamagedId,
    IdNumber,
    IdProblem,
    NameProblem,
    PhoneProblem,
    check_digit,
    half_width,
    id_facts,
    mask_id,
    mask_name,
    mask_phone,
    parse_id_number,
    parse_name,
    parse_phones,
    surname,
)

FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
REGIONS = st.sampled_from(["110101", "140105", "140106", "330110", "659001", "710000", "810000", "910000"])
BIRTHDAYS = st.dates(date(1900, 1, 1), date(2022, 11, 28))


def _numbers(born: st.SearchStrategy[date] = BIRTHDAYS) -> st.SearchStrategy[str]:
    def build(region: str, day: date, sequence: int) -> str:
        first17 = f"{region}{day:%Y%m%d}{sequence:03d}"
        return first17 + check_digit(first17)

    return st.builds(build, REGIONS, born, st.integers(0, 999))


NUMBERS = _numbers()
REPAIRS = st.sampled_from(
    [
        lambda text: text,
        lambda text: text.lower(),
        lambda text: text.translate(FULL_WIDTH),
        lambda text: text.replace("X", "×"),
        lambda text: f"'{text}",
        lambda text: f"‘{text}",
        lambda text: f"`{text} ",
        lambda text: f"\ufeff{text}\t\n",
        lambda text: f"{text[:6]} {text[6:14]}\u00a0{text[14:]}\u3000",
        lambda text: "\u200b".join(text),
    ]
)


def _number_ending_000(valid: bool) -> str:
    """A number whose last three digits are 000, with a check digit that holds or does not."""
    numbers = (
        f"1401051961{month:02d}{day:02d}{n}00"
        for month in range(1, 13)
        for day in (10, 11)
        for n in range(10)
    )
    return next(first17 + "0" for first17 in numbers if (check_digit(first17) == "0") is valid)


@given(NUMBERS, REPAIRS, REPAIRS)
def test_a_valid_number_survives_every_silent_repair(number: str, first, second) -> None:  # type: ignore[no-untyped-def]
    assert parse_id_number(second(first(number))).number == number


@given(NUMBERS, st.integers(0, 17), st.integers(1, 9))
def test_every_changed_digit_is_refused(number: str, place: int, by: int) -> None:
    digit = 10 if number[place] == "X" else int(number[place])
    changed = number[:place] + str((digit + by) % 10) + number[place + 1 :]
    if changed != number:
        with pytest.raises(IdProblem):
            parse_id_number(changed)


@given(NUMBERS.filter(lambda number: number.isdigit()))
def test_a_number_that_went_through_a_float_is_refused(number: str) -> None:
    damaged = float(number)
    for raw in (
        damaged,
        int(damaged),
        int(number),
        Decimal(number),
        f"{damaged:.5E}",
        f"{damaged:.14e}",
        repr(damaged),
    ):
        with pytest.raises(DamagedId):
            parse_id_number(raw)


@pytest.mark.parametrize("raw", ["1.40105E+17", "1.40105196111102e+17", " 1.4E17 ", "140105196111102000.0"])
def test_the_text_of_a_float_is_damage(raw: str) -> None:
    with pytest.raises(DamagedId, match="证件号码已被表格损坏"):
        parse_id_number(raw)
    with pytest.raises(DamagedId):
        parse_id_number(raw, "护照")


def test_a_text_ending_in_000_counts_only_with_its_check_digit() -> None:
    kept = parse_id_number(_number_ending_000(valid=True))
    assert kept.note is not None and "000" in kept.note
    with pytest.raises(DamagedId):
        parse_id_number(_number_ending_000(valid=False))


@given(_numbers(st.dates(date(1900, 1, 1), date(1999, 12, 31))).filter(lambda n: n[14:17] < "996"))
def test_an_old_number_is_upgraded_with_a_note(number: str) -> None:
    old = number[:6] + number[8:17]
    for raw in (old, int(old), float(old), f"{old}.0"):
        assert parse_id_number(raw) == IdNumber(number, "15位旧号已升为18位")


def test_an_old_number_of_a_centenarian_belongs_to_the_century_before() -> None:
    assert parse_id_number("140105850101996").number.startswith("14010518850101996")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (None, "没有填写"),
        ("　", "没有填写"),
        ("14010519611110203", "17位"),
        ("1401051961111020X7", "只能是数字"),
        ("14010519611110203A", "只能是数字"),
        ("٠" * 18, "只能是数字"),
        (True, "18位"),
        (float("nan"), "18位"),
        (140105.5, "18位"),
    ],
)
def test_says_what_is_wrong(raw: object, words: str) -> None:
    with pytest.raises(IdProblem, match=words):
        parse_id_number(raw)


@pytest.mark.parametrize(
    ("first17", "words"),
    [
        ("99010519611111203", "地区"),
        ("14010519610230203", "出生日期"),
        ("14010518000101203", "出生日期"),
        (f"140105{date.today() + timedelta(days=1):%Y%m%d}203", "出生日期"),
    ],
)
def test_region_and_birth_must_be_real(first17: str, words: str) -> None:
    with pytest.raises(IdProblem, match=words):
        parse_id_number(first17 + check_digit(first17))


@given(NUMBERS)
def test_a_problem_never_repeats_the_number(number: str) -> None:
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    with pytest.raises(IdProblem) as problem:
        parse_id_number(wrong)
    assert not re.search(r"[0-9]{4}", str(problem.value))


def test_the_published_example_of_the_standard_holds() -> None:
    assert check_digit("11010519491231002") == "X"


@given(NUMBERS)
def test_the_number_tells_birth_sex_and_region(number: str) -> None:
    facts = id_facts(number)
    assert f"{facts.born:%Y%m%d}" == number[6:14]
    assert facts.sex == ("男" if number[16] in "13579" else "女")
    assert facts.region == number[:6]


@pytest.mark.parametrize(
    ("raw", "id_type", "number"),
    [
        ("e12345678", "护照", "E12345678"),
        ("Ｅ1234 5678", "护照", "E12345678"),
        ("H1234567-8", "港澳居民来往内地通行证", "H12345678"),
        ("12345678(01)", "台湾居民来往大陆通行证", "1234567801"),
        (12345678.0, "台湾居民来往大陆通行证", "12345678"),
        ("12345678.0", "台湾居民来往大陆通行证", "12345678"),
        ("军字第1234567号", "其他", "军字第1234567号"),
    ],
)
def test_reads_other_documents(raw: object, id_type: str, number: str) -> None:
    assert parse_id_number(raw, id_type) == IdNumber(number, None)


@pytest.mark.parametrize(
    "raw", ["", "1234", "E" * 21, "ABCDEFG", "军字第1234567号", "E123/4567", "E12\ud8005678"]
)
def test_refuses_what_no_passport_bears(raw: str) -> None:
    with pytest.raises(IdProblem):
        parse_id_number(raw, "护照")


def test_half_width_leaves_compatibility_ideographs_alone() -> None:
    assert half_width("ＡＢＣ（１２３）　\uf9e1①㎡") == "ABC(123) \uf9e1①㎡"


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("郭　生", "郭生"),
        (" 张 三\n", "张三"),
        ("张\u200b三", "张三"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉 ・ 买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉．买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉.买买提", "阿卜杜拉·买买提"),
        ("John   Smith", "John Smith"),
        ("J. Smith", "J. Smith"),
        ("ＡＮＮＡ", "ANNA"),
        ("李\U00020164\U0002ceda", "李\U00020164\U0002ceda"),
        ("\U00030edd\U00031350", "\U00030edd\U00031350"),
        ("\uf9e1\ue815", "\uf9e1\ue815"),
        ("〇", "〇"),
        ("张三之子", "张三之子"),
    ],
)
def test_reads_a_name(raw: str, name: str) -> None:
    assert parse_name(raw) == name
    assert parse_name(name) == name


UNFIT = ["\x00", "\ud840", "\ufffd", "\uffff"]


@pytest.mark.parametrize(
    "raw", [None, "", " 　", "123", 13800000000, "-", "·", "张" * 65, *(f"张{c}" for c in UNFIT)]
)
def test_refuses_what_is_no_name(raw: object) -> None:
    with pytest.raises(NameProblem):
        parse_name(raw)


@given(st.text(max_size=70))
def test_a_name_once_read_stays(raw: str) -> None:
    try:
        name = parse_name(raw)
    except NameProblem:
        return
    assert parse_name(name) == name
    assert name == name.strip()
    assert not re.search(r"[\x00-\x1f\x7f\ud800-\udfff]", name)


@pytest.mark.parametrize(
    ("raw", "phones"),
    [
        (None, ()),
        ("", ()),
        ("无", ()),
        ("/", ()),
        ("15088917218", ("15088917218",)),
        (17703358594, ("17703358594",)),
        (17703358594.0, ("17703358594",)),
        ("'13800000000", ("13800000000",)),
        ("１３８００００００００", ("13800000000",)),
        ("139-9398-0561", ("13993980561",)),
        ("139 9398 0561", ("13993980561",)),
        ("1399 398 0561", ("13993980561",)),
        ("+86 139-9398-0561", ("13993980561",)),
        ("8613993980561", ("13993980561",)),
        ("17790229444、0351-7040000", ("17790229444", "0351-7040000")),
        ("17790229444 7040000", ("17790229444", "7040000")),
        ("13800000000/13900000000", ("13800000000", "13900000000")),
        ("13800000000或13900000000；13700000000，", ("13800000000", "13900000000", "13700000000")),
        ("13800000000\n13900000000", ("13800000000", "13900000000")),
        ("13800000000 13900000000", ("13800000000", "13900000000")),
        ("13800000000,13800000000", ("13800000000",)),
        ("03517040000", ("0351-7040000",)),
        ("(0351)7040000", ("0351-7040000",)),
        ("0351—7040000", ("0351-7040000",)),
        ("0351 7040000", ("0351-7040000",)),
        ("010-62345678", ("010-62345678",)),
        ("0351-7040000转12", ("0351-7040000-12",)),
        ("0351-7040000-12", ("0351-7040000-12",)),
        ("7040000", ("7040000",)),
        (62345678.0, ("62345678",)),
        ("400-800-1234", ("4008001234",)),
        ("+85291234567", ("+85291234567",)),
    ],
)
def test_reads_all_phones_of_a_cell(raw: object, phones: tuple[str, ...]) -> None:
    assert parse_phones(raw) == phones
    assert parse_phones("、".join(phones)) == phones


@pytest.mark.parametrize(
    ("raw", "piece"),
    [
        ("1380000000", "1380000000"),
        ("138000000000", "138000000000"),
        ("13800000000、12345", "12345"),
        ("13800000000张三", "13800000000张三"),
        ("张三 13800000000", "张三"),
        ("12800000000", "12800000000"),
        (1.38e18, "1.38E+18"),
        (float("nan"), "NAN"),
    ],
)
def test_names_the_piece_that_is_no_phone(raw: object, piece: str) -> None:
    with pytest.raises(PhoneProblem) as problem:
        parse_phones(raw)
    assert f"“{piece}”" in str(problem.value)


def test_a_phone_problem_shows_nothing_but_the_bad_piece() -> None:
    with pytest.raises(PhoneProblem) as problem:
        parse_phones("13812345678、999、0351-7040000")
    assert "13812345678" not in str(problem.value) and "7040000" not in str(problem.value)


@given(st.lists(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), min_size=1, max_size=3, unique=True))
def test_mobiles_survive_any_separator(phones: list[str]) -> None:
    for separator in "、，,;；/ \n或":
        assert parse_phones(separator.join(phones)) == tuple(phones)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张"),
        ("欧阳修", "欧阳"),
        ("欧阳", "欧"),
        ("司马相如", "司马"),
        ("尉迟恭", "尉迟"),
        ("爱新觉罗溥", "爱新觉罗"),
        ("阿卜杜拉·买买提", "阿卜杜拉"),
        ("John Smith", "J"),
        ("\U00020164明", "\U00020164"),
        ("", ""),
    ],
)
def test_the_surname_is_what_may_be_shown(name: str, shown: str) -> None:
    assert surname(name) == shown
    assert mask_name(name) == (f"{shown}*" if name else "")


def test_a_name_of_one_character_is_hidden() -> None:
    assert mask_name("毛") == "*"


@given(st.from_regex(r"[一-龥]{2,4}", fullmatch=True))
def test_a_masked_name_hides_all_but_the_surname(name: str) -> None:
    shown = mask_name(name).removesuffix("*")
    assert name.startswith(shown) and len(shown) < len(name) and len(shown) <= 2


@given(NUMBERS)
def test_a_masked_number_shows_four_and_four(number: str) -> None:
    assert mask_id(number) == number[:4] + "**********" + number[-4:]


@given(st.text("ABC0123456789", max_size=24).filter(lambda text: len(text) != 18))
def test_other_documents_show_at_most_two_and_two(number: str) -> None:
    masked = mask_id(number)
    assert len(masked) == len(number)
    shown = [place for place, char in enumerate(masked) if char != "*"]
    allowed = {0, 1, len(number) - 2, len(number) - 1} if len(number) >= 8 else {len(number) - 1}
    assert set(shown) <= allowed and all(masked[place] == number[place] for place in shown)


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13800000000", "138****0000"),
        ("0351-7040012", "0351-*****12"),
        ("0351-7040012-88", "0351-*****12"),
        ("010-62345678", "010-******78"),
        ("7040012", "*****12"),
        ("12", "**"),
        ("", ""),
    ],
)
def test_masks_a_phone(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@given(st.text("0123456789+-", max_size=20))
def test_a_masked_phone_never_shows_its_middle(phone: str) -> None:
    shown = re.sub(r"^0[0-9]{2,3}-", "", mask_phone(phone)).replace("*", "")
    assert len(shown) <= (7 if re.fullmatch("1[0-9]{10}", phone) else 2)
