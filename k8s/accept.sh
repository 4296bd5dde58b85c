#!/usr/bin/env bash
# Deploys Reparto into a namespace of its own, breaks it in many ways while jobs run, and says what came of that: a table
# on stdout, a line for each thing tried. Removes everything again. Takes about a quarter of an hour.
#
#   k8s/accept.sh [--require] [--keep] [--overlay small] [--registry-config FILE] IMAGE
#
#   IMAGE      the image of ./reparto image, where the cluster can get it
#   --require  no cluster is a failure; else it is a reason to do nothing
#   --keep     leave the namespace
#   --overlay  which of k8s/overlays to deploy; of three coordinators and two workers
#   --registry-config  a Docker config.json with credentials for the image's registry, if machines have none of their own
#
# Needs bash, kubectl >= 1.30 that may make a namespace, and curl. With rights on nodes it also drains one, of its own pods
# only, and makes it schedulable again. Exit codes: 0 all held, or no cluster; 1 something did not; 2 wrong usage; 3 no
# cluster with --require.
# shellcheck disable=SC2015,SC2317,SC2086 # A && B || C is meant; functions are called by name; numbers need no quotes
set -u
here=$(CDPATH='' cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib.sh
. "$here/lib.sh"
# shellcheck source=deployment.sh
. "$here/deployment.sh"
# shellcheck source=disturbances.sh
. "$here/disturbances.sh"

usage() {
  sed -n '5,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

require=no keep=no overlay=small registry='' image=
while [ $# -gt 0 ]; do
  case $1 in
    --require) require=yes ;;
    --keep) keep=yes ;;
    --overlay) [ $# -gt 1 ] || usage; overlay=$2; shift ;;
    --registry-config) [ $# -gt 1 ] && [ -r "$2" ] || usage; registry=$2; shift ;;
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
drained='' watcher='' failed=0
: >"$rows"

clean_up() {
  trap - EXIT HUP INT TERM
  [ -z "$drained" ] || kubectl uncordon "$drained" >/dev/null || say "machine $drained is left without new pods: kubectl uncordon $drained"
  [ -z "$watcher" ] || kill "$watcher" 2>/dev/null
  close_api
  if [ "$keep" = yes ]; then
    say "left: namespace $namespace"
  elif kubectl get namespace "$namespace" >/dev/null 2>&1; then
    say "removing namespace $namespace"
    kubectl delete namespace "$namespace" --timeout=300s >/dev/null || say "not removed yet: namespace $namespace"
  fi
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 129' HUP
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
  alone=$(await_client "$name-alone" 900) || { printf '%s\n' "$alone" >&2; return 1; }
  began=$SECONDS
  start_client "$name" "$@" -q --format json || return 1
  ours=$(await_client "$name" 900) || { printf '%s\n' "$ours" >&2; return 1; }
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

# A field of what the API says.
asked() { # path field
  api "$1" "$(cat "$work/token")" | field "$2"
}

await_committed() { # least
  local end=$((SECONDS + 120)) committed
  while [ $SECONDS -lt $end ]; do
    committed=$(asked '/api/jobs?state=running' committed)
    [ "${committed:-0}" -lt "$1" ] || return 0
    sleep 1
  done
  return 1
}

# Does something while a job runs; the row has the seconds that it took, until all pods were ready again. Tasks of the job wait
# a second each: how long they take is known, wherever this runs. The command may set took, and say more in $work/remark.
disturb() { # name tasks what command...
  local name=$1 tasks=$2 what=$3 began took='' reference report remark result
  shift 3
  reference=$(start_client "$name-alone" alone run sleep --tasks "$tasks" --millis 1000 --slots "$tasks" -q --format json &&
    await_client "$name-alone" 600 | field digest)
  if [ -z "$reference" ]; then
    row "$what" FAILED - - - "the job fails alone"
    return
  fi
  if ! start_client "$name" run sleep --tasks "$tasks" --millis 1000 -q --format json || ! await_committed 4; then
    row "$what" FAILED - - - "the job does not begin"
    return
  fi
  : >"$work/remark"
  began=$SECONDS
  "$@"
  result=$?
  took=${took:-$((SECONDS - began))}
  [ "$(k get job "$name" -o 'jsonpath={.status.succeeded}')" != 1 ] || echo "the job ended meanwhile" >>"$work/remark"
  remark=$(tr '|' ' ' <"$work/remark" | paste -s -d ';' -)
  if ! report=$(await_client "$name" 900); then
    row "$what" FAILED "$took" - - "the job: $(tail -n 3 <<<"$report" | tr '\n|' '  ') $remark"
  elif [ $result -ne 0 ]; then
    row "$what" FAILED "$took" - - "it could not be done, or pods did not get ready; $remark"
  else
    verdict "$what" "$took" "$reference" "$report" "$remark"
  fi
}

# --- what has to be true ----------------------------------------------------------------------------------------------

# Every pod is a node that answers, and there is no other node.
members_are_pods() {
  local all nodes end=$((SECONDS + 180))
  while [ $SECONDS -lt $end ]; do
    all=$({ pods coordinator && pods worker; } | cut -d '|' -f 1 | sort)
    api /api/cluster "$(cat "$work/token")" >"$work/cluster"
    nodes=$(grep -o '"node":"[^"]*"' "$work/cluster" | cut -d '"' -f 4 | sort)
    [ "$nodes" != "$all" ] || grep -q '"answers":false' "$work/cluster" || return 0
    sleep 2
  done
  say "nodes: $(tr '\n' ' ' <<<"$nodes"); pods: $(tr '\n' ' ' <<<"$all")"
  return 1
}

refuses_strangers() {
  local token
  for token in '' wrong-wrong-wrong-wrong; do
    api /api/cluster "$token" >/dev/null
    [ "$(cat "$work/status")" = 401 ] || return 1
  done
}

may() { [ "$(k auth can-i "$@" 2>/dev/null)" = yes ]; }

cannot_read_secrets() {
  local account verb
  for account in reparto-coordinator reparto-worker default; do
    for verb in get list; do
      [ "$(k auth can-i $verb secrets --as="system:serviceaccount:$namespace:$account" 2>/dev/null)" = no ] || return 1
    done
  done
}

# ----------------------------------------------------------------------------------------------------------------------

say "namespace $namespace, image $image, overlay $overlay"
make_kustomization "$overlay"
check "deployed, all pods ready" "" eval 'deploy && await_rollout 600'
if [ $failed -eq 0 ]; then
  check "members are the pods" "" members_are_pods
  check "without its token the API answers 401" "" refuses_strangers
  if may impersonate serviceaccounts; then
    check "service accounts can't read secrets" "" cannot_read_secrets
  else
    skip "service accounts can't read secrets" "may not ask in their name"
  fi
  compare pi run pi --samples 2e9 --seed 3 || row "pi on the cluster" FAILED - - - ""
  compare groupby run groupby --input /data/weather.csv --by location,weather --agg count,mean:temp_max,std:wind ||
    row "group-by on the cluster" FAILED - - - ""
  disturb roll 600 "rolling restart of all pods" roll
  disturb coordinator 60 "coordinator's pod deleted by force" lose_coordinator
  if k exec "$(a_worker)" -- /bin/sh -c true >/dev/null 2>&1; then
    disturb crash 60 "a worker's JVM crashed" crash_worker
  else
    skip "a worker's JVM crashed" "the image has no shell to do it with, or nothing may be run in a pod"
  fi
  if [ "$(machines | wc -l)" -lt 2 ] || [ -z "$(machine_to_drain)" ]; then
    skip "a machine drained" "there are no two that take pods, or they may not be seen"
  elif ! may_drain; then
    skip "a machine drained" "may not"
  else
    disturb drain 180 "a machine drained" drain_machine
  fi
  disturb scale 200 "workers scaled 2, 4, 1" scale
  check "members are the pods, in the end" "" members_are_pods
fi

if [ $failed -ne 0 ]; then
  {
    echo "--- pods" && k get pods -o wide
    echo "--- events" && k get events --sort-by=.metadata.creationTimestamp | tail -n 60
    for pod in $(k get pods -o name); do
      echo "--- $pod, before it was started again" && k logs "$pod" --tail=60 --previous 2>/dev/null
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
