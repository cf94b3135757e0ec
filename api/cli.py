"""``aisle``: the same system in a terminal.

Heavy libraries are imported inside the commands that need them, so that ``aisle --help`` is quick.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from retrieval.errors import AisleError

# Before NumPy is loaded: two threads share a pass over the vectors well only while nobody else wants a core;
# beside a busy process each waits for the other, and 5 ms become 20.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Threads of a training that wait for each other leave their core to whoever has work.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

app = typer.Typer(
    help="A conversational product-recommendation agent.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
catalog = typer.Typer(help="The products.", no_args_is_help=True)
app.add_typer(catalog, name="catalog")
events = typer.Typer(help="What shoppers did.", no_args_is_help=True)
app.add_typer(events, name="events")
rules = typer.Typer(help="Business rules.", no_args_is_help=True)
app.add_typer(rules, name="rules")
prompts = typer.Typer(help="What the model is told.", no_args_is_help=True)
app.add_typer(prompts, name="prompts")

Host = Annotated[str, typer.Option(help="Address to listen on; beyond loopback only with keys.")]
Prompt = Annotated[str, typer.Argument(metavar="NAME", help="A prompt, such as narrate.")]
Version = Annotated[str | None, typer.Argument(help="Such as v1; default: the live one.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="0 picks a free one.")]


class Explaining(StrEnum):
    """Who explains a list."""

    none = "none"
    plain = "plain"
    llm = "llm"


@app.command()
def demo(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Load the bundled catalog where there is none yet, and serve the page with the assistant."""
    from api.commands.serving import demo as run

    run(host, port)


@app.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes; above 1 needs AISLE_CHROMA_URL.")] = 1,
) -> None:
    """Serve the API and the page."""
    from api.commands.serving import serve as run

    run(host, port, workers)


@catalog.command("import")
def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="JSONL, CSV, Google or Shopify; gzipped or not.")
    ],
    format: Annotated[str, typer.Option(help="auto, jsonl, csv, google or shopify.")] = "auto",  # noqa: A002 - the contract's name
    map: Annotated[  # noqa: A002 - the contract's name
        list[str] | None, typer.Option(metavar="FIELD=COLUMN", help="Which column feeds which product field.")
    ] = None,
) -> None:
    """Bring catalog files in. Safe to run again: what has not changed costs a look-up.

    Bad rows go to FILE.rejects.jsonl, each with its line and reason, and never stop the rest.
    """
    from api.commands.importing import import_files

    import_files(files, format, map or [])


@catalog.command()
def audit(
    as_json: Annotated[bool, typer.Option("--json", help="Every finding, as one JSON object.")] = False,
) -> None:
    """What the data is fit for: what is filled, double or odd, and what each gap turns off.

    Only reads: a server may be running.
    """
    from api.commands.auditing import audit_catalog

    audit_catalog(as_json)


@catalog.command()
def reindex() -> None:
    """Build the vector index anew, with another AISLE_EMBEDDINGS or after the loss of the index.

    Beside a running server that server does it, and goes on answering meanwhile.
    """
    from api.commands.reindexing import rebuild

    rebuild()


@events.command("import")
def import_history(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="CSV or JSON lines; gzipped or not.")],
) -> None:
    """Bring history in: user_id, product_id, event, timestamp; safe to run again.

    Bad rows go to FILE.rejects.jsonl, each with its line and reason, and never stop the rest. A server may be
    running: it sees what was imported at once.
    """
    from api.commands.events import import_files

    import_files(files)


@rules.command()
def check(
    file: Annotated[Path, typer.Argument(help="A rules file (TOML).")],
) -> None:
    """Whether a rules file can be used; else its first mistake, with the line."""
    from api.commands.ruling import check as run

    run(file)


@rules.command()
def preview(
    file: Annotated[Path, typer.Argument(help="A rules file (TOML).")],
    query: Annotated[str, typer.Option(help="What the shopper asks for, in their words.")] = "",
    ranking: Annotated[str | None, typer.Option(help="Id of a list that was served: tried on that.")] = None,
    user: Annotated[str | None, typer.Option(help="Shopper's id.")] = None,
    product: Annotated[str | None, typer.Option(help="Id of the product that the page shows.")] = None,
    surface: Annotated[str, typer.Option(help="search, chat, home, product, cart or similar.")] = "search",
    region: Annotated[str | None, typer.Option(help="Where the shopper is.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=50)] = 10,
) -> None:
    """The list as it is and as these rules would make it: what moves, how far, and why."""
    from api.commands.ruling import preview as run

    run(
        file,
        query=query,
        ranking_id=ranking,
        user_id=user,
        product_id=product,
        surface=surface,
        region=region,
        limit=limit,
    )


@prompts.command("list")
def list_prompts() -> None:
    """Every prompt and version: which is live, which is a draft, and why it changed."""
    from api.commands.prompting import list_prompts as run

    run()


@prompts.command()
def show(name: Prompt, version: Version = None) -> None:
    """The file of one version."""
    from api.commands.prompting import show as run

    run(name, version)


@prompts.command()
def render(
    name: Prompt,
    version: Version = None,
    given: Annotated[
        list[str] | None,
        typer.Option("--input", metavar="NAME=VALUE", help="An input; others say what they hold."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The messages, as one JSON object.")] = False,
) -> None:
    """The messages as a model sees them."""
    from api.commands.prompting import render as run

    run(name, version, given or [], as_json=as_json)


@prompts.command()
def diff(
    name: Prompt,
    old: Version = None,
    new: Annotated[str | None, typer.Argument(help="Default: the newest.")] = None,
) -> None:
    """What differs between two versions."""
    from api.commands.prompting import diff as run

    run(name, old, new)


@app.command()
def chat(
    message: Annotated[str | None, typer.Argument(help="One message; without it, a conversation.")] = None,
    user: Annotated[str | None, typer.Option(help="Shopper's id.")] = None,
) -> None:
    """Talk to the assistant: through the running server where there is one, otherwise right here."""
    from api.commands.talking import chat as run

    run(message, user)


@app.command()
def recommend(
    query: Annotated[list[str] | None, typer.Argument(help="What is wanted, in words.")] = None,
    user: Annotated[str | None, typer.Option(help="Shopper's id.")] = None,
    product: Annotated[str | None, typer.Option(help="Id of the product that the page shows.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=50)] = 10,
    explain: Annotated[Explaining, typer.Option(help="Who explains.")] = Explaining.plain,
    as_json: Annotated[bool, typer.Option("--json", help="The API's JSON answer.")] = False,
) -> None:
    """A ranked list for a query, a product or a shopper."""
    from api.commands.listing import recommend as run

    words = " ".join(query or []).strip() or None
    run(words, user=user, product=product, limit=limit, explain=explain.value, as_json=as_json)


@app.command()
def train(
    seed: Annotated[int, typer.Option(help="The same seed and events, the same models.")] = 0,
) -> None:
    """Learn from every event so far; what is better on held-back steps stays, and the report says which.

    A server may be running: it takes the result up within seconds.
    """
    from api.commands.training import train as run

    run(seed)


@app.command()
def report(
    days: Annotated[int, typer.Option(min=1, max=3650, help="How many, up to now.")] = 28,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Default: now.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it as one page with plots.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Every number, as one JSON object.")] = False,
) -> None:
    """What was shown and what came of it: clicks, carts, sales, coverage, diversity, experiments.

    Only reads: a server may be running.
    """
    from api.commands.reporting import report as run

    run(days, until, html, as_json=as_json)


@app.command()
def explain(
    ranking_id: Annotated[str, typer.Argument(help="From a list, an event or an answer.")],
    as_json: Annotated[bool, typer.Option("--json", help="The whole trace.")] = False,
) -> None:
    """Why a list is what it is: the points of every product, and what was dropped."""
    from api.commands.listing import explain as run

    run(ranking_id, as_json=as_json)


def main() -> None:
    """The entry point: an error is one line on stderr, 1 for ours and 2 for wrong usage."""
    try:
        app()
    except AisleError as error:
        sys.stderr.write(f"aisle: {error.message}\n")
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
