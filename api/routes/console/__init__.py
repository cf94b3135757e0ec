"""``/console``: what a shop's people look at, and the rules they steer by."""

from __future__ import annotations

from fastapi import APIRouter

from api.routes.console import conversations, explaining, health, prompting, reporting, ruling, signing

router = APIRouter()
for module in (signing, health, reporting, explaining, ruling, prompting, conversations):
    router.include_router(module.router)
