# shellcheck shell=bash
# What accept.sh and experiment.sh have in common. Needs: here=directory of k8s, image, namespace, work=directory for files.

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

k() { kubectl --namespace "$namespace" "$@"; }

# True if kubectl is there and its cluster answers.
has_cluster() {
  command -v kubectl >/dev/null && kubectl get --raw=/readyz --request-timeout=10s >/dev/null 2>&1
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

# Prints what GET $1 of the API answers, through kubectl; its status goes to $work/status. $2 is a token, or empty.
api() {
  local port=$((20000 + RANDOM % 10000)) forward status=000 try
  # Not by the function, whose process would be another one than kubectl's.
  kubectl --namespace "$namespace" port-forward service/reparto "$port:8550" >/dev/null 2>&1 &
  forward=$!
  for try in 1 2 3 4 5 6 7 8 9 10; do
    status=$({ [ -z "$2" ] || printf 'header = "Authorization: Bearer %s"\n' "$2"; } |
      curl -s -K - -m 10 -o "$work/answer" -w '%{http_code}' "http://127.0.0.1:$port$1") && break
    sleep 0.5
  done
  kill "$forward" 2>/dev/null
  wait "$forward" 2>/dev/null
  printf '%s' "$status" >"$work/status"
  [ "$status" != 000 ] || say "the API does not answer: try=$try, path=$1"
  cat "$work/answer" 2>/dev/null
}
