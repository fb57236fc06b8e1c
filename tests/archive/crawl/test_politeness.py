"""When a host may be asked again, by a clock and a chance of our own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.crawl.politeness import Contact, Politeness
from archive.crawl.settings import CrawlSettings

HOST = "www.qingshi.example"
FINE, TROUBLE = Contact(), Contact(is_trouble=True)
SETTINGS = CrawlSettings(
    delay_s=1.0, max_crawl_delay_s=30.0, max_wait_s=600.0, breaker_troubles=4, breaker_s=300.0
)


class Clock:
    """Stands still until it is moved."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def polite(settings: CrawlSettings = SETTINGS, chance: float = 0.5) -> tuple[Politeness, Clock]:
    clock = Clock()
    return Politeness(settings, clock, lambda: chance), clock


def rest(*contacts: Contact, settings: CrawlSettings = SETTINGS, chance: float = 0.5) -> float:
    """Return how long a host rests after the last of these contacts."""
    politeness, clock = polite(settings, chance)
    for contact in contacts:
        clock.now += 1e6
        politeness.asked(HOST, contact)
    return politeness.next_free_s() or 0.0


@pytest.mark.parametrize(
    ("contact", "seconds"),
    [
        (FINE, 1),
        (Contact(crawl_delay_s=0.2), 1),
        (Contact(crawl_delay_s=5), 5),
        (Contact(crawl_delay_s=3600), 30),
        (Contact(latency_s=0.3), 1),
        (Contact(latency_s=7), 7),
        (Contact(latency_s=3600), 30),
        (Contact(retry_after_s=20), 20),
        (Contact(retry_after_s=0.5), 1),
        (Contact(retry_after_s=86_400), 86_400),
    ],
)
def test_the_longest_of_what_is_asked_for(contact: Contact, seconds: float) -> None:
    assert rest(contact) == pytest.approx(seconds)


def test_the_pause_follows_the_latency_and_forgets_it() -> None:
    slow, quick = Contact(latency_s=8), Contact(latency_s=0.1)
    assert rest(slow, quick) == pytest.approx(4.05)
    assert rest(slow, *[quick] * 5) == pytest.approx(1)


def test_without_a_delay_there_is_none() -> None:
    settings = replace(SETTINGS, delay_s=0.0)
    assert rest(Contact(latency_s=9), settings=settings) == 0
    assert rest(TROUBLE, TROUBLE, settings=settings) == 0
    assert rest(Contact(crawl_delay_s=5), settings=settings) == pytest.approx(5)


def test_troubles_in_a_row_double_the_pause_and_one_answer_ends_them() -> None:
    assert [rest(*[TROUBLE] * n) for n in (1, 2, 3)] == pytest.approx([2, 4, 8])
    assert rest(TROUBLE, TROUBLE, FINE) == pytest.approx(1)
    assert rest(TROUBLE, FINE, TROUBLE) == pytest.approx(2)


def test_chance_spreads_the_pauses_of_troubled_hosts() -> None:
    assert rest(TROUBLE, chance=0.0) == pytest.approx(1)
    assert rest(TROUBLE, chance=1.0) == pytest.approx(3)


def test_the_circuit_opens_and_each_failed_trial_doubles_the_time() -> None:
    politeness, clock = polite()
    for _ in range(3):
        politeness.asked(HOST, TROUBLE)
        assert politeness.closed() == set()
    for seconds in (300, 600, 1200):
        politeness.asked(HOST, TROUBLE)
        assert politeness.closed() == politeness.resting() == {HOST}
        assert politeness.next_free_s() == pytest.approx(seconds)
        clock.now += seconds
        assert politeness.resting() == set()  # one request may try
    politeness.asked(HOST, FINE)
    assert politeness.next_free_s() == pytest.approx(1)
    assert politeness.closed() == set()


def test_nothing_waits_for_a_host_that_wants_too_long_a_rest() -> None:
    politeness, clock = polite()
    politeness.asked(HOST, Contact(retry_after_s=600))
    assert politeness.closed() == set()
    politeness.asked(HOST, Contact(retry_after_s=601))
    assert politeness.closed() == {HOST}
    clock.now += 602
    assert politeness.closed() == politeness.resting() == set()


def test_hosts_rest_apart() -> None:
    politeness, clock = polite()
    politeness.asked("a.example", FINE)
    politeness.close("b.example", 50)
    politeness.asked("c.example", Contact(crawl_delay_s=5))
    assert politeness.resting() == {"a.example", "b.example", "c.example"}
    assert politeness.closed() == {"b.example"}
    assert politeness.next_free_s() == pytest.approx(1)
    clock.now += 5
    assert politeness.resting() == {"b.example"}
    clock.now += 45
    assert politeness.next_free_s() is None
