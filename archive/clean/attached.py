"""Reports whose text is in a file: imported files, and pages that only offer one.

A page that hardly says anything itself (现将报告公布如下, and a link) is a report of its file:
what little the page says comes first, then the file's paragraphs; everything else that is
known about the report is read from the page as ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from archive.clean.chrome.outside import read_outside
from archive.clean.chrome.stripping import Stripped, strip_chrome
from archive.clean.draft import Chosen, Draft
from archive.clean.main_text.body import Main
from archive.clean.page.lines import Line
from archive.clean.page.mentions import links, stem
from archive.clean.page.tree import Page
from archive.facts import AttachmentLink
from archive.files import FileText, OfferedFile
from archive.model import Rejection

_OWN_CHARS: Final = 200  # of prose: an announcement; the shortest reports have several times that
_MAX_FILES: Final = 8  # a page that offers more is a list of files
_HEAD_LINES: Final = 20
_NO_TEXT: Final = frozenset({Rejection.EMPTY, Rejection.NO_MAIN_TEXT, Rejection.LIST_PAGE})


def of_file(text: FileText) -> Draft:
    """Return the draft of a file that stands for itself."""
    return _draft(Page(()), 0, (), (text,))


def offer(chosen: Chosen, draft: Draft | Rejection, url: str) -> tuple[AttachmentLink, ...]:
    """Return the files that belong to a page's report, and whether they are its body."""
    if isinstance(draft, Rejection) and draft not in _NO_TEXT:
        return ()
    main = chosen.choice.main
    found = links(chosen.page.files, url, sorted(main.numbers) if main else ())
    is_body = 0 < len(found) <= _MAX_FILES and (
        _is_only_offer(chosen.page, found)
        if main is None or isinstance(draft, Rejection)
        else _hardly_says(_own_lines(draft, found))
    )
    return tuple(replace(link, is_body=is_body) for link in found)


def _is_only_offer(page: Page, offered: Sequence[AttachmentLink]) -> bool:
    """Whether a page without a text is about its files, rather than a list or a front page."""
    titles = [page.meta("ArticleTitle") or "", page.head_title]
    titles += [line.text for line in page.lines if line.heading in (1, 2)]
    if titles[0] or any(mention.is_shown for mention in page.files):
        return True
    names = [name for link in offered if len(name := stem(link.title)) >= 4]
    return any(name in stem(title) for name in names for title in titles)


def _own_lines(draft: Draft, offered: Sequence[AttachmentLink]) -> tuple[Line, ...]:
    """Return the lines of a page's text that do more than name its files."""
    names = {stem(link.title) for link in offered}
    return tuple(line for line in draft.lines if not line.is_link and stem(line.text) not in names)


def _hardly_says(lines: Sequence[Line]) -> bool:
    return sum(len(line.text) for line in lines) < _OWN_CHARS


def with_files(
    chosen: Chosen,
    draft: Draft | Rejection,
    offered: Sequence[AttachmentLink],
    files: Sequence[OfferedFile],
) -> Draft | Rejection:
    """Return the draft of a page with the text of its files where that is its body."""
    if not any(link.is_body for link in offered):
        return draft
    texts = tuple(_different(files))
    says = isinstance(draft, Draft) and chosen.choice.main is not None
    own = _own_lines(draft, offered) if isinstance(draft, Draft) and says else ()
    if texts:
        return _draft(chosen.page, _place(chosen), own, texts)
    if any(line.is_prose for line in own):
        return draft
    refused = [file.text for file in files if isinstance(file.text, Rejection)]
    return refused[0] if refused else Rejection.AWAITS_FILE


def noted(
    offered: Sequence[AttachmentLink], files: Sequence[OfferedFile]
) -> tuple[AttachmentLink, ...]:
    """Return the offered files, those that were looked at with the names of their snapshots."""
    digests = {file.link.url: file.digest for file in files}
    return tuple(replace(link, digest=digests.get(link.url)) for link in offered)


def _different(files: Sequence[OfferedFile]) -> Iterator[FileText]:
    """Yield the files' texts, one file in two formats only once."""
    seen: set[str] = set()
    for file in files:
        if isinstance(file.text, Rejection):
            continue
        names = {stem(file.link.title), "".join("".join(file.text.paragraphs).split())}
        if not names & seen:
            yield file.text
        seen |= names - {""}


def _place(chosen: Chosen) -> int:
    """Return the number of the line where the page's text would begin."""
    main = chosen.choice.main
    if main is not None and main.spans:
        return main.spans[0][0]
    return min((mention.line for mention in chosen.page.files), default=0)


def _draft(page: Page, at: int, own: Sequence[Line], texts: Sequence[FileText]) -> Draft:
    lines = (*own, *(Line(line) for text in texts for line in text.paragraphs))
    said = {line.text for line in own}
    rest = (line for line in page.lines[at:] if line.text not in said)
    around = (*page.lines[:at], *lines, *rest)
    kinds = " and ".join(dict.fromkeys(text.file_type.value for text in texts))
    return Draft(
        replace(page, lines=around, regions=()),
        Main(((at, at + len(lines)),), f"attachment {kinds}"),
        Stripped(
            lines,
            tuple(removal for text in texts for removal in text.removed),
            read_outside(lines[:_HEAD_LINES]).found,
            strip_chrome(lines).head,
            tuple(range(len(lines))),
        ),
        lines,
        cautions=tuple(caution for text in texts for caution in text.cautions),
    )
