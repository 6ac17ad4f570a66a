#!/usr/bin/env bash
# A throw-away PostgreSQL for tests: `start` prints its URL (and starts it unless it runs), `stop` removes it.
# The cluster lies in the system's temporary folder, because its server account may not read the project's;
# var/test-postgres (or XIANGYUN_TEST_POSTGRES) remembers where.
set -euo pipefail
cd "$(dirname "$0")/.."
readonly NOTES="${XIANGYUN_TEST_POSTGRES:-var/test-postgres}"

as_server() { # initdb and postgres refuse to run as root
  if [ "$(id -u)" -eq 0 ]; then
    (cd / && runuser -u postgres -- "$@")
  else
    "$@"
  fi
}

find_binaries() {
  local folder
  for folder in /usr/lib/postgresql/{15,16,17,14}/bin; do
    [ -x "$folder/initdb" ] && { echo "$folder"; return; }
  done
  echo "PostgreSQL is not installed: bash tools/system-packages.sh postgresql-15" >&2
  return 1
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

is_running() {
  [ -f "$NOTES/folder" ] && as_server "$(find_binaries)/pg_ctl" -D "$(cat "$NOTES/folder")/data" status >/dev/null 2>&1
}

start() {
  if is_running; then
    cat "$NOTES/url"
    return
  fi
  local bin folder port password
  bin=$(find_binaries)
  port=$(free_port)
  password=$(python3 -c 'import secrets; print(secrets.token_hex(16))')
  folder=$(mktemp -d "${TMPDIR:-/tmp}/xiangyun-postgres-XXXXXX")
  mkdir -p "$NOTES"
  printf '%s\n' "$folder" >"$NOTES/folder"
  printf '%s\n' "$password" >"$folder/password"
  [ "$(id -u)" -ne 0 ] || chown -R postgres "$folder"
  as_server "$bin/initdb" -D "$folder/data" -U xiangyun -E UTF8 --locale=C.UTF-8 \
    --auth=scram-sha-256 --pwfile="$folder/password" >"$NOTES/initdb.log" 2>&1 || { cat "$NOTES/initdb.log" >&2; return 1; }
  as_server "$bin/pg_ctl" -D "$folder/data" -w -t 60 -l "$folder/server.log" \
    -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories='' -c max_connections=50" \
    start >/dev/null || { cat "$folder/server.log" >&2; return 1; }
  printf 'postgres://xiangyun:%s@127.0.0.1:%s/postgres\n' "$password" "$port" >"$NOTES/url"
  cat "$NOTES/url"
}

stop() {
  [ -f "$NOTES/folder" ] || return 0
  local folder
  folder=$(cat "$NOTES/folder")
  as_server "$(find_binaries)/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$folder"
  rm -f "$NOTES/folder" "$NOTES/url" "$NOTES/initdb.log"
  rmdir "$NOTES"
}

case "${1:-}" in
  start) start ;;
  stop) stop ;;
  *)
    echo "usage: tools/postgres.sh start|stop" >&2
    exit 2
    ;;
esac
