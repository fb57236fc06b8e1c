"""How the web front end is set up; the command line makes one and passes it on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app

_KEY = "BAOGAO"


@dataclass(frozen=True, slots=True)
class WebConfig:
    """Settings of one front end.

    ``home`` is the archive's folder, ``page_size`` the hits on a page (and the default
    ``limit`` of the API), ``examples`` the searches offered where there is nothing to show.
    ``facet_values`` is how many values of a facet are offered, ``lines`` how many lines of the
    concordance stand on a page. What reads all that is found may cost ``view_patience_s`` seconds
    of work for a page, ``export_patience_s`` where it is sent as it is made.
    """

    home: Path
    page_size: int = 10
    facet_values: int = 20
    lines: int = 50
    view_patience_s: float = 60
    export_patience_s: float = 600
    examples: tuple[str, ...] = ("“枫桥经验”", "矛盾纠纷 调解", "“行政复议” 存在的问题")


def configure(app: Flask, config: WebConfig) -> None:
    """Make ``config`` that of an app."""
    app.config[_KEY] = config


def web_config() -> WebConfig:
    """Return the settings of the current app."""
    config = current_app.config[_KEY]
    assert isinstance(config, WebConfig)
    return config
