"""The cascade asks as long as there is doubt, and a wrong container loses."""

from __future__ import annotations

import pytest

from archive.clean import Explanation, Guidance, SiteRules, Why, explain, read_site_rules
from archive.clean.main_text import borrowed as extractors
from archive.clean.main_text.body import Main
from archive.clean.main_text.nominated import stretch
from archive.clean.main_text.quality import agreement, candidate, soundness
from archive.clean.page.lines import Line
from archive.clean.page.tree import Page, parse, read_page
from archive.clean.rules.sites import SiteRules as Rules
from archive.model import Report
from tests.archive.clean.pages import snapshot

PROSE = [
    f"第{n}季度，青石县坚持依法行政，审查规范性文件{n}件，办理行政复议案件{n * 3}件，"
    f"开展执法培训{n + 1}期，群众满意度达到百分之九十{n}，成效明显。"
    for n in range(1, 9)
]
BODY = "".join(f"<p>{text}</p>" for text in PROSE)
SIGNED = f"{BODY}<p>青石县司法局</p><p>2025年1月6日</p>"
LINKS = "".join(f"<li><a href={n}>关于第{n}批项目申报的通知</a></li>" for n in range(12))
ABSTRACT = f"<div class=content><p>{PROSE[0]}</p></div>"


def explained(page: str, *, built_in: bool = True) -> Explanation:
    return explain(snapshot(page.encode()), Guidance(SiteRules(built_in=built_in)))


def paragraphs(explanation: Explanation) -> tuple[str, ...]:
    assert isinstance(explanation.result, Report)
    return explanation.result.paragraphs


def page_of(markup: str) -> Page:
    root = parse(markup)
    assert root is not None
    return read_page(root, Rules(built_in=False).on(""))


def asked(explanation: Explanation) -> list[str]:
    return [answer.rule for answer in explanation.answers if answer.was_asked]


def test_a_known_container_is_not_compared() -> None:
    told = explained(f"<ul>{LINKS}</ul><div class=TRS_Editor>{SIGNED}</div>")
    assert [answer.rule for answer in told.answers if answer.is_chosen] == ["container TRS_Editor"]
    assert asked(told) == ["container TRS_Editor", "densest stretch"]
    assert told.why is Why.HOLDS


def test_a_container_with_a_common_name_has_to_agree_with_others() -> None:
    told = explained(f"<ul>{LINKS}</ul><div class=article-body>{SIGNED}</div>")
    assert told.answers[0].rule == "container article"
    assert told.answers[0].is_chosen
    assert "readability" in asked(told)
    assert told.why is Why.AGREES


@pytest.mark.parametrize("name", ["content", "article"])
def test_a_wrong_container_loses(name: str) -> None:
    page = f"<div id={name}><p>{PROSE[0]}</p></div><ul>{LINKS}</ul><div><div>{SIGNED}</div></div>"
    told = explained(page)
    assert paragraphs(told)[-10:] == (*PROSE, "青石县司法局", "2025年1月6日")
    scores = {answer.rule: answer.agrees for answer in told.answers}
    chosen = next(answer for answer in told.answers if answer.is_chosen)
    assert scores[chosen.rule] == max(scores.values())
    assert scores["container article"] < scores[chosen.rule]


def test_a_sound_densest_stretch_needs_no_second_opinion() -> None:
    told = explained(f"<ul>{LINKS}</ul><div>{SIGNED}</div>", built_in=False)
    assert asked(told) == ["densest stretch"]
    assert told.why is Why.SOUND
    assert max(answer.sound for answer in told.answers) > 0.98


def test_an_explanation_asks_every_step() -> None:
    told = explained(f"<ul>{LINKS}</ul><div class=TRS_Editor>{SIGNED}</div>")
    rules = [answer.rule for answer in told.answers]
    others = ["densest stretch", "readability", "jusText", "trafilatura"]
    assert rules == ["container TRS_Editor", "under the heading", *others]
    assert [answer.agrees for answer in told.answers] == [1, 0, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("site_rules", "page", "why"),
    [
        ('[[site]]\nhost = "*"\ntext = ["#mine"]', f"<div id=mine>{BODY}</div>", Why.ORDERED),
        ("", "<div class=TRS_Editor><p>略</p></div>", Why.NO_PROSE),
        ("", "青石县水利局关于汛期值班的说明", Why.WHOLE),
    ],
)
def test_an_explanation_tells_why(site_rules: str, page: str, why: Why) -> None:
    told = explain(snapshot(page.encode()), Guidance(read_site_rules(site_rules)))
    assert told.why is why
    assert [answer.is_chosen for answer in told.answers].count(True) == 1


def test_an_explanation_tells_what_encoding_was_claimed() -> None:
    page = f"<meta charset=utf-8><p>{PROSE[0]}</p>".encode("gb18030")
    told = explain(snapshot(page), Guidance())
    assert (told.encoding, told.declared) == ("gb18030", "utf-8")


def test_an_explanation_tells_what_was_seen() -> None:
    told = explained(f"<ul>{LINKS}</ul><div class=article>{SIGNED}</div>")
    assert told.encoding == "utf-8"
    assert told.page_lines == 22
    answer = next(answer for answer in told.answers if answer.is_chosen)
    assert (answer.first, answer.last) == (PROSE[0], "2025年1月6日")
    assert (answer.lines, answer.chars) == (
        10,
        sum(map(len, (*PROSE, "青石县司法局", "2025年1月6日"))),
    )


def test_what_cannot_be_read_is_explained_too() -> None:
    told = explain(snapshot(b"%PDF-1.7 stream"), Guidance())
    assert (told.encoding, told.page_lines, told.answers) == ("", 0, ())
    assert not isinstance(told.result, Report)


@pytest.mark.parametrize(
    "ask", [extractors.by_readability, extractors.by_justext, extractors.by_trafilatura]
)
def test_borrowed_extractors_answer_in_our_lines(ask: object) -> None:
    assert callable(ask)
    markup = f"<html><body><ul>{LINKS}</ul><div><h2>一、概况</h2>{SIGNED}</div></body></html>"
    page = page_of(markup)
    main = ask(page, markup)
    assert isinstance(main, Main)
    assert main.lines(page) == page.lines[12:]


@pytest.mark.parametrize("ask", [extractors.by_readability, extractors.by_trafilatura])
def test_borrowed_extractors_are_not_asked_for_too_much(ask: object) -> None:
    assert callable(ask)
    deep = "<div>" * 1000 + SIGNED
    assert ask(page_of(deep), deep) is None
    long = SIGNED + " " * 1_000_001
    assert ask(page_of(long), long) is None


def test_whatever_breaks_in_an_extractor_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_markup: str) -> str:
        raise RecursionError

    monkeypatch.setattr(extractors, "_summary", broken)
    assert extractors.by_readability(page_of(SIGNED), SIGNED) is None


def test_nominated_lines_become_the_stretch_around_them() -> None:
    page = page_of(f"<div><p>首页</p></div><div>{SIGNED}</div><div><p>页脚文字一段</p></div>")
    wanted = [line.text in PROSE for line in page.lines]
    main = stretch(page, wanted, "x")
    assert main is not None
    assert [line.text for line in main.lines(page)] == [*PROSE, "青石县司法局", "2025年1月6日"]
    assert stretch(page, [False] * len(page.lines), "x") is None


def test_a_stretch_does_not_grow_into_links() -> None:
    page = page_of(f"<div><a href=a>通知</a>{BODY}</div>")
    main = stretch(page, [line.text in PROSE for line in page.lines], "x")
    assert main is not None
    assert main.spans == ((1, 9),)


def test_quality_measures() -> None:
    page = Page((*map(Line, PROSE), Line("关于第一批项目申报的通知", 12)))
    whole, most, links = (candidate(page, Main((span,), "x")) for span in ((0, 8), (0, 4), (8, 9)))
    assert soundness(page, whole) == 1
    assert soundness(page, most) < 0.8
    assert soundness(page, links) == 0
    assert agreement(page, whole, [whole, most, whole]) == 1
    assert agreement(page, most, [whole, most, whole]) < 0.8
    assert agreement(page, links, [whole, most, links]) == 0
