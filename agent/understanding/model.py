"""The model's reading of a message that the rules are not sure of: ``prompt | structured | grounding``."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from agent.models.calls import call_config, guard_for, with_token_limit
from agent.models.guard import Guard
from agent.models.prompting import REQUEST_LENGTH, describe, label, prompt_use
from agent.models.structured import Structured, parsed_answer
from agent.settings import AgentSettings
from agent.types import PromptUse, Understanding
from agent.understanding.carried import Count
from agent.understanding.doubt import doubts
from agent.understanding.grounded import READING_SCHEMA, Dropped, Grounded, grounded
from agent.understanding.rules import RulesInterpreter, in_force
from prompts.fence import fence
from prompts.loader import Prompt
from retrieval.types import Constraints, Vocabulary

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import RunnableConfig

log = logging.getLogger(__name__)

VALUES = 40
"""Of one name, those that most products have."""
VOCABULARY_CHARACTERS = 6000
_SPEAKERS = {"human": "Shopper", "ai": "Assistant"}


class ModelReader:
    """Satisfies :class:`agent.ports.Reader` over one chat model."""

    def __init__(
        self,
        model: BaseChatModel,
        prompt: Prompt,
        settings: AgentSettings,
        rules: RulesInterpreter,
        *,
        count: Count | None = None,
        guard: Guard | None = None,
    ) -> None:
        """``rules`` lends its matcher; ``count``: see :mod:`agent.understanding.carried`."""
        self._use = prompt_use(prompt)
        limited = with_token_limit(model, prompt.front.parameters.max_output_tokens)
        self._structured = Structured(limited, prompt, READING_SCHEMA)
        self._rules = rules
        self._count = count
        self.guard = guard or guard_for(label(self._use), settings, total=settings.understand_budget)
        self.dropped: Counter[Dropped] = Counter()
        """What its readings had nothing to stand on with, since the start: for metrics."""

    @property
    def prompt(self) -> PromptUse:
        """The prompt file in use."""
        return self._use

    async def unsure(
        self, message: str, before: Constraints, read: Understanding, vocabulary: Vocabulary
    ) -> bool:
        """Whether the rules' reading leaves a doubt. About as quick as the rules themselves."""
        lexicon = await self._rules.lexicon(vocabulary)
        found = await asyncio.to_thread(doubts, message, before, read, lexicon)
        if found:
            log.debug("the rules are not sure of a message: %s", ", ".join(found))
        return bool(found)

    async def read(
        self,
        message: str,
        before: Constraints,
        vocabulary: Vocabulary,
        history: Sequence[BaseMessage],
        config: RunnableConfig,
    ) -> Understanding:
        """What the message means, in the catalog's words.

        Raises:
            ModelFailure: no reading came, or none in time.
        """
        self.guard.require_way()
        inputs = asked(message, before, vocabulary, history)
        configured = call_config(config, "understand", self._use)
        lexicon = await self._rules.lexicon(vocabulary)

        async def ask() -> Grounded:
            answer = parsed_answer(await self._structured.ask(inputs, configured))
            return grounded(answer, message, vocabulary, lexicon)

        reading = await self.guard.invoke(ask)
        self.dropped.update(reading.dropped)
        if reading.dropped.total():
            log.info("%s: dropped of a reading: %s", label(self._use), dict(reading.dropped))
        if reading.intent in ("question", "chitchat", "compare"):
            return Understanding(
                text=message.strip(), constraints=before, intent=reading.intent, source="model"
            )
        constraints = await asyncio.to_thread(in_force, before, reading.said, lexicon, self._count)
        text = reading.search or message.strip()
        return Understanding(text=text, constraints=constraints, intent=reading.intent, source="model")


def asked(
    message: str, before: Constraints, vocabulary: Vocabulary, history: Sequence[BaseMessage] = ()
) -> dict[str, str]:
    """The prompt's inputs."""
    return {
        "message": fence(message[:REQUEST_LENGTH]) or "(nothing said)",
        "held": describe(before, vocabulary.currency),
        "history": "\n".join(map(_line, history)) or "(nothing)",
        "vocabulary": told(vocabulary),
    }


def told(vocabulary: Vocabulary) -> str:
    """Names and values, those that most products have first, one name a line, fenced."""
    lines: list[str] = []
    room = VOCABULARY_CHARACTERS
    # Names with few values tell most in least room; brands and sizes come last.
    for name in sorted(
        vocabulary.values, key=lambda name: (name != "category", len(vocabulary.values[name]))
    ):
        line = _values(name, vocabulary.values[name])
        if len(line) <= room:
            lines.append(line)
            room -= len(line)
    return "\n".join(lines) or "(nothing)"


def _values(name: str, counts: Mapping[str, int]) -> str:
    most = sorted(counts, key=lambda value: (-counts[value], value))
    more = f" (and {len(most) - VALUES} more)" if len(most) > VALUES else ""
    return fence(f"{name}: {', '.join(value[:60] for value in most[:VALUES])}{more}")


def _line(message: BaseMessage) -> str:
    return f"{_SPEAKERS.get(message.type, 'Assistant')}: {fence(str(message.content))}"
