# Sourced by check.sh and test.sh: runs named steps, goes on after a failure, says at the end what failed.
failed=()

step() { # name, command...
  local name=$1 begun=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  if "$@"; then
    printf -- '-- %s: ok, %d s\n' "$name" $((SECONDS - begun))
  else
    printf -- '-- %s: FAILED, %d s\n' "$name" $((SECONDS - begun))
    failed+=("$name")
  fi
}

finish() {
  [ ${#failed[@]} -eq 0 ] && return 0
  printf '\nFAILED: %s\n' "$(IFS=','; echo "${failed[*]}")"
  return 1
}
