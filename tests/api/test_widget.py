"""``/widget.js`` as it is sent."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import httpx
import pytest

import api
from api.widget import widget

FOLDER = Path(api.__file__).parent / "static" / "widget" / "strings"
MOST = 35_000
"""Bytes of the whole widget, gzipped."""


def test_the_whole_widget_is_small() -> None:
    assert len(widget().gzipped) < MOST
    assert gzip.decompress(widget().gzipped) == widget().text


def test_it_is_one_script_without_a_way_for_markup() -> None:
    text = widget().text.decode()
    assert re.findall(r"^import\b.*", text, re.MULTILINE) == []
    assert re.findall(r"^export\b.*", text, re.MULTILINE) == ["export function addLanguage(code, strings) {"]
    ways = "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function|DOMParser|srcdoc"
    assert re.findall(ways, text) == []


def test_any_origin_may_load_it(client: httpx.Client) -> None:
    found = client.get("/widget.js", headers={"Origin": "http://localhost:8123"})
    assert found.content == widget().text
    assert found.headers["access-control-allow-origin"] == "*"
    assert found.headers["content-type"].startswith("text/javascript")
    assert found.headers["content-encoding"] == "gzip"


def test_it_is_asked_for_again_by_its_tag(client: httpx.Client) -> None:
    for accept in ("gzip", "identity"):
        first = client.get("/widget.js", headers={"Accept-Encoding": accept})
        tag = {"If-None-Match": first.headers["etag"]}
        again = client.get("/widget.js", headers={"Accept-Encoding": accept, **tag})
        assert (again.status_code, again.content) == (304, b"")


def strings(language: str) -> dict[str, set[str]]:
    """Name of each string and the places in it."""
    source = (FOLDER / f"{language}.js").read_text(encoding="utf-8")
    found = re.findall(r"^  (\w+): (.*?),\n(?=  \w|\};)", source, re.MULTILINE | re.DOTALL)
    return {name: set(re.findall(r"\{(\w+)\}", text)) - {"n"} for name, text in found}


@pytest.mark.parametrize("language", ["ar", "de"])
def test_every_string_is_translated_with_its_places(language: str) -> None:
    english = strings("en")
    assert len(english) > 80
    assert strings(language) == english
