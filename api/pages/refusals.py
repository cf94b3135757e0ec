"""Errors as pages: what the API answers as a problem, a browser gets in the clothes of the shop."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.routing import APIRoute

from api.pages.console.access import SignInFirst
from api.pages.rendering import CONSOLE_POLICY, SHOP_POLICY, page
from api.problems import Problem
from retrieval.errors import AisleError, ProductNotFound, StorageUnavailable

log = logging.getLogger(__name__)
Handler = Callable[[Request], Coroutine[Any, Any, Response]]
_STATUS = {"not-found": 404, "rate-limited": 429, "forbidden": 403, "unauthorized": 401, "validation": 422}


class ShopRoute(APIRoute):
    """A route whose errors are pages of the storefront."""

    template, policy = "shop/refused.html", SHOP_POLICY

    def get_route_handler(self) -> Handler:
        """FastAPI's handler, with the errors that a visitor can meet made pages."""
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handle(request)
            except SignInFirst as error:
                return RedirectResponse(error.sign_in, status_code=303)
            except Problem as error:
                return self._refused(_STATUS.get(error.name, 400), error.detail, error.headers)
            except RequestValidationError:
                return self._refused(422, "This address cannot be used.")
            except ProductNotFound:
                return self._refused(404, "This product is not in the shop any more.")
            except StorageUnavailable as error:
                log.warning("%s %s: %s", request.method, request.url.path, error.message)
                return self._refused(503, "The catalog is out of reach. Try again in a moment.")
            except AisleError as error:
                log.error("%s %s: %s", request.method, request.url.path, error.message, exc_info=error)
                return self._refused(500, "Something went wrong on our side.")

        return answered

    def _refused(self, status: int, detail: str, headers: Any = None) -> Response:
        answer = page(self.template, self.policy, status=status, detail=detail, code=status)
        answer.headers.update(headers or {})
        return answer


class ConsoleRoute(ShopRoute):
    """A route whose errors are pages of the console."""

    template, policy = "console/refused.html", CONSOLE_POLICY
