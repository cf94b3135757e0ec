"""Is it short, quiet, plain and easy to read?"""

from __future__ import annotations

import re
import unicodedata

from eval.scorers.answer import Answer
from eval.scorers.lines import sentences
from eval.scorers.score import Score, Scorer, share, unscored

MOST_WORDS = 35
"""Of a card, as the released prompts say."""
MOST_OPENING = 25
MOST_SENTENCES = 3
HARD = 18.0
"""A school grade above which shoppers have to work."""
_PRESSURE = re.compile(
    r"\bhurry\b|\bbuy (?:it |this |yours )?(?:now|today)\b|\border (?:now|today)\b|\bact (?:now|fast)\b"
    r"|\bdon't (?:miss|wait)\b|\bonly \d+ left\b|\blimited time\b|\blast chance\b|\bmust-have\b"
    r"|\bbefore it'?s (?:gone|too late)\b|\bwhile (?:stocks|supplies) last\b"
    r"|\byou(?:'ll)? (?:need|deserve) this\b"
    r"|\bguaranteed\b|\b(?:will )?never find (?:anything |a )?better\b"
    r"|\bbest (?:ever|in the world|on earth)\b"
    r"|\bamazing\b|\bunbelievable\b|\bincredible\b|\bperfect in every way\b|\blife-?changing\b"
    r"|\bselling fast\b"
    r"|\byou(?:'d| would) be (?:crazy|foolish)\b|\bno-brainer\b|\bonce in a lifetime\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"\*\*|__|`|^#{1,6} |^\s*[-*•] |<[a-z/][^>]*>|\[[^\]]+\]\([^)]*\)|https?://|www\.|\|.*\|", re.I | re.M
)
_VOWELS = re.compile(r"[aeiouy]+")


def brevity(answer: Answer) -> Score:
    """Share of the texts within their length."""
    if not answer.prose:
        return unscored()
    wrong = []
    opening = " ".join(answer.lines.opening)
    if len(opening.split()) > MOST_OPENING:
        wrong.append(f"an opening of {len(opening.split())} words")
    for _, text in answer.cards:
        count = len(text.split())
        if count > MOST_WORDS or len(sentences(text)) > MOST_SENTENCES:
            wrong.append(f"{count} words: {text[:80]}")
    return share(wrong, len(answer.cards) + bool(opening))


def tone(answer: Answer) -> Score:
    """Share of the texts that press nobody: no urging, no shouting, at most one exclamation mark."""
    texts = (*answer.prose, *answer.lines.stray)
    if not texts:
        return unscored()
    known = " ".join(f"{p.title} {p.description or ''} {' '.join(p.tags)}" for p in answer.listed)
    wrong = []
    for text in texts:
        found = _PRESSURE.search(text)
        shouted = [w for w in re.findall(r"\b[A-Z]{4,}\b", text) if w not in known]
        if found is not None and found[0].casefold() not in known.casefold():
            wrong.append(f"presses: {found[0]}")
        elif len(shouted) > 1:
            wrong.append(f"shouts: {' '.join(shouted)}")
        elif text.count("!") > 1:
            wrong.append(f"{text.count('!')} exclamation marks: {text[:60]}")
    return share(wrong, len(texts))


def plain_text(answer: Answer) -> Score:
    """Share of the lines without markup, links or emoji."""
    if not answer.spoke:
        return unscored()
    lines = [line for line in answer.performance.narration.splitlines() if line.strip()]
    wrong = [f"markup: {line[:80]}" for line in lines if _MARKUP.search(_unmarked(line)) or _emoji(line)]
    return share(wrong, len(lines))


def reading(answer: Answer) -> Score:
    """Share of the texts without a sentence that takes much schooling, by Flesch and Kincaid's formula, which
    goes by the length of words and sentences alone.

    Source: Kincaid et al., *Derivation of new readability formulas*, 1975.
    """
    if not answer.prose:
        return unscored()
    easy = answer.shop.spelt
    wrong = []
    for text in answer.prose:
        grade = max((school_grade(each, easy) for each in sentences(text)), default=0.0)
        if grade > HARD:
            wrong.append(f"grade {grade:.0f}: {text[:80]}")
    return share(wrong, len(answer.prose))


def school_grade(text: str, easy: frozenset[str] = frozenset()) -> float:
    """Years of school that the text takes. ``easy``: words of the shop itself count as two syllables."""
    parts = sentences(text) or (text,)
    found = re.findall(r"[A-Za-z']+", text)
    if not found:
        return 0.0
    syllables = sum(min(syllables_of(w), 2) if w.casefold() in easy else syllables_of(w) for w in found)
    return 0.39 * len(found) / len(parts) + 11.8 * syllables / len(found) - 15.59


def syllables_of(word: str) -> int:
    """Groups of vowels, a silent e at the end left out."""
    low = word.casefold()
    count = len(_VOWELS.findall(low))
    return max(1, count - (low.endswith("e") and not low.endswith("le") and count > 1))


def _unmarked(line: str) -> str:
    """A line without its handle, which is no markup."""
    return re.sub(r"^\[[A-Z]\] ?", "", line)


def _emoji(text: str) -> bool:
    return any(unicodedata.category(c) == "So" and c not in "©®°™" for c in text)


BREVITY = Scorer("brevity", "share of texts within their length", one=brevity)
TONE = Scorer("tone", "share of texts that press nobody", one=tone)
PLAIN_TEXT = Scorer("plain_text", "share of lines without markup, links or emoji", one=plain_text)
READING = Scorer("reading", "share of texts that are easy to read", one=reading)
