"""Rules that users write for sites hold there, before the built-in ones, and nowhere else."""

from __future__ import annotations

import pytest

from archive.clean import Guidance, clean, read_site_rules
from archive.errors import UsageError
from archive.model import Report
from tests.archive.clean.pages import snapshot

BODY = "<p>2024年，青石县坚持依法行政，全年审查规范性文件30件，各项工作取得新的成效。</p>" * 3
PAGE = f"<div class=TRS_Editor>{BODY}<p>旧稿</p></div><div id=Right>{BODY}<p>正本</p></div>"
RULES = """
[[site]]
host = "qingshi.example"
text = ["#right"]
drop = [".promo", "aside"]
chrome = ["青石要闻.*"]
"""


def cleaned(page: str, host: str, rules: str = RULES) -> Report:
    guidance = Guidance(read_site_rules(rules))
    report = clean(snapshot(page.encode(), f"http://{host}/a.html"), guidance)
    assert isinstance(report, Report)
    return report


@pytest.mark.parametrize("host", ["qingshi.example", "www.qingshi.example"])
def test_a_users_rule_comes_first_on_its_host(host: str) -> None:
    report = cleaned(PAGE, host)
    assert report.rule == "container site qingshi.example"
    assert report.paragraphs[-1] == "正本"


def test_a_users_rule_says_nothing_about_other_hosts() -> None:
    assert cleaned(PAGE, "www.linxi.example").rule == "container TRS_Editor"
    assert cleaned(PAGE, "notqingshi.example").rule == "container TRS_Editor"
    everywhere = RULES.replace("qingshi.example", "*")
    assert cleaned(PAGE, "www.linxi.example", everywhere).rule == "container site *"


def test_elements_are_dropped_and_lines_are_chrome() -> None:
    dropped = "<p class='promo x'>广告</p><aside>旁注</aside>"
    inside = f"<div id=right><p>青石要闻三则</p>{BODY}{dropped}</div>"
    report = cleaned(inside, "qingshi.example")
    assert not {"广告", "旁注", "青石要闻三则"} & set(report.paragraphs)
    assert ("青石要闻三则", "site rule") in [(item.text, item.rule) for item in report.removed]


def test_two_comments_can_mark_the_text() -> None:
    rules = '[[site]]\nhost = "qingshi.example"\nbetween = ["<!-- 正文开始 -->", "正文结束"]'
    page = f"<div>{BODY * 3}</div><!-- 正文开始 -->{BODY}<p>正本</p><!--正文结束--><p>页脚</p>"
    report = cleaned(page, "qingshi.example", rules)
    assert report.paragraphs[-1] == "正本"


@pytest.mark.parametrize(
    ("rules", "complaint"),
    [
        ("[[site]", "no TOML"),
        ("[[sites]]\nhost = 'a'", "sites"),
        ("site = 3", "site"),
        ("site = [3]", "site"),
        ("[[site]]\ntext = ['#a']", "site rule 1 names no host"),
        ("[[site]]\nhost = 'a'\ntexts = ['#a']", "texts"),
        ("[[site]]\nhost = 'a'\ntext = '#a'", "text takes a list"),
        ("[[site]]\nhost = 'a'\nbetween = ['x']", "two comments"),
        ("[[site]]\nhost = 'a'\nchrome = ['(']", "no regular expression"),
    ],
)
def test_a_file_that_is_wrong_says_where(rules: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        read_site_rules(rules)


def test_an_empty_file_has_no_rules() -> None:
    assert read_site_rules("# nothing yet\n").rules == ()
