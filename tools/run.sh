#!/usr/bin/env bash
# Sets everything up and serves the demonstration.
# PORT, DATE (the demonstration's working date), XIANGYUN_HOME, XIANGYUN_DATABASE_URL and
# XIANGYUN_SECRET_KEY are taken from the environment when given.
set -euo pipefail
cd "$(dirname "$0")/.."
bash tools/setup.sh

source tools/demo.sh

.venv/bin/xiangyun demo load --on "${DATE:-2020-03-20}" --if-empty
exec .venv/bin/xiangyun serve
