"""What shoppers call the shelves of the bundled shop."""

from __future__ import annotations

from collections.abc import Mapping

NOUNS: Mapping[str, str] = {
    "Hiking Backpacks": "hiking backpack",
    "Laptop Backpacks": "laptop backpack",
    "Water Bottles": "water bottle",
    "Sleeping Bags": "sleeping bag",
    "Backpacking Tents": "backpacking tent",
    "Tarps & Hammocks": "hammock or tarp",
    "Cook Sets": "camping cook set",
    "Over-Ear Headphones": "pair of over-ear headphones",
    "Earbuds": "pair of earbuds",
    "Portable Speakers": "portable speaker",
    "Power Banks & Chargers": "power bank or charger",
    "Smartwatches & Trackers": "smartwatch",
    "Table & Desk Lamps": "desk lamp",
    "Keyboards": "keyboard",
    "Kettles": "kettle",
    "Blenders & Mixers": "blender",
    "Pots & Dutch Ovens": "dutch oven",
    "Frying Pans": "frying pan",
    "Food Containers": "food container",
    "Mugs & Cups": "mug",
    "Dinnerware Sets": "dinnerware set",
    "Throws & Blankets": "throw blanket",
    "Cushions": "cushion",
    "Towels & Bath Mats": "bath towel",
    "Everyday Sneakers": "pair of everyday sneakers",
    "Midi Dresses": "midi dress",
    "Sandals": "pair of sandals",
    "Tote Bags": "tote bag",
    "Yoga Mats": "yoga mat",
    "Dumbbells & Kettlebells": "kettlebell",
    "Board Games": "board game",
    "Building Blocks": "set of building blocks",
    "Collars & Leashes": "dog leash",
    "Planters & Pots": "planter",
    "Notebooks & Planners": "notebook",
    "Carry-On Suitcases": "carry-on suitcase",
}
"""Shelf (the last part of a category) → what a shopper asks for, in the singular."""
