"""The shapes for scripts, key by key: they are stable from the first version."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone

from archive.facts import (
    AttachmentLink,
    Caution,
    Doubt,
    Evidence,
    Facts,
    Level,
    Organ,
    Place,
    ReportKind,
    Section,
    SectionKind,
)
from archive.model import Removal, Report, SnapshotInfo
from indexer.answers import ScorePart
from indexer.facets import Facet
from indexer.hits import Hit, Passage, Results
from indexer.query import Filter, Phrase
from web.shapes import report_shape, search_shape


def test_search_shape_has_exactly_the_promised_keys() -> None:
    hit = Hit(
        report_id="0011223344556677",
        url="http://www.qingshi.localhost/a.html",
        title="青石县报告",
        issuer=None,
        published_on=date(2021, 3, 4),
        place="青石县",
        score=1.23456789,
        literal=True,
        title_spans=((0, 2),),
        passages=(Passage("坚持枫桥经验。", ((2, 6),)),),
        doubts=(Doubt.SPLICED_SPAM,),
    )
    shape = search_shape(Results("枫桥经验", 2, 1, 1.23456, (hit,)))
    assert json.loads(json.dumps(shape)) == {
        "query": "枫桥经验",
        "total": 2,
        "literal_total": 1,
        "took_ms": 1.235,
        "hits": [
            {
                "report_id": "0011223344556677",
                "url": "http://www.qingshi.localhost/a.html",
                "title": "青石县报告",
                "issuer": None,
                "published_on": "2021-03-04",
                "score": 1.234568,
                "passages": [{"text": "坚持枫桥经验。", "spans": [[2, 6]]}],
                "doubts": ["疑似掺入广告"],
                "literal": True,
                "copies": 0,
            }
        ],
    }


def test_search_shape_has_lines_and_explanations_where_asked_for() -> None:
    hit = Hit(
        report_id="a",
        url="",
        title="报告",
        issuer=None,
        published_on=None,
        place=None,
        score=1.5,
        literal=True,
        title_spans=(),
        passages=(),
        copies=3,
        explanation=(ScorePart("报告", 1, 0, 7, 1.5),),
    )
    shape = search_shape(Results("报告", 4, 4, 1.0, (hit,), lines=1))
    assert shape["lines"] == 1
    assert json.loads(json.dumps(shape))["hits"][0]["explanation"] == [
        {"word": "报告", "in_title": 1, "in_text": 0, "reports": 7, "score": 1.5}
    ]


def test_what_finds_nothing_is_told() -> None:
    barren = (Phrase("无中生有"), Filter(Facet.PLACE, "无此县"))
    shape = search_shape(Results("“无中生有” 地区:无此县", 0, 0, 1.0, (), barren=barren))
    assert shape["barren"] == ["“无中生有”", "地区:无此县"]


def test_report_shape_has_exactly_the_promised_keys() -> None:
    report = Report(
        report_id="0011223344556677",
        url="http://www.qingshi.localhost/a.html",
        snapshot_id=1,
        cleaner_version=1,
        rule="TRS_Editor",
        title="青石县报告",
        paragraphs=("一、概况", "正文。"),
        published_on=date(2021, 3, 4),
        document_number="青政发〔2021〕3号",
        written_on=date(2021, 1, 31),
        place="青石县",
        removed=(Removal("【打印】", "print"), Removal("首页", "breadcrumb")),
        facts=Facts(
            kind=ReportKind.RULE_OF_LAW,
            year=2020,
            place=Place("500237", "重庆市", None, "巫山县", confidence=0.9),
            level=Level.COUNTY,
            organ=Organ.GOVERNMENT,
            sections=(Section(SectionKind.OTHER, "一、概况", 0, 2),),
            attachments=(AttachmentLink("http://www.qingshi.localhost/a.pdf", "附件"),),
            addresses=("http://www.qingshi.localhost/a.html",),
            warnings=(Caution(Doubt.DAMAGED_TEXT, "有乱码"),),
            evidence=(Evidence("year", "title", "2020年"),),
        ),
    )
    beijing = timezone(timedelta(hours=8))
    snapshots = [
        SnapshotInfo(1, report.url, datetime(2021, 3, 5, tzinfo=UTC), 200, "ab", 10),
        SnapshotInfo(2, report.url, datetime(2021, 3, 6, 8, tzinfo=beijing), None, "cd", 11, True),
    ]
    assert json.loads(json.dumps(report_shape(report, snapshots))) == {
        "report_id": "0011223344556677",
        "url": "http://www.qingshi.localhost/a.html",
        "title": "青石县报告",
        "paragraphs": ["一、概况", "正文。"],
        "text": "一、概况\n正文。",
        "written_on": "2021-01-31",
        "place": "青石县",
        "facts": {
            "kind": "法治政府建设年度报告",
            "year": 2020,
            "place": {
                "code": "500237",
                "province": "重庆市",
                "city": None,
                "county": "巫山县",
                "confidence": 0.9,
            },
            "level": "县",
            "organ": "政府",
            "publisher": None,
            "subject": None,
            "validity": None,
            "source": None,
            "author": None,
            "site_code": None,
            "sections": [{"kind": "其他", "heading": "一、概况", "first": 0, "end": 2}],
            "attachments": [
                {
                    "url": "http://www.qingshi.localhost/a.pdf",
                    "title": "附件",
                    "is_body": False,
                    "digest": None,
                }
            ],
            "addresses": ["http://www.qingshi.localhost/a.html"],
            "warnings": [{"doubt": "文字损坏", "reason": "有乱码"}],
            "evidence": [{"field": "year", "source": "title", "words": "2020年"}],
            "marks": [],
        },
        "issuer": None,
        "published_on": "2021-03-04",
        "document_number": "青政发〔2021〕3号",
        "index_number": None,
        "site": None,
        "rule": "TRS_Editor",
        "removed": ["【打印】", "首页"],
        "snapshots": [
            {
                "fetched_at": "2021-03-05T00:00:00+00:00",
                "status": 200,
                "digest": "ab",
                "bytes": 10,
                "tls_unverified": False,
            },
            {
                "fetched_at": "2021-03-06T00:00:00+00:00",
                "status": None,
                "digest": "cd",
                "bytes": 11,
                "tls_unverified": True,
            },
        ],
    }
