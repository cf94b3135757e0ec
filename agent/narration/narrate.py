"""The streamed call, parsed as it comes and checked sentence by sentence."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING

from agent.errors import ModelFailure
from agent.models.calls import call_config, guard_for, with_token_limit
from agent.models.endings import finish_reason, require_whole
from agent.models.guard import Guard
from agent.models.prompting import as_runnable, label, prompt_use
from agent.narration.briefs import brief, taken
from agent.narration.facts import TOKENS
from agent.narration.grounding import Grounding
from agent.narration.leaks import Secret
from agent.narration.parsing import NarrationParser
from agent.settings import AgentSettings
from agent.types import NarrationCounts, PromptUse, Sentence, Shortlist
from prompts.loader import Prompt

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessageChunk
    from langchain_core.prompt_values import ChatPromptValue
    from langchain_core.runnables import Runnable, RunnableConfig

log = logging.getLogger(__name__)

CLAIM_LENGTH = 200
"""Characters of a claim that a trace keeps."""


class ModelNarrator:
    """Satisfies :class:`agent.ports.Narrator` over one chat model."""

    def __init__(
        self,
        model: BaseChatModel,
        prompt: Prompt,
        settings: AgentSettings,
        *,
        guard: Guard | None = None,
        room: int = TOKENS,
    ) -> None:
        """``room``: tokens that the facts of one product may take."""
        self._room = room
        self._model = with_token_limit(model, prompt.front.parameters.max_output_tokens)
        self._prompt = prompt
        self._use = prompt_use(prompt)
        self._secret = Secret("\n".join(text for role, text in prompt.template.messages if role == "system"))
        self._rendered: Runnable[Mapping[str, str], ChatPromptValue] | None = None
        self.guard = guard or guard_for(label(self._use), settings)

    @property
    def prompt(self) -> PromptUse:
        """The prompt file in use."""
        return self._use

    def narrate(self, shortlist: Shortlist, config: RunnableConfig) -> ModelNarration:
        """The sentences of one narration; the call begins with the first one asked for."""
        return ModelNarration(shortlist, self._texts(shortlist, config), label(self._use), self._secret)

    async def _texts(self, shortlist: Shortlist, config: RunnableConfig) -> AsyncGenerator[str]:
        self.guard.require_way()
        if self._rendered is None:
            self._rendered = as_runnable(self._prompt)
        # The model itself, not `prompt | model`: a sequence makes a task of every token and adds each of them
        # up for its trace, which is what half of a token's way through here would cost.
        asked = self._rendered.invoke(
            taken(self._prompt, brief(shortlist, range(len(shortlist.items)), self._room))
        )
        configured = call_config(config, "narrate", self._use)
        answer = partial(self._model.astream, asked, configured)
        async with aclosing(self.guard.stream(lambda: spoken(answer()))) as texts:
            async for text in texts:
                yield text


class ModelNarration:
    """Satisfies :class:`agent.ports.Narration`."""

    def __init__(self, shortlist: Shortlist, texts: AsyncGenerator[str], name: str, secret: Secret) -> None:
        self._name = name
        self._secret = secret
        self._leaked = 0
        self._texts = texts
        self._parser = NarrationParser([shortlist.handle(i) for i in range(len(shortlist.items))])
        self._grounding = Grounding(shortlist)
        self._read_of: set[int] = set()
        self._ungrounded: dict[int, None] = {}
        self._claims: list[tuple[int | None, str]] = []
        self._sentences = self._read()

    @property
    def counts(self) -> NarrationCounts:
        """What was held back so far."""
        held = self._parser.held
        return NarrationCounts(
            ungrounded=tuple(self._ungrounded),
            claims=tuple(self._claims),
            unknown=held.unknown,
            repeated=held.repeated,
            stray=held.stray,
            leaked=self._leaked,
        )

    def __aiter__(self) -> ModelNarration:
        return self

    async def __anext__(self) -> Sentence:
        """The next sentence that is borne out. Raises ModelFailure."""
        return await anext(self._sentences)

    async def aclose(self) -> None:
        """End the model call."""
        await self._sentences.aclose()
        await self._texts.aclose()

    async def _read(self) -> AsyncGenerator[Sentence]:
        try:
            async for text in self._texts:
                for sentence in self._checked(self._parser.feed(text)):
                    yield sentence
                self._read_ahead()
            for sentence in self._checked(self._parser.end()):
                yield sentence
        finally:
            await self._texts.aclose()

    def _read_ahead(self) -> None:
        """The facts of the product that a sentence has begun about, while the model is still at it."""
        position = self._parser.speaks_of
        if position is not None and position not in self._read_of:
            self._read_of.add(position)
            self._grounding.prepare(position)

    def _checked(self, sentences: list[Sentence]) -> list[Sentence]:
        kept: list[Sentence] = []
        for sentence in sentences:
            if self._secret.given_away(sentence.text):
                self._leaked += 1
                log.warning("%s: a sentence that repeats the instructions was held back", self._name)
                continue
            claim = self._grounding.unsupported(sentence)
            if claim is None:
                kept.append(sentence)
            else:
                self._ungrounded[-1 if sentence.position is None else sentence.position] = None
                self._claims.append((sentence.position, claim[:CLAIM_LENGTH]))
                log.info("%s: a sentence claims %r, which its facts do not bear out", self._name, claim)
        return kept


async def spoken(chunks: AsyncIterator[BaseMessageChunk]) -> AsyncGenerator[str]:
    """The text of a streamed answer, piece by piece; reasoning is not text.

    Raises:
        ModelFailure: nothing was said, or the end came without a finish reason or with a bad one.
    """
    finish: str | None = None
    said = False
    try:
        async for chunk in chunks:
            finish = finish_reason(chunk) or finish
            if text := _text(chunk):
                said = said or not text.isspace()
                yield text
    finally:
        close = getattr(chunks, "aclose", None)
        if close is not None:
            await close()
    if finish is None:
        raise ModelFailure("model_error", "The model's answer broke off without a finish reason.")
    require_whole(finish)
    if not said:
        raise ModelFailure("model_error", "The model's answer was empty.")


def _text(chunk: BaseMessageChunk) -> str:
    content = chunk.content
    if isinstance(content, str):
        return content
    parts = (part if isinstance(part, str) else part.get("text") for part in content)
    return "".join(part for part in parts if isinstance(part, str))
