"""What stops an evaluation before it has a result.

AisleError
└── EvaluationError
    ├── DatasetError        a file or folder that is missing or not in the shape it must have
    ├── GateError           a ``--gate`` that cannot be read, or names no metric of this command
    ├── SuiteError          a suite, its cases or its systems cannot be used
    ├── NotEnough           a run that says too little: a cassette is missing, or the data does not decide
    ├── MissingExtra        a package that only evaluation needs is not installed
    ├── BenchFailed         the thing to be measured did not run
    └── SimulationFailed    the simulated shop did not do what it must
"""

from __future__ import annotations

from retrieval.errors import AisleError


class EvaluationError(AisleError):
    """There is no result, and why."""

    code = 2
    """What the command exits with."""


class DatasetError(EvaluationError):
    """The data to evaluate on cannot be read."""


class GateError(EvaluationError):
    """A gate that can neither hold nor fail."""


class SuiteError(EvaluationError):
    """A suite file, one of its cases, or a system it names cannot be used; says where."""


class NotEnough(EvaluationError):
    """There is no verdict to be had: an answer that was to be replayed was never recorded."""

    code = 3


class MissingExtra(EvaluationError):
    """A package of the evaluation extra is not installed."""

    def __init__(self, package: str, needed_for: str) -> None:
        super().__init__(
            f"{needed_for} needs the package {package}, which the service does not: "
            "install it with: pip install 'aisle[eval]'"
        )


class BenchFailed(EvaluationError):
    """What was to be measured did not start, or gave a wrong answer."""


class SimulationFailed(EvaluationError):
    """The simulated shop lost something on the way."""
