"""No link, image or markup from a model reaches the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.narration.markup import clean


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It **really** is _slim_.", "It really is slim."),
        ("See [the shop](https://evil.example/a?b) now.", "See the shop now."),
        ("![x](http://evil.example/p.png) Nice.", "Nice."),
        ("Go to https://evil.example/x now.", "Go to now."),
        ("Go to www.evil.example now.", "Go to now."),
        ("Go to evil.example/pay now.", "Go to now."),
        ("//evil.example/x.js runs", "runs"),
        ("\\x2Bjavascript:alert(1) runs", "\\x2B runs"),
        ("java{script:alert(1) runs", "runs"),
        ("http:/*/evil.example/x runs", "runs"),
        ("javascript :alert(1) runs", "runs"),
        ("Play at freegame.com today.", "Play at today."),
        ("Write to help@evil.co.uk. Nice.", "Write to. Nice."),
        ("It holds 1.5 l, no. 7.", "It holds 1.5 l, no. 7."),
        ("javascript:alert(1) runs", "runs"),
        ('<img src=x onerror="alert(1)">Nice.', "Nice."),
        ("<script>alert(1)</script>", "alert(1)"),
        ("Nice <a href=x", "Nice"),
        ("&lt;b&gt; bold", "b bold"),
        ("# Heading", "Heading"),
        ("> quoted", "quoted"),
        ("`code` and ~~gone~~", "code and gone"),
        ("a\u202egnp.exe\u202c b\x00c", "agnp.exe b c"),
        ("***", ""),
        ("snake_case stays 2*3", "snake_case stays 23"),
        ("AT&T and 5 < 6", "AT&T and 5 6"),
    ],
)
def test_plain_words_come_out(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text())
def test_whatever_goes_in(text: str) -> None:
    out = clean(text)
    assert not set(out) & set("<>[]{}`*|\n\r\t\x00\u202e")
    assert "://" not in out
    assert out == out.strip()
