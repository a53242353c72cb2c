"""Finding the name of a 小区 in an address that begins with its province, district and street. Pure."""

from __future__ import annotations

import re

from gridworker.ledger.characters import HAN

# Each level of an address that may stand before the name of a 小区, and whether it is only recognised
# behind a higher level: 古镇花园 and 铁路宿舍 are names, 清徐县徐沟镇 and 迎泽区并州北路 are not.
_LEVELS = (
    (rf"[{HAN}]{{2,6}}?(?:省|自治区)", False),
    (rf"[{HAN}]{{1,5}}?(?<![城都超门夜菜集])市(?![场委政民])", False),
    (
        rf"[{HAN}]{{1,5}}?(?:(?<![小社园校厂院景营东西南北中上下一二三四五六七八九十属宅活舍])区|县)(?![委政])",
        False,
    ),
    (rf"[{HAN}]{{1,5}}?[镇乡]", True),
    (rf"[{HAN}]{{1,6}}?街道(?:办事处|办)?", False),
    (rf"[{HAN}]{{2,8}}?社区(?:居委会|居民委员会)?", False),
    (rf"[{HAN}0-9]{{1,8}}?(?:路|街|巷|胡同)[0-9]{{1,5}}号(?!院|大院|楼|公馆)", False),
    (rf"[{HAN}]{{1,8}}?(?:(?<![铁公])路|(?<!商业)(?<!步行)街|巷)(?![0-9道])", True),
)
_COMPILED = tuple((re.compile(pattern), inside) for pattern, inside in _LEVELS)
_SHORTEST = 2  # characters that must be left over to be a name


def estate_in(text: str) -> str:
    """Cut province, city, district, street office, community and road from the front of a 小区's name."""
    cut = False
    for level, only_inside in _COMPILED:
        found = level.match(text)
        if found and (cut or not only_inside) and len(text) - found.end() >= _SHORTEST:
            text, cut = text[found.end() :], True
    return text
