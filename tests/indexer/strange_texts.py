"""Texts that no government writes: everything that could break a search for literal phrases."""

from __future__ import annotations

from random import Random

from indexer.document import IndexDocument

_COMMON = "的一是在了和有大这主中人上为们地个用工时要动国产以我到他会作来分生对于学下级就年阶义发"
_VARIANTS = "发發髮后後干乾幹里裏裡台臺檯颱系係繫面麵只隻祇表錶松鬆谷穀余餘云雲制製著着复復複覆"
_RARE = "㐀㐂䶵𠀀𠮷𡃁𪚥𫝆𬺰𰻝"
_COMPATIBLE = "豈更車賈滑串句龜契金喇奈懶癩羅蘿螺裸邏樂洛烙珞你﨎﨏⼀⼆⽊⻤"
_EXPANDING = "㎡㎏㏑㍿㋀㈱①⑳Ⅳⅻ½²₃ﬁﬃĳŉǆßİ…‥℃℡™﷼﷽㌔㌢"
_KANA = "アガパｱｶﾞﾊﾟがぱヷゔーｰ〜～"
_COMBINED = (
    "e\u0301",
    "é",
    "o\u0302\u0323",
    "ộ",
    "ก\u0e33",
    "न\u0940",
    "ש\u05c1",
    "각",
    "가\u11a8",
)
_PICTURES = ("😀", "👍🏽", "👩‍👩‍👧‍👦", "❤️", "🇨🇳", "1️⃣", "☑", "★", "■", "→")
_UNSEEN = (
    "\xad\u200b\u200c\u200d\u2060\ufeff\u200e\u202e\u2066"
    "\0\x07\x1b\x85\u034f\u3164\ufe0f\ud800\udfff"
)
_SPACES = " \t\r\n\u3000\xa0\u2003\u2028\u2029\x0b\x0c"
_QUOTES = "“”„‟‘’‚‛«»‹›「」『』〝〞〟＂'\"＇｢｣﹁﹂《》〈〉〈〉"
_OTHERS = "`´｀，。、；：！？,.;:!?·•・—–-－_/\\|()（）[]【】〔〕{}<>#%&*+=~^$@…＊"
_LATIN = "abcxyzABCXYZａｂｃＡＢＣ0123456789０１２３"
_WORDS = (
    "枫桥经验",
    "楓橋經驗",
    "矛盾纠纷",
    "行政复议",
    "GDP",
    "naïve",
    "ＣＰＩ",
    "2023年",
    "3.5%",
)
_POOLS: tuple[tuple[int, str | tuple[str, ...]], ...] = (
    (30, _COMMON),
    (12, _VARIANTS),
    (8, _WORDS),
    (6, _QUOTES),
    (6, _OTHERS),
    (6, _LATIN),
    (5, _SPACES),
    (4, _UNSEEN),
    (4, _EXPANDING),
    (3, _COMPATIBLE),
    (3, _RARE),
    (3, _KANA),
    (3, _COMBINED),
    (2, _PICTURES),
)
_WEIGHTS, _CHOICES = zip(*_POOLS, strict=True)
_ANYTHING = 0.02  # so often any code point of all


def strange_text(chance: Random, pieces: int) -> str:
    """Return a text of so many pieces, of one character or a few each."""
    return "".join(_piece(chance) for _ in range(pieces))


def _piece(chance: Random) -> str:
    if chance.random() < _ANYTHING:
        return chr(chance.randrange(0x110000))
    (pool,) = chance.choices(_CHOICES, _WEIGHTS)
    return str(chance.choice(pool))


def strange_documents(count: int, seed: int, pieces: int = 300) -> list[IndexDocument]:
    """Return documents with strange titles and texts; some are empty."""
    chance = Random(seed)
    return [
        IndexDocument(
            report_id=f"strange-{number:06}",
            url=f"http://www.qingshi.localhost/strange/{number}",
            title=strange_text(chance, chance.randint(0, 20)),
            text=strange_text(chance, chance.randint(0, 2 * pieces)),
        )
        for number in range(count)
    ]
