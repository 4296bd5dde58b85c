#!/usr/bin/env python3
"""The real coordinator before 10^2 to 10^5 simulated slots and 10^4 to 10^7 tasks, in virtual time.

Usage: experiments/simulation/run.py [--quick] [PART...]
  sizes     equal tasks on equal workers that all live: every sensible number of slots and tasks
  faults    tasks of different lengths, slow workers, failing tasks, workers that die
  --quick   shows that the script works, measures nothing
Writes results/sizes.csv, faults.csv, summary.md, machine.txt and, where matplotlib is installed, simulation.svg.
"""

import argparse
import csv
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from measure import ROOT, machine, run  # noqa: E402
from plots import draw  # noqa: E402

RESULTS = HERE / "results"
JAVA = str(Path(os.environ["JAVA_HOME"], "bin", "java")) if "JAVA_HOME" in os.environ else "java"
PROGRAM = "io.reparto.node.cluster.simulation.SimulationRun"
SLOTS = [10**power for power in range(2, 6)]
TASKS = [10**power for power in range(4, 8)]
# Of real time, for a job; one that takes longer is cut off and says so.
PATIENCE_SECONDS = 30
FAULTS = {"spread": 0.5, "slow": 0.01, "failing": 0.001, "dying": 0.01}


def simulate(class_path, **arguments):
    with tempfile.NamedTemporaryFile(suffix=".csv") as out:
        words = [f"{name.replace('_', '-')}={value}" for name, value in arguments.items()]
        run([JAVA, "-Xmx4g", "-XX:+UseSerialGC", "-cp", class_path, PROGRAM, *words, f"out={out.name}"])
        return next(csv.DictReader(open(out.name)))


def cases(part, quick):
    """Every case as arguments; no slot is without a task."""
    slots, tasks = ([100, 1000], [10_000]) if quick else (SLOTS, TASKS if part == "sizes" else TASKS[1:3])
    patience = 5 if quick else PATIENCE_SECONDS
    more = {} if part == "sizes" else FAULTS
    return [dict(more, slots=some, tasks=many, patience=patience) for some in slots for many in tasks if many >= some]


def measure(part, class_path, options):
    rows = []
    for case in cases(part, options.quick):
        row = simulate(class_path, warm_up=0 if options.quick else 200_000, **case)
        rows.append(row)
        print(part, *(f"{name}={row[name]}" for name in
                      ("slots", "tasks", "end", "times_bound", "us_per_task", "busy", "heap_mib", "real_s")), flush=True)
        with open(RESULTS / f"{part}{suffix(options)}.csv", "w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


def suffix(options):
    return "-quick" if options.quick else ""


def read(part, options):
    path = RESULTS / f"{part}{suffix(options)}.csv"
    return list(csv.DictReader(path.open())) if path.exists() else []


def summarize(options):
    lines = []
    for part in ("sizes", "faults"):
        rows = read(part, options)
        if rows:
            lines += [f"## {part}", "",
                      "| slots | tasks | a task, s | ideal, s | in virtual time, s | ÷ (ideal + longest task) | µs a task "
                      "| busy | longest wait, s | messages a task | µs a message | leases | held, MiB |",
                      "|---" * 13 + "|"]
            lines += ["| " + " | ".join(cells(row)) + " |" for row in rows] + [""]
    (RESULTS / f"summary{suffix(options)}.md").write_text("\n".join(lines))
    print("\n".join(lines))


def cells(row):
    def number(name, scale=1.0):
        return f"{float(row[name]) * scale:.3g}"

    if row["end"] == "succeeded":
        time, bound = number("virtual_s"), f"{float(row['times_bound']):.2f}"
    else:
        done = int(row["committed"]) / int(row["tasks"])
        time, bound = f"cut off at {number('virtual_s')}", f"{done:.0%} done"
    return [f"{int(row['slots']):,}", f"{int(row['tasks']):,}", number("task_ms", 1e-3), number("ideal_s"), time, bound,
            number("us_per_task"), f"{float(row['busy']):.1%}", number("longest_wait_ms", 1e-3),
            number("messages_per_task"), number("us_per_message"), f"{int(row['leases']):,}", f"{float(row['heap_mib']):.0f}"]


def plot(options):
    code = """
figure, (cost, time) = plot.subplots(1, 2, figsize=(10, 4))
ended = [row for row in given if row["bound"]]
for slots in sorted({row["slots"] for row in ended}):
    mine = [row for row in ended if row["slots"] == slots]
    cost.plot([row["tasks"] for row in mine], [row["cost"] for row in mine], "o-", label=f"{slots:,} slots")
    time.plot([row["tasks"] for row in mine], [row["bound"] for row in mine], "o-", label=f"{slots:,} slots")
for axes, what in ((cost, "coordinator's processor time, µs a task"), (time, "time ÷ (ideal + longest task)")):
    axes.set(xscale="log", xlabel="tasks", ylabel=what)
    axes.legend()
cost.set_yscale("log")
"""
    rows = [{"slots": int(row["slots"]), "tasks": int(row["tasks"]), "cost": float(row["us_per_task"]),
             "bound": float(row["times_bound"] or 0)} for row in read("sizes", options)]
    draw(code, rows, RESULTS / "simulation.svg")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("parts", nargs="*", choices=["sizes", "faults", []], metavar="PART")
    options = parser.parse_args()
    RESULTS.mkdir(exist_ok=True)
    load = os.getloadavg()
    class_path = subprocess.run([str(ROOT / "experiments" / "test-classpath.sh")], stdout=subprocess.PIPE, text=True,
                                check=True).stdout.strip()
    for part in options.parts or ("sizes", "faults"):
        measure(part, class_path, options)
    loads = [" ".join(f"{value:.1f}" for value in some) for some in (load, os.getloadavg())]
    version = subprocess.run([JAVA, "-version"], stderr=subprocess.PIPE, text=True, check=True).stderr.splitlines()[0]
    (RESULTS / f"machine{suffix(options)}.txt").write_text(
        f"{machine()}, simulated by {version}, load average {loads[0]} before, {loads[1]} after\n")
    summarize(options)
    if not options.quick:
        plot(options)


if __name__ == "__main__":
    main()
