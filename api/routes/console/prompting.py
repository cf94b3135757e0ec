"""Prompt files: versions, what changed between them, and how they scored."""

from __future__ import annotations

import asyncio
import difflib
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.house import house_of
from api.pages.console.access import Visitor, console_page
from api.pages.console.scores import FOLDER, suite_scores
from api.pages.refusals import ConsoleRoute
from api.problems import Problem
from prompts.errors import PromptError
from prompts.loader import TEMPLATES, active, load, names, versions

router = APIRouter(prefix="/console/prompts", include_in_schema=False, route_class=ConsoleRoute)
Version = Annotated[str, Query(max_length=20)]


@router.get("")
async def prompts(request: Request, session: Visitor) -> Response:
    """Every version of every prompt, the live ones marked."""
    folder = house_of(request).retrieval.settings.data_dir
    listed = await asyncio.to_thread(lambda: [(name, list(_versions(name))) for name in names()])
    scores = await asyncio.to_thread(suite_scores, folder)
    return console_page(request, session, "prompts.html", listed=listed, scores=scores, folder=FOLDER)


@router.get("/{name}")
async def prompt(
    request: Request, session: Visitor, name: str, version: Version = "", against: Version = ""
) -> Response:
    """One version as it stands; ``against`` another: what differs, line by line."""
    try:
        shown = load(name, version or None)
        other = load(name, against) if against else None
    except PromptError as error:
        raise Problem("not-found", error.message) from None
    diff = list(_diff(_text(name, other.version), _text(name, shown.version))) if other is not None else []
    return console_page(
        request,
        session,
        "prompt.html",
        prompt=shown,
        other=other,
        diff=diff,
        text=_text(name, shown.version),
        versions=versions(name),
    )


def _versions(name: str) -> Iterator[dict[str, Any]]:
    live = active(name=name)
    found = versions(name)
    for before, version in zip((None, *found), found, strict=False):
        loaded = load(name, version)
        yield {
            "version": version,
            "live": version == live,
            "released": loaded.released,
            "sha256": loaded.sha256,
            "changed": loaded.front.changed,
            "before": before,
        }


def _text(name: str, version: str) -> str:
    return (TEMPLATES / name / f"{version}.md").read_text(encoding="utf-8")


def _diff(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Lines, each with what became of it: ``+``, ``-``, ``@`` or a blank."""
    for line in list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm=""))[2:]:
        yield line[:1], line[1:] if line[:1] != "@" else line
