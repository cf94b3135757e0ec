"""A price in a shopper's words."""

from __future__ import annotations

_SIGNS = {"USD": "$", "GBP": "£", "EUR": "€", "JPY": "¥", "INR": "₹"}


def money(amount: float, currency: str | None) -> str:
    """``$45``, ``£12.50``, ``45 CHF``; without a currency the bare number. Cents only where there are any."""
    number = f"{amount:,.0f}" if round(amount, 2).is_integer() else f"{amount:,.2f}"
    if currency is None:
        return number
    sign = _SIGNS.get(currency)
    return f"{sign}{number}" if sign else f"{number} {currency}"
