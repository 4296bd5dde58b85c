#!/usr/bin/env bash
# Compiles the node module with its tests and prints the class path on which programs among the tests run.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
libraries=$(mktemp)
trap 'rm -f "$libraries"' EXIT
./mvnw -q -B -ntp -pl node -am test-compile >&2
./mvnw -q -B -ntp -pl node -am test-compile dependency:build-classpath -Dmdep.outputFile="$libraries" -Dmdep.includeScope=test >&2
echo "$root/node/target/test-classes:$root/node/target/classes:$root/coordinator/target/classes:$root/protocol/target/classes:$(cat "$libraries")"
