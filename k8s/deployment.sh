# shellcheck shell=bash
# shellcheck disable=SC2154 # they are given by who reads this
# What accept.sh deploys and runs. Needs lib.sh, and: here=directory of k8s, image, namespace, work=directory for files,
# registry=a file with credentials for the image's registry, or empty.

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
labels:
  - pairs:
      app.kubernetes.io/instance: $namespace
    includeTemplates: true
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
  [ -z "$registry" ] || cat >>"$work/run/kustomization.yaml" <<EOF
patches:
  - target:
      kind: Deployment
    patch: |
      - op: add
        path: /spec/template/spec/imagePullSecrets
        value:
          - name: reparto-registry
EOF
}

# Applies it, with a new token for the API in $work/token.
deploy() {
  kubectl create namespace "$namespace" --save-config >/dev/null || return 1
  (umask 077 && head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$work/token")
  k create secret generic reparto-api --from-file=token="$work/token" >/dev/null || return 1
  [ -z "$registry" ] || k create secret generic reparto-registry --type=kubernetes.io/dockerconfigjson \
    --from-file=.dockerconfigjson="$registry" >/dev/null || return 1
  kubectl apply -k "$work/run" >/dev/null
}

# The pods of the component $1 that are there to stay, a line each: name|machine|True if ready.
pods() {
  k get pods -l "app.kubernetes.io/component=$1" -o 'jsonpath={range .items[*]}{.metadata.name}{"|"}{.spec.nodeName}{"|"}{.status.conditions[?(@.type=="Ready")].status}{"|"}{.status.phase}{"|"}{.metadata.deletionTimestamp}{"\n"}{end}' |
    awk -F'|' '$5 == "" && $4 !~ /Failed|Succeeded/ { print $1 "|" $2 "|" $3 }'
}

# Waits until there are as many pods as the Deployments want, and all are ready; $1 seconds at most. What Deployments say
# themselves may be older than the loss of a pod.
await_pods() {
  local end=$((SECONDS + $1)) component wanted settled=
  until [ "$settled" = yes ]; do
    [ $SECONDS -lt $end ] || return 1
    [ -z "$settled" ] || sleep 1
    settled=yes
    for component in coordinator worker; do
      wanted=$(k get deployment "reparto-$component" -o 'jsonpath={.spec.replicas}')
      [ "$(pods "$component" | grep -c '|True$')/$(pods "$component" | grep -c .)" = "$wanted/$wanted" ] || settled=no
    done
  done
}

# Starts a Job named $1 in the namespace that runs ./reparto with the other words: on the cluster, or by itself if $2 is
# "alone".
start_client() {
  local name=$1 url=http://reparto:8550 word words='' credentials=
  shift
  if [ "$1" = alone ]; then
    url='' && shift
  fi
  for word; do words="$words, \"$word\""; done
  [ -z "$registry" ] || credentials='\
      imagePullSecrets: [{name: reparto-registry}]'
  sed -e "s|name: reparto-pi|name: $name|" \
    -e "s|image: localhost/reparto.*|image: $image|" \
    -e "s|args: .*|args: [${words#, }]|" \
    -e "s|value: http://reparto:8550|value: \"$url\"|" \
    -e 's|memory: 256Mi|memory: 512Mi|' \
    -e "s|      restartPolicy: Never|&$credentials|" \
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
      */[1-9]*) k logs "job/$1" && return 1 ;;
    esac
    sleep 1
  done
  say "not done after $2 s: job=$1"
  return 1
}

