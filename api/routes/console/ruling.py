"""The rules: read, tried out, and put in force."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from api.house import House, house_of
from api.pages.console.access import Form, Posted, Visitor, console_page
from api.pages.refusals import ConsoleRoute
from api.problems import Problem
from api.routes.rules import PreviewBody, previewed
from retrieval.errors import RulesError, SettingsError
from retrieval.ranking.preview import Change, lines
from retrieval.ranking.reasons import NOT_WORDS
from retrieval.ranking.rules.editing import current, former, former_text, replace, why_not
from retrieval.ranking.rules.load import compiled
from retrieval.types import Constraints

router = APIRouter(prefix="/console/rules", include_in_schema=False, route_class=ConsoleRoute)
SURFACES = ("search", "chat", "home", "category", "product", "cart", "similar", "goes_with")
LIMIT = 12
_BLANK = {
    "text": "",
    "seen": "",
    "query": "",
    "surface": "search",
    "product": "",
    "ranking": "",
    "former": "",
}


@router.get("")
async def rules(
    request: Request,
    session: Visitor,
    former_name: Annotated[str, Query(alias="former", max_length=80)] = "",
    pin: Annotated[str, Query(max_length=256)] = "",
    ranking: Annotated[str, Query(max_length=256)] = "",
    query: Annotated[str, Query(max_length=400)] = "",
    surface: Annotated[str, Query(max_length=64)] = "search",
    saved: str = "",
) -> Response:
    """The text in force, a former one, or that in force with one more pin; ``ranking``: tried on a list."""
    path = house_of(request).retrieval.rules.path
    held = await asyncio.to_thread(current, path)
    text = held.text
    if former_name:
        found = await asyncio.to_thread(former_text, path, former_name)
        if found is None:
            raise Problem("not-found", "This former text is not kept.")
        text = found
    form = {"text": text, "seen": held.digest, "query": query, "former": former_name}
    form["surface"] = surface if surface in SURFACES else "search"
    if ranking:
        served = await asyncio.to_thread(house_of(request).retrieval.rankings.get, ranking)
        if served is None:
            raise Problem("not-found", "No list has this id.")
        form |= {"ranking": ranking, "query": served.query.text[:400], "surface": served.query.surface}
    if pin:
        form["text"] = _with_pin(text, pin, form["query"], form["surface"])
    if pin or (ranking and not saved):
        return await _shown(request, session, form, tried=True)
    return await _shown(request, session, form, saved=saved == "1")


@router.post("")
async def change(request: Request, session: Visitor, form: Posted) -> Response:
    """Try the text out, or put it in force."""
    if form.get("do") == "words":
        # Away from the list, with its words to begin with.
        form = {**form, "ranking": ""}
    if form.get("do") != "save":
        return await _shown(request, session, form, tried=True)
    house = house_of(request)
    path = house.retrieval.rules.path
    refusal = why_not(path)
    if path is None or refusal is not None:
        return await _shown(request, session, form, wrong=refusal, status=409)
    try:
        await asyncio.to_thread(replace, path, form.get("text", ""), form.get("seen", ""))
    except (RulesError, SettingsError) as error:
        return await _shown(request, session, form, wrong=error.message, status=422)
    await asyncio.to_thread(house.retrieval.rules.reload)
    tried_on = {name: form[name][:400] for name in ("query", "surface", "ranking") if form.get(name)}
    return RedirectResponse(f"/console/rules?{urlencode({'saved': 1, **tried_on})}", status_code=303)


async def _shown(
    request: Request,
    session: Visitor,
    form: Form,
    *,
    tried: bool = False,
    wrong: str | None = None,
    saved: bool = False,
    status: int = 200,
) -> Response:
    house = house_of(request)
    found: dict[str, Any] = {"changes": [], "never_met": [], "moved": 0}
    if tried:
        try:
            found = await _tried(house, form)
        except RulesError as error:
            wrong, status = error.message, 422
        except Problem as problem:
            wrong, status = problem.detail, 422
    path = house.retrieval.rules.path
    return console_page(
        request,
        session,
        "rules.html",
        status=status,
        form={**_BLANK, **form},
        tried=tried and wrong is None,
        wrong=wrong,
        saved=saved,
        found=found,
        version=house.retrieval.rules().version,
        problem=house.retrieval.rules.problem,
        name=path.name if path is not None else "The bundled rules",
        why_not=why_not(path),
        former=former(path)[:20],
        surfaces=SURFACES,
    )


async def _tried(house: House, form: Form) -> dict[str, Any]:
    """Before and after. Raises RulesError, Problem, StorageUnavailable."""
    compiled(form.get("text", ""), "rules.toml")
    surface = form.get("surface", "search")
    try:
        body = PreviewBody(
            rules=form.get("text", ""),
            ranking_id=form.get("ranking", "").strip() or None,
            query=form.get("query", ""),
            product_id=form.get("product", "").strip() or None,
            surface=surface if surface in SURFACES else "search",
            limit=LIMIT,
        )
    except ValidationError:
        raise RulesError("What the rules are to be tried on cannot be used.") from None
    found = await previewed(house, body)
    changes = [Change.model_validate(change) for change in found["changes"]]
    rows = [
        (change.product_id, *line, change.before != change.after)
        for change, line in zip(changes, lines(changes), strict=True)
    ]
    moved = sum(change.before != change.after for change in changes)
    understood = found.get("understood")
    meant = Constraints.model_validate(understood["constraints"]) if understood is not None else None
    return {**found, "changes": rows, "moved": moved, "meant": meant}


def _with_pin(text: str, product_id: str, query: str, surface: str) -> str:
    """The text and one more table at its end, ready to be looked at: for these words, or for this page."""
    words = sorted({word for word in query.casefold().split() if word.isalnum() and word not in NOT_WORDS})
    wanted = f"query = [{', '.join(map(_toml, words))}]\n" if words else f"surfaces = [{_toml(surface)}]\n"
    name = _toml(f"Pin for {query or surface.replace('_', ' ')}"[:60])
    return f"{text.rstrip()}\n\n[[pins]]\nname = {name}\nproduct = {_toml(product_id)}\nslot = 1\n{wanted}"


def _toml(text: str) -> str:
    """A basic string: what JSON escapes is what TOML does, and one more."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
