"""The log of a run: one line a performance, added as it ends. Killed on the way, a run goes on from there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from eval.errors import SuiteError
from eval.runs.performance import Performance


class RunLog:
    """Lines in a file; the first names what is run, the last says that it was finished."""

    def __init__(self, path: Path, digest: str) -> None:
        """``digest``: of the suite, its cases, its systems and their prompts: another one is another run."""
        self.path = path
        self._digest = digest

    def open(self) -> dict[str, Performance]:
        """What an unfinished run of the same kind has left, by key; otherwise the log begins anew.

        Raises:
            SuiteError: the file cannot be written, or is no log.
        """
        try:
            found = dict(self._left())
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lines = [json.dumps({"run": self._digest}), *(each.model_dump_json() for each in found.values())]
            half = self.path.with_name(f"{self.path.name}.half")
            half.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            half.replace(self.path)
        except OSError as error:
            raise SuiteError(f"{self.path}: cannot be written ({error.strerror})") from None
        return found

    def add(self, performance: Performance) -> None:
        """One more line, on its way to the disk before this returns."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{performance.model_dump_json()}\n")

    def finish(self) -> None:
        """The run is over."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write('{"finished": true}\n')

    def _left(self) -> Iterator[tuple[str, Performance]]:
        if not self.path.exists():
            return
        lines = self.path.read_text(encoding="utf-8", errors="replace").removesuffix("\n").split("\n")
        if not lines or lines[0] != json.dumps({"run": self._digest}) or lines[-1].startswith('{"finished"'):
            return
        for number, line in enumerate(lines[1:], start=2):
            try:
                performance = Performance.model_validate_json(line)
            except ValidationError:
                if number == len(lines):
                    return  # Cut off while it was written.
                raise SuiteError(f"{self.path}:{number}: is no line of a run; delete the file") from None
            yield performance.key, performance
