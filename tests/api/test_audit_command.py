"""``aisle catalog audit``, as a person runs it."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

from rich.console import Console

from api.commands.auditing import show
from retrieval.catalog.audit import audit
from retrieval.catalog.bundled.orders import MADE_UP
from retrieval.catalog.lock import owner
from tests.api.shop import kettle, shop
from tests.api.test_cli import PLAIN, aisle
from tests.serving import Serving


def test_it_reads_beside_a_running_server(tmp_path: Path) -> None:
    with Serving(tmp_path, shop()):
        assert owner(tmp_path) is not None
        body = json.loads(aisle(tmp_path, "catalog", "audit", "--json").stdout)
        # Row by row from the database: the very same finding as from the products themselves.
        assert body == {**json.loads(audit(shop()).model_dump_json()), "training": None}
        listed = aisle(tmp_path, "catalog", "audit")
    assert listed.returncode == 0, listed.stderr
    assert listed.stdout.startswith("13 products\n")
    assert "interactions  no events yet · 0 per product · 0 per shopper" in listed.stdout
    assert "no pictures: cards are shown without one" in listed.stdout
    assert "  not trained yet: aisle train" in listed.stdout
    assert not PLAIN.search(listed.stdout)


def test_after_a_training_it_says_what_orders_and_why(tmp_path: Path) -> None:
    with Serving(tmp_path, shop()) as server, server.client() as client:
        steps = [
            {
                "event_id": f"e{n}-{kind}",
                "type": kind,
                "product_id": f"kettle-{n}",
                "user_id": f"u{n % 2}",
                "occurred_at": f"2026-03-0{n}T12:00:00Z",
            }
            for n in range(1, 5)
            for kind in ("impression", "click")
        ]
        assert client.post("/v1/events", json=steps).json()["accepted"] == 8
        assert aisle(tmp_path, "train").returncode == 0
        listed = " ".join(aisle(tmp_path, "catalog", "audit").stdout.split())
        server.house.retrieval.facts.set(MADE_UP, "1200")
        demo = " ".join(aisle(tmp_path, "catalog", "audit").stdout.split())
        assert "Demo history" not in listed
        assert "Demo history: 1,200 orders" in demo
        body = json.loads(aisle(tmp_path, "catalog", "audit", "--json").stdout)
        assert client.get("/readyz").json()["rung"] == "content"
    # What was shown is no step.
    assert "interactions 4 · 0.31 per product · 2 per shopper" in listed
    assert "Personal lists In force: what products are, and what is popular. 4 steps give" in listed
    assert body["interactions"]["total"] == 4
    assert body["training"]["rung"] == "content"


def test_where_nothing_was_imported_nothing_is_made(tmp_path: Path) -> None:
    done = aisle(tmp_path / "none", "catalog", "audit")
    assert done.returncode == 1
    assert done.stderr == "aisle: The catalog is empty; bring one in with: aisle catalog import FILE\n"
    assert not (tmp_path / "none").exists()


def test_what_a_feed_says_is_no_markup() -> None:
    hostile = [
        kettle(
            n, title=f"[bold]Kettle[/bold] {'[/]' * (n % 2)}", price=price, attributes={"[red]x[/red]": "[/]"}
        )
        for n, price in enumerate([20.0] * 25 + [9000.0, 20.0])
    ]
    written = StringIO()
    show(Console(width=200, file=written), audit(hostile))
    text = written.getvalue()
    assert "[bold]Kettle[/bold]" in text
    assert "[red]x[/red]" in text
    assert "$9,000; usual in Kitchen > Kettles > Stovetop Kettles: $20" in text
    assert "13 × [bold]Kettle[/bold]" in text
    assert "no variant_of marks" in text
