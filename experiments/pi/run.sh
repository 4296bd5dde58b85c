#!/usr/bin/env bash
# Monte Carlo pi: scalar C against the kernels of Reparto, in turns. Usage: experiments/pi/run.sh [REPEATS]
# Needs gcc, and the classes: mvn -pl node -am test-compile. JDKS lists the Java homes to measure.
set -euo pipefail
cd "$(dirname "$0")/../.."

repeats=${1:-5}
read -ra jdks <<<"${JDKS:-${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")}}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
results=experiments/pi/results
jackson=$(find "${HOME}/.m2/repository/com/fasterxml/jackson/core/jackson-annotations" -name '*.jar' | sort | tail -1)
class_path=node/target/classes:node/target/test-classes:protocol/target/classes:$jackson

gcc -O3 -o "$work/baseline" experiments/pi/baseline.c -pthread

kernel() { # jdk kind samples threads
  "$1/bin/java" --add-exports=java.base/jdk.internal.module=ALL-UNNAMED -cp "$class_path" \
    io.reparto.node.jobs.pi.PiRate "$2" "$3" "$4"
}

echo "repeat,program,jdk,samples,threads,wall_seconds,cpu_seconds,pi" >"$results/runs.csv"
for repeat in $(seq "$repeats"); do
  for threads in 1 2; do
    echo "$repeat,c,,$("$work/baseline" 4e8 "$threads")"
    for jdk in "${jdks[@]}"; do
      version=$("$jdk/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.version = //p')
      echo "$repeat,simd,$version,$(kernel "$jdk" simd 3e9 "$threads")"
      echo "$repeat,scalar,$version,$(kernel "$jdk" scalar 2e8 "$threads")"
      echo "$repeat,columns,$version,$(kernel "$jdk" columns 2e8 "$threads")"
    done
  done
done | tee -a "$results/runs.csv"

python3 experiments/pi/summarize.py "$results/runs.csv" >"$results/summary.csv"
{
  echo "$(uname -sr), $(nproc) cores, load average at the end: $(cut -d' ' -f1-3 /proc/loadavg)"
  sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -1
  gcc --version | head -1
  for jdk in "${jdks[@]}"; do "$jdk/bin/java" -version 2>&1 | sed -n 3p; done
} >"$results/machine.txt"
column -s, -t "$results/summary.csv"
