# shellcheck shell=bash
# shellcheck disable=SC2154 # they are given by who reads this
# What accept.sh and experiment.sh have in common. Needs: namespace, work=directory for files.

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

k() { kubectl --namespace "$namespace" "$@"; }

# True if kubectl is there and its cluster answers.
has_cluster() {
  local path
  command -v kubectl >/dev/null || return 1
  for path in /readyz /version; do # a proxy before it may not let all of them through
    ! kubectl get --raw="$path" --request-timeout=10s >/dev/null 2>&1 || return 0
  done
  return 1
}

# Waits until both Deployments are as they should be; $1 seconds at most for each.
await_rollout() {
  k rollout status deployment/reparto-coordinator --timeout="${1}s" >/dev/null &&
    k rollout status deployment/reparto-worker --timeout="${1}s" >/dev/null
}

# The text or number of a field in the JSON on stdin.
field() { sed -n "s/.*\"$1\":\"\\{0,1\\}\\([^\",}]*\\).*/\\1/p" | head -n 1; }

# Opens a way to the API at $url, through kubectl, of process $work/forward.pid. It ends with the pod that it leads to.
# kubectl chooses the port, so that none can be taken already.
open_api() {
  local end=$((SECONDS + 30)) port=
  : >"$work/forward"
  # Not by the function k, whose process would be another one than kubectl's.
  kubectl --namespace "$namespace" port-forward --address 127.0.0.1 service/reparto :8550 \
    >"$work/forward" 2>"$work/forward.err" </dev/null &
  echo $! >"$work/forward.pid"
  while is_open && [ $SECONDS -lt $end ]; do
    port=$(sed -n 's/^Forwarding from 127\.0\.0\.1:\([0-9]*\) .*/\1/p' "$work/forward")
    if [ -n "$port" ]; then
      url=http://127.0.0.1:$port
      return 0
    fi
    sleep 0.1
  done
  close_api
  return 1
}

is_open() { kill -0 "$(cat "$work/forward.pid")" 2>/dev/null; }

# By any shell of the script, also that of a command substitution that was interrupted.
close_api() {
  [ -f "$work/forward.pid" ] || return 0
  kill "$(cat "$work/forward.pid")" 2>/dev/null
  wait "$(cat "$work/forward.pid")" 2>/dev/null
  rm -f "$work/forward.pid"
}

# Prints what GET $1 answers where open_api has led to; its status goes to $work/status, 000 if there is none. $2 is a token,
# or empty.
ask() {
  local status
  rm -f "$work/answer"
  status=$({ [ -z "$2" ] || printf 'header = "Authorization: Bearer %s"\n' "$2"; } |
    curl -q --noproxy '*' -s -K - -m 10 -o "$work/answer" -w '%{http_code}' "$url$1")
  printf '%s' "${status:-000}" >"$work/status"
  [ "${status:-000}" != 000 ] && cat "$work/answer"
}

# As ask, by a way of its own; another one is tried where it breaks.
api() {
  local try answered=1
  for try in 1 2 3; do
    open_api && ask "$1" "$2" && answered=0
    close_api
    [ $answered -ne 0 ] || return 0
    sleep 1
  done
  say "the API does not answer: path=$1, tries=$try: $(tail -n 1 "$work/forward.err")"
  return 1
}
