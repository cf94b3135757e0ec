"""``aisle serve`` and ``aisle demo``."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from agent.settings import AgentSettings
from api.commands.beforehand import silent_redis, unread
from api.commands.importing import bring_in
from api.commands.workers import Workers
from api.limits import is_loopback
from api.logs import log_to_stderr
from api.server import Config, Server, settle
from api.settings import ApiSettings
from retrieval.catalog.lock import owner
from retrieval.errors import SettingsError
from retrieval.settings import RetrievalSettings

if TYPE_CHECKING:
    from retrieval.compose import Retrieval

_FIRST_RULES = """\
# What this shop wants of its lists, laid over the bundled rules. Saved, it holds from the next list on.
# Other commands read it by AISLE_RULES.
extends = "default"
name = "demo"
"""


def demo(host: str, port: int) -> None:
    """The bundled catalog where the data directory is empty, rules that can be edited, then the server."""
    from retrieval.catalog.bundled import catalog_path

    settings = RetrievalSettings.load()
    found = owner(settings.data_dir) if settings.embedded else None
    if found is not None and found.url:
        _say(f"Aisle is already running: {found.url}/")
        return
    serve(host, port, workers=1, command="aisle demo", first_catalog=catalog_path(), own_rules=True)


def serve(
    host: str,
    port: int,
    workers: int,
    *,
    command: str = "aisle serve",
    first_catalog: Path | None = None,
    own_rules: bool = False,
) -> None:
    """Serve until told to stop. ``first_catalog`` is imported when the catalog is empty; ``own_rules``: where
    ``AISLE_RULES`` names no file, one in the data directory holds, so that the console can save.

    Raises:
        AisleError: a wrong setting, a port in use, a data directory in use.
    """
    api_settings, retrieval_settings = ApiSettings.load(), RetrievalSettings.load()
    agent_settings = AgentSettings.load()
    if own_rules and retrieval_settings.rules is None:
        retrieval_settings = retrieval_settings.model_copy(update={"rules": _rules_in(retrieval_settings)})
    if not api_settings.keyed and not is_loopback(host):
        raise SettingsError(
            f"--host {host} can be reached from outside: set AISLE_PUBLISHABLE_KEYS and AISLE_SECRET_KEYS "
            "first, or leave --host at 127.0.0.1."
        )
    if workers > 1 and retrieval_settings.embedded:
        raise SettingsError(
            "--workers above 1 needs a Chroma server that they share: set AISLE_CHROMA_URL to its address."
        )
    redis_url = retrieval_settings.redis_url
    for line in (*unread(os.environ), *silent_redis(redis_url.get_secret_value() if redis_url else None)):
        _say(line)
    log_to_stderr(api_settings.log_format)
    with ExitStack() as stack:
        listening = stack.enter_context(_bound(host, port))
        url = _url(host, listening)
        if workers > 1:
            _serve_several(listening, url, workers, api_settings, retrieval_settings)
            return
        _serve_one(listening, url, command, first_catalog, api_settings, retrieval_settings, agent_settings)


def _serve_several(
    listening: socket.socket,
    url: str,
    workers: int,
    api_settings: ApiSettings,
    retrieval_settings: RetrievalSettings,
) -> None:
    def ready() -> None:
        _say(f"Aisle is ready: {url}/  ({workers} workers)")
        if retrieval_settings.redis_url is None:
            _say("Each worker counts for itself; with AISLE_REDIS_URL they share limits and streams.")

    several = Workers(api_settings, workers, listening, ready)
    several.run()
    if several.failed:
        sys.exit(1)


def _serve_one(
    listening: socket.socket,
    url: str,
    command: str,
    first_catalog: Path | None,
    api_settings: ApiSettings,
    retrieval_settings: RetrievalSettings,
    agent_settings: AgentSettings,
) -> None:
    with Console(stderr=True).status("Opening the catalog…"):
        from api.app import create_app
        from api.house import open_house
        from api.pages.made_up import made_up

        house = open_house(retrieval_settings, agent_settings, command)
    try:
        if first_catalog is not None and house.retrieval.products.count() == 0:
            bring_in(first_catalog, house.retrieval.writer.put, data_dir=retrieval_settings.data_dir)
            _first_orders(house.retrieval)
        app = create_app(api_settings, house)
    except BaseException:
        house.close()
        raise

    def ready() -> None:
        house.announce(url)
        products = house.retrieval.products.count()
        model = house.agent.model_name or "no model: plain explanations"
        _say(f"Aisle is ready: {url}/  ({products:,} products, {model})")
        if demo_history := made_up(house.retrieval.facts):
            _say(demo_history)
        if not api_settings.keyed:
            _say("No key is set, so this machine alone is answered; others need AISLE_PUBLISHABLE_KEYS.")
        if products == 0:
            _say("The catalog is empty; bring one in with: aisle catalog import FILE")

    settle()
    # From here on the app owns the house: it closes it when it stops, also by a signal.
    Server(Config(app, api_settings), ready).run(sockets=[listening])


def _rules_in(settings: RetrievalSettings) -> Path:
    """The demo's own rules: the bundled ones until somebody changes something. Raises SettingsError."""
    path = settings.data_dir / "rules.toml"
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text(_FIRST_RULES, encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"AISLE_DATA_DIR: {path} cannot be written ({type(error).__name__}).") from None
    return path


def _first_orders(room: Retrieval) -> None:
    """Made-up ones, so that the demo's product pages know what goes together; never beside real events."""
    from retrieval.catalog.bundled.orders import MADE_UP, orders

    if room.event_store.last():
        return
    products = [stored.product for changes in room.products.changes(0) for stored in changes.upserts]
    made = list(orders(sorted(products, key=lambda product: product.product_id), room.clock()))
    for start in range(0, len(made), 2000):
        room.events.append(made[start : start + 2000], imported=True)
    room.facts.set(MADE_UP, str(len({event.user_id for event in made})))


def _bound(host: str, port: int) -> socket.socket:
    """Bound before anything heavy is opened, so that a port in use is known at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(2048)
    except socket.gaierror:
        listening.close()
        raise SettingsError(f"--host {host}: no such address on this machine.") from None
    except OSError as error:
        listening.close()
        reason = "is in use" if error.errno in (48, 98) else "cannot be listened on"
        raise SettingsError(f"Port {port} on {host} {reason}; choose another with --port.") from None
    listening.set_inheritable(True)
    return listening


def _url(host: str, listening: socket.socket) -> str:
    name = f"[{host}]" if ":" in host else "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104
    return f"http://{name}:{listening.getsockname()[1]}"


def _say(line: str) -> None:
    Console(highlight=False, soft_wrap=True).print(line, markup=False)
