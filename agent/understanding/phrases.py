"""Fixed phrases of a shop conversation: order, stock, starting over, letting go, greeting."""

from __future__ import annotations

import re

from retrieval.types import Sort

SORTS: tuple[tuple[Sort, re.Pattern[str]], ...] = (
    (
        "price_desc",
        re.compile(
            r"\b(?:most expensive|priciest|dearest|highest[ -]priced?"
            r"|price (?:from )?high(?:est)? to low(?:est)?"
            r"|high(?:est)? to low(?:est)?(?: price)?)(?: (?:first|ones?))?\b"
        ),
    ),
    (
        "price_asc",
        re.compile(
            r"\b(?:cheapest|least expensive|most affordable|lowest[ -](?:priced?|cost)"
            r"|price (?:from )?low(?:est)? to high(?:est)?"
            r"|low(?:est)? to high(?:est)?(?: price)?|(?:sort(?:ed)?|order(?:ed)?) by price"
            r"|cheap(?:er)? (?:ones? )?first)"
            r"(?: (?:first|ones?))?\b"
        ),
    ),
    (
        "rating",
        re.compile(
            r"\b(?:(?:best|top|highest)[ -](?:rated|reviewed|ratings?|reviews?)|most highly rated"
            r"|(?:sort(?:ed)?|order(?:ed)?) by (?:rating|reviews?)|(?:with )?the best (?:ratings?"
            r"|reviews?))(?: (?:first|ones?))?\b"
        ),
    ),
    (
        "newest",
        re.compile(
            r"\b(?:newest|latest|most recent|new arrivals?|newly arrived|what's new|what is new"
            r"|just (?:arrived|in)"
            r"|new(?:er)? (?:ones )?first"
            r"|(?:sort(?:ed)?|order(?:ed)?) by (?:date|newest|new))(?: (?:first|ones?|arrivals?))?\b"
        ),
    ),
)
UNSORTED = re.compile(r"\b(?:in )?any order\b|\b(?:sort(?:ed)?|order(?:ed)?) by relevance\b")

IN_STOCK = re.compile(
    r"\b(?:only )?(?:what(?:'s| is) |if (?:it's|it is|they are|they're) |that (?:is|are) |must be "
    r"|currently |still )?"
    r"(?:in[ -]stock(?: only| now)?|available (?:now|today|right now|immediately|for delivery)"
    r"|currently available"
    r"|only (?:(?:what(?:'s| is)|those|the ones) )?available|available only|ready to ship"
    r"|not (?:sold out|out of stock))\b"
    r"|\b(?:don't|do not|dont|never|no|nothing|not|hide|skip|without|exclude|leave out)"
    r"(?: (?:show|include|want|list|give|display|see)(?:ing)?)?(?: me)?"
    r"(?: (?:any|anything|what|what's|things?|stuff|those|the|ones?|items?|that|which|is|are|it's))*"
    r" (?:sold[ -]out|out[ -]of[ -]stock|unavailable)(?: (?:stuff|things?|items?|ones?|products?))?\b"
)
ANY_STOCK = re.compile(
    r"\b(?:including|include|even|also) (?:if )?(?:what is |those |ones )?(?:sold out|out of stock)\b"
    r"|\b(?:in )?stock (?:does not|doesn't|doesnt) matter\b|\bout of stock is (?:fine|ok|okay)\b"
)

RESET = re.compile(
    r"\b(?:(?:let'?s |can we )?(?:start(?:ing)? (?:over|again|afresh|fresh|anew|new|from scratch)"
    r"|begin again|from scratch)"
    r"|reset(?: (?:everything|all|it|filters?|the filters?|my search|the search))?|new search"
    r"|(?:clear|forget|remove|drop|scratch|delete) (?:it all|everything|all(?: (?:of )?(?:that|this"
    r"|it|(?:the |my )?filters?))?"
    r"|(?:the |my )?filters))(?!\w)"
)
WAVED_AWAY = re.compile(
    r"\b(?:(?:clear|forget|remove|drop|scratch|delete) (?:that|this|about (?:it|that))"
    r"|never ?mind(?: (?:all )?(?:that|this))?(?=\s*(?:[,.;!]|$)))(?!\w)"
)
"""What was said is waved away: all of it, unless what follows only refines it ("never mind, by rating")."""

PRICE_WORDS = r"(?:prices?|price range|price limit|budget|costs?|money)"
ANY_PRICE = re.compile(
    rf"\b(?:any {PRICE_WORDS}|{PRICE_WORDS} (?:(?:really )?(?:does not|doesn't|doesnt|don't|is not|isn't)"
    rf"(?: really)? (?:matter|important|a (?:concern|problem|issue))|is (?:no|not an?) (?:object|issue"
    rf"|problem|concern)|no object)"
    rf"|(?:forget|drop|remove|ignore|lose|never ?mind|no matter|regardless of|clear|lift|skip"
    rf"|don't (?:care|mind) about)"
    rf" (?:about )?(?:the |my |its )?{PRICE_WORDS}(?: (?:limit|range|filter|cap))?"
    rf"|no {PRICE_WORDS}(?: limit)?|no limit"
    rf"|whatever (?:the |it )?{PRICE_WORDS})\b(?: is (?:fine|ok|okay|good))?"
)

_LET_GO = (
    r"\b(?:forget|drop|remove|ignore|lose|scratch|scrap|swap|replace|change|switch from|trade|undo"
    r"|(?:(?:does not|doesn't|doesnt|do not|don't|dont) (?:have|need) to|need not|needn't"
    r"|not necessarily)(?: be)?"
    r"|never ?mind|clear(?= (?:the|my)\b)|skip|(?:don't|dont|do not) (?:really )?care(?: about)?"
    r"|(?:does not|doesn't|doesnt|do not|don't) (?:really )?matter(?= (?:what|which)\b)|whatever(?= the\b)"
    r"|don't mind|instead of|rather than|in place of|no longer|no preference"
    r"(?: (?:on|for|about|in))?|regardless of|no matter)(?: about)?"
)
_OF_WHAT = r"(?: the| my| its| what| which| that it(?:'s| is)| it being)*\s+$"
LET_GO = re.compile(_LET_GO + _OF_WHAT)
LET_GO_NAME = re.compile(rf"(?:{_LET_GO}|\bclear){_OF_WHAT}")
"""Before a name, ``clear colour``; before a value, ``clear food containers``, it says how they look."""
LET_GO_SOMEWHERE = re.compile(_LET_GO)
ANY = re.compile(r"\b(?:any|all|whatever|whichever|every)(?: other)?\s+$")
DOES_NOT_MATTER = re.compile(
    r"\s*(?:really )?(?:does not|doesn't|doesnt|do not|don't|is not|isn't) (?:really )?(?:matter"
    r"|important)\b"
    r"|\s*(?:is|are) (?:not|un)\s?important\b"
)
EXCEPT = re.compile(r"\s*(?:but|except|other than|besides|apart from|excluding|save|rather than)\b")

NEGATION = re.compile(
    r"(?:\b(?:i|we|i'd|i would|that|which|but)\s+)?"
    r"(?:\b(?:no|not|non|never|without|except(?: for)?|excluding|exclude|besides|apart from"
    r"|other than|anything but|nor|neither"
    r"|avoid|(?:hate|dislike|loathe|detest)s?|allergic to|(?:sick|tired) of|not (?:a fan of|into|keen on)"
    r"|(?:any|all|every|everything|anything)(?: \w+)? but|nothing|minus"
    r"|skip(?:ping)?|rather not"
    r"|don't|dont|do not|doesn't|does not|isn't|is not|aren't|are not|can't stand|cannot stand|anti"
    r"|remove|drop|lose)\b|(?<!\w)-(?=\w))"
    r"(?:[\s-]+(?:want|like|need|love|show|me|be|being|include|have|wear|any|anything|something|the|a"
    r"|an|in|of|from|by|made|brand"
    r"|brands|color|colour|colors|colours|too|so|much|that|which|is|are|it|them|one|ones|these|those"
    r"|please|really|be|come"
    r"|with|to|see|for|made|as))*[\s-]*$"
)
_LEADS_IN = r"(?:(?:in|from|the|an?|any)\s+)?"
NEGATION_GOES_ON = re.compile(
    r"\b(?:no|not|without|neither|nor|never|except|avoid|don't (?:want|like))\s+"
    rf"{_LEADS_IN}(?!x+\b)\w+(?:,\s*(?!x+\b)\w+)*,?\s+(?:or|nor)\s+{_LEADS_IN}$"
)
"""``not brown or`` black: what this shop does not have is ruled out with what it has. Values stand as x."""
FREE_OF = re.compile(r"[ -]free\b(?! (?:shipping|delivery|returns?|gifts?|samples?)\b)")
ALSO = re.compile(
    r"\b(?:also|as well|too|add|additionally|plus|or also|include)\b|^\s*(?:or|and(?! now\b)|plus)\b"
)
OR_FIRST = re.compile(r"^\W*(?:n?or|and no)\b")
INSTEAD = re.compile(r"\binstead(?: of (?:that|this|those|these|them|it))?\b")
_SMALL_TALK = (
    r"good (?:morning|afternoon|evening|day|night)|how are you(?: doing)?(?: today)?|what'?s up"
    r"|(?:(?:many|no|nah|nope|but),? )?(?:thank you|thanks?|thx)"
    r"|that'?s (?:great|all|it|perfect|nice|good|fine|cool|ok(?:ay)?|awesome|amazing|wonderful)"
    r"|that is (?:all|fine|good)|so much|very much|a lot|(?:once )?again|as well"
    r"|(?:i )?(?:hope you )?(?:have|enjoy) (?:a |an |the |your )?(?:rest of (?:your|the) )?"
    r"(?:nice |great |good |lovely |wonderful )?(?:day|evening|night|weekend|one|time)"
    r"|you too|same to you|you'?re welcome|no (?:problem|worries)|i see|i understand|got it|makes sense"
    r"|(?:it |that |this )?(?:looks|sounds) (?:good|great|nice|interesting|fine|perfect)"
    r"|(?:it was )?(?:nice|pleasure|good) (?:to meet|meeting|talking (?:to|with)) you"
    r"|is (?:any|some)(?:one|body) (?:here|there)(?: to help(?: me)?)?|are you there"
    r"|who are you|are you (?:a )?(?:bot|robot|human|real)|what can you do"
    r"|for (?:all )?(?:your|the|you) (?:help|time|effort|kindness|suggestions?|service|patience|offer)"
    r"|for helping(?: me)?"
)
_SMALL_WORDS = (
    r"h+i+|h+e+l+o+|h+e+y+|hei|hiya|howdy|greetings|yo|cheers|(?:good)?bye|welcome"
    r"|ok(?:ay)?|great|cool|nice|perfect|awesome|excellent|wonderful|brilliant|amazing|lovely|interesting"
    r"|wow|a+h+|o+h+|hm+|yes|yeah|yep|no|nope|nah|sure|fine|alright|indeed|god|sir|madam|right"
    r"|there|everyone|everything|guys|anyway|too|and|but|your|effort|time|help"
)
# Each phrase is read once, the longer ones first: what repeats many of them costs no more.
GREETING = re.compile(rf"^\W*+(?:(?>(?:{_SMALL_TALK}|{_SMALL_WORDS})(?!\w))\W*+)++$|^\W{{2,}}$")
SHOP_QUESTION = re.compile(
    r"\b(?:return(?:s|ing)? (?:policy|policies|window|process|something|an? \w+)|refunds?"
    r"|exchange policy|shipping|deliver(?:y|ies)?(?: times?| costs?)?"
    r"|ship to|opening hours|open(?:ing)? (?:on|times?)|store hours|customer (?:service|support|care)"
    r"|contact (?:you|details)|phone number"
    r"|pay(?:ment)? (?:methods?|options?|with|by)|gift ?cards?|warranty|guarantee|track (?:my"
    r"|an) order|my order|cancel (?:my|an) order"
    r"|discounts?|coupon|promo(?: code)?|invoice|(?:debit|credit) cards?"
    r"|where are you (?:located|based)|physical store"
    r"|privacy policy|loyalty program(?:me)?)\b"
)
QUESTION = re.compile(r"\?|^\W*(?:what|how|do|does|can|could|where|when|is|are|who|may|which)\b")
SIMILAR = re.compile(
    r"\b(?:similar|(?:more|something|anything|one|others?) like"
    r" (?:this|that|these|those|it|the (?:\w+ one|last|first|second|third|fourth|fifth)|number \w+)"
    r"|alternatives? to)\b"
)
COMPARE = re.compile(
    r"\bcompare|\bcomparison|\bdifferences? between|\b(?:versus|vs)\b|\bwhich (?:one )?is (?:better|best)\b"
)
REFINES = re.compile(
    r"^\W*(?:(?:actually|ok(?:ay)?|hmm+|yes|no|well|and|but|also|maybe|please|now|just|then|great"
    r"|thanks|nice|sorry|so)\W+)*"
    r"(?:in|under|below|over|above|up to|less|more|max|min|only|with(?:out)?|for|not?|instead"
    r"|what about|how about|or|make (?:it|that|them)"
    r"|do you have (?:it|them|that|those|any)|have you got (?:it|them)|show me (?:the )?(?:ones?|them"
    r"|those)|an?\s+\w+\s+ones?|any|cheap(?:er|est)"
    r"|the (?:\w+ )?ones?|them|those|these|from|between|around|forget|drop|remove|sort"
    r"|something (?:else|more|less|cheaper))\b"
)
LEAD_IN = re.compile(
    r"^\W*(?:(?:hi|hello|hey|please|ok(?:ay)?|well|so|actually|there|and|but|then|now)\b\W*|(?:can"
    r"|could|would|will) (?:you|i|we)(?: please)?\b\W*"
    r"|(?:show|find|get|give|recommend|suggest|pick|bring|help)(?: (?:me|us))?(?: (?:find|some|a few"
    r"|with))?\b\W*"
    r"|(?:i'm|i am|im|we're|we are|i was|i've been)\s+(?:looking for|searching for|after|shopping for"
    r"|interested in(?: (?:buying|acquiring))?|in need of|hoping (?:for|to (?:find|buy|get)))\b\W*"
    r"|(?:i|we)(?:'d| would)? (?:really )?(?:want|need|like|love|have|wish)(?: to (?:buy|get|see|find"
    r"|purchase|have|order))?\b\W*"
    r"|(?:looking|searching|shopping) for\b\W*|(?:do|have) you (?:have|got|sell|carry"
    r"|stock)(?: (?:any|some))?\b\W*|(?:what|how) about\b\W*"
    r"|(?:to (?:spend|buy|get)(?: on)?)\b\W*|i'd like(?: to (?:buy|see|get))?\b\W*|make (?:it"
    r"|that)\b\W*|on\b\W*)+"
)
