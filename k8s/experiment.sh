#!/usr/bin/env bash
# Runs one job on 1 to N workers of a deployed cluster and writes how long it took: CSV on stdout, a line for each run.
#
#   k8s/experiment.sh [--workers 4] [--repeats 3] NAMESPACE IMAGE JOB [OPTION]...
#
#   for instance: k8s/experiment.sh --workers 8 reparto localhost/reparto:0.1.0 pi --samples 1e11
#
# Scales the Deployment reparto-worker and, in the end, back. Exit codes: 0 done; 1 a run failed, or its digest was another
# one; 2 wrong usage; 3 no cluster.
# shellcheck disable=SC2015 # A && B || C is meant
set -u
here=$(CDPATH='' cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib.sh
. "$here/lib.sh"

usage() {
  sed -n '4,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

workers=4 repeats=3
while [ $# -gt 0 ]; do
  case $1 in
    --workers) [ $# -gt 1 ] || usage; workers=$2; shift ;;
    --repeats) [ $# -gt 1 ] || usage; repeats=$2; shift ;;
    -*) usage ;;
    *) break ;;
  esac
  shift
done
[ $# -ge 3 ] || usage
case $workers$repeats in *[!0-9]*) usage ;; esac
namespace=$1 image=$2
shift 2
has_cluster || { say "no cluster answers kubectl"; exit 3; }

before=$(k get deployment reparto-worker -o 'jsonpath={.spec.replicas}') || exit 1
trap 'k scale deployment/reparto-worker --replicas="$before" >/dev/null' EXIT
k get configmap reparto-data >/dev/null 2>&1 || k create configmap reparto-data >/dev/null # what a client mounts

digest=''
echo workers,repeat,seconds,tasks,attempts,digest
for ((size = 1; size <= workers; size++)); do
  k scale deployment/reparto-worker --replicas="$size" >/dev/null && await_rollout 600 ||
    { say "workers did not get ready: workers=$size"; exit 1; }
  sleep 10 # those that have gone are forgotten
  for ((repeat = 1; repeat <= repeats; repeat++)); do
    name=reparto-experiment-$(date +%s)
    start_client "$name" run "$@" -q --format json || exit 1
    report=$(await_client "$name" 7200) || { say "failed: $report"; exit 1; }
    found=$(field digest <<<"$report")
    echo "$size,$repeat,$(field run <<<"$report"),$(field planned <<<"$report"),$(field attempts <<<"$report"),$found"
    [ "${digest:=$found}" = "$found" ] || { say "another digest than before"; exit 1; }
    k delete job "$name" >/dev/null
  done
done
