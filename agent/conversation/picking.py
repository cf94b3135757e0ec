"""What a shopper says to the question that was asked: an option, another value, or that it is all one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agent.conversation.clarifying import PRICE, name_asked
from agent.conversation.state import Conversation
from agent.events import Clarify, Option
from agent.types import Understanding
from retrieval.types import Constraints, Vocabulary

_LEAD = re.compile(
    r"^(?:(?:well|oh|ok(?:ay)?|hmm+|uh|yes|yeah|maybe|perhaps|probably|just|only|rather|let'?s say|i guess"
    r"|i think|i'?d (?:like|prefer|say|go for|take)|i (?:want|prefer|like|need|would like)|make it|it'?s"
    r"|it (?:is|should be)|should be|for|in|by|from|the|an?|some|something)\b[\s,:]*)+"
)
_TAIL = re.compile(
    r"[\s,]*\b(?:ones?|please|if possible|i (?:think|guess)|would be (?:nice|good|great|fine|perfect)|thanks"
    r"|thank you)$"
)
_SURE = r"(?:(?:really|actually|quite|honestly|particularly|too|yet) )?"
_UNDECIDED = re.compile(
    rf"(?:(?:well|oh|hmm+|uh|sorry|ok(?:ay)?)[\s,]+)*(?:"
    rf"(?:i |we )?{_SURE}(?:do not|don'?t|dunno|can'?t|couldn'?t|could not) ?{_SURE}"
    rf"(?:know|care|mind|have (?:a|any) (?:preference|idea)s?|have one|tell|say)?"
    rf"|(?:i'?m |i am |we'?re )?{_SURE}(?:not|un)\s?{_SURE}(?:sure|certain|decided|fussed|picky|bothered)"
    rf"|(?:i have |i'?ve )?no(?:ne)?(?: \w+)? (?:preferences?|idea|opinion|clue)"
    rf"|(?:it |that |this )?(?:does not|doesn'?t|do not|don'?t) {_SURE}matter|no matter|all the same"
    rf"|whatever|whichever|anything|any(?: (?:one|of (?:them|these|those)|is fine|will do))?|either"
    rf"|(?:it'?s )?up to you|you (?:choose|decide)|surprise me|skip(?: (?:it|that|this))?|no|nope|pass"
    rf"|n/?a)"
    rf"(?:[\s,]+(?:yet|really|either|sorry|thanks|thank you|much|to be honest|which|about (?:it|that|this)))*"
)
_NEITHER = re.compile(
    r"(?:none|neither|not (?:any|one))(?: of (?:these|those|them|the above))?|(?:some(?:thing)? )?other"
    r"(?: ones?)?|(?:something|anything) else|another(?: one)?"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_YES = re.compile(r"(?:yes|yeah|yep|sure|of course|definitely)(?: (?:please|it should|it must))?")
_NO = re.compile(r"(?:no|nope|not)(?: (?:thanks|thank you|need|necessary|needed))?")


def picked(message: str, before: Conversation, vocabulary: Vocabulary) -> Understanding | None:
    """The answer to the question that is open; None where the message is more than that, or nothing is open.

    That one has no preference is understood without a question too, once something is being looked for.
    """
    said = re.sub(r"\s+", " ", message.strip().strip(".!?").casefold().replace("’", "'"))
    if before.question is not None:
        answer = _answered(said, before, before.question, vocabulary)
        if answer is not None:
            return answer
    looking = before.text or before.constraints.filters
    return _refined(before, before.constraints) if looking and _UNDECIDED.fullmatch(said) else None


def _answered(
    said: str, before: Conversation, clarify: Clarify, vocabulary: Vocabulary
) -> Understanding | None:
    held = before.constraints
    name, bare = name_asked(clarify, held), _bare(said)
    for option in clarify.options:
        if option.label.casefold() in (said, bare) or _is_or_not(said, name, option):
            return _refined(before, option.constraints, "" if name == PRICE else option.label)
    if name is None:
        return None
    words = "colou?r" if name in ("color", "colour") else re.escape(name.replace("_", " ").casefold())
    any_will_do = rf"(?:any|whatever|no (?:particular|specific)) (?:{words}|one)(?: is fine| will do)?"
    if re.fullmatch(any_will_do, said):
        return _refined(before, held)
    if name == PRICE:
        return _refined(before, held) if _NEITHER.fullmatch(said) else None
    if _NEITHER.fullmatch(said):
        return _refined(before, _without(held, name, clarify))
    known = vocabulary.values.get(name, {})
    value = next((each for each in known if each.casefold() in (said, bare)), None)
    value = value or _numbered(re.sub(rf"^(?:a )?{words} ", "", bare), known)
    if value is None:
        return None
    include = {**held.include, name: (value,)}
    return _refined(before, held.model_copy(update={"include": include}), value)


def _is_or_not(said: str, name: str | None, option: Option) -> bool:
    """``yes`` and ``no`` to what the catalog answers so."""
    (value,) = option.constraints.include.get(name or "", ("",))[:1]
    yes, no = value.casefold() in ("yes", "true"), value.casefold() in ("no", "false")
    return (yes and _YES.fullmatch(said) is not None) or (no and _NO.fullmatch(said) is not None)


def _numbered(said: str, known: Iterable[str]) -> str | None:
    """``42`` to "EU 41, EU 42 or EU 43?": the only value of this number."""
    found = [value for value in known if _NUMBER.findall(value) == [said]]
    return found[0] if len(found) == 1 else None


def _bare(said: str) -> str:
    """Without the words that only lead to it: ``maybe in blue please`` → ``blue``."""
    return _TAIL.sub("", _LEAD.sub("", said)).strip()


def _without(held: Constraints, name: str, clarify: Clarify) -> Constraints:
    """None of the options: they are ruled out."""
    offered = [option.constraints.include.get(name, ()) for option in clarify.options]
    values = tuple(dict.fromkeys((*held.exclude.get(name, ()), *(v for given in offered for v in given))))
    return held.model_copy(update={"exclude": {**held.exclude, name: values}})


def _refined(before: Conversation, constraints: Constraints, value: str = "") -> Understanding:
    known = value.casefold() in before.text.casefold()
    text = before.text if known else f"{before.text} {value}".strip()
    return Understanding(text=text, constraints=constraints, intent="refine")
