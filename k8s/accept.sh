#!/usr/bin/env bash
# Deploys Reparto into a namespace of its own, breaks it in many ways while jobs run, and says what came of that: a table
# on stdout, a line for each thing tried. Removes everything again.
#
#   k8s/accept.sh [--require] [--keep] [--overlay small] IMAGE
#
#   IMAGE      the image of ./reparto image, where the cluster can get it
#   --require  no cluster is a failure; else it is a reason to do nothing
#   --keep     leave the namespace
#   --overlay  which of k8s/overlays to deploy; of three coordinators and two workers
#
# Needs bash, kubectl >= 1.30 with rights on a namespace, and curl. With rights on nodes it also drains one, and makes it
# schedulable again. Exit codes: 0 all held, or no cluster; 1 something did not; 2 wrong usage; 3 no cluster with --require.
# shellcheck disable=SC2015,SC2317,SC2086 # A && B || C is meant; functions are called by name; numbers need no quotes
set -u
here=$(CDPATH='' cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib.sh
. "$here/lib.sh"

usage() {
  sed -n '5,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

require=no keep=no overlay=small image=
while [ $# -gt 0 ]; do
  case $1 in
    --require) require=yes ;;
    --keep) keep=yes ;;
    --overlay) [ $# -gt 1 ] || usage; overlay=$2; shift ;;
    -*) usage ;;
    *) [ -z "$image" ] || usage; image=$1 ;;
  esac
  shift
done
[ -n "$image" ] && [ -d "$here/overlays/$overlay" ] || usage

if ! has_cluster; then
  say "no cluster answers kubectl (KUBECONFIG=${KUBECONFIG:-~/.kube/config})"
  [ "$require" = no ] || exit 3
  say "skipped"
  exit 0
fi
command -v curl >/dev/null || { say "curl is needed"; exit 2; }

namespace=reparto-accept-$(date +%s)
work=$(mktemp -d)
rows=$work/rows
drained='' failed=0 reference=''
: >"$rows"

clean_up() {
  trap - EXIT INT TERM
  if [ -n "$drained" ]; then
    kubectl uncordon "$drained" >/dev/null
  fi
  if [ "$keep" = yes ]; then
    say "left: namespace $namespace"
  else
    kubectl delete namespace "$namespace" --wait=false >/dev/null 2>&1
  fi
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

row() { # what result seconds digest again remark
  printf '%s|%s|%s|%s|%s|%s\n' "$1" "$2" "$3" "$4" "$5" "$6" >>"$rows"
  say "$1: $2, $3 s, digest $4, run again $5 $6"
  [ "$2" != FAILED ] || failed=1
}

skip() { row "$1" skipped - - - "$2"; }

# One thing that is true or not.
check() { # what remark command...
  local what=$1 remark=$2 began=$SECONDS
  shift 2
  if "$@"; then row "$what" ok $((SECONDS - began)) - - "$remark"; else row "$what" FAILED $((SECONDS - began)) - - "$remark"; fi
}

# --- jobs -------------------------------------------------------------------------------------------------------------

# Runs a job alone and on the cluster: the same digest.
compare() { # name words...
  local name=$1 alone ours began
  shift
  start_client "$name-alone" alone "$@" -q --format json || return 1
  alone=$(await_client "$name-alone" 600) || return 1
  began=$SECONDS
  start_client "$name" "$@" -q --format json || return 1
  ours=$(await_client "$name" 600) || { printf '%s\n' "$ours" >&2; return 1; }
  verdict "$name on the cluster" $((SECONDS - began)) "$(field digest <<<"$alone")" "$ours"
}

verdict() { # what seconds expected-digest report [remark]
  local digest again same=equal result=ok
  digest=$(field digest <<<"$4")
  again=$(($(field attempts <<<"$4") - $(field planned <<<"$4")))
  if [ -z "$digest" ] || [ "$digest" != "$3" ]; then
    same=DIFFERS result=FAILED
  fi
  row "$1" "$result" "$2" "$same" "$again" "${5:-}"
}

# Tasks that wait a second each: how long they take is known, wherever this runs.
await_committed() { # least
  local end=$((SECONDS + 120)) committed
  while [ $SECONDS -lt $end ]; do
    committed=$(api '/api/jobs?state=running' "$(cat "$work/token")" | field committed)
    [ "${committed:-0}" -lt "$1" ] || return 0
    sleep 1
  done
  return 1
}

# Does something while a job runs; the row has the seconds that it took, until all pods were ready again.
disturb() { # name tasks what command...
  local name=$1 tasks=$2 what=$3 began report remark='' result
  shift 3
  start_client "$name-alone" alone run sleep --tasks "$tasks" --millis 1000 --slots "$tasks" -q --format json
  reference=$(await_client "$name-alone" 600 | field digest)
  start_client "$name" run sleep --tasks "$tasks" --millis 1000 -q --format json
  if ! await_committed 4; then
    row "$what" FAILED - - - "the job does not begin"
    return
  fi
  began=$SECONDS
  "$@"
  result=$?
  took=$((SECONDS - began))
  [ ! -s "$work/remark" ] || remark=$(cat "$work/remark")
  : >"$work/remark"
  if [ $result -ne 0 ]; then
    row "$what" FAILED "$took" - - "it could not be done, or pods did not get ready: $remark"
    await_client "$name" 900 >/dev/null
    return
  fi
  if report=$(await_client "$name" 900); then
    verdict "$what" "$took" "$reference" "$report" "$remark"
  else
    row "$what" FAILED "$took" - - "the job: $(tail -n 3 <<<"$report" | tr '\n' ' ')"
  fi
}

# --- what is done to it -----------------------------------------------------------------------------------------------

coordinator_pod() {
  local address
  address=$(api /api/cluster "$(cat "$work/token")" | field coordinator)
  k get pods -o 'jsonpath={range .items[*]}{.status.podIP} {.metadata.name}{"\n"}{end}' |
    awk -v ip="${address%:*}" '$1 == ip { print $2; exit }'
}

# Which pods have said, one after the other, that they have the coordinator.
watch_coordinators() {
  while :; do
    k get pods -o 'jsonpath={range .items[*]}{.metadata.annotations.controller\.kubernetes\.io/pod-deletion-cost} {.metadata.name}{"\n"}{end}' 2>/dev/null |
      awk '$1 >= 1000 { print $2 }' >>"$work/coordinators"
    sleep 2
  done
}

roll() {
  local watcher result
  : >"$work/coordinators"
  watch_coordinators &
  watcher=$!
  k rollout restart deployment/reparto-coordinator deployment/reparto-worker >/dev/null && await_rollout 900
  result=$?
  sleep 15 # the last one says so within 10 s
  kill "$watcher" 2>/dev/null
  wait "$watcher" 2>/dev/null
  echo "the coordinator moved $(($(sort -u "$work/coordinators" | wc -l) - 1)) time(s)" >"$work/remark"
  return $result
}

lose_coordinator() {
  local pod
  pod=$(coordinator_pod)
  [ -n "$pod" ] && k delete pod "$pod" --force --grace-period=0 >/dev/null 2>&1 && await_rollout 300
}

# Process 1 of a container gets no SIGKILL from inside, but a signal that Java handles, by crashing.
crash_worker() {
  local pod before end=$((SECONDS + 120))
  pod=$(k get pods -l app.kubernetes.io/component=worker -o 'jsonpath={.items[0].metadata.name}')
  before=$(restarts "$pod")
  k exec "$pod" -- /bin/sh -c 'kill -s SEGV 1' >/dev/null 2>&1
  while [ "$(restarts "$pod")" = "$before" ]; do
    [ $SECONDS -lt $end ] || return 1
    sleep 1
  done
  k wait --for=condition=Ready "pod/$pod" --timeout=120s >/dev/null
}

restarts() { k get pod "$1" -o 'jsonpath={.status.containerStatuses[0].restartCount}'; }

drain_machine() {
  drained=$(k get pods -l app.kubernetes.io/component=worker -o 'jsonpath={.items[0].spec.nodeName}')
  kubectl drain "$drained" --pod-selector=app.kubernetes.io/name=reparto --ignore-daemonsets --delete-emptydir-data \
    --timeout=600s >/dev/null 2>&1 && await_rollout 300
  local result=$?
  kubectl uncordon "$drained" >/dev/null
  drained=''
  return $result
}

scale() {
  local size
  for size in 4 1; do
    k scale deployment/reparto-worker --replicas="$size" >/dev/null && await_rollout 300 || return 1
    sleep 5
  done
}

# --- what has to be true ----------------------------------------------------------------------------------------------

members_are_pods() {
  local pods members end=$((SECONDS + 60))
  while [ $SECONDS -lt $end ]; do
    pods=$(k get pods -l app.kubernetes.io/name=reparto --field-selector=status.phase=Running -o name | wc -l)
    members=$(api /api/cluster "$(cat "$work/token")" | grep -o '"answers":true' | wc -l)
    [ "$members" -ne "$pods" ] || return 0
    sleep 2
  done
  say "members=$members, pods=$pods"
  return 1
}

refuses_strangers() {
  local token
  for token in '' wrong-wrong-wrong-wrong; do
    api /api/cluster "$token" >/dev/null
    [ "$(cat "$work/status")" = 401 ] || return 1
  done
}

cannot_read_secrets() {
  local account
  for account in reparto-coordinator reparto-worker; do
    [ "$(k auth can-i get secrets --as="system:serviceaccount:$namespace:$account" 2>/dev/null)" = no ] || return 1
  done
}

# ----------------------------------------------------------------------------------------------------------------------

say "namespace $namespace, image $image, overlay $overlay"
make_kustomization "$overlay"
check "deployed, all pods ready" "" eval 'deploy && await_rollout 300'
if [ $failed -eq 0 ]; then
  check "members are the pods" "" members_are_pods
  check "without its token the API answers 401" "" refuses_strangers
  if [ "$(kubectl auth can-i impersonate serviceaccounts 2>/dev/null)" = yes ]; then
    check "service accounts can't read secrets" "" cannot_read_secrets
  else
    skip "service accounts can't read secrets" "may not ask in their name"
  fi
  compare pi run pi --samples 2e9 --seed 3 || row "pi on the cluster" FAILED - - - ""
  compare groupby run groupby --input /data/weather.csv --by location,weather --agg count,mean:temp_max,std:wind ||
    row "group-by on the cluster" FAILED - - - ""
  disturb roll 600 "rolling restart of all pods" roll
  disturb coordinator 60 "coordinator's pod deleted by force" lose_coordinator
  pod=$(k get pods -l app.kubernetes.io/component=worker -o 'jsonpath={.items[0].metadata.name}')
  if k exec "$pod" -- /bin/sh -c true >/dev/null 2>&1; then
    disturb crash 60 "a worker's JVM crashed" crash_worker
  else
    skip "a worker's JVM crashed" "the base image has no shell to do it with"
  fi
  if [ "$(kubectl get nodes -o name 2>/dev/null | wc -l)" -lt 2 ]; then
    skip "a machine drained" "there is only one, or they may not be seen"
  elif [ "$(kubectl auth can-i patch nodes 2>/dev/null)" != yes ]; then
    skip "a machine drained" "may not"
  else
    disturb drain 180 "a machine drained" drain_machine
  fi
  disturb scale 120 "workers scaled 2, 4, 1" scale
  check "members are the pods, in the end" "" members_are_pods
fi

if [ $failed -ne 0 ]; then
  {
    echo "--- pods" && k get pods -o wide
    echo "--- events" && k get events --sort-by=.lastTimestamp | tail -n 40
    for pod in $(k get pods -o name); do
      echo "--- $pod" && k logs "$pod" --tail=60
    done
  } >&2
fi
{
  echo 'what|result|seconds|digest|run again|remark'
  cat "$rows"
} | awk -F'|' '
  { for (i = 1; i <= NF; i++) { cell[NR, i] = $i; if (length($i) > width[i]) width[i] = length($i) } }
  END { for (r = 1; r <= NR; r++) for (i = 1; i <= 6; i++) printf "%-*s%s", i < 6 ? width[i] : 0, cell[r, i], i < 6 ? "  " : "\n" }'
exit $failed
