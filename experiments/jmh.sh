#!/usr/bin/env bash
# Runs JMH benchmarks of the node module: experiments/jmh.sh CsvScanBenchmark [JMH's options]
set -euo pipefail
cd "$(dirname "$0")/.."
./mvnw -q -B -ntp -pl node -am test-compile
class_path=$(mktemp)
trap 'rm -f "$class_path"' EXIT
./mvnw -q -B -ntp -pl node -am test-compile dependency:build-classpath -Dmdep.outputFile="$class_path" -Dmdep.includeScope=test
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
"$java" --add-exports=java.base/jdk.internal.module=ALL-UNNAMED \
  -cp "node/target/test-classes:node/target/classes:coordinator/target/classes:protocol/target/classes:$(cat "$class_path")" \
  org.openjdk.jmh.Main "$@"
