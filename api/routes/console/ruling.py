"""The rules: read, tried out, and put in force."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated, Any

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

router = APIRouter(prefix="/console/rules", include_in_schema=False, route_class=ConsoleRoute)
SURFACES = ("search", "chat", "home", "category", "product", "cart", "similar", "goes_with")
LIMIT = 12
_BLANK = {"text": "", "seen": "", "query": "", "surface": "search", "product": "", "former": ""}


@router.get("")
async def rules(
    request: Request,
    session: Visitor,
    former_name: Annotated[str, Query(alias="former", max_length=80)] = "",
    pin: Annotated[str, Query(max_length=256)] = "",
    query: Annotated[str, Query(max_length=400)] = "",
    saved: str = "",
) -> Response:
    """The text in force, a former one, or the text in force with one more pin."""
    path = house_of(request).retrieval.rules.path
    held = await asyncio.to_thread(current, path)
    text = held.text
    if former_name:
        found = await asyncio.to_thread(former_text, path, former_name)
        if found is None:
            raise Problem("not-found", "This former text is not kept.")
        text = found
    form = {"text": text, "seen": held.digest, "query": query, "former": former_name}
    if pin:
        form["text"] = _with_pin(text, pin, query)
        form["surface"] = "search"
        return await _shown(request, session, form, tried=True)
    return await _shown(request, session, form, saved=saved == "1")


@router.post("")
async def change(request: Request, session: Visitor, form: Posted) -> Response:
    """Try the text out, or put it in force."""
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
    return RedirectResponse("/console/rules?saved=1", status_code=303)


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
            found = await asyncio.to_thread(_tried, house, form)
        except RulesError as error:
            wrong, status = error.message, 422
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


def _tried(house: House, form: Form) -> dict[str, Any]:
    """Before and after. Raises RulesError, StorageUnavailable."""
    compiled(form.get("text", ""), "rules.toml")
    surface = form.get("surface", "search")
    try:
        body = PreviewBody(
            rules=form.get("text", ""),
            query=form.get("query", ""),
            product_id=form.get("product", "").strip() or None,
            surface=surface if surface in SURFACES else "search",
            limit=LIMIT,
        )
    except ValidationError:
        raise RulesError("What the rules are to be tried on cannot be used.") from None
    found = previewed(house, body)
    changes = [Change.model_validate(change) for change in found["changes"]]
    rows = [
        (change.product_id, *line, change.before != change.after)
        for change, line in zip(changes, lines(changes), strict=True)
    ]
    moved = sum(change.before != change.after for change in changes)
    return {**found, "changes": rows, "moved": moved}


def _with_pin(text: str, product_id: str, query: str) -> str:
    """The text and one more table at its end, ready to be looked at."""
    words = sorted({word for word in query.casefold().split() if word.isalnum() and word not in NOT_WORDS})
    wanted = f"query = [{', '.join(_toml(word) for word in words)}]\n" if words else ""
    name = _toml(f"Pin for {query}"[:60] if query else "Pin")
    return f"{text.rstrip()}\n\n[[pins]]\nname = {name}\nproduct = {_toml(product_id)}\nslot = 1\n{wanted}"


def _toml(text: str) -> str:
    """A basic string: what JSON escapes is what TOML does, and one more."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
