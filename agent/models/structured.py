"""``prompt | model.with_structured_output(…)``, in the first way that a model does not refuse."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from agent.models.endings import finish_reason, require_whole
from agent.models.failures import status_of
from agent.models.prompting import as_runnable, label, prompt_use
from prompts.loader import Prompt

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable, RunnableConfig

log = logging.getLogger(__name__)

Method = Literal["json_schema", "function_calling", "json_mode"]
METHODS: tuple[Method, ...] = ("json_schema", "function_calling", "json_mode")


class Structured:
    """One prompt and one schema over one chat model."""

    def __init__(self, model: BaseChatModel, prompt: Prompt, schema: Mapping[str, Any]) -> None:
        """``schema``: JSON schema, so that an answer which breaks it can still be repaired."""
        self._model = model
        self._prompt = prompt
        self._schema = dict(schema)
        self._methods: tuple[Method, ...] = METHODS
        self._chains: dict[Method, Runnable[Any, Any]] = {}

    @property
    def method(self) -> Method:
        """How structure is asked for: the first way that this model has not refused."""
        return self._methods[0]

    async def ask(self, inputs: Mapping[str, str], config: RunnableConfig) -> Any:
        """The answer with its raw message; each way is tried until one is not refused with 400."""
        refused: Exception | None = None
        for method in self._methods:
            try:
                answer = await self._chain(method).ainvoke(dict(inputs), config)
            except Exception as error:
                if status_of(error) != 400:
                    raise
                refused = error
                continue
            if method != self.method:
                name = label(prompt_use(self._prompt))
                log.warning("%s: the model refuses %s; from now on %s", name, self.method, method)
                self._methods = METHODS[METHODS.index(method) :]
            return answer
        assert refused is not None
        raise refused

    def _chain(self, method: Method) -> Runnable[Any, Any]:
        if method not in self._chains:
            takes = inspect.signature(self._model.with_structured_output).parameters
            options: dict[str, Any] = {"include_raw": True}
            if "method" in takes:
                options["method"] = method
            if "strict" in takes and method != "json_mode":
                options["strict"] = True
            structured = self._model.with_structured_output(self._schema, **options)
            self._chains[method] = as_runnable(self._prompt) | structured
        return self._chains[method]


def parsed_answer(answer: Any) -> object:
    """What a structured answer holds (``include_raw``: raw, parsed, parsing_error); None where nothing.

    Raises:
        ModelFailure: it holds only a beginning: cut JSON is parsed without a word.
    """
    if not isinstance(answer, dict):
        return None
    raw = answer.get("raw")
    finish = finish_reason(raw) if raw is not None else None
    if finish is not None:
        require_whole(finish, called=True)
    return answer.get("parsed")
