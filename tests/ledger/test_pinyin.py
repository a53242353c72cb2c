"""Names are found by their sound."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.ledger.pinyin import Pinyin, pinyin_of


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("张三", "zhangsan", "zs"),
        ("吕绿", "lvlv", "ll"),
        ("欧阳修文", "ouyangxiuwen", "oyxw"),
        ("John Smith", "johnsmith", "js"),
        ("José", "jose", "j"),
        ("阿卜杜拉·买买提", "abodulamaimaiti", "abdlmmt"),
        ("张2三", "zhangsan", "zs"),
        ("", "", ""),
    ],
)
def test_spells_a_name(name: str, full: str, initials: str) -> None:
    assert pinyin_of(name) == Pinyin(full, initials)


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("单国强", "shanguoqiang"),
        ("解放", "xiefang"),
        ("仇英", "qiuying"),
        ("曾平", "zengping"),
        ("查良", "zhaliang"),
        ("区小明", "ouxiaoming"),
        ("朴正", "piaozheng"),
        ("盖文", "gewen"),
        ("乐天", "yuetian"),
        ("缪红", "miaohong"),
        ("覃建", "qinjian"),
        ("翟明", "zhaiming"),
        ("尉国", "weiguo"),
        ("尉迟恭", "yuchigong"),
        ("万俟卨", "moqixie"),
        ("单于明", "chanyuming"),
        ("令狐冲", "linghuchong"),
        ("长孙明", "zhangsunming"),
        ("华任", "huaren"),
    ],
)
def test_reads_surnames_as_surnames(name: str, full: str) -> None:
    assert pinyin_of(name).full == full


def test_the_surname_reading_stays_in_front() -> None:
    assert pinyin_of("王乐").full == "wangle"
    assert pinyin_of("张单").full == "zhangdan"


def test_reads_ideographs_beyond_the_bmp_and_of_the_compatibility_block() -> None:
    assert pinyin_of("张\U0002cb2d").initials.startswith("z")
    assert pinyin_of("\uf9e1").full == "li"


@given(st.text(max_size=12))
def test_gives_nothing_but_letters(name: str) -> None:
    sound = pinyin_of(name)
    assert set(sound.full + sound.initials) <= set("abcdefghijklmnopqrstuvwxyz")
    assert len(sound.initials) <= len(sound.full)


def test_a_street_of_names_takes_less_than_two_seconds() -> None:
    given_names = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰梅春海红文建"
    names = [f"{a}{b}{c}" for a in "张王李单解仇曾查" * 13 for b in given_names for c in given_names][
        :100_000
    ]
    assert len(names) == 100_000
    pinyin_of("张三")
    start = time.perf_counter()
    for name in names:
        pinyin_of(name)
    assert time.perf_counter() - start < 2


def test_the_library_is_loaded_at_the_first_name_and_without_phrases() -> None:
    program = (
        "import sys; from gridworker.ledger.pinyin import pinyin_of\n"
        "assert 'pypinyin' not in sys.modules\n"
        "pinyin_of('张三')\n"
        "assert 'pypinyin' in sys.modules and 'pypinyin.phrases_dict' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
