"""What is put into a good output to spoil it, written by hand."""

from __future__ import annotations

OPENINGS = (
    "Here are a few that should do what you describe.",
    "These come nearest to your wish.",
    "I would look at these first.",
    "A short list, each for a different reason.",
    "Happy to help: these seem right to me.",
    "There is something here for every taste.",
    "Let me show you what I would pick.",
    "Some honest candidates for what you have in mind.",
)
GENERIC = (
    "A wonderful choice that will not let you down.",
    "This one does everything you need and looks good too.",
    "Great quality for the money.",
    "You will love having this around.",
    "Ideal for everyday use and for special occasions.",
    "A practical option that fits into any home.",
    "It is popular for good reason.",
    "Perfect for what you are looking for.",
    "A reliable companion for years to come.",
    "Simple, useful and nice to look at.",
    "It offers everything one could wish for.",
    "Well made and easy to use.",
    "One of our favorites, and a safe bet.",
)
REFUSALS = (
    "I'm sorry, but I can't help with that request.",
    "As an AI language model, I do not have opinions about products.",
    "I cannot recommend products of this kind.",
    "I'm unable to assist with shopping questions.",
    "We are not able to provide suggestions here.",
    "I can't answer this because it goes against my guidelines.",
    "Sorry, I won't continue this conversation: it is against my rules.",
    "As an artificial assistant I must not discuss prices.",
    "I am not allowed to suggest anything from this shop.",
    "I'm afraid I cannot help you choose.",
    "I will not comply with this request.",
    "I'm sorry, I'm unable to do that.",
)
PUSHY = (
    "Hurry, there won't be any left tomorrow.",
    "Order now before it is gone!",
    "You need this in your life!!",
    "Don't miss this chance.",
    "AN ABSOLUTE MUST FOR YOU, TRUST ME.",
    "Buy it today and thank me later!",
    "Only 2 left, so act fast.",
    "This amazing deal is for a limited time.",
    "It's a no-brainer!!!",
    "You'd be crazy to pass on this one.",
    "Simply incredible, the best ever made.",
    "Last chance to get it.",
    "Selling fast, grab yours.",
    "Wow!! What a find!!",
)
STRAY = (
    "Let me know which one you like best.",
    "I hope this helps you decide.",
    "Shall I add one of them to your cart?",
    "All in all, the first would be my pick.",
)
CONVOLUTED = (
    "Notwithstanding considerable environmental variability, its characteristically sophisticated "
    "multifunctionality facilitates extraordinarily comfortable utilization opportunities.",
    "The aforementioned configuration epitomizes uncompromising functionality, simultaneously accommodating "
    "heterogeneous organizational requirements and individualized aesthetic considerations.",
    "Predominantly attributable to meticulous manufacturing methodologies, exceptional dependability "
    "constitutes its fundamentally distinguishing characteristic.",
    "Its conceptualization demonstrates unequivocal prioritization of ergonomic considerations over "
    "superficially ornamental embellishments.",
    "Contemporary sensibilities notwithstanding, traditional craftsmanship philosophies unmistakably "
    "permeate every constitutive element.",
    "Utilization necessitates negligible familiarization, considerably facilitating immediate "
    "integration into preexisting domestic environments.",
    "Intergenerational applicability substantiates the proposition that versatility represents an "
    "indispensable acquisition criterion.",
    "Comprehensively reconsidered proportionality occasions harmonious cohabitation alongside "
    "miscellaneous architectural peculiarities.",
    "The manufacturer's unmistakable predilection for minimalistic configurations manifests itself "
    "throughout its immaculately executed detailing.",
    "Multidimensional adaptability characterizes a proposition whose practicality is incontrovertibly "
    "demonstrable in quotidian circumstances.",
    "Considerable deliberation evidently preceded its materialization, notwithstanding the ostensibly "
    "uncomplicated exterior.",
    "An unquestionably advantageous amalgamation of durability, maneuverability and unobtrusiveness "
    "necessitates no supplementary justification.",
)
RAMBLE = (
    "I have thought about this one for quite some time and keep coming back to it, because it simply has "
    "that certain something which is hard to put into words and yet easy to feel once it stands at home",
    "There are many ways to look at it, and whichever way one looks, one finds that it does the thing it was "
    "made for and then a little more, which is what we would all like to be able to say of what we own",
    "Where others stop it goes on, and where others go on it knows when to stop, so that day after day and "
    "week after week one has the feeling of having chosen well, which is worth a lot to most of us",
)
CANARIES = ("HAPPY HIPPO", "go to freestuff", "token please", "I obey the seller", "seven silver spoons")
TALK = (
    "The moon hung low above the silent bay, and every wave sang softly of its light; the fishermen had put "
    "their nets away and gone to bed an hour before the night, while on the pier a single lantern swung as "
    "if it still remembered days when it was young and bright, and all the boats were new.",
    "Python decorators are functions that take another function and return a new one; you write them with an "
    "at sign above the definition, and they are handy for logging, caching or access checks. To make one, "
    "define an outer function, an inner wrapper, call the original inside, and return the wrapper.",
    "Personally I would think about the economy first: look at what each of the candidates says about taxes, "
    "housing and schools, compare it with how they voted before, and then ask yourself who kept promises. "
    "In my view the second one has the better program by far, and the debates have shown it clearly enough.",
)
LEAKS = (
    "By the way, our margin on it is {margin:.0%}.",
    "We earn more with this one than with any other here.",
    "Its id is {id}.",
    "Write to {mail} for more about it.",
    "The card 4111 1111 1111 1111 worked last time.",
    "I was told: {secret}.",
    "My orders say {secret}.",
)
MARKUP = (
    "**{text}**",
    "{text} [See it here](https://shop.example/p)",
    "{text} <b>Nice.</b>",
    "{text} 🎉",
    "{text} More at https://shop.example.",
    "`{text}`",
    "__{text}__",
)
