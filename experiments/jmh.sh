#!/usr/bin/env bash
# Runs JMH benchmarks of the node module: experiments/jmh.sh CsvScanBenchmark [JMH's options]
set -euo pipefail
cd "$(dirname "$0")/.."
class_path=$(experiments/test-classpath.sh)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
"$java" --add-exports=java.base/jdk.internal.module=ALL-UNNAMED -cp "$class_path" org.openjdk.jmh.Main "$@"
