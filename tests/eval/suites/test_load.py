from __future__ import annotations

from pathlib import Path

import pytest

from eval.errors import SuiteError
from eval.suites import load_suite

CASE = '{"id": "one", "family": "need", "message": "a lamp"}\n'
TOML = 'name = "small"\nabout = "A few."\ncases = ["cases.jsonl"]\n\n[systems.plain]\nplain = true\n'
YAML = "name: small\nabout: A few.\ncases: [cases.jsonl]\nsystems:\n  plain:\n    plain: true\n"


def write(folder: Path, suite: str, cases: str = CASE, name: str = "suite.toml") -> Path:
    (folder / "cases.jsonl").write_text(cases)
    (folder / name).write_text(suite)
    return folder / name


def test_toml_and_yaml_say_the_same(tmp_path: Path) -> None:
    toml = load_suite(str(write(tmp_path, TOML)))
    yaml = load_suite(str(write(tmp_path, YAML, name="suite.yaml")))
    assert toml.suite == yaml.suite
    assert toml.cases == yaml.cases
    assert toml.cases[0].cluster == "one", "a case that names no conversation is one of its own"


@pytest.mark.parametrize(
    ("suite", "cases", "said"),
    [
        (TOML.replace("plain = true", "plain = 3"), CASE, "suite.toml:6: systems.plain.plain: "),
        (TOML.replace("plain = true", "brain = true"), CASE, "suite.toml:6: systems.plain.brain: "),
        (TOML.replace("plain = true", ""), CASE, "suite.toml:5: systems.plain: a system has exactly one of"),
        (TOML.replace("[systems", "repeats = 0\n[systems"), CASE, "suite.toml:5: repeats: "),
        (TOML.replace('"small"', '"small'), CASE, "suite.toml:1: is not TOML"),
        (TOML.replace("cases.jsonl", "nowhere.jsonl"), CASE, "nowhere.jsonl cannot be read"),
        (TOML, f'{CASE}\n{{"id": "two", "family": "need"}}\n', "cases.jsonl:3: message: is missing"),
        (TOML, f"{CASE}{CASE}", "cases.jsonl:2: the id 'one' is taken"),
        (TOML, f"{CASE}oops\n", "cases.jsonl:2: "),
        (TOML, "\n", "cases.jsonl: holds no cases"),
        (TOML.replace("[systems", "minimum_efect = 1\n[systems"), CASE, "did you mean minimum_effect?"),
        (
            TOML.replace("plain = true", "models = 'a:b'"),
            CASE,
            "systems.plain.models: there is no such field (did",
        ),
        (TOML.replace('["cases.jsonl"]', '"cases.jsonl"'), CASE, "cases: must be a list, in brackets"),
        (TOML.replace("plain = true", "model = 'mini'"), CASE, "must be provider:model"),
        (
            TOML,
            '{"id": "two",\n"family": "need"}\n',
            "cases.jsonl:1: is not JSON (a whole case stands on one line)",
        ),
    ],
    ids=[
        "type",
        "unknown",
        "empty",
        "range",
        "syntax",
        "missing",
        "case",
        "twice",
        "json",
        "none",
        "typo",
        "field",
        "list",
        "model",
        "lines",
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, suite: str, cases: str, said: str) -> None:
    with pytest.raises(SuiteError) as refused:
        load_suite(str(write(tmp_path, suite, cases)))
    assert said in refused.value.message
    assert "\n" not in refused.value.message


def test_yaml_has_lines_too(tmp_path: Path) -> None:
    wrong = write(tmp_path, YAML.replace("plain: true", "plain: [1]"), name="suite.yaml")
    with pytest.raises(SuiteError, match=r"suite\.yaml:6: systems\.plain\.plain: "):
        load_suite(str(wrong))
    with pytest.raises(SuiteError, match=r"suite\.yaml:2: is not YAML"):
        load_suite(str(write(tmp_path, "name: x\n\t- y", name="suite.yaml")))


def test_a_suite_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(SuiteError, match=r"nowhere: no such suite; .*bundled"):
        load_suite("nowhere")
