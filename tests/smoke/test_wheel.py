"""The built wheel, alone in an empty environment: its commands, its pages, its clean end."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
UV = Path(sys.executable).with_name("uv")
PATIENCE = 60  # seconds until something that must happen counts as not happening

pytestmark = pytest.mark.smoke


def run(*command: str | Path, **options: object) -> str:
    """A command's output; fails with all it said when it ends badly."""
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, timeout=600, check=False, **options
    )  # type: ignore[call-overload]
    assert done.returncode == 0, f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return str(done.stdout)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def xiangyun(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed command, with the locked versions of what the wheel itself asks for and nothing else."""
    place = tmp_path_factory.mktemp("empty") / "venv"
    run(UV, "venv", "--quiet", "--python", sys.executable, place)
    lock = ROOT / "requirements.lock"
    run(
        UV,
        "pip",
        "install",
        "--quiet",
        "--system-certs",
        "--python",
        place / "bin/python",
        "--constraints",
        lock,
        wheel,
    )
    return place / "bin" / "xiangyun"


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a machine that knows nothing of the project's folder."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    home = tmp_path_factory.mktemp("home")
    return kept | {"XIANGYUN_HOME": str(home), "XIANGYUN_MODE": "demo", "PORT": str(free_port())}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def served(xiangyun: Path, surroundings: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The address of the running product, which is stopped afterwards and must leave nothing behind."""
    log = tmp_path / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(xiangyun), "serve"],
            cwd=tmp_path,
            env=surroundings,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    address = f"http://127.0.0.1:{surroundings['PORT']}"
    try:
        wait_until_healthy(address, process, log)
        yield address
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) in {0, -signal.SIGTERM}, log.read_text()
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)
    finally:
        end_group(process)


def wait_until_healthy(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    last = "no answer"
    for _ in range(PATIENCE * 5):
        assert process.poll() is None, f"serve ended by itself\n{log.read_text()}"
        try:
            answer = httpx.get(f"{address}/healthz")
            last = answer.text
            if answer.status_code == 200 and answer.json()["status"] == "ok":
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    pytest.fail(f"/healthz never said ok, but {last!r}\n{log.read_text()}")


def end_group(process: "subprocess.Popen[bytes]") -> None:
    """Ends what a failed test left running."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait(PATIENCE)


def test_it_says_what_it_can_do(xiangyun: Path, surroundings: dict[str, str], tmp_path: Path) -> None:
    said = run(xiangyun, "--help", cwd=tmp_path, env=surroundings)
    missing = [word for word in ("serve", "worker", "demo", "audit", "notice", "units") if word not in said]
    assert missing == []


def test_it_loads_and_serves_the_demonstration(
    xiangyun: Path, surroundings: dict[str, str], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    run(xiangyun, "demo", "load", "--on", "2020-03-20", cwd=tmp_path, env=surroundings)
    address = request.getfixturevalue("served")
    page = httpx.get(address, follow_redirects=True)
    assert (page.status_code, 'type="password"' in page.text, 'lang="zh-Hans"' in page.text) == (
        200,
        True,
        True,
    )
    assert httpx.get(f"{address}{first_stylesheet(page.text)}").status_code == 200


def first_stylesheet(page: str) -> str:
    """The address of the page's stylesheet: that it is served shows that the front end is in the wheel."""
    links = [part.split('"')[0] for part in page.split('href="') if ".css" in part.split('"')[0]]
    assert links, page
    return links[0]
