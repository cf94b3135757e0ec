"""Words that claim something of a product: colours, materials, features, origins.

A key is what is claimed; ``WIDER`` names the wider words that a narrower one bears out.
"""

from __future__ import annotations

COLOURS = [
    "red", "blue", "green", "yellow", "orange", "purple", "pink", "black", "white", "grey", "brown",
    "beige", "navy", "teal", "turquoise", "maroon", "burgundy", "khaki", "lilac", "lavender", "magenta",
    "crimson", "ivory", "violet", "indigo", "cyan", "scarlet", "silver", "gold", "bronze", "multicolor",
    "emerald", "ecru", "taupe", "fuchsia",
]  # fmt: skip
TONES = [
    "cream", "mint", "coral", "sand", "rust", "mustard", "peach", "plum", "charcoal", "aqua", "rose", "tan",
    "olive", "chocolate", "wine",
]  # fmt: skip
"""Colours only where they are said to be one: ``in cream``, ``cream finish``."""
MATERIALS = [
    "cotton", "wool", "leather", "linen", "silk", "polyester", "nylon", "steel", "aluminium", "wood", "oak",
    "pine", "walnut", "beech", "teak", "birch", "acacia", "bamboo", "plastic", "glass", "ceramic",
    "titanium", "canvas", "denim", "suede", "velvet", "cashmere", "rubber", "brass", "copper", "fleece",
    "acrylic", "porcelain", "silicone", "marble", "granite", "carbon", "merino", "viscose", "elastane",
    "spandex", "satin", "lace", "corduroy", "tweed", "felt", "jute", "hemp", "rattan", "wicker", "cork",
    "stoneware", "iron", "metal", "chrome", "latex", "neoprene", "mesh", "down", "spruce", "cedar",
    "mahogany", "maple", "polypropylene", "polycarbonate", "cardboard", "concrete", "tencel", "lycra",
    "twill", "flannel", "jersey",
    "pearl", "diamond", "ruby", "sapphire", "moonstone", "amethyst", "topaz", "garnet", "onyx", "quartz",
    "platinum", "pewter", "zirconia", "vinyl", "quartzite", "terracotta", "bakelite", "chiffon", "tulle",
    "organza", "mohair", "alpaca", "angora", "sherpa", "nubuck", "shearling", "kevlar", "cordura",
    "sisal", "seagrass", "willow", "cherrywood", "plywood", "chipboard", "mdf", "resin", "enamel",
    "lacquer", "fiberglass", "fibreglass", "magnesium", "tungsten", "zinc", "chenille", "boucle",
    "microfiber", "microfibre", "polyurethane", "graphite",
]  # fmt: skip
FEATURES = (
    "waterproof|water proof; water resistant|water repellent|splash proof; windproof|wind proof; shockproof; "
    "fireproof|flame retardant; rustproof; dustproof; scratch resistant; wireless|cordless; bluetooth; "
    "wifi|wi fi; usb; usb c; nfc; "
    "gps; rechargeable; solar|solar powered; dimmable; noise cancelling|noise canceling|noise cancellation; "
    "touchscreen|touch screen; "
    "foldable|folding|folds|collapsible|folded; stackable; adjustable; reversible; removable|detachable; "
    "inflatable; portable; "
    "washable|machine washable|machine wash; dishwasher safe; microwave safe; oven safe; "
    "oven proof; freezer safe; "
    "organic; vegan; vegetarian; fair trade|fairtrade; handmade|hand made; handcrafted; recycled; "
    "recyclable; biodegradable; compostable; hypoallergenic; antibacterial; breathable; insulated; padded; "
    "lined; hooded; quilted; embroidered; sleeveless; stretchy|stretch; seamless; ripstop; "
    "stainless; nonstick|non stick; cast iron; induction; cruelty free; unscented; "
    "kosher; halal; raw; roasted; salted; unsalted; sweetened; unsweetened; smoked; decaf|decaffeinated; "
    "carbonated|sparkling; "
    "brushless; magnetic; motorized|motorised; programmable; "
    "warranty; guarantee; free shipping|free delivery|ship free|deliver free; next day delivery; "
    "free return; gift wrapping; award winning|award; bestseller|bestselling|best seller|best selling; "
    "limited edition; certified; refurbished; second hand; vintage; assembled; "
    "self inflating; self cleaning; quick dry|quick drying; uv protection; anti slip|non slip; "
    "battery powered; mains powered; remote control; zipper|zip|zipped|zippered; hood; pocket; "
    "lid; handle; wheel; charger; timer; camera; microphone; lead free; "
    "ground coffee|ground beans|pre ground|ready ground|finely ground|coarsely ground|medium ground|already "
    "ground|comes ground; whole bean|unground; instant coffee; "
    "wired|corded; matte|matt; glossy|high gloss; hardback|hardcover; paperback|softcover; left handed; "
    "right handed; backlit|back lit; hardwired; pre assembled|preassembled|fully assembled; "
    "double glazed; battery operated; gas powered|petrol powered; leak proof|leakproof; "
    "spill proof|spillproof; "
    "child safe|childproof|child proof; height adjustable; glow in the dark|glows in the dark|luminous; "
    "plug; king size|king sized; queen size|queen sized; twin size; drawer; touchpad; subwoofer; snooze"
)
FREE_OF = [
    "gluten", "sugar", "lactose", "dairy", "nut", "fragrance", "alcohol", "bpa", "paraben", "soy", "fat",
    "caffeine", "egg", "palm", "plastic", "pvc", "oil", "additive", "preservative", "latex", "nickel",
    "lead", "cruelty", "meat", "peanut", "wheat", "milk", "salt",
]  # fmt: skip
PLACES = (
    "italy|italian made; france; germany; spain; portugal; sweden; norway; denmark; finland; japan; china; "
    "india; vietnam; turkey; britain|uk|england; scotland; ireland; usa|america|united states; mexico; "
    "brazil; "
    "canada; poland; austria; switzerland|swiss made; netherlands; belgium; greece; peru; morocco; taiwan; "
    "korea; thailand; kenya; ethiopia; colombia; bangladesh; australia"
)
WIDER: dict[str, tuple[str, ...]] = {
    "navy": ("blue",), "teal": ("blue", "green"), "turquoise": ("blue", "green"), "indigo": ("blue",),
    "maroon": ("red",), "burgundy": ("red",), "crimson": ("red",), "scarlet": ("red",), "lilac": ("purple",),
    "lavender": ("purple",), "violet": ("purple",), "charcoal": ("grey",), "magenta": ("pink",),
    "fuchsia": ("pink",), "emerald": ("green",), "olive": ("green",), "ivory": ("white",),
    "steel": ("metal",), "aluminium": ("metal",), "brass": ("metal",), "copper": ("metal",),
    "titanium": ("metal",), "iron": ("metal",), "chrome": ("metal",), "bronze": ("metal",),
    "oak": ("wood",), "pine": ("wood",), "walnut": ("wood",), "beech": ("wood",), "teak": ("wood",),
    "birch": ("wood",), "spruce": ("wood",), "cedar": ("wood",), "mahogany": ("wood",), "maple": ("wood",),
    "acacia": ("wood",), "suede": ("leather",), "merino": ("wool",),
    "cashmere": ("wool",), "mohair": ("wool",), "alpaca": ("wool",),
    "platinum": ("metal",), "pewter": ("metal",), "tungsten": ("metal",), "magnesium": ("metal",),
    "plywood": ("wood",),
    "terracotta": ("ceramic",), "fiberglass": ("fibreglass",), "fibreglass": ("fiberglass",),
    "microfiber": ("microfibre",), "microfibre": ("microfiber",), "nubuck": ("leather",),
    "porcelain": ("ceramic",), "stoneware": ("ceramic",),
    "polypropylene": ("plastic",), "polycarbonate": ("plastic",), "silver": ("grey",),
    "waterproof": ("water resistant",), "cast iron": ("iron", "metal"), "usb c": ("usb",),
}  # fmt: skip
BRANDS = [
    "Sony", "Samsung", "Apple", "Bose", "Nike", "Adidas", "Puma", "Levi's", "Bosch", "Makita", "DeWalt",
    "Philips", "Panasonic", "LG", "Canon", "Nikon", "Lego", "Playmobil", "Hasbro", "Mattel", "Coleman",
    "Patagonia", "Columbia", "Osprey", "Garmin", "Fitbit", "Dell", "Lenovo", "Asus", "Ikea", "Zara",
    "Gucci", "Prada", "Nestle", "Heinz", "Kellogg's", "Lavazza", "Illy", "Logitech", "JBL", "Anker",
    "Sennheiser", "Stanley", "Ryobi", "Einhell", "Dyson", "Tefal", "KitchenAid", "Kenwood", "Braun",
    "Ravensburger", "Timberland", "Reebok",
]  # fmt: skip

SOFT = frozenset(
    [
        "advantage", "aesthetic", "air", "appeal", "aroma", "attitude", "average", "balance", "beautiful",
        "bit",
        "body", "character", "charm", "choice", "clutter", "comfort", "compromise", "compromises",
        "crunch", "depth", "design", "difference", "discount", "doubt", "drama", "edge", "effort",
        "elegance", "everything", "extra", "extras", "fan", "fans", "feel", "feeling", "finish", "fit",
        "flavor", "flavour", "following", "frills", "fuss", "gift", "treat",
        "good", "great", "hassle", "heart", "heft", "home",
        "impression", "kick", "limit", "limits", "look", "lot", "lovely", "matter", "merit", "mess",
        "mood", "name", "need", "nice", "noise", "nonsense", "one", "option", "penalty", "personality",
        "place", "pleasant", "plenty", "presence", "price", "problem", "purpose", "quality", "rating",
        "reason", "reduction", "regret", "reputation", "review", "room", "rush", "sale", "saving", "score",
        "sense", "shape", "silhouette", "simplicity", "something", "soul", "sound", "space", "spirit",
        "stress", "style", "surprise", "surprises", "taste", "texture", "tone", "touch", "trouble",
        "value", "vibe", "warmth", "waste", "way", "worry",
    ]
)  # fmt: skip
"""Nouns of taste: to have, or to lack, one of them claims nothing."""
PARTS = frozenset(
    [
        "adapter", "altimeter", "antenna", "applicator", "armrest", "awning", "backlight", "backrest",
        "barometer", "basket", "battery", "bead", "belt", "bin", "blade", "bluetooth", "bolster",
        "booklet", "bookmark", "bracket", "brake", "buckle", "bulb", "burner", "button", "cable", "caddy",
        "canopy", "camera", "carabiner", "caster", "charger", "castor", "chimney", "chinstrap", "chisel",
        "chuck", "clasp",
        "cleat", "clip", "colander", "collar", "compass", "controller", "cookbook", "cord", "crate",
        "crayon", "cuff", "curtain", "cushion", "derailleur", "dice", "diffuser", "dispenser",
        "displayport", "dock", "drawer", "drawstring", "dropper", "display", "earbud", "earcup",
        "earplug", "easel", "envelope",
        "equaliser", "equalizer", "eraser", "ethernet", "eyelet", "fender", "figurine", "filter",
        "flashlight", "flysheet", "footboard", "footrest", "fringe", "funnel", "gaiter",
        "gauge", "gps", "grate", "grater", "griddle", "groundsheet", "guyline", "hammock", "hamper",
        "hanger", "harness", "hdmi", "headband", "headboard", "headrest", "heatsink", "helmet", "hem",
        "hinge", "hob", "holster", "hood", "hose", "ignition", "insole", "jack", "joystick", "keyboard",
        "keypad", "keyring", "kickplate", "kickstand", "ladder", "lampshade", "lanyard", "latch", "leash",
        "lid", "liner", "lining", "lumbar", "manual", "marker", "mattress", "microphone", "mirror",
        "mudguard", "muzzle", "nfc", "nozzle", "oar", "ottoman", "outsole", "paddle", "padlock", "palette",
        "pannier", "parasol", "pedal", "pedometer", "peg", "pendant", "pillow", "piping", "plier",
        "pocket", "port", "poster", "pouch", "puff", "pump", "puppet", "puzzle", "rack", "railing",
        "rainfly", "recipe", "recliner", "refill", "remote", "reservoir", "reflector", "ribbon", "rod",
        "rudder", "ruler", "rung",
        "saddle", "sail", "screwdriver", "screen", "sensor", "sequin", "sharpener", "sheath", "shelf",
        "sieve",
        "siren", "skewer", "slat", "sleeve", "snuffer", "socket", "sole", "spatula", "speaker", "spindle",
        "sponge", "spout", "stand", "stapler", "steamer", "sticker", "strainer", "strap", "stylus",
        "subwoofer", "tank", "tassel", "tether", "thermometer", "thermostat", "thunderbolt", "toggle",
        "torch",
        "trackpad", "tray", "tripod", "tweeter", "umbrella", "valve", "velcro", "vestibule", "vga", "vise",
        "visor", "waistband", "webcam", "whisk", "wick", "wifi", "windscreen", "windshield", "woofer",
        "wrench", "zipper",
    ]
)  # fmt: skip
"""Parts and accessories, as stems: to come ``with`` one is a claim."""


def phrases(listed: str) -> dict[tuple[str, ...], str]:
    """``a|b c; d`` → word tuples with their key, the first of their alternatives."""
    found: dict[tuple[str, ...], str] = {}
    for group in listed.split(";"):
        names = [name.strip() for name in group.split("|") if name.strip()]
        for name in names:
            found[tuple(name.split())] = names[0]
    return found
