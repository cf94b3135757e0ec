"""In which order a scripted character would show the products."""

from __future__ import annotations

import re

from eval.scripted.reading import Offer, Told

_WISHES: tuple[tuple[str, str, int], ...] = (
    (r"\b(light|lightest|lightweight|lighter|weigh\w*)\b", "weight", 1),
    (r"\b(heavy|heaviest|sturd\w+)\b", "weight", -1),
    (r"\b(battery|hours|charge)\b", "battery life", -1),
    (r"\b(big|biggest|roomy|roomiest|large|largest|capacity|holds? the most)\b", "capacity", -1),
    (r"\b(small|smallest|compact|tiny)\b", "capacity", 1),
    (r"\b(powerful|strong\w*|power)\b", "power", -1),
    (r"\b(cheap\w*|inexpensive|tight budget|little money|costs? (?:the )?least|bargain)\b", "price", 1),
    (r"\b(best rated|well rated|highly rated|top rated|rating|reviews)\b", "rating", -1),
)


def wished(told: Told) -> tuple[str, int] | None:
    """The field that the request is about, and 1 where less is better, -1 where more is."""
    for pattern, name, sign in _WISHES:
        if re.search(pattern, told.request, re.IGNORECASE) and any(
            offer.amount(name) is not None for offer in told.offers
        ):
            return name, sign
    return None


def best_first(told: Told) -> list[str]:
    """By what was wished for where a number tells; then by the words shared with the request, then rating.

    What is alike in all of these stands by its title: nothing hangs on where a product stands in the prompt.
    """
    wish = wished(told)

    def key(offer: Offer) -> tuple[float, float, float, str]:
        amount = offer.amount(wish[0]) if wish is not None else None
        first = amount * wish[1] if amount is not None and wish is not None else float("inf")
        return first, -shared(told, offer), -(offer.amount("rating") or 0.0), offer.title

    return [offer.handle for offer in sorted(told.offers, key=key)]


def shared(told: Told, offer: Offer) -> float:
    """How many words of the request stand in the product's line."""
    wanted = set(re.findall(r"[a-z]{4,}", told.request.casefold()))
    line = f"{offer.title} {' '.join(offer.fields.values())}".casefold()
    return float(sum(word.rstrip("s") in line for word in wanted))
