"""Errors of the index: wrong questions, and an index that cannot answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from archive.errors import BaogaoError, UsageError

_MOST_SHOWN = 120  # characters of a value in a message


class Complaint(Enum):
    """What can be wrong with a query, in Chinese and in English."""

    EMPTY = "请输入要查的词，或用引号括起来的原文。", "Type words, or a phrase in quotation marks."
    TOO_LONG = (
        "查询太长：有 {length} 个字，最多 {most} 个。",
        "The query is too long: {length} characters, {most} at most.",
    )
    TOO_MANY_TERMS = (
        "一次最多查 {most} 个词；要找的若是整句话，请用引号括起来。",
        "At most {most} terms in a query; put quotation marks around a whole sentence.",
    )
    TOO_DEEP = (
        "括号或引号套得太深，最多 {most} 层。",
        "Brackets or quotation marks are nested too deep: {most} levels at most.",
    )
    QUOTE_NOT_CLOSED = (
        "第 {place} 个字的引号 {mark} 没有对应的 {other}，请补上。",
        "The quotation mark {mark} at character {place} is not closed: {other} is missing.",
    )
    QUOTE_NOT_OPENED = (
        "第 {place} 个字的引号 {mark} 前面没有开头的引号，请补上或删去。",
        "Nothing opens the quotation mark {mark} at character {place}: add a mark or drop it.",
    )
    BRACKET_UNPAIRED = (
        "第 {place} 个字的括号 {mark} 没有配对，请补上或删去；要找括号本身，请用引号括起来。",
        "The bracket {mark} at character {place} has no partner: add it, drop this one, "
        "or put quotation marks around it.",
    )
    EMPTY_BRACKETS = (
        "括号里是空的，请写上要查的内容或删去括号；要找括号本身，请用引号括起来。",
        "There is nothing in the brackets: write something or drop them.",
    )
    OPERATOR_ALONE = (
        "“{operator}”要连接两边的内容，这里缺了一边；要找这个词本身，请用引号括起来。",
        "{operator} lacks what it stands before or between; quote it to find the word itself.",
    )
    UNKNOWN_FIELD = (
        "没有叫“{name}”的条件。可用：标题、正文、机构、机构类别、地区、级别、类型、年份、章节、"
        "文号、站点、发布日期、状态、繁简；要找这几个字本身，请用引号括起来。",
        "There is no field {name}. There are: title, text, issuer, organ, place, level, kind, "
        "year, section, number, site, published, status, script; quote it to find it as text.",
    )
    EMPTY_VALUE = (
        "“{name}:”后面要写值，如 地区:重庆、年份:2019..2024；多个值写作 地区:(重庆 OR 四川)。",
        "A value must follow {name}: as in place:重庆, year:2019..2024, place:(重庆 OR 四川).",
    )
    VALUES_NOT_JOINED = (
        "“{name}:( )”里的多个值要用 OR（或）连接，如 地区:(重庆 OR 四川)。",
        "Several values of {name} are joined by OR: as in place:(重庆 OR 四川).",
    )
    BAD_VALUE = (
        "“{name}”没有“{value}”这个值，应为：{expected}。",
        "{value} is no value of {name}; expected: {expected}.",
    )
    NEAR_OF_WHAT = (
        "NEAR、ONEAR 的两边只能是词、短语，或括号里用 OR 连接的几个词。",
        "NEAR and ONEAR stand between words, phrases, or several of them in brackets with OR.",
    )
    NEAR_MIXED = (
        "一串 NEAR 的写法和距离要相同；不同的请用括号分开，用 AND 连接。",
        "A chain of NEAR must repeat the same operator; join different ones by AND.",
    )
    NEAR_TOO_MANY = (
        "NEAR 连接的项数或括号里的词太多，最多 {most} 个。",
        "NEAR joins too many parts or choices: {most} at most.",
    )
    NEAR_TOO_FAR = (
        "NEAR 的距离最多 {most} 个字；更远的请用 NEAR/段 或 AND。",
        "NEAR reaches at most {most} characters; beyond that use NEAR/P or AND.",
    )
    NEAR_HOW_FAR = (
        "“{operator}”里斜杠后面要写字数，或写 句、段：如 NEAR/20、NEAR/句。",
        "Behind the slash of {operator} stands a number of characters, or S or P: as in NEAR/20.",
    )
    GAPS_TOO_MANY = (
        "一个短语里最多 {most} 个 *；要找星号本身，请写全角的 ＊。",
        "At most {most} gaps * in a phrase; write ＊ for the character itself.",
    )
    PATTERN_NOT_CLOSED = (
        "第 {place} 个字的斜杠开始一个正则表达式，但没有结尾的斜杠；要找斜杠本身，请用引号括起来。",
        "The slash at character {place} begins a regular expression that has no slash at its end.",
    )
    PATTERN_OF_NOTHING = (
        "这个正则表达式什么都没有也算找到，会找到每一篇；请让它至少匹配一个字。",
        "The expression matches the empty text, so it is in every report; make it match something.",
    )
    TOO_MANY_PATTERNS = (
        "一次最多查 {most} 个正则表达式。",
        "At most {most} regular expressions in a query.",
    )
    EMPTY_PHRASE = (
        "引号里没有可查的内容：空白、引号和书名号不参与比对。",
        "There is nothing to find between the marks: space, quotes and title marks do not count.",
    )
    NO_LETTERS = (
        "“{shown}”里没有可查的字；要找标点本身，请用引号括起来。",
        "There is no letter or number in “{shown}”; put punctuation in quotation marks.",
    )
    FOREIGN_OPERATOR = (
        "“{mark}”在这里不是“非”或者“或”：排除写作 -甲，任一写作 甲 OR 乙；"
        "要找符号本身，请用引号括起来。",
        "“{mark}” is no operator here: write -word to exclude and OR between alternatives, or put "
        "quotation marks around what contains it.",
    )
    WORD_TOO_LONG = (
        "不加引号的词最长 {most} 个字；要找整句话，请用引号括起来。",
        "A word has at most {most} characters; put quotation marks around a whole sentence.",
    )
    BAD_PATTERN = (
        "正则表达式有误：{reason}。写法见 RE2 的说明；斜杠本身写作 \\/。",
        "The regular expression is wrong: {reason}. See RE2's syntax; write \\/ for a slash.",
    )
    TOO_SLOW = (
        "查询太费时，{seconds} 秒内没有答完；请用 地区:、年份: 等条件缩小范围，"
        "或在命令行里查（那里不限时间）。",
        "The query takes too long: no answer within {seconds} s. Narrow it by place: or year:, "
        "or ask on the command line, which waits.",
    )


class QueryError(UsageError):
    """A query that cannot be understood. Its text is Chinese; ``english`` is for the others.

    ``position`` is the character offset in the query where the trouble begins, ``suggestion``
    a query that would be understood, or ``None``.
    """

    def __init__(
        self,
        complaint: Complaint,
        position: int = 0,
        suggestion: str | None = None,
        **values: object,
    ) -> None:
        shown = {name: _on_one_line(value) for name, value in values.items()}
        chinese, english = (text.format(**shown) for text in complaint.value)
        super().__init__(chinese)
        self.english = english
        self.complaint = complaint
        self.values = values
        self.position = position
        self.suggestion = suggestion


def _on_one_line(value: object) -> str:
    """What somebody typed, as it can stand in a sentence; lists of what is expected are ours."""
    line = "".join(filter(str.isprintable, str(value)))
    return line if len(line) <= _MOST_SHOWN else f"{line[:_MOST_SHOWN]}…"


class IndexUnusableError(BaogaoError):
    """There is no index, or it is damaged or of another version; the message says what to run."""

    exit_code = 3


def damaged(path: Path) -> IndexUnusableError:
    """Return what to raise if an index folder, or a file in one, is not what was written."""
    return IndexUnusableError(f"the index in {path} is damaged: run `baogao index --rebuild`")


@contextmanager
def damage_noticed(path: Path) -> Iterator[None]:
    """Turn what the bytes of a damaged file lead to into what says so.

    A panic of tantivy is no ``Exception``. What the system says (``OSError``) stays as it is.

    Raises ``IndexUnusableError``.
    """
    try:
        yield
    except (BaogaoError, OSError, MemoryError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise damaged(path) from error
