"""Default answers: sensible for the product's own protocol, the same for the same request."""

from __future__ import annotations

import json
import re
from typing import Any

from .chat_request import asked, messages_of, text_of
from .schema_example import example
from .script import Body

_LINE = re.compile(r"^\[([A-T])\][ \t]*(.*)$", re.MULTILINE)
_TITLE_END = re.compile(r"\s+[|·—–-]\s+|[|;\t]|\s\(|: ")
_PUNCTUATION = re.compile(r"""[.!?,;:"“”()\[\]{}<>*_#`]+""")
OPENING = "Here is what fits what you asked for."


def candidates(body: Body) -> dict[str, str]:
    """Handle and line of each candidate, in the order of the last message that lists any."""
    for message in reversed(messages_of(body)):
        if message.get("role") == "assistant":
            continue
        found: dict[str, str] = {}
        for handle, line in _LINE.findall(text_of(message)):
            found.setdefault(handle, line)
        if found:
            return found
    return {}


def title_of(line: str) -> str:
    """The words of a candidate line's title; whatever holds a digit stays out."""
    title = _TITLE_END.split(line.strip(), maxsplit=1)[0]
    words = [word for word in title.split() if not any(letter.isdigit() for letter in word)]
    return " ".join(_PUNCTUATION.sub(" ", " ".join(words)).split()[:12])


def order(body: Body) -> list[str]:
    """The handles of the prompt, the third one moved to the front."""
    handles = list(candidates(body))
    return [handles[2], *handles[:2], *handles[3:]] if len(handles) > 2 else handles


def sentence(handle: str, line: str) -> str:
    title = title_of(line) or "This one"
    return f"[{handle}] {title} fits the request."


def narration(body: Body) -> str:
    lines = [sentence(handle, line) for handle, line in candidates(body).items()]
    return "\n".join([OPENING, *lines])


def structured(body: Body, schema: dict[str, Any] | None) -> str:
    """The order under the schema's name for it; where nothing is listed, the smallest example."""
    handles = order(body)
    properties = (schema or {}).get("properties", {})
    name = "order" if "order" in properties or not properties else _only_array(properties)
    if handles and name:
        return json.dumps({**(example(schema) if properties else {}), name: handles})
    return json.dumps(example(schema) if schema else {"order": handles})


def _only_array(properties: dict[str, Any]) -> str:
    arrays = [name for name, value in properties.items() if value.get("type") == "array"]
    return arrays[0] if len(arrays) == 1 else ""


def default_text(body: Body) -> str:
    wanted = asked(body)
    return narration(body) if wanted.form == "text" else structured(body, wanted.schema)
