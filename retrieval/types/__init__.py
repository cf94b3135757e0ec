"""The words of the field: what the other rooms may hold in their hands.

Every value here is frozen. Shapes follow the public contract; ``margin`` is the only private
field of a product and exists on :class:`Product` alone, never on :class:`PublicProduct`.
"""

from retrieval.types.events import Event, EventType, Happened, KeptEvent, Mark
from retrieval.types.products import Product, PublicProduct
from retrieval.types.queries import FEW, Constraints, PriceRange, Query, Values, amounts, either, in_words
from retrieval.types.rankings import (
    Candidates,
    Contribution,
    Dropped,
    HeldBack,
    Missing,
    Outcome,
    RankedProduct,
    Ranking,
    Reason,
    Relaxed,
    Serving,
)
from retrieval.types.shoppers import Interaction, Tastes, UserProfile
from retrieval.types.values import (
    AttributeValue,
    Availability,
    EventValue,
    Frozen,
    Money,
    ProductId,
    Rows,
    Sort,
    Stripped,
    Timestamp,
    Vector,
    Vectors,
)
from retrieval.types.vocabulary import Vocabulary

__all__ = [
    "FEW",
    "AttributeValue",
    "Availability",
    "Candidates",
    "Constraints",
    "Contribution",
    "Dropped",
    "Event",
    "EventType",
    "EventValue",
    "Frozen",
    "Happened",
    "HeldBack",
    "Interaction",
    "KeptEvent",
    "Mark",
    "Missing",
    "Money",
    "Outcome",
    "PriceRange",
    "Product",
    "ProductId",
    "PublicProduct",
    "Query",
    "RankedProduct",
    "Ranking",
    "Reason",
    "Relaxed",
    "Rows",
    "Serving",
    "Sort",
    "Stripped",
    "Tastes",
    "Timestamp",
    "UserProfile",
    "Values",
    "Vector",
    "Vectors",
    "Vocabulary",
    "amounts",
    "either",
    "in_words",
]
