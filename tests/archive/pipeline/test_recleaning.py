"""Everything is cleaned anew beside the archive, and replaced only when somebody wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from archive.clean import CLEANER_VERSION, edition
from archive.keep import Archive
from archive.model import Outcome, PageKind, Rejected, Rejection, RunKind, Visit
from archive.pipeline import cleaning, recleaning
from archive.pipeline.cleaning import clean_pending
from archive.pipeline.recleaning import accept, propose
from archive.proposal import Effect

HOST = "http://www.qingshi.example"
PROSE = "青石县司法局坚持和发展新时代“枫桥经验”，全年调解矛盾纠纷一百二十件，群众十分满意。"
NOTE = "各乡镇要结合实际抓好落实，重大事项及时报告，年底统一组织考核评议，结果予以通报。"


class HerePool:
    """Does the work of worker processes in this one, which starts at once."""

    def __init__(self, work: Callable[[object], object]) -> None:
        self.map = partial(map, work)

    def __enter__(self) -> HerePool:
        return self

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setattr(cleaning, "WorkerPool", HerePool)
    with Archive.open(tmp_path) as opened:
        yield opened


def _page(number: int, chrome: str = "") -> bytes:
    return (
        f"<html><title>第{number}号报告</title><body><div><div><div>{chrome}</div></div>"
        f"<div><p>{PROSE}</p></div><div class=note><p>{NOTE}</p><p>谢谢大家</p></div></div></body>"
    ).encode()


def _import(archive: Archive, name: str, body: bytes, *, days: int = 0) -> None:
    at = datetime.now(UTC) + timedelta(days=days)
    visit = Visit(f"{HOST}/{name}.html", at, Outcome.IMPORTED, PageKind.DOCUMENT, body=body)
    archive.record_import(archive.runs.begin(RunKind.IMPORT, at), visit)


def _stocked(archive: Archive, count: int = 3) -> None:
    for number in range(count):
        _import(archive, str(number), _page(number))
    clean_pending(archive, _ignore)


def _ignore(_: int) -> None:
    pass


def _rules(archive: Archive, text: str) -> None:
    (archive.home / "sites.toml").write_text(f'[[site]]\nhost = "*"\n{text}', "utf-8")


def _reports(archive: Archive) -> list[object]:
    return [archive.reports.get(report_id) for report_id in archive.reports.ids()]


def _effects(archive: Archive) -> dict[Effect, int]:
    return {effect: n for effect, n in archive.proposals.preview(9).effects if n}


def test_a_proposal_replaces_nothing_and_acceptance_everything(archive: Archive) -> None:
    _stocked(archive)
    before, changes = _reports(archive), archive.changes.last_number()
    _rules(archive, 'drop = [".note"]')
    advances: list[int] = []
    propose(archive, advances.append)
    assert sum(advances) == 3
    assert (_reports(archive), archive.changes.last_number()) == (before, changes)
    preview = archive.proposals.preview(2)
    assert (preview.documents, preview.changes) == (3, 3)
    assert preview.lost_chars == 3 * len(NOTE + "谢谢大家")
    assert len(preview.losses) == 2
    assert NOTE in preview.losses[0].comparison.lost_words
    assert preview.gains == ()
    summary = accept(archive, _ignore)
    assert (summary.reports, summary.rejected) == (3, ())
    assert all(NOTE not in archive.reports.get(one).text for one in archive.reports.ids())
    assert len(archive.changes.after(changes, 9)) == 3
    assert list(archive.verify()) == []
    assert archive.proposals.preview(9).documents == 0


def test_what_stays_the_same_is_no_news(archive: Archive) -> None:
    _stocked(archive)
    before, changes = _reports(archive), archive.changes.last_number()
    propose(archive, _ignore)
    assert _effects(archive) == {Effect.SAME: 3}
    accept(archive, _ignore)
    assert (_reports(archive), archive.changes.last_number()) == (before, changes)


def test_a_new_cleaner_signs_what_it_left_as_it_was(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stocked(archive)
    (first, *_) = archive.reports.ids()
    older = replace(archive.reports.get(first), cleaner_version=CLEANER_VERSION - 1)
    archive.reports.store(older)
    assert archive.reports.made_before(CLEANER_VERSION) == 1
    propose(archive, _ignore)
    accept(archive, _ignore)
    assert archive.reports.made_before(CLEANER_VERSION) == 0


def test_reports_go_and_come(archive: Archive) -> None:
    _stocked(archive, 1)
    _rules(archive, 'drop = ["p"]')
    propose(archive, _ignore)
    assert _effects(archive) == {Effect.LOST: 1}
    preview = archive.proposals.preview(9)
    assert [reason for reason, _ in preview.rejections] == [preview.losses[0].rejection]
    accept(archive, _ignore)
    assert _reports(archive) == []
    (archive.home / "sites.toml").unlink()
    propose(archive, _ignore)
    assert _effects(archive) == {Effect.FOUND: 1}
    accept(archive, _ignore)
    assert len(_reports(archive)) == 1


def test_what_was_proposed_is_not_proposed_again(archive: Archive) -> None:
    _stocked(archive)
    propose(archive, _ignore)
    again: list[int] = []
    propose(archive, again.append)
    assert sum(again) == 0
    _rules(archive, 'drop = [".note"]')
    propose(archive, again.append)
    assert sum(again) == 3
    assert _effects(archive) == {Effect.TEXT: 3}


def test_an_interrupted_proposal_goes_on(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recleaning, "_SETTLED", 2)
    _stocked(archive, 5)

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        propose(archive, interrupted)
    assert archive.proposals.preview(9).documents == 2
    done: list[int] = []
    propose(archive, done.append)
    assert sum(done) == 3
    with pytest.raises(KeyboardInterrupt):
        accept(archive, interrupted)
    assert archive.proposals.preview(9).documents == 3
    assert accept(archive, _ignore).reports == 3


def test_a_page_that_comes_meanwhile_is_not_overwritten(archive: Archive) -> None:
    _stocked(archive)
    _rules(archive, 'drop = [".note"]')
    propose(archive, _ignore)
    for name in (1, 2):  # one that was cleaned, and one that waits
        newer = _page(name).replace("一百二十件".encode(), "三百件".encode())
        clean_pending(archive, _ignore)
        _import(archive, str(name), newer, days=1)
    assert accept(archive, _ignore).reports == 2
    texts = [archive.reports.get(report_id).text for report_id in archive.reports.ids()]
    assert sum("三百件" in text for text in texts) == 2
    assert all(NOTE not in text for text in texts)
    assert list(archive.verify()) == []


def test_a_preview_knows_the_habits_that_new_rules_teach(archive: Archive) -> None:
    for number in range(6):
        _import(archive, str(number), _page(number, "<p>青石要闻三则</p>"))
    _rules(archive, 'drop = ["div"]')
    clean_pending(archive, _ignore)
    assert _reports(archive) == []
    (archive.home / "sites.toml").unlink()
    propose(archive, _ignore)
    proposed = archive.proposals.results(9, CLEANER_VERSION)
    accept(archive, _ignore)
    assert [one for one in proposed if isinstance(one, Rejected)] == []
    assert _reports(archive) == sorted(proposed, key=lambda one: getattr(one, "report_id", ""))
    assert all("青石要闻三则" not in getattr(one, "paragraphs", ()) for one in proposed)


def test_a_rejection_that_stays_is_no_change(archive: Archive) -> None:
    _import(archive, "empty", b" ")
    clean_pending(archive, _ignore)
    propose(archive, _ignore)
    assert _effects(archive) == {Effect.SAME: 1}
    assert accept(archive, _ignore).rejected == ((Rejection.EMPTY, 1),)


def test_editions_tell_rules_apart() -> None:
    assert edition("a") == edition("a")
    assert len({edition(""), edition("a"), edition("b")}) == 3
