# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # variables of accept.sh
# What accept.sh does to a deployment while a job runs. Each is false if it could not be done, or if not all pods got ready
# again within a bound; it may say something in $work/remark, and change when it began and how many seconds it took.

# Adds the pod that says that it has the coordinator to those that have said so.
see_coordinator() {
  k get pods -l app.kubernetes.io/component=coordinator -o 'jsonpath={range .items[*]}{.metadata.name}{"|"}{.metadata.annotations.controller\.kubernetes\.io/pod-deletion-cost}{"\n"}{end}' 2>/dev/null |
    awk -F'|' '$2 + 0 >= 1000 { print $1 }' >>"$work/coordinators"
}

roll() {
  local result seen
  : >"$work/coordinators"
  see_coordinator
  while sleep 2; do see_coordinator; done &
  watcher=$!
  k rollout restart deployment/reparto-coordinator deployment/reparto-worker >/dev/null && await_rollout 900 && await_pods 120
  result=$?
  took=$((SECONDS - began))
  sleep 12 # the last one says so within 10 s
  kill "$watcher" 2>/dev/null
  wait "$watcher" 2>/dev/null
  watcher=
  seen=$(sort -u "$work/coordinators" | wc -l)
  [ "$seen" -eq 0 ] || echo "the coordinator moved $((seen - 1)) time(s)" >"$work/remark"
  return $result
}

lose_coordinator() {
  local address pod term now end
  address=$(asked /api/cluster coordinator)
  address=${address%:*} address=${address#[} address=${address%]}
  term=$(asked /api/cluster term)
  pod=$(k get pods -l app.kubernetes.io/component=coordinator -o 'jsonpath={range .items[*]}{.status.podIP} {.metadata.name}{"\n"}{end}' |
    awk -v ip="$address" '$1 == ip { print $2; exit }')
  [ -n "$pod" ] && [ -n "$term" ] || return 1
  began=$SECONDS end=$((SECONDS + 120)) now=$term
  k delete pod "$pod" --force --grace-period=0 >/dev/null 2>&1 || return 1
  while [ "${now:-$term}" = "$term" ]; do
    [ $SECONDS -lt $end ] || return 1
    now=$(asked /api/cluster term 2>/dev/null)
  done
  echo "another coordinator after $((SECONDS - began)) s" >"$work/remark"
  await_pods 300
}

a_worker() { pods worker | awk -F'|' '$3 == "True" { print $1; exit }'; }

# Process 1 of a container gets no SIGKILL from inside, but a signal that Java handles, by crashing.
crash_worker() {
  local pod before now end=$((SECONDS + 120))
  pod=$(a_worker)
  before=$(restarts "$pod") now=
  k exec "$pod" -- /bin/sh -c 'kill -s SEGV 1' >/dev/null 2>&1
  while [ "${now:-$before}" = "$before" ]; do
    [ $SECONDS -lt $end ] || return 1
    sleep 1
    now=$(restarts "$pod")
  done
  await_pods 120
}

restarts() { k get pod "$1" -o 'jsonpath={.status.containerStatuses[0].restartCount}'; }

# Machines that take new pods.
machines() {
  kubectl get nodes -o 'jsonpath={range .items[*]}{.metadata.name}{"|"}{.spec.unschedulable}{"|"}{.spec.taints[*].effect}{"\n"}{end}' 2>/dev/null |
    awk -F'|' '$2 != "true" && $3 !~ /(^| )No(Schedule|Execute)/ { print $1 }'
}

# One of these with a worker.
machine_to_drain() { pods worker | awk -F'|' '{ print $2 }' | grep -Fxf <(machines) | head -n 1; }

drain_machine() {
  local result
  drained=$(machine_to_drain)
  [ -n "$drained" ] || return 1
  kubectl drain "$drained" --pod-selector="app.kubernetes.io/instance=$namespace" --ignore-daemonsets --delete-emptydir-data \
    --timeout=600s >"$work/drain" 2>&1 && await_pods 300
  result=$?
  [ $result -eq 0 ] || tail -n 1 "$work/drain" >"$work/remark"
  kubectl uncordon "$drained" >/dev/null && drained=
  return $result
}

may_drain() { may patch nodes && may list pods --all-namespaces && may create pods --subresource=eviction; }

scale() {
  local size
  for size in 4 1; do
    k scale deployment/reparto-worker --replicas="$size" >/dev/null && await_rollout 300 && await_pods 120 || return 1
    sleep 3
  done
}
