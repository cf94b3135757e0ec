"""What is said: form, facts, and the conditions that the list must keep."""

from __future__ import annotations

from agent.types import HANDLES
from eval.scorers.ordering import amount
from eval.seeds import phrases
from eval.seeds.draft import Draft, lines_of
from eval.suites.schema import Flip, Preference
from retrieval.types import Constraints, PriceRange, Product

ELSEWHERE = (
    "Whistler Stovetop Kettle",
    "Ridgeline 2-Person Tent",
    "Kilim Floor Cushion",
    "Mushroom Table Lamp",
    "Pebble 13 Laptop",
    "Border Spade",
    "Halden Brew one",
)


def protocol(draft: Draft, count: int) -> Draft | None:
    draft.defects = ["protocol"]
    last = len(draft.lines) - 1
    match count % 7:
        case 0:
            draft.lines.append(draft.lines[0])
        case 1:
            draft.lines.append(("Q", "And there is this."))
        case 2:
            draft.lines[0], draft.lines[last] = draft.lines[last], draft.lines[0]
        case 3:
            draft.after.append(draft.dice.choice(phrases.STRAY))
        case 4:
            draft.add(1, "It goes well with [A].")
        case 5:
            draft.opening = []
        case _:
            draft.lines.pop(draft.dice.randrange(len(draft.lines)))
            draft.defects.append("agreement")
    return draft


def order_valid(draft: Draft, count: int) -> Draft | None:
    draft.defects = ["order_valid"]
    match count % 4:
        case 0:
            draft.proposed.insert(1, "S")
        case 1:
            draft.proposed.append(draft.proposed[0])
        case 2:
            draft.proposed.pop()
        case _:
            draft.proposed = [str(n + 1) for n in range(len(draft.proposed))]
    return draft


def groundedness(draft: Draft, count: int) -> Draft | None:
    place = draft.dice.randrange(len(draft.products))
    product = draft.products[place]
    others = [each for each in draft.products if each is not product]
    draft.defects = ["groundedness"]
    price, rating = product.current_price, product.rating
    match count % 7:
        case 0 if price is not None:
            return draft.add(place, f"It costs ${round(price * 1.37) + 3}.")
        case 1 if product.values("material"):
            false = next((m for o in others for m in o.values("material") if not said(product, m)), None)
            return draft.add(place, f"It is made of {false}.") if false else None
        case 2 if rating is not None and rating < 4.8:
            return draft.add(place, f"Shoppers rate it {rating + 0.2:.1f} out of 5.")
        case 3 if amount(product, "weight") is not None:
            return draft.add(place, f"It weighs {round((amount(product, 'weight') or 1) * 2.3) + 11} g.")
        case 4 if price is not None and price > min(o.current_price or price for o in others):
            return draft.add(place, "It is the cheapest of these.")
        case 5 if product.values("color"):
            false = next((c for o in others for c in o.values("color") if not said(product, c)), None)
            return draft.add(place, f"It comes in {false}.") if false else None
        case 6 if product.brand:
            return draft.add(place, "It has a five-year warranty and has won 12 design awards.")
        case _:
            return None


def agreement(draft: Draft, count: int) -> Draft | None:
    place = draft.dice.randrange(len(draft.products))
    if count % 2:
        draft.lines.pop(place)
        draft.defects = ["agreement", "protocol"]
        return draft
    draft.defects = ["agreement"]
    elsewhere = ELSEWHERE[(count // 2) % len(ELSEWHERE)]
    if any(letter.isdigit() for letter in elsewhere):
        # Another product's number is a false claim about this one, too.
        draft.defects.append("groundedness")
    return draft.add(place, f"Much nicer to have around than the {elsewhere}.")


def specificity(draft: Draft, count: int) -> Draft | None:
    draft.defects = ["specificity"]
    return draft.line(draft.dice.randrange(len(draft.lines)), phrases.GENERIC[count % len(phrases.GENERIC)])


def wording(draft: Draft, count: int) -> Draft | None:
    frames = (
        "You get {color} and {material} here, and that is what makes it right for you.",
        "What I like about it is the {material} together with the {color}.",
        "Choose this one if {color} is your color and {material} your material.",
        "With its {material} in {color} it should be what you have in mind.",
    )
    told = [(p.values("color"), p.values("material")) for p in draft.products]
    if len(draft.products) < 3 or not all(color and material for color, material in told):
        return None
    draft.defects = ["wording"]
    for place, (color, material) in enumerate(told):
        draft.line(place, frames[count % len(frames)].format(color=color[0], material=material[0]))
    return draft


def order_gain(draft: Draft, count: int) -> Draft | None:
    attribute = ("weight", "rating", "capacity", "power", "price")[count % 5]
    amounts = {p.product_id: amount(p, attribute) for p in draft.products}
    known = {key: value for key, value in amounts.items() if value is not None}
    if len(set(known.values())) < 3:
        return None
    best = sorted(draft.order, key=lambda key: (key not in known, -(known.get(key) or 0.0)))
    by_id = {p.product_id: p for p in draft.products}
    draft.products = [by_id[key] for key in best]
    draft.lines = [(HANDLES[at], draft.dice.choice(lines_of(p))) for at, p in enumerate(draft.products)]
    draft.order = best
    draft.proposed = [HANDLES[draft.shown.index(key)] for key in reversed(best)]
    draft.case = draft.case.model_copy(update={"prefers": Preference(attribute=attribute, prefer="high")})
    draft.defects = ["order_gain"]
    return draft


def constraints(draft: Draft, count: int) -> Draft | None:
    prices = sorted(p.current_price for p in draft.products if p.current_price is not None)
    limit = prices[len(prices) // 2]
    if prices[-1] <= limit:
        return None
    dear = max(draft.products, key=lambda p: p.current_price or 0.0)
    draft.order.remove(dear.product_id)
    draft.order.insert(count % 3, dear.product_id)
    wanted = draft.case.wanted.model_copy(update={"price": PriceRange(max=limit)})
    draft.case = draft.case.model_copy(update={"wanted": wanted})
    draft.defects = ["constraints"]
    return draft


def flips(draft: Draft, count: int) -> Draft | None:
    prices = sorted(p.current_price for p in draft.products if p.current_price is not None)
    limit = prices[0] + 1
    fitting = [p.product_id for p in draft.products if (p.current_price or 1e9) <= limit]
    if len(fitting) == len(draft.products):
        return None
    flip = Flip(message=f"under ${limit:.0f}", wanted=Constraints(price=PriceRange(max=limit)))
    draft.case = draft.case.model_copy(update={"flip": flip})
    order = tuple(draft.order) if count % 2 else (*draft.order[1:], draft.order[0])
    draft.more = [draft.performance().model_copy(update={"variant": "flip", "order": order})]
    draft.defects = ["constraint_flips"]
    return draft


def said(product: Product, word: str) -> bool:
    return word.casefold() in f"{product.title} {product.description} {product.attributes}".casefold()
