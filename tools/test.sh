#!/usr/bin/env bash
# Everything: what `check` runs, then PostgreSQL, the front end, the browser walks and the built wheel.
set -euo pipefail
cd "$(dirname "$0")/.."
bash tools/setup.sh
bash tools/system-packages.sh
source tools/steps.sh
export PATH="$PWD/.venv/bin:$PATH"

export XIANGYUN_TEST_POSTGRES="var/test-postgres-$$" # one of its own: never stops another's
trap 'bash tools/postgres.sh stop' EXIT
on_postgres() {
  local url
  url=$(bash tools/postgres.sh start) || return 1
  XIANGYUN_TEST_DATABASE=postgres XIANGYUN_DATABASE_URL=$url "$@"
}

front_end() {
  (cd frontend && npm run --silent test && npm run --silent check)
}

step "check" bash tools/check.sh
step "front end" front_end
# what never meets a database has been run by now; pages read what the domain gives them, and a walk follows on PostgreSQL
step "domain tests on PostgreSQL" on_postgres pytest -q -n 2 -m "not walk and not smoke and not soak" --ignore tests/architecture --ignore tests/bench --ignore tests/calendar --ignore tests/cli --ignore tests/compiler --ignore tests/config --ignore tests/demo --ignore tests/sheets --ignore tests/web
step "walks on SQLite" pytest -q -n 2 -m walk
step "walk on PostgreSQL" on_postgres pytest -q -m "walk and postgres"
step "a small soak on SQLite" pytest -q -m soak
step "a small soak on PostgreSQL" on_postgres pytest -q -m soak --ignore tests/demo
step "the built wheel" pytest -q -m smoke
finish
