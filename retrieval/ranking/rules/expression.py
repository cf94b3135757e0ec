"""Conditions over products and shoppers, as a merchandiser writes them.

    brand == "Fellhorn" and price < 50
    category in ["Tents", "Stoves"] and not attribute["shelf life"] == "short"
    rating >= 4.5 or age_days <= 14

Read by Python's own parser, of whose grammar only this is taken: ``and``, ``or``, ``not``, brackets, the
six comparisons, ``in`` and ``not in``, names, numbers, texts and lists of them. Texts match without regard
to case; an attribute with several values matches when one of them does; what a product does not carry
matches nothing.
"""

from __future__ import annotations

import ast
import difflib
import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from retrieval.index.columns import DAY, Columns, Mask
from retrieval.index.terms import fold
from retrieval.types import Rows, UserProfile

log = logging.getLogger(__name__)

ProductTest: TypeAlias = Callable[[Columns, Rows, float], Mask]
"""Columns, rows of shape (n,), today in days since 1970 → which rows pass, shape (n,)."""
ShopperTest: TypeAlias = Callable[[Mapping[str, Any]], bool]

NUMBERS = ("price", "rating", "rating_count", "discount", "margin", "age_days")
WORDS = ("brand", "category", "tags", "availability", "product_id")
SHOPPER_NUMBERS = ("orders", "spend", "known_days")
SHOPPER_WORDS = ("region", "age_verified", "signed_in")
_AVAILABILITY = ("unknown", "in_stock", "preorder", "backorder", "out_of_stock")
_COMPARE: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
}


class Unreadable(ValueError):
    """The condition cannot be used; the message says why, in one line."""


def product_test(text: str) -> ProductTest:
    """A condition over products. Raises Unreadable."""
    node = _parsed(text)
    _check(node, (*NUMBERS, *WORDS), any_attribute=True)
    return lambda columns, rows, today: _rows(node, columns, rows, today)


def shopper_test(text: str) -> ShopperTest:
    """A condition over one shopper (see :func:`facts_of`). Raises Unreadable."""
    node = _parsed(text)
    _check(node, (*SHOPPER_NUMBERS, *SHOPPER_WORDS), any_attribute=False)
    return lambda facts: bool(_one(node, facts))


def names_in(text: str) -> list[str]:
    """The names that a condition compares, in their order. Raises Unreadable."""
    compared = (node.left for node in ast.walk(_parsed(text)) if isinstance(node, ast.Compare))
    return [name for name in map(_name, compared) if name is not None]


def facts_of(
    profile: UserProfile | None, region: str | None, age_verified: bool | None, today: float
) -> dict[str, Any]:
    """What a segment may ask of a shopper; ``today`` in days since 1970."""
    first = profile.first_seen if profile else None
    verified = age_verified if age_verified is not None else bool(profile and profile.age_verified)
    return {
        "orders": profile.orders if profile else 0,
        "spend": profile.spend if profile else 0.0,
        "known_days": today - first.timestamp() / DAY if first else 0.0,
        "region": fold(region or (profile.region if profile else None) or ""),
        "age_verified": "yes" if verified else "no",
        "signed_in": "yes" if profile else "no",
    }


def _parsed(text: str) -> ast.expr:
    said = " ".join(text.split())
    try:
        if said:
            # In brackets, so that a long condition may go over several lines.
            return ast.parse(f"({text.strip()})", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        log.debug("not a condition: %s", said)
    raise Unreadable(f'“{said}” cannot be read; write it as: brand == "Acme" and price < 50')


def _check(node: ast.expr, names: tuple[str, ...], *, any_attribute: bool) -> None:
    match node:
        case ast.BoolOp():
            for value in node.values:
                _check(value, names, any_attribute=any_attribute)
        case ast.UnaryOp(op=ast.Not()):
            _check(node.operand, names, any_attribute=any_attribute)
        case ast.Compare(ops=[op], comparators=[right]):
            name = _name(node.left)
            if name is None:
                raise Unreadable(f"“{ast.unparse(node)}”: a comparison begins with a name, such as price")
            direct = isinstance(node.left, ast.Name)
            if direct and name not in names and not any_attribute:
                near = difflib.get_close_matches(name, names, n=1)
                hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}"
                raise Unreadable(f"“{name}” is nothing that is known of a shopper; {hint}")
            _check_sides(node, name if direct else "", op, right)
        case _:
            raise Unreadable(f"“{ast.unparse(node)}” is no condition; compare a name: price < 50")


def _check_sides(node: ast.Compare, name: str, op: ast.cmpop, right: ast.expr) -> None:
    several = isinstance(op, ast.In | ast.NotIn)
    values = _values(right)
    if several is not isinstance(right, ast.List | ast.Tuple):
        what = "in takes a list" if several else "compare with one value, or use in"
        raise Unreadable(f"“{ast.unparse(node)}”: {what}")
    numeric = name in NUMBERS or name in SHOPPER_NUMBERS
    for value in values:
        if numeric is not (isinstance(value, int | float) and not isinstance(value, bool)):
            wanted = "a number" if numeric else 'a text in quotes, such as "red"'
            raise Unreadable(f"“{ast.unparse(node)}”: {name or 'an attribute'} is compared with {wanted}")
    if not numeric and not isinstance(op, ast.Eq | ast.NotEq | ast.In | ast.NotIn):
        raise Unreadable(f"“{ast.unparse(node)}”: a text is equal or not; use == or in")
    if name == "availability" and not {fold(str(value)) for value in values} <= set(_AVAILABILITY):
        raise Unreadable(f"“{ast.unparse(node)}”: availability is one of {', '.join(_AVAILABILITY)}")


def _name(node: ast.expr) -> str | None:
    match node:
        case ast.Name():
            return node.id
        case ast.Subscript(value=ast.Name(id="attribute"), slice=ast.Constant(value=str() as name)):
            return name
        case _:
            return None


def _values(node: ast.expr) -> list[Any]:
    if isinstance(node, ast.List | ast.Tuple):
        return [value for item in node.elts for value in _values(item)]
    try:
        return [ast.literal_eval(node)]
    except ValueError:
        raise Unreadable(f"“{ast.unparse(node)}” is no number or text; texts stand in quotes") from None


def _rows(node: ast.expr, columns: Columns, rows: Rows, today: float) -> Mask:
    if isinstance(node, ast.BoolOp):
        masks = [_rows(value, columns, rows, today) for value in node.values]
        every = np.logical_and if isinstance(node.op, ast.And) else np.logical_or
        joined: Mask = every.reduce(masks)
        return joined
    if isinstance(node, ast.UnaryOp):
        return ~_rows(node.operand, columns, rows, today)
    assert isinstance(node, ast.Compare)
    name, op, values = _name(node.left) or "", node.ops[0], _values(node.comparators[0])
    if isinstance(node.left, ast.Name) and name in NUMBERS:
        return _numbers(op, _column(columns, name, rows, today), values)
    found = _has(columns, name, rows, values)
    return ~found if isinstance(op, ast.NotEq | ast.NotIn) else found


def _numbers(op: ast.cmpop, column: Any, values: list[Any]) -> Mask:
    if isinstance(op, ast.In | ast.NotIn):
        found: Mask = np.isin(column, values)
        return found if isinstance(op, ast.In) else ~found
    # What is unknown passes no comparison, not even "is not".
    passed: Mask = _COMPARE[type(op)](column, values[0]) & ~np.isnan(column)
    return passed


def _column(columns: Columns, name: str, rows: Rows, today: float) -> Any:
    if name == "age_days":
        age: Any = today - columns.published[rows]
        return age
    column: NDArray[np.float32] = getattr(columns, name)
    return column[rows]


def _has(columns: Columns, name: str, rows: Rows, values: list[Any]) -> Mask:
    if name == "availability":
        codes = [_AVAILABILITY.index(fold(value)) for value in values]
        found: Mask = np.isin(columns.availability[rows], codes)
        return found
    if name == "product_id":
        return columns.named(values, rows)
    column = columns.terms.get(name)
    return column.among(values, rows) if column else np.zeros(len(rows), dtype=np.bool_)


def _one(node: ast.expr, facts: Mapping[str, Any]) -> bool:
    if isinstance(node, ast.BoolOp):
        every = all if isinstance(node.op, ast.And) else any
        return every(_one(value, facts) for value in node.values)
    if isinstance(node, ast.UnaryOp):
        return not _one(node.operand, facts)
    assert isinstance(node, ast.Compare)
    have, op = facts[_name(node.left) or ""], node.ops[0]
    values = [fold(value) if isinstance(value, str) else value for value in _values(node.comparators[0])]
    if isinstance(op, ast.In | ast.NotIn):
        return (have in values) is isinstance(op, ast.In)
    return bool(_COMPARE[type(op)](have, values[0]))
