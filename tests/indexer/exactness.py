"""Phrases by the thousand against a scan of all texts, in every engine.

    python -m tests.indexer.exactness --documents 20000 --phrases 10000

Half of the documents are sample reports, half are strange texts. A phrase is what stands
anywhere in a title or text, across words, quotes and paragraphs, 1 to 20 characters long; in
some the script, width, case or marks are changed, in others a character. Whatever it is, the
documents whose folded title or text contains the folded phrase have to be found, and no
others; and what is highlighted in the first of them has to be the phrase, and nothing beside.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import click
import opencc

from indexer.answers.finds import Look
from indexer.answers.leaves import Leaf, Locator
from indexer.document import IndexDocument
from indexer.engine import Reading
from indexer.engines import ENGINES, EngineName
from indexer.fold import fold
from indexer.query import Field, Phrase
from indexer.query.parser import parse
from indexer.sync import BATCH
from tests.indexer.samples import reports
from tests.indexer.strange_texts import strange_documents

_LONGEST = 20
_SPICE = ("的", "0", "，", "县", "a", "𠀀", "é")
_MARKS = "“”「」《》'\" \u3000\n\u200b\xad\0"
_NOT_IN_QUOTES = frozenset("“”*")  # a phrase with these cannot be typed between “ and ”


@dataclass
class Outcome:
    """What was compared, and each difference in words."""

    phrases: int = 0
    hits: int = 0
    without: int = 0
    places: int = 0
    differences: list[str] = field(default_factory=list)


def documents(count: int, seed: int) -> list[IndexDocument]:
    """Return half sample reports, half strange texts."""
    return [*reports(count - count // 2, seed=seed, characters=600),
            *strange_documents(count // 2, seed)]  # fmt: skip


def phrases(corpus: Sequence[IndexDocument], count: int, seed: int) -> Iterator[str]:
    """Yield phrases that fold to something: most stand somewhere, some may not."""
    chance = Random(seed)
    while count:
        document = chance.choice(corpus)
        text = chance.choice((document.title, document.text, document.text, document.text))
        size = min(chance.randint(1, _LONGEST), len(text))
        start = chance.randint(0, len(text) - size)
        phrase = _changed(text[start : start + size], chance)
        if fold(phrase):
            yield phrase
            count -= 1


_OTHERWISE: tuple[Callable[[str], str], ...] = (
    opencc.OpenCC("s2t").convert,
    opencc.OpenCC("t2s").convert,
    str.upper,
    str.lower,
    lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
)


def _changed(phrase: str, chance: Random) -> str:
    place = chance.randint(0, len(phrase))
    match chance.randrange(16):
        case 0 | 1:
            return phrase[:place] + chance.choice(_SPICE) + phrase[place:]
        case 2 | 3:
            return phrase[:place] + chance.choice(_MARKS) + phrase[place:]
        case 4 | 5:
            # Lone surrogates are not for OpenCC, which wants UTF-8.
            return chance.choice(_OTHERWISE)(phrase.encode("utf-8", "ignore").decode())
        case _:
            return phrase


def compare(reading: Reading, corpus: Sequence[IndexDocument], asked: Sequence[str]) -> Outcome:
    """Ask a reading for every phrase, and scan for it."""
    folded = {each.report_id: (fold(each.title), fold(each.text)) for each in corpus}
    by_id = {each.report_id: each for each in corpus}
    outcome = Outcome()
    for phrase in asked:
        wanted = fold(phrase)
        expected = {
            key for key, texts in folded.items() if wanted in texts[0] or wanted in texts[1]
        }
        found = _found(reading, wanted)
        outcome.phrases += 1
        outcome.hits += len(expected)
        outcome.without += not expected
        if found != expected:
            outcome.differences.append(f"{phrase!r}: found {len(found)} of {len(expected)}")
        if not _NOT_IN_QUOTES & {*phrase} and parse(f"“{phrase}”") != Phrase(phrase):
            outcome.differences.append(f"{phrase!r}: read as something else")
        if expected:
            _compare_places(by_id[min(expected)], folded[min(expected)], phrase, outcome)
    return outcome


def _found(reading: Reading, wanted: str) -> set[str]:
    columns = reading.columns
    selected = reading.containing(wanted, columns.live)
    return {columns.ids[ordinal] for ordinal in selected.nonzero()[0].tolist()}


def _compare_places(
    document: IndexDocument, folded: tuple[str, str], phrase: str, outcome: Outcome
) -> None:
    wanted = fold(phrase)
    places = list(Locator(document).all_places([Leaf(Phrase(phrase), Look())]))
    outcome.places += len(places)
    if len(places) != sum(text.count(wanted) for text in folded):
        outcome.differences.append(f"{phrase!r}: {len(places)} places")
    for place in places:
        text = document.title if place.field is Field.TITLE else document.text
        exact = wanted in fold(text[place.start : place.end])
        narrower = (text[place.start + 1 : place.end], text[place.start : place.end - 1])
        if not exact or any(wanted in fold(each) for each in narrower):
            outcome.differences.append(f"{phrase!r}: wrong place {place.start}..{place.end}")


def _asked(name: EngineName, corpus: Sequence[IndexDocument], asked: Sequence[str]) -> Outcome:
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(ENGINES[name].create(Path(folder) / "index")) as engine,
    ):
        for start in range(0, len(corpus), BATCH):
            engine.commit(corpus[start : start + BATCH], (), start)
        with engine.reading() as reading:
            return compare(reading, corpus, asked)


@click.command()
@click.option("--documents", "count", default=20_000, show_default=True)
@click.option("--phrases", "asked", default=10_000, show_default=True)
@click.option("--seed", default=5, show_default=True)
def main(count: int, asked: int, seed: int) -> None:
    """Compare both engines with a scan; exit with 1 if there is any difference."""
    corpus = documents(count, seed)
    chosen = list(phrases(corpus, asked, seed))
    outcomes = [_reported(name, corpus, chosen) for name in EngineName]
    sys.exit(any(outcome.differences for outcome in outcomes))


def _reported(name: EngineName, corpus: Sequence[IndexDocument], asked: Sequence[str]) -> Outcome:
    began = time.monotonic()
    outcome = _asked(name, corpus, asked)
    print(
        f"{name}: {len(corpus):,} documents, {outcome.phrases:,} phrases, "
        f"{outcome.without:,} without a hit, {outcome.hits:,} hits, {outcome.places:,} places, "
        f"{len(outcome.differences)} differences ({time.monotonic() - began:.0f} s)"
    )
    print("".join(f"  {difference}\n" for difference in outcome.differences[:20]), end="")
    return outcome


if __name__ == "__main__":
    main()
