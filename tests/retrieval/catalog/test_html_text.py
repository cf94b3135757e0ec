"""HTML descriptions to text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.catalog.html_text import plain


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<ul><li>red</li>\n<li>blue</li></ul>", "red\nblue"),
        ("<b>Bold</b>ly &amp; <i>gently</i>", "Boldly & gently"),
        ("1 &lt; 2 and caf&eacute; &#8212; &#x41;", "1 < 2 and café — A"),
        ("<style>p{color:red}</style>Seen<script>alert('x')</script>", "Seen"),
        ("<p>never <b>closed", "never closed"),
        ("<div>deep<div>er</div></div>", "deep\ner"),
        ("<!-- hidden -->shown", "shown"),
        ("a &nbsp; b<p></p><p> </p>c", "a b\nc"),
        ("5 < 6 > 4 & more", "5 < 6 > 4 & more"),
        ("  as it is,\n\n two lines ", "  as it is,\n\n two lines "),
    ],
)
def test_what_a_reader_sees(html: str, text: str) -> None:
    assert plain(html) == text


@given(st.text(st.sampled_from("ab <>/&;\"'=!-p\n"), max_size=40))
def test_any_markup_ends_without_an_error(html: str) -> None:
    assert len(plain(html)) <= len(html)


@given(st.text().filter(lambda text: "<" not in text and "&" not in text))
def test_text_without_markup_is_left_alone(text: str) -> None:
    assert plain(text) == text
