"""One command serves on both loopback addresses, keeps a worker alive, and ends cleanly."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

PATIENCE = 40.0


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(home: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XIANGYUN_", "DJANGO_"))}
    server = subprocess.Popen(
        [sys.executable, "-m", "xiangyun.cli", "serve"],
        env={**kept, "XIANGYUN_HOME": str(home), "XIANGYUN_MODE": "demo", "PORT": str(port)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield server
    finally:
        server.kill()
        server.wait()


def health(address: str, port: int) -> dict[str, str]:
    try:
        with urlopen(f"http://{address}:{port}/healthz", timeout=5) as answer:
            return json.load(answer)
    except HTTPError as error:
        return json.load(error)
    except (URLError, ConnectionError):
        return {"status": "no answer"}


def wait_until_well(server: subprocess.Popen[str], address: str, port: int) -> None:
    end = monotonic() + PATIENCE
    while health(address, port)["status"] != "ok":
        assert server.poll() is None, "it ended"
        assert monotonic() < end, "it never became well"
        sleep(0.1)


def children(pid: int, word: str) -> list[int]:
    """The ids of a process's children whose command line has a word."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if parent == pid and word.encode() in words:
            found.append(int(entry.name))
    return found


def test_serves_on_both_addresses_keeps_its_worker_and_ends(tmp_path, port):
    with serving(tmp_path, port) as server:
        for address in ("127.0.0.1", "[::1]"):
            wait_until_well(server, address, port)
        assert server.stdout.readline() == f"http://localhost:{port}\n"
        (worker,) = children(server.pid, "worker")
        os.kill(worker, signal.SIGKILL)
        end = monotonic() + PATIENCE
        while children(server.pid, "worker") in ([], [worker]):
            assert monotonic() < end, "no new worker came"
            sleep(0.1)
        (second,) = children(server.pid, "worker")
        server.send_signal(signal.SIGTERM)
        assert server.wait(10) == 0
        assert not Path(f"/proc/{second}").exists()
    assert health("127.0.0.1", port) == {"status": "no answer"}


def test_a_port_in_use_is_said_and_nothing_is_served(tmp_path, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with serving(tmp_path, port) as server:
            assert server.wait(PATIENCE) == 2
            assert server.stdout.read() == ""
