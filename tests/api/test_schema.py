"""The API against its own description: schemathesis over every operation, and a description without gaps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema_rs import Draft202012Validator
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
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations() if isinstance(found, Ok)}
ACCEPTANCE = CHECKS.get_one("positive_data_acceptance")
NO_SCHEMA_SAYS = {
    "POST /v1/chat": "that what the page knows (`context`) holds no control characters",
    "POST /v1/rules/preview": "what a TOML file of rules may hold",
    "GET /v1/turns/{turn_id}/events": "that a position in a stream is of this very turn",
    "POST /v1/onboarding": "which answers fit some product of the catalog",
    "PUT /v1/users/{user_id}/preferences": "which answers fit some product of the catalog",
    "PATCH /v1/products/{product_id}": "whether what a patch leaves is still a product",
    "POST /v1/events": "that an event of this type needs a product or a value",
    "POST /v1/products/facets": "that the lower bound of a price is not above the upper one",
    "POST /v1/recommendations": "that the lower bound of a price is not above the upper one",
}
"""There, what fits the schema may be refused, by a 422 with its pointer; everywhere else it is taken."""
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
        answer = case.call(base_url=server.url, headers=SECRET, timeout=100)
        case.validate_response(
            answer, headers=SECRET, excluded_checks=[ACCEPTANCE] if label in NO_SCHEMA_SAYS else []
        )

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


@pytest.mark.parametrize(("path", "operation"), operations())
def test_every_body_and_every_answer_has_an_example_of_its_own_shape(
    path: str, operation: dict[str, Any]
) -> None:
    for status, answer in {"asked": operation.get("requestBody", {}), **operation["responses"]}.items():
        for kind, content in answer.get("content", {}).items():
            named = [each["value"] for each in content.get("examples", {}).values()]
            given = [content["example"]] if "example" in content else named
            assert given, f"say in api/openapi_examples.json what {path} {status} {kind} looks like"
            shape = {**content.get("schema", {}), "components": DESCRIBED["components"]}
            for example in given:
                Draft202012Validator(shape, validate_formats=True).validate(example)
                if kind == "application/x-ndjson":
                    assert [json.loads(line) for line in example.splitlines()]


def test_no_example_is_of_a_call_that_is_gone() -> None:
    there = {f"{method.upper()} {path}" for path, methods in DESCRIBED["paths"].items() for method in methods}
    assert set(json.loads(files("api").joinpath("openapi_examples.json").read_text())) <= there
