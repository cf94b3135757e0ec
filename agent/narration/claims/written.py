"""Numbers as shops write them, brought to one spelling: ``80 W x 30 D x 180 H cm``, ``CHF 43``."""

from __future__ import annotations

import re

from agent.narration.claims.guarded import compiled

_NUMBER = r"\d+(?:\.\d+)?"
_UNIT = r"(?:mm|cm|m|in|inch(?:es)?|ft)"
_SIDE = (
    rf"(?:{_NUMBER}\s?{_UNIT}?\s?\(?[WDHLT]\)?(?![A-Za-z])|\(?[WDHLT]\)?[:\s]?\s?{_NUMBER})\s?(?:{_UNIT}\b)?"
)
_LETTERED = compiled(rf"(?<![\w.]){_SIDE}(?:\s?[x×,/]\s?{_SIDE}){{1,2}}")
_EACH = compiled(rf"(?P<a>{_NUMBER})?\s?(?:{_UNIT}\b)?\s?\(?(?P<s>[WDHLT])\)?[:\s]?\s?(?P<b>{_NUMBER})?")
_NAMES = {"W": "width", "D": "depth", "H": "height", "L": "length", "T": "thickness"}
_FRACTION = compiled(
    r"(?<![\w/.,])(?:(?P<n>\d{1,3})[\s-])?(?P<a>[1-9])/(?P<b>2|3|4|8|16|32)(?=[\s-]?(?P<u>in\b(?! (?:the|a|"
    r"an|your|our|this)\b)|\"|inch|cups?\b|pints?\b|pounds?\b|lbs?\b|ounces?\b|oz\b|gal|hours?\b|miles?\b))"
    r"(?:[\s-]?in\b)?",
)
_HALVED = compiled(r"(?<![\d.,])(?P<n>\d{1,3})?[\s-]?(?P<f>[½¼¾⅓⅔⅛⅜⅝⅞])")
_VALUES = {"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8,
           "⅞": 7 / 8}  # fmt: skip
_FEET = compiled(
    r"(?<![\w.])(?P<f>[2-8])\s?(?:'|ft\.?|feet|foot)[\s-]?(?P<i>1[01]|\d)(?:\s?(?:\"|in\b|inch(?:es)?))"
)
_ABROAD = compiled(r"\b(?:US|CA|AU|NZ|HK|SG|[CAS])(?=\$\s?\d)")
_CODES = (
    r"(?:CHF|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|JPY|CNY|KRW|THB|AED|SGD|HKD|AUD|CAD|NZD|ZAR|BRL|MXN|ILS"
    r"|kr|zł|Kč)"
)
_CODED = compiled(
    rf"(?<![\w-])(?:{_CODES}|Fr)\.? ?(?=\d)|(?<![\w.,-])(?P<n>\d(?:[\d.,]*\d)?) ?{_CODES}(?![\w-])"
)
"""``CHF 43``, ``199 kr``: amounts are held to the facts of one shop, so one sign stands for all of them."""
_SIGNS = frozenset("½¼¾⅓⅔⅛⅜⅝⅞")


def written(text: str) -> str:
    """The text with sides, fractions, feet and foreign dollars as other numbers are written."""
    if _ORDER.search(text):
        text = _ORDERED.sub(_ordered, text)
    if '"' in text:
        text = _MARKED.sub(" in ", text)
    if _LETTERS.search(text):
        text = _LETTERED.sub(_sides, text)
        if _DEEP.search(text):
            text = _LONE.sub(_lone, text)
    if "/" in text:
        text = _FRACTION.sub(_decimal, text)
    if not _SIGNS.isdisjoint(text):
        text = _HALVED.sub(lambda m: f"{int(m['n'] or 0) + _VALUES[m['f']]:.4g}", text)
    if "'" in text or " ft" in text:
        text = _FEET.sub(lambda m: f"{12 * int(m['f']) + int(m['i'])} inch", text)
    text = _CODED.sub(lambda m: f"€{m['n'] or ''}", text)
    return _ABROAD.sub("", text) if "$" in text else text


_MARKED = compiled(r"(?<=\d)\"\s?(?=[WDHLT]\b)")
"""``14"H``"""
_ORDERED = compiled(
    rf"(?P<led>\b(?P<s>[WDHL]\s?[x×]\s?[WDHL](?:\s?[x×]\s?[WDHL])?)\b[^\w]{{0,4}})"
    rf"(?P<n>{_NUMBER}(?:\s?[x×]\s?{_NUMBER}){{1,2}})\s?(?P<u>{_UNIT})\b"
)
"""``(W x D x H): 80 x 30 x 180 cm``"""
_ORDER = compiled(r"\b[WDHL]\s?[x×]\s?[WDHL]\b")
_SPELT = {"in": "inch"}
_LETTERS = compiled(r"\d\s?(?:mm|cm|m|in|inch)?\s?\(?[WDHLT]\b|\b[WDHLT]:?\s?\d")


def _sides(found: re.Match[str]) -> str:
    units = set(re.findall(rf"(?<=[\d\sA-Z)]){_UNIT}\b", found[0]))
    sides = [(each["a"] or each["b"], each["s"]) for each in _EACH.finditer(found[0])]
    if len(units) != 1 or any(number is None for number, _ in sides):
        return found[0]
    unit = units.pop()
    unit = _SPELT.get(unit, unit)
    return " x ".join(f"{number} {unit} {_NAMES[side]}" for number, side in sides)


_DEEP = compiled(rf"\d [WH]\s?(?:[x×,]|by)\s?{_NUMBER} D\b")
_LONE = compiled(
    rf"(?<![\w.])(?:(?P<low>{_NUMBER})(?P<to>\s?(?:-|to)\s?))?(?P<n>{_NUMBER}) (?P<s>[WDH])\b(?!')"
)


def _lone(found: re.Match[str]) -> str:
    """``26.5 to 31.5 H``, with no unit at all: each end with the name of the side."""
    side = _NAMES[found["s"]]
    return (
        f"{found['low']} {side}{found['to']}{found['n']} {side}" if found["low"] else f"{found['n']} {side}"
    )


def _ordered(found: re.Match[str]) -> str:
    sides, numbers = re.findall("[WDHL]", found["s"]), re.findall(_NUMBER, found["n"])
    if len(sides) != len(numbers):
        return found[0]
    unit = _SPELT.get(found["u"], found["u"])
    named = (f"{number} {unit} {_NAMES[side]}" for number, side in zip(numbers, sides, strict=True))
    return found["led"] + " x ".join(named)


def _decimal(found: re.Match[str]) -> str:
    value = int(found["n"] or 0) + int(found["a"]) / int(found["b"])
    return f"{value:.5g}{' inch' if found['u'] == 'in' else ''}"
