"""What people write in a cell, as the value a product field takes.

Each function takes what the file gave and returns what the product is to be validated from; what it
cannot make sense of it hands on unchanged, so that validation names the field and shows the value.
"""

from __future__ import annotations

import re

import orjson

SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
"""A bare ``$`` is read as US dollars; a feed in another dollar says so in its currency column."""

_AMOUNT = re.compile(
    r"""^(?P<before>[A-Za-z]{3}|[$€£¥₹])?\s*
        (?P<number>[-+]?[\d.,'’\u00a0\u202f ]*\d)\s*
        (?P<after>[A-Za-z]{3}|[$€£¥₹])?$""",
    re.VERBOSE,
)
_GROUPING = re.compile(r"['’\u00a0\u202f ]")
_DECIMAL_COMMA = re.compile(r"^[-+]?(\d{1,3}(\.\d{3})+|\d*),\d+$")
_THOUSANDS = re.compile(r"^[-+]?[1-9]\d{0,2}(,\d{2,3})*,\d{3}(\.\d*)?$")
_PLAIN = re.compile(r"^[-+]?(\d+\.?\d*|\.\d+)$")

_AVAILABILITY = {
    "instock": "in_stock",
    "available": "in_stock",
    "yes": "in_stock",
    "true": "in_stock",
    "1": "in_stock",
    "outofstock": "out_of_stock",
    "soldout": "out_of_stock",
    "unavailable": "out_of_stock",
    "no": "out_of_stock",
    "false": "out_of_stock",
    "0": "out_of_stock",
    "preorder": "preorder",
    "backorder": "backorder",
    "availablefororder": "backorder",
}


def number(text: str) -> float | None:
    """``"1,299.00"``, ``"1.299,00"``, ``"1 299,00"`` and ``"19,99"`` alike; None for no number.

    A single comma before exactly three digits groups thousands (``"1,299"`` is 1299); a single point
    is always the decimal point.
    """
    digits = _GROUPING.sub("", text)
    if _THOUSANDS.match(digits):
        digits = digits.replace(",", "")
    elif _DECIMAL_COMMA.match(digits):
        digits = digits.replace(".", "").replace(",", ".")
    return float(digits) if _PLAIN.match(digits) else None


def money(value: object) -> tuple[object, str | None]:
    """An amount, and the currency written beside it: ``"19.99 USD"`` is ``(19.99, "USD")``."""
    if not isinstance(value, str):
        return _unless_bool(value), None
    found = _AMOUNT.match(value.strip())
    amount = number(found["number"]) if found else None
    if found is None or amount is None:
        return value, None
    unit = found["before"] or found["after"]
    return amount, SYMBOLS.get(unit, unit.upper()) if unit else None


def decimal(value: object) -> object:
    """A rating or a share: ``"4,5"`` is 4.5, ``"35%"`` is 0.35."""
    if not isinstance(value, str):
        return _unless_bool(value)
    percent = value.strip().endswith("%")
    found = number(value.strip().removesuffix("%").strip())
    return value if found is None else found / 100 if percent else found


def whole(value: object) -> object:
    """A count: ``"1,234"`` is 1234."""
    found = decimal(value)
    return int(found) if isinstance(found, float) and found.is_integer() else found


def text(value: object) -> object:
    """Ids and titles that a file gives as numbers."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def currency(value: object) -> object:
    """``"eur"`` and ``"€"`` are ``"EUR"``."""
    if not isinstance(value, str):
        return value
    return SYMBOLS.get(value.strip(), value.strip().upper())


def availability(value: object) -> object:
    """``"in stock"``, ``"InStock"``, schema.org addresses, yes and no."""
    word = re.sub(r"[\s_-]", "", str(value).rsplit("/", 1)[-1]).lower()
    return _AVAILABILITY.get(word, value)


def paths(value: object) -> object:
    """Category paths: ``"A > B | C"`` is two of them; a list within the list is one path."""
    if isinstance(value, str):
        value = value.split("|")
    if not isinstance(value, list):
        return value
    read = [_path(each) for each in value]
    return [each for each in read if each != ""]


def _path(value: object) -> object:
    if isinstance(value, list) and all(isinstance(step, str) for step in value):
        value = ">".join(value)
    if not isinstance(value, str):
        return value
    return (
        " > ".join(step for each in value.split(">") if (step := each.strip()))
        if ">" in value
        else value.strip()
    )


def words(value: object) -> object:
    """Tags: separated by ``|``, otherwise by commas or semicolons."""
    if isinstance(value, str):
        value = value.split("|") if "|" in value else re.split("[,;]", value)
    if not isinstance(value, list):
        return value
    return [
        text(each)
        for each in value
        if each not in (None, "") and not (isinstance(each, str) and each.isspace())
    ]


def members(value: object) -> object:
    """An attributes column: a JSON object, or its text."""
    if isinstance(value, str):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value


def _unless_bool(value: object) -> object:
    # A validator would read true as 1.0; as a price it is a mistake.
    return str(value).lower() if isinstance(value, bool) else value
