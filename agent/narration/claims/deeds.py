"""What a thing can do or stand, said in any of the many ways: ``you can pop it in the microwave``.

Each row names one ability: how sentences tell of it, and the words of which the facts must have one. Where
they have none, or deny it, it is not borne out, however it is said: ``turns itself off``, ``repels stains``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts, once

_INTO = (
    r"(?:put|pop|go(?:es)?|use[ds]?|heat\w*|safe|wash(?:ed)?|clean(?:ed)?|survives?|fine|stick|throw|"
    r"bung|works?|ready)"
    r"(?: it| them| this| this one| everything)?(?: right| straight| safely| happily)? "
    r"(?:in|into|through|for|under) (?:the |a |your |any )?"
)
_OFF = r"(?:switch|turn|shut|power)(?:es|s)?"
_ROWS = (
    (
        r"turn(?:s|ed)? (?:it |them )?inside[- ]out\b(?! (?:to|for|before|when) wash)|"
        r"(?:use[ds]?|worn|wear|sleep|slept|lain)(?: it| them)?(?: on| from)? (?:both|either) "
        r"(?:sides?|ways?)\b",
        r"revers|(?:both|either|two|double|each)[- ]side|both ways|inside out|turn",
    ),
    (
        r"(?:resists?|shrugs off|laughs off|is proof against) scratch\w*|(?:won't|doesn't|does not) "
        r"scratch easily",
        r"scratch|sapphire|hard|diamond|ceramic|corundum",
    ),
    (
        r"charge[sd]? (?:up )?(?:in|by|from|with) (?:the )?(?:sun|daylight)\w*|(?:runs?|powered|"
        r"works) (?:on|by|from) (?:the )?"
        r"(?:sun|solar|daylight)\w*",
        r"\bsolar|\bsun\w* power",
    ),
    (
        r"(?:delivery|shipping|postage) (?:is|comes|costs you) (?:free|included|nothing|on us)|free "
        r"(?:delivery|shipping|postage)"
        r"\b|(?:ships|delivered|shipped|comes) (?:for )?free\b(?! (?:of|from))",
        r"(?:free|includes?) (?:delivery|shipping|postage)|(?:delivery|shipping|postage):? (?:is "
        r")?(?:free|included)|ships free",
    ),
    (
        r"returns? (?:is|are|come) free|free returns?\b|return it (?:for )?free|"
        r"(?:send it back|return it|be returned|give it back)(?: for free)? within|money[- ]back",
        r"\breturn|refund|\btrial|money[- ]back|nights",
    ),
    (
        r"(?:takes?|snaps?|shoots?) (?:[a-z]+ )?(?:photos?|pictures?|selfies|videos?|snapshots)\b",
        r"camera|photo|picture|video|\bfilm|lens|\bmp\b|megapixel",
    ),
    (
        rf"{_OFF} (?:itself|themselves) (?:off|down)|{_OFF} (?:off|down) (?:automatically|by itself|"
        rf"on its own|after)|"
        rf"automatically {_OFF} (?:itself )?off|auto(?:matic)?[- ](?:shut|switch|power|turn)?-?\s?off\b",
        r"\bauto|\boff\b|shut-?off|shutoff|standby|\btimer",
    ),
    (
        r"(?:remembers?|stores?|memori[sz]es) your (?:settings?|preferences?|presets?|(?:last|"
        r"favou?rite) \w+)|"
        r"(?:has|with|its) an? memory function",
        r"memor|remember|preset|program|profile|\bsave",
    ),
    (
        r"(?:\b(?:it|they|these|and|which|that|also)(?: \w+ly)? stacks?|\bcan be stacked|\bcan stack "
        r"(?:it|them))\b"
        r"(?! (?:up|the|with|on your))",
        r"\bstack|\bnest",
    ),
    (rf"{_INTO}microwave\b|\bmicrowave[sd] (?:well|fine|safely)", r"microwav"),
    (rf"{_INTO}oven\b(?! (?:glove|mitt))", r"\boven|\bbak"),
    (rf"{_INTO}(?:freezer|deep freeze)\b|\bcan (?:freeze it|be frozen)\b", r"freez|frozen|\bice"),
    (rf"{_INTO}dishwasher\b|\bdishwasher is (?:fine|no problem|ok)", r"dishwasher"),
    (r"gift[- ]?wrapp\w+|\b(?:in|with) (?:its own |a )(?:\w+ )?gift (?:box|bag)\b",
     r"\bgift|wrapp|presentation"),
    (r"\b(?:operate|control|set|use)d? (?:it |them )?by touch\b|\bresponds to (?:a |your )?touch\b",
     r"touch"),
    (
        r"(?:repels?|resists?|shrugs off|laughs off|won't show) (?:most )?(?:stains?|dirt|spills?|"
        r"grease|dust)\b",
        r"stain|dirt|repel|spill|wipe|grease|dust|soil",
    ),
    (
        r"(?:without|contains? no|has no|free (?:of|from)|avoids) (?:any )?animal (?:products?|"
        r"ingredients?|materials?)|"
        r"\bvegans (?:can|may|will|are)\b(?!'t| not)|\bsuitable for vegans\b|\bvegan-friendly\b",
        r"(?<!not )vegan|plant[- ]based|animal",
    ),
    (
        r"(?:takes?|understands?|obeys?|follows?|responds? to|listens? to|reacts? to) (?:your |spoken )?"
        r"(?:voice|commands)\b(?! notes)|\b(?:control|operate|steer|command)(?:s|led|d)? (?:it |them "
        r")?(?:by|with your) voice",
        r"voice|alexa|assistant|\bsiri|google|homekit",
    ),
    (
        r"\b(?:finished|made|sewn|cut|painted|carved|assembled|woven|rolled|stitched|built|tied|"
        r"poured|dyed|polished)"
        r" (?:entirely |completely |lovingly )?by hand\b",
        r"\bhand|artisan|craft",
    ),
    (
        r"\bcancels? (?:out )?(?:the )?(?:background |outside |ambient )?noise\b|\bwhisper[- ]quiet|"
        r"\b(?:runs?|works?|moves?|closes?|operates?) (?:almost |nearly |virtually |completely "
        r")?(?:silently|noiselessly|without a sound)",
        r"quiet|silen|noise|\bdb\b|decibel|\banc\b|soft[- ]clos",
    ),
    (
        r"\b(?:have to|need to|must|(?:simply|just|you) (?:can )?) ?(?:assemble it|put it together)\b|"
        r"\bneeds? (?:assembl|putting together|no assembl)\w*|\bassembly (?:is )?(?:not )?(?:needed|"
        r"required|necessary)|"
        r"\bno (?:self-)?assembly\b|\b(?:comes?|arrives?|delivered|ships|shipped|supplied) (?:fully |"
        r"ready[- ]|pre-?)?"
        r"(?:assembled|put together)\b",
        r"assembl|put together|mount|install|screw|built|set up|set-up|setup|tool|ready",
    ),
    (
        r"\bkeeps? (?:the |out )?(?:water|rain|the wet)(?: out| off|$|[.,])|\bshrugs? off (?:the |a "
        r")?(?:rain|showers?|water|drizzle)|"
        r"\b(?:take it swimming|swim with it|wear it in the (?:pool|sea|shower|rain))|"
        r"\b(?:stands?|survives?|withstands?|copes? with|handles?|takes?) (?:the |a |heavy |light "
        r")?(?:rain|showers|splashes|soaking|dunking)\b",
        r"water|\brain|splash|\bip[x\d]|\batm\b|shower|weather|swim|\bwet|waxed|repel|gore|membrane|"
        r"rubber|pvc|oilskin",
    ),
    (
        r"\b(?:runs?|works?|operates?|powered) (?:only )?(?:on|by|off|from|with) (?:\w+ "
        r")?(?:batter(?:y|ies))\b|\bbattery-(?:powered|operated|run)",
        r"batter|\baaa?\b|\bcell|\bmah\b|recharg|cordless|cr20",
    ),
    (
        r"\bcovers? (?:comes?|takes?|zips?|slips?|lifts?) off\b|\b(?:take|zip|slip|pull) (?:off "
        r")?(?:the|its) cover(?: off)?\b|"
        r"\b(?:can|may) (?:remove|take off) the cover\b",
        r"remov|detach|\boff\b|zip|loose",
    ),
    (r"\b(?:operate|control|work|use|dim|steer)(?:s|d|ed)? (?:it |them )?(?:by|with (?:a|the|its)|"
     r"via(?: the| a)?) remote\b", r"remote"),
    (
        r"\bkeeps? (?:your |a |the )?(?:drinks?|coffee|tea|soup|food|water|meals?|lunch|beer|wine|"
        r"bottles?)(?: \w+)? "
        r"(?:hot|warm|cold|cool|chilled|fresh)\b",
        r"insul|warm|\bhot\b|cold|thermo|vacuum|heat|cool|chill|fresh|tight|seal",
    ),
    (
        r"\bwash(?:ed|ing|es)?(?: it| them| this)? (?:only )?by hand\b|\bhand[- ]wash(?:ed|ing|"
        r"able)?\b|\bhandwash",
        r"hand[- ]?wash|by hand|wash\w*:? (?:by )?hand|not dishwasher|not machine|\bhand\b",
    ),
    (
        r"\b(?:needs?|requires?|wants?|must be|(?:has|have) to be|should be|can only be) "
        r"(?:professional(?:ly)? )?"
        r"dry[- ]?clean\w*|\bgoes to the (?:dry )?cleaners?\b|\bdry[- ]clean only\b",
        r"dry[- ]?clean",
    ),
    (r"\bglows? in the dark\b|\bshines in the dark\b", r"glow|lumin|lume|phosphor"),
    (
        r"\bwon (?:an? |several |many |some |the )?(?:[a-z]+ ){0,2}(?:awards?|prizes?|medals?)\b|"
        r"\baward[- ]winning|\bprize[- ]winning",
        r"award|prize|winner|winning|medal",
    ),
    (
        r"\b(?:stick|attach|cling|hold|close|snap|fasten)(?:e?s|ed)? (?:shut |on |together |itself "
        r")?(?:by|with|via|thanks to) (?:an? |its )?(?:strong )?magnets?\b",
        r"magnet",
    ),
    (r"\bworks? on (?:an? |any |your )?induction\b|\bsuitable for induction\b|\binduction-(?:ready|"
     r"compatible|safe)", r"induction"),
)  # fmt: skip
_DEEDS = tuple((compiled(said, re.I), re.compile(told, re.I)) for said, told in _ROWS)
_DENIED = compiled(
    r"(?:\b(?:not|no|never|without|cannot|nor|neither|hardly|barely|nothing|none)|n't)\b[^.,;]*$", re.I
)
_OPEN = compiled(r"\b(?:if|whether|than|unlike|instead of|rather than|as if|like|your own)\b[^.,;]*$", re.I)
"""Of what might be nothing is told."""
_NOT = re.compile(r"(?:\b(?:not|no|non|without|never|isn't|aren't)[ -]|n't )(?:[\w-]+ ){0,2}[\w-]*$", re.I)
_NEAR = 32


def deeds(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on each such ability that the facts do not tell of."""
    for at, (said, told) in enumerate(_DEEDS):
        found = said.search(text)
        if found is None or _OPEN.search(text[: found.start()]):
            continue
        known = bool(once(facts, f"deed {at}", partial(_told, told=told)))
        if _DENIED.search(text[: found.start()]) is None and not known:
            yield Verdict(found[0].strip(), False)


def _told(facts: Facts, told: re.Pattern[str]) -> frozenset[str]:
    """The first word that tells of it, unless all are denied."""
    for found in told.finditer(facts.words):
        if not _NOT.search(facts.words[max(0, found.start() - _NEAR) : found.start()]):
            return frozenset([found[0]])
    return frozenset()
