"""One process owns the data directory; the others are told who."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.catalog.lock import DataDirLock, Owner, owner
from retrieval.errors import CatalogLocked, StorageUnavailable

HOLDER = (
    "import sys\n"
    "from pathlib import Path\n"
    "from retrieval.catalog.lock import DataDirLock\n"
    "lock = DataDirLock(Path(sys.argv[1]), 'aisle serve')\n"
    "lock.acquire()\n"
    "lock.announce('http://127.0.0.1:8123')\n"
    "print('held', flush=True)\n"
    "sys.stdin.read()\n"
    "lock.release()\n"
)


def holder(data_dir: Path) -> subprocess.Popen[str]:
    started = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(data_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "held\n"
    return started


def test_a_second_process_is_told_who_holds_it(tmp_path: Path) -> None:
    other = holder(tmp_path)
    with pytest.raises(CatalogLocked) as raised:
        DataDirLock(tmp_path, "aisle catalog import").acquire()
    assert f"`aisle serve` (process {other.pid} at http://127.0.0.1:8123)" in raised.value.message
    assert owner(tmp_path) == Owner(pid=other.pid, url="http://127.0.0.1:8123", command="aisle serve")
    other.communicate()
    assert owner(tmp_path) is None
    with DataDirLock(tmp_path, "aisle catalog import"):
        pass


def test_what_a_killed_holder_leaves_is_no_obstacle(tmp_path: Path) -> None:
    other = holder(tmp_path)
    other.send_signal(signal.SIGKILL)
    other.communicate()
    assert (tmp_path / "owner.json").is_file()
    assert owner(tmp_path) is None
    with DataDirLock(tmp_path, "aisle serve"):
        assert owner(tmp_path) == Owner(pid=os.getpid(), url=None, command="aisle serve")


def test_within_one_process_too(tmp_path: Path) -> None:
    first = DataDirLock(tmp_path / "new", "aisle serve")
    first.acquire()
    with pytest.raises(CatalogLocked):
        DataDirLock(tmp_path / "new", "aisle serve").acquire()
    first.release()
    first.release()
    assert owner(tmp_path / "new") is None
    with DataDirLock(tmp_path / "new", "aisle serve"):
        pass


def test_nobody_owns_what_is_not_there(tmp_path: Path) -> None:
    assert owner(tmp_path / "absent") is None
    assert not (tmp_path / "absent").exists()


def test_an_unreadable_note_does_not_hide_the_lock(tmp_path: Path) -> None:
    with DataDirLock(tmp_path, "aisle serve"):
        (tmp_path / "owner.json").write_text('{"pid": ')
        assert owner(tmp_path) == Owner(pid=0, url=None, command="another process")
        with pytest.raises(CatalogLocked, match="in use by another process"):
            DataDirLock(tmp_path, "aisle serve").acquire()


def test_a_data_dir_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageUnavailable, match="Set AISLE_DATA_DIR"):
        DataDirLock(tmp_path / "file" / "data", "aisle serve").acquire()
