"""The real npm packages, installed once into a folder named by their lock file."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

HERE = Path(__file__).parent / "ai_sdk"
CACHE = Path(__file__).parents[3] / ".cache" / "npm"
_FILES = ("package.json", "package-lock.json")


def installed() -> Path:
    """The folder that holds ``node_modules``. Skips where that cannot be had; under ``CI=true`` it fails."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        _without("npm or node is missing (apt-get install npm)")
    lock = b"".join((HERE / name).read_bytes() for name in _FILES)
    folder = CACHE / hashlib.sha256(lock).hexdigest()[:16]
    CACHE.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        if not (folder / ".whole").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            for name in _FILES:
                shutil.copy(HERE / name, folder)
            done = _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder)
            if done.returncode:
                _without(f"npm ci failed: {done.stderr.strip().splitlines()[-1:]}")
            (folder / ".whole").touch()
    return folder


def chat(**told: Any) -> dict[str, Any]:
    """What the SDK made of it: ``{messages, status, error, seen, read}``."""
    script = (HERE / "chat.mjs").read_text()
    command = ["node", "--input-type=module", "-", json.dumps(told)]
    done = _run(command, installed(), script)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _run(command: list[str], folder: Path, script: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, input=script, capture_output=True, text=True, timeout=200)


def _without(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
