"""The product's settings for tests: mode `test`, a home of its own for each run, a quick password hash.

XIANGYUN_TEST_DATABASE chooses `sqlite` (default) or `postgres`; the latter takes XIANGYUN_DATABASE_URL,
or the cluster that `tools/postgres.sh start` left running.
"""

import os
import tempfile
from pathlib import Path

ENGINE = os.environ.setdefault("XIANGYUN_TEST_DATABASE", "sqlite")
NOTES = Path(os.environ.get("XIANGYUN_TEST_POSTGRES", "var/test-postgres"))

os.environ["XIANGYUN_MODE"] = "test"
if "XIANGYUN_TEST_RUN" not in os.environ:  # the first process of a run; its xdist workers inherit the rest
    os.environ["XIANGYUN_TEST_RUN"] = str(os.getpid())
    os.environ["XIANGYUN_HOME"] = f"{tempfile.gettempdir()}/xiangyun-test-{os.getpid()}"  # made by conftest

if ENGINE == "sqlite":
    os.environ.pop("XIANGYUN_DATABASE_URL", None)
elif "XIANGYUN_DATABASE_URL" not in os.environ:
    url = Path(__file__).resolve().parent.parent / NOTES / "url"
    if not url.exists():
        raise RuntimeError("No PostgreSQL to test on: run `bash tools/postgres.sh start` first.")
    os.environ["XIANGYUN_DATABASE_URL"] = url.read_text(encoding="utf-8").strip()

from xiangyun.config.settings import *  # noqa: E402, F403
from xiangyun.config.settings import DATABASES  # noqa: E402

if ENGINE == "postgres":
    DATABASES["default"]["TEST"] = {"NAME": f"test_xiangyun_{os.environ['XIANGYUN_TEST_RUN']}"}
    DATABASES["default"]["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
