#!/usr/bin/env bash
# Measures how a job scales on a deployed cluster: on 1 to N workers, by ./reparto scale, which writes a folder with every
# run, the laws fitted to them (from 4 sizes on) and plots.
#
#   k8s/experiment.sh [--workers 4] [--repeats 5] [--output DIR] NAMESPACE JOB [OPTION]...
#
#   NAMESPACE  where Reparto is; nothing else may change its workers meanwhile, no autoscaler either
#   JOB        and its options, as of ./reparto scale: pi --samples 1e11
#   --workers  the largest number of workers
#   --repeats  runs of each size that count
#   --output   the folder; if it has runs of the same job, more are added. A new one unless given
#
# Scales the Deployment reparto-worker and, in the end, back. $REPARTO is the program to run, else ./reparto of this source
# tree. The table of the last size goes to stdout. Exit codes: 0 done; 1 a run failed, or its digest was another one, or
# workers did not come; 2 wrong usage; 3 no cluster.
# shellcheck disable=SC2015 # A && B || C is meant
set -u
here=$(CDPATH='' cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib.sh
. "$here/lib.sh"

usage() {
  sed -n '5,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

workers=4 repeats=5 output=
while [ $# -gt 0 ]; do
  case $1 in
    --workers) [ $# -gt 1 ] || usage; workers=$2; shift ;;
    --repeats) [ $# -gt 1 ] || usage; repeats=$2; shift ;;
    --output) [ $# -gt 1 ] && [ -n "$2" ] || usage; output=$2; shift ;;
    -*) usage ;;
    *) break ;;
  esac
  shift
done
[ $# -ge 2 ] || usage
for number in "$workers" "$repeats"; do
  case $number in '' | *[!0-9]* | 0*) usage ;; esac
done
namespace=$1
shift
output=${output:-scale-$1-$(date +%Y%m%d-%H%M%S)}
program=${REPARTO:-$here/../reparto}
has_cluster || { say "no cluster answers kubectl"; exit 3; }
command -v curl >/dev/null || { say "curl is needed"; exit 2; }
"$program" --version >/dev/null || exit 1 # builds it, where that has not been done

work=$(mktemp -d)
before=
clean_up() {
  trap - EXIT INT TERM
  close_api
  if [ -n "$before" ]; then
    k scale deployment/reparto-worker --replicas="$before" >/dev/null &&
      say "workers scaled back to $before" || say "the workers are not scaled back: before=$before"
  fi
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

token=$(k get secret reparto-api -o 'go-template={{.data.token | base64decode}}') && [ -n "$token" ] ||
  { say "no token: namespace=$namespace, secret=reparto-api"; exit 1; }
before=$(k get deployment reparto-worker -o 'jsonpath={.spec.replicas}') && [ -n "$before" ] || exit 1

# Waits until the cluster has as many workers as it should: new ones have joined, and those that have gone are forgotten.
await_workers() { # number
  local end=$((SECONDS + 180)) found=none
  while [ $SECONDS -lt $end ]; do
    found=$(ask /api/cluster "$token" | grep -o '"worker":"' | wc -l)
    [ "$found" -ne "$1" ] || return 0
    if ! is_open; then # its pod has gone
      close_api
      open_api || return 1
    fi
    sleep 0.5
  done
  say "the cluster has another number of workers than the Deployment: cluster=$found, deployment=$1"
  return 1
}

# Adds runs of the present size to $output; what all of them say is printed with the last size.
measure() {
  set -- scale "$@" --cluster "$url" --output "$output" --repeats "$repeats"
  if [ "$size" -lt "$workers" ]; then
    REPARTO_HTTP_TOKEN=$token "$program" "$@" -q >/dev/null
  else
    REPARTO_HTTP_TOKEN=$token "$program" "$@"
  fi
}

for ((size = 1; size <= workers; size++)); do
  k scale deployment/reparto-worker --replicas="$size" >/dev/null && await_rollout 600 ||
    { say "workers did not get ready: workers=$size"; k get pods >&2; exit 1; }
  open_api && await_workers "$size" || { say "the API can't be used: $(tail -n 1 "$work/forward.err")"; exit 1; }
  say "measuring: workers=$size, up to $workers"
  measure "$@"
  status=$?
  close_api
  case $status in
    0) ;;
    2) exit 2 ;;
    *) say "no measurement: workers=$size, exit code=$status"; exit 1 ;;
  esac
done
[ "$(tail -n +2 "$output/runs.csv" | sed 's/.*,//' | sort -u | wc -l)" -eq 1 ] ||
  { say "digests differ: $output/runs.csv"; exit 1; }
say "the report is $output/report.md"
