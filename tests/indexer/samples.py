"""The sample reports as the index gets them."""

from __future__ import annotations

from archive.samples import SampleReport, generate
from indexer.document import IndexDocument


def reports(count: int, *, seed: int, characters: int = 900) -> list[IndexDocument]:
    """Return ``count`` sample reports of about ``characters`` characters."""
    return [as_document(each) for each in generate(count, seed=seed, characters=characters)]


def as_document(report: SampleReport) -> IndexDocument:
    """Return what the index gets of a sample report."""
    return IndexDocument(
        report_id=f"{report.number:016x}",
        url=f"http://www.qingshi.localhost/{report.number}.html",
        title=report.title,
        text="\n".join(report.paragraphs),
        issuer=report.issuer,
        published_on=report.published_on,
        site="青石县人民政府网",
        place=report.place,
    )
