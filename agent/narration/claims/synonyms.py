"""Shop English has two words for most things: what the facts call by the one bears out the other."""

from __future__ import annotations

from agent.narration.claims.wording import stem

_GROUPS = (
    "hardcover hardback", "softcover paperback", "fridge refrigerator", "zip zipper", "torch flashlight",
    "trouser pants slacks", "tap faucet", "duvet comforter quilt", "rucksack backpack pack daypack",
    "trainer sneaker", "sofa couch settee", "pram pushchair stroller buggy", "nappy diaper",
    "stretchy stretch elastane elastic spandex", "thermometer temperature", "hygrometer humidity",
    "solar light", "solar sun",
    "unfold fold", "cooker stove hob stovetop",
    "caster castor wheel roller", "spandex elastane lycra stretch elastic", "mic microphone",
    "cable cord lead wire", "app ios android smartphone", "lamp light led illumination bulb",
    "luminous lume glow fluorescent light lit", "warranty guarantee guaranteed cover",
    "unscented scentfree fragrancefree", "mudguard fender",
    "fold foldable folding collapsible collapse packable convertible degree",
    "certified certification certificate", "adjust adjustable", "recharge rechargeable charging",
    "repair repairable replaceable replace swap", "child kid", "infant baby newborn",
    "earphone earbud headphone headset", "screen display panel monitor", "polyamide nylon",
    "lyocell tencel", "viscose rayon", "wood timber", "recline lean tilt reclining",
    "strap bracelet band", "engraving engraved engrave", "vegan plantbased",
    "perfume fragrance scent scented perfumed", "rug carpet", "jumper sweater pullover",
    "waistcoat vest gilet", "case box pouch holder", "bag pouch sack", "lockable lock locking",
    "jug pitcher", "mop mopping", "grinder mill", "oven stove", "washing wash laundry",
    "print printed printing", "lining lined", "padding padded pad cushion", "cushion pillow pad",
    "waterproof watertight", "whisper silent quiet noiseless", "reflective reflector", "brake braking",
    "illustrated illustration illustrator picture", "kit set", "spring coil sprung",
    "insulated insulation insulating", "storage memory drive", "dispenser pump", "blackout darkened",
    "groundsheet floor", "upper shell", "sole outsole", "chrome chromed", "stabiliser stabilizer",
    "fibre fiber", "tyre tire", "aluminium aluminum alloy", "anthracite charcoal grey",
    "cream ivory offwhite", "cherry burgundy", "ergonomic ergonomically", "flap hatch", "carry carrying",
    "cell battery", "plug mains corded", "plug outlet", "manual hand", "automatic automatically self",
    "motor motorised motorized", "meal food", "sugar sweetened", "bpafree bpa", "spill splash",
    "grip gripping nonslip antislip", "heat heating heated warm", "cooling cool",
    "vinyl record lp turntable disc", "online wifi ethernet internet",
    "socket input jack outlet", "extend expandable expand",
    "hardware screw fixing plug", "pen stylus", "ply plywood", "swivel turn rotate rotation",
    "amp amplifier", "award medal", "jean denim",
    "preset program programme",
    "ventilation ventilated vent breathable airy", "sensor sensing", "voice assistant",
    "expandable expansion", "detach detachable removable remove", "pair twin couple", "country origin",
    "bilingual language", "iphone ios ipad", "teen teenager adolescent", "dustproof ip68 ip67", "shower rain",
    "cord corduroy", "tarpaulin tarp", "hypoallergenic allergy allergic", "tripod stand", "controller remote",
    "cutlery knife", "pastry dough", "stain spill", "medium moderate", "demanding fussy difficult",
    "morning day", "evening night", "summer hot warm", "vibration vibrating",
    "translucent transparent clear", "gem gemstone stone", "bud earbud", "peg stake", "vest singlet",
    "gigabit gbps", "stream airplay", "stream bluetooth",
    "hook loop velcro", "outdoors outdoor garden terrace patio", "indoors indoor",
)  # fmt: skip


def _table() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for group in _GROUPS:
        names = frozenset(map(stem, group.split()))
        for name in names:
            table[name] = table.get(name, frozenset()) | names
    return table


SAME = _table()


def akin(word: str, stems: frozenset[str]) -> bool:
    """Whether ``stems`` hold the word, another word for it, or one that begins alike."""
    if word in stems or not SAME.get(word, frozenset()).isdisjoint(stems):
        return True
    begin = word[: max(4, len(word) - 3)]
    return len(word) > 3 and any(
        each.startswith(begin) or (len(each) > 3 and word.startswith(each)) for each in stems
    )
