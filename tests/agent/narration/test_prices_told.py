"""Prices as shop assistants tell them: beside another's, as a limit, a share or a rank, in whatever order."""

from __future__ import annotations

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence, Shortlist
from retrieval.types import Constraints, Product, RankedProduct

_PRICED = (
    ("Alder Desk Lamp", 49.0, 59.0),
    ("Birch Floor Lamp", 89.0, 89.0),
    ("Cedar Clip Light", 24.5, 24.5),
    ("Dune Table Lamp", 120.0, 150.0),
    ("Elm Wall Light", 49.0, 49.0),
)
_LIST = Grounding(
    Shortlist(
        request="a lamp",
        constraints=Constraints(),
        items=tuple(
            RankedProduct(
                product=Product(
                    product_id=title,
                    title=title,
                    brand=title.split()[0],
                    price=usual,
                    sale_price=now if now < usual else None,
                    currency="EUR",
                    categories=("Lamps",),
                ),
                rank=rank,
                score=1 / rank,
            )
            for rank, (title, now, usual) in enumerate(_PRICED, start=1)
        ),
    )
)
_ALDER, _BIRCH, _CEDAR, _DUNE = range(4)


@pytest.mark.parametrize(
    ("position", "true", "false"),
    [
        (
            _ALDER,
            "The Birch Floor Lamp, at €89, is dearer than this one.",
            "The Birch Floor Lamp, at €79, is dearer than this one.",
        ),
        (
            _ALDER,
            "The Birch Floor Lamp, at €89, is €40 dearer.",
            "The Birch Floor Lamp, at €89, is €40 cheaper.",
        ),
        (
            _ALDER,
            "At €49 it is cheaper than the €89 Birch Floor Lamp.",
            "At €49 it is cheaper than the €79 Birch Floor Lamp.",
        ),
        (
            _CEDAR,
            "It costs only exactly half of what the Alder Desk Lamp does.",
            "It costs slightly more than twice of what the Alder Desk Lamp does.",
        ),
        (
            _ALDER,
            "Next to the €89 Birch Floor Lamp, this one is cheaper.",
            "Next to the €89 Birch Floor Lamp, this one is dearer.",
        ),
        (
            _ALDER,
            "At €49 against €89 for the Birch Floor Lamp, it is cheaper.",
            "At €49 against €89 for the Birch Floor Lamp, it is dearer.",
        ),
        (
            _ALDER,
            "You'd pay €40 more for the Birch Floor Lamp.",
            "You'd pay €40 less for the Birch Floor Lamp.",
        ),
        (
            _ALDER,
            "For €40 more there is the Birch Floor Lamp.",
            "For €60 more there is the Birch Floor Lamp.",
        ),
        (
            _ALDER,
            "It is undercut by the Cedar Clip Light by €24.50.",
            "It is undercut by the Birch Floor Lamp by €40.",
        ),
        (_ALDER, "The Cedar Clip Light undercuts it.", "The Birch Floor Lamp undercuts it."),
        (
            _ALDER,
            "You pay a premium of €24.50 over the Cedar Clip Light.",
            "You pay a premium of €40 over the Birch Floor Lamp.",
        ),
        (
            _ALDER,
            "Stepping up to the Birch Floor Lamp adds €40.",
            "Stepping up to the Birch Floor Lamp adds €60.",
        ),
        (
            _ALDER,
            "There is €40 between it and the Birch Floor Lamp.",
            "There is €50 between it and the Birch Floor Lamp.",
        ),
        (
            _ALDER,
            "Choosing it over the Birch Floor Lamp saves you €40.",
            "Choosing it over the Cedar Clip Light saves you €24.50.",
        ),
        (
            _ALDER,
            "Compared with the Birch Floor Lamp and the Dune Table Lamp, it costs less.",
            "Compared with the Birch Floor Lamp and the Cedar Clip Light, it costs less.",
        ),
        (
            _ALDER,
            "In price it sits between the Cedar Clip Light and the Birch Floor Lamp.",
            "In price it sits between the Dune Table Lamp and the Birch Floor Lamp.",
        ),
        (
            _ALDER,
            "Next to the Cedar Clip Light, it costs twice as much.",
            "Next to the Cedar Clip Light, it costs three times as much.",
        ),
        (
            _ALDER,
            "Its price is twice that of the Cedar Clip Light.",
            "Its price is half that of the Cedar Clip Light.",
        ),
        (_ALDER, "The Elm Wall Light costs the same.", "The Birch Floor Lamp costs the same."),
        (_ALDER, "It fits a €50 budget.", "It fits a €40 budget."),
        (_ALDER, "It breaks the €40 mark.", "It breaks the €50 mark."),
        (_ALDER, "€50 covers it.", "€40 covers it."),
        (_ALDER, "A budget of €40 is not enough for it.", "A budget of €50 is not enough for it."),
        (_ALDER, "It is slightly more than €48.", "It is slightly more than €35."),
        (_ALDER, "It costs €49.", "It costs $49."),
        (_ALDER, "It costs 49 euros.", "It costs 49 dollars."),
        (_CEDAR, "Its €24.50 price tag is the lowest here.", "Its €24.50 price tag is the highest here."),
        (_DUNE, "Nothing else here is as expensive.", "Nothing else here is as cheap."),
    ],
)
def test_a_true_price_goes_out_and_a_false_one_does_not(position: int, true: str, false: str) -> None:
    assert _LIST.unsupported(Sentence(position=position, text=true)) is None
    assert _LIST.unsupported(Sentence(position=position, text=false)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Only the Cedar Clip Light costs less.",
        "Just the Cedar Clip Light costs less.",
        "The only cheaper option is the Cedar Clip Light at €24.50.",
        "Nothing but the Cedar Clip Light costs less.",
        "Apart from the Cedar Clip Light, nothing here costs less.",
    ],
)
def test_who_alone_costs_less(text: str) -> None:
    assert _LIST.unsupported(Sentence(position=_ALDER, text=text)) is None
    assert _LIST.unsupported(Sentence(position=_DUNE, text=text)) is not None
