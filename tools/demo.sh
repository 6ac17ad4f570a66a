# Sourced by run.sh and `make code`: where the demonstration lies, and its key.
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
