"""The API against its own description: schemathesis over every operation, and a description without gaps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS
from schemathesis.core.result import Ok

from api.app import create_app
from api.settings import ApiSettings
from tests.api.shop import shop
from tests.examples import examples
from tests.serving import Serving

KEYED = ApiSettings.load(
    publishable_keys="pk_a",
    secret_keys="sk_a",
    limit_key="900000/minute",
    limit_address="900000/minute",
)
SECRET = {"Authorization": "Bearer sk_a"}
DESCRIBED: dict[str, Any] = create_app(KEYED).openapi()
SCHEMA = schemathesis.openapi.from_dict(DESCRIBED)
# A rebuild of the index, or a page of plots, at every example would be all that is tested.
LEFT_OUT = ("/v1/catalog/reindex", "/v1/reports/page")
OPERATIONS = {
    found.ok().label: found.ok()
    for found in SCHEMA.get_all_operations()
    if isinstance(found, Ok) and found.ok().path not in LEFT_OUT
}
NO_SCHEMA_SAYS = [CHECKS.get_one("positive_data_acceptance")]
"""What a TOML file of rules, a position in a stream, an answer that fits some product or a pair of bounds may
be is told by a 422 with its pointer."""
OPEN = ("/healthz", "/readyz", "/metrics")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with Serving(tmp_path_factory.mktemp("schema"), shop(), settings=KEYED) as serving:
        yield serving


@pytest.mark.parametrize("label", OPERATIONS)
def test_no_answer_breaks_what_is_described(server: Serving, label: str) -> None:
    @settings(
        max_examples=examples(5),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(case=OPERATIONS[label].as_strategy())
    def holds(case: Any) -> None:
        answer = case.call(base_url=server.url, headers=SECRET, timeout=30)
        case.validate_response(answer, headers=SECRET, excluded_checks=NO_SCHEMA_SAYS)

    holds()
    with server.client() as client:
        assert client.get("/healthz").status_code == 200


def operations() -> list[Any]:
    return [
        pytest.param(path, operation, id=f"{method.upper()} {path}")
        for path, methods in DESCRIBED["paths"].items()
        for method, operation in methods.items()
    ]


@pytest.mark.parametrize(("path", "operation"), operations())
def test_the_description_has_no_gaps(path: str, operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["description"]
    assert operation["tags"]
    answers = operation["responses"]
    assert any(status.startswith("2") for status in answers)
    for status, answer in answers.items():
        assert answer["description"], status
        if status[0] in "45" and path not in OPEN:
            content = answer["content"]["application/problem+json"]
            assert content["schema"] == {"$ref": "#/components/schemas/ProblemDetail"}
            assert content["examples"]
    if path not in OPEN:
        assert {"401", "422", "429", "500", "503"} <= set(answers)
        assert answers["429"]["headers"]["Retry-After"]
        assert operation["security"] == [{"HTTPBearer": []}]
        (scheme,) = DESCRIBED["components"]["securitySchemes"].values()
        assert scheme["scheme"] == "bearer"
        assert scheme["description"]
