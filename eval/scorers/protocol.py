"""Is the answer in the form that was asked for, with nothing invented?"""

from __future__ import annotations

import re

from agent.types import HANDLES
from eval.scorers.answer import Answer, tidy
from eval.scorers.score import Score, Scorer, share, unscored

_INLINE = re.compile(r"\[\s*[A-Z]\s*\]")


def protocol(answer: Answer) -> Score:
    """One opening line, then each handle once, in the order listed, and nothing after the last."""
    if not answer.narrated:
        return unscored()
    if not answer.spoke:
        return Score(0.0, ("nothing was said",))
    lines, handles = answer.lines, answer.handles
    given = [handle for handle, _ in lines.cards]
    known = [handle for handle in dict.fromkeys(given) if handle in handles]
    wrong = [f"[{handle}] stands for nothing" for handle in given if handle not in handles]
    wrong += [f"[{handle}] comes {given.count(handle)} times" for handle in known if given.count(handle) > 1]
    wrong += [f"[{handle}] is missing" for handle in handles if handle not in given]
    wrong += [f"[{handle}] is empty" for handle, text in lines.cards if not text]
    if known != sorted(known):
        wrong.append("the handles are not in the order listed")
    if len(lines.opening) != 1:
        wrong.append(f"{len(lines.opening)} opening lines")
    wrong += [f"after the cards: {text[:60]}" for text in lines.stray]
    texts = (*lines.opening, *(text for _, text in lines.cards))
    wrong += ["a handle within a sentence" for text in texts if _INLINE.search(text)]
    return share(wrong, len(handles) + 1)


def order(answer: Answer) -> Score:
    """A permutation of the handles that were shown."""
    performance = answer.performance
    asked = any(call.purpose == "rerank" for call in performance.calls) or performance.proposed is not None
    if not asked or len(performance.shown) < 2:
        return unscored()
    if performance.proposed is None:
        return Score(0.0, ("no order was given",))
    handles = HANDLES[: len(performance.shown)]
    named = [tidy(handle) for handle in performance.proposed]
    wrong = [f"{handle or 'an empty handle'} stands for nothing" for handle in named if handle not in handles]
    wrong += [f"{handle} comes {named.count(handle)} times" for handle in handles if named.count(handle) > 1]
    wrong += [f"{handle} is missing" for handle in handles if handle not in named]
    return share(wrong, len(handles))


PROTOCOL = Scorer(
    "protocol", "explanations in the form asked for: each handle once, in order, nothing else", one=protocol
)
ORDER_VALID = Scorer("order_valid", "the model's order is a permutation of the handles", one=order)
