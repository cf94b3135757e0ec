"""`python -m tests.scripted_model --port 9100 --profile hosted`: the scripted model by hand."""

from __future__ import annotations

import argparse
import signal
import threading

from .profiles import PROFILES
from .server import ScriptedModel


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.scripted_model", description=__doc__)
    parser.add_argument("--port", type=int, default=9100)
    parser.add_argument("--profile", choices=sorted(PROFILES), default="hosted")
    arguments = parser.parse_args()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with ScriptedModel(profile=arguments.profile, port=arguments.port) as server:
        print(f"scripted model, profile {server.profile.name}: OPENAI_BASE_URL={server.base_url}", flush=True)
        stop.wait()


if __name__ == "__main__":
    main()
