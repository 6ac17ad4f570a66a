#!/usr/bin/env bash
# Sets everything up and serves the demonstration.
# PORT, DATE (the demonstration's working date), XIANGYUN_HOME, XIANGYUN_DATABASE_URL and
# XIANGYUN_SECRET_KEY are taken from the environment when given.
set -euo pipefail
cd "$(dirname "$0")/.."
bash tools/setup.sh

export PORT="${PORT:-8000}"
export XIANGYUN_MODE=demo
export XIANGYUN_HOME="${XIANGYUN_HOME:-$PWD/var}"
# Answers, photos and the key lie here: nobody else on the machine reads them.
mkdir -p -m 0700 "$XIANGYUN_HOME"
chmod 0700 "$XIANGYUN_HOME"

if [ -z "${XIANGYUN_SECRET_KEY:-}" ]; then
  key="$XIANGYUN_HOME/secret-key"
  [ -s "$key" ] || (umask 077 && .venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(48))' >"$key")
  XIANGYUN_SECRET_KEY=$(cat "$key")
  export XIANGYUN_SECRET_KEY
fi

.venv/bin/xiangyun demo load --on "${DATE:-2020-03-20}" --if-empty
exec .venv/bin/xiangyun serve
