"""Everything that can go wrong with a prompt.

PromptError                 one clear line, and the way out
├── PromptNotFound          no such prompt, or no such version of it
├── PromptInvalid           a prompt file that cannot be read as one
├── PromptChanged           a released version whose bytes are not the released ones
└── PromptInputsWrong       rendered with inputs it does not take, or without those it needs
"""


class PromptError(Exception):
    """Base of every error of this room. ``message`` is one line a person can act on."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class PromptNotFound(PromptError):
    """No such prompt, or no such version of it."""


class PromptInvalid(PromptError):
    """A prompt file that cannot be read as one."""


class PromptChanged(PromptError):
    """A released version is immutable: what has changed is a new version."""


class PromptInputsWrong(PromptError):
    """Missing or extra inputs."""
