# shellcheck shell=bash
# What accept.sh and experiment.sh have in common. Needs: here=directory of k8s, image, namespace, work=directory for files.

url='' forward='' # of open_api

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

# Writes to $work/run a kustomization of overlay $1 with $image in namespace $namespace and examples/weather.csv as
# /data/weather.csv.
make_kustomization() {
  local name=$image qualifier="newTag: latest" last=${image##*/}
  case $last in
    *@*) name=${image%%@*} qualifier="digest: ${image#*@}" ;;
    *:*) name=${image%:*} qualifier="newTag: \"${last##*:}\"" ;;
  esac
  cp -R "$here/base" "$here/overlays" "$here/components" "$work"
  mkdir -p "$work/run"
  cp "$here/../examples/weather.csv" "$work/run"
  cat >"$work/run/kustomization.yaml" <<EOF
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: $namespace
resources:
  - ../overlays/$1
components:
  - ../components/data-configmap
images:
  - name: localhost/reparto
    newName: $name
    $qualifier
configMapGenerator:
  - name: reparto-data
    files: [weather.csv]
generatorOptions:
  disableNameSuffixHash: true
EOF
}

# Applies it, with a new token for the API in $work/token.
deploy() {
  kubectl create namespace "$namespace" >/dev/null || return 1
  (umask 077 && head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$work/token")
  k create secret generic reparto-api --from-file=token="$work/token" >/dev/null || return 1
  kubectl apply -k "$work/run" >/dev/null
}

# Waits until both Deployments are as they should be; $1 seconds at most for each.
await_rollout() {
  k rollout status deployment/reparto-coordinator --timeout="${1}s" >/dev/null &&
    k rollout status deployment/reparto-worker --timeout="${1}s" >/dev/null
}

# Starts a Job named $1 in the namespace that runs ./reparto with the other words: on the cluster, or by itself if $2 is
# "alone".
start_client() {
  local name=$1 url=http://reparto:8550 word words=
  shift
  if [ "$1" = alone ]; then
    url='' && shift
  fi
  for word; do words="$words, \"$word\""; done
  sed -e "s|name: reparto-pi|name: $name|" \
    -e "s|image: localhost/reparto.*|image: $image|" \
    -e "s|args: .*|args: [${words#, }]|" \
    -e "s|value: http://reparto:8550|value: \"$url\"|" \
    -e 's|memory: 256Mi|memory: 512Mi|' \
    -e "s|          volumeMounts:|          volumeMounts:\\
            - name: data\\
              mountPath: /data\\
              readOnly: true|" \
    -e "s|      volumes:|      volumes:\\
        - name: data\\
          configMap:\\
            name: reparto-data|" \
    "$here/examples/job.yaml" | k create -f - >/dev/null
}

# Waits for the Job $1, for $2 seconds at most, and prints its log. False if it failed or is not done.
await_client() {
  local end=$((SECONDS + $2)) state=
  while [ $SECONDS -lt $end ]; do
    state=$(k get job "$1" -o 'jsonpath={.status.succeeded}/{.status.failed}')
    case $state in
      1/*) k logs "job/$1" && return 0 ;;
      */1) k logs "job/$1" && return 1 ;;
    esac
    sleep 1
  done
  say "not done after $2 s: job=$1"
  return 1
}

# The text or number of a field in the JSON on stdin.
field() { sed -n "s/.*\"$1\":\"\\{0,1\\}\\([^\",}]*\\).*/\\1/p" | head -n 1; }

# Opens a way to the API at $url, through kubectl, and leaves its process in $forward. It ends with the pod that it leads to.
# kubectl chooses the port, so that none can be taken already.
open_api() {
  local end=$((SECONDS + 30)) port=
  : >"$work/forward"
  # Not by the function k, whose process would be another one than kubectl's.
  kubectl --namespace "$namespace" port-forward --address 127.0.0.1 service/reparto :8550 \
    >"$work/forward" 2>"$work/forward.err" </dev/null &
  forward=$!
  while kill -0 "$forward" 2>/dev/null && [ $SECONDS -lt $end ]; do
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

close_api() {
  [ -n "${forward:-}" ] || return 0
  kill "$forward" 2>/dev/null
  wait "$forward" 2>/dev/null
  forward=
}

# Prints what GET $1 answers where open_api has led to; its status goes to $work/status, 000 if there is none. $2 is a token,
# or empty.
ask() {
  local status
  rm -f "$work/answer"
  status=$({ [ -z "$2" ] || printf 'header = "Authorization: Bearer %s"\n' "$2"; } |
    curl -s -K - -m 10 -o "$work/answer" -w '%{http_code}' "$url$1")
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
