#!/usr/bin/env python3
"""What a cluster of JVMs on one machine costs and carries.

Usage: experiments/cluster/run.py [--quick] [--port-base P] [--rows N] [EXPERIMENT...]
  EXPERIMENT  noop, small, stream, groupby, sleep; all by default
  --quick     few repeats and little data: shows that the script works, measures nothing
Makes its input in experiments/groupby/data and keeps it; writes results/EXPERIMENT.csv, machine.txt and summary.md.
"""

import argparse
import csv
import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from measure import REPARTO, machine, median, run  # noqa: E402
from cluster import Cluster, cpu_seconds, there_and_back, timed  # noqa: E402
from payload import check_payload, plugin  # noqa: E402
from sketch import StreamSketch  # noqa: E402

RESULTS = HERE / "results"
DATA = HERE.parent / "groupby" / "data"
MIB = 1 << 20


def write(name, header, rows):
    RESULTS.mkdir(exist_ok=True)
    with open(RESULTS / f"{name}.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def say(*words):
    print(*words, flush=True)


def spread(values, digits):
    return [f"{value:.{digits}f}" for value in (median(values), min(values), max(values))]


def noop(options):
    """Tasks that do nothing, over two JVMs of one slot each."""
    counts = [10**power for power in range(3, 7 if options.quick else 8)]
    seconds = {count: [] for count in counts}
    with Cluster(options.port_base, "--nodes", "2", "--slots", "1") as cluster:
        api = cluster.api()
        for _ in range(2):  # warm: the tasks, then what a job costs whatever its size
            api.run("sleep", tasks=counts[-1])
        for _ in range(50 if options.quick else 2000):
            api.run("sleep", tasks=counts[0])
        for _ in range(2 if options.quick else 7):
            for count in counts:
                status = api.run("sleep", tasks=count)
                assert status["tasks"]["committed"] == count
                seconds[count].append(status["seconds"]["run"])
    rows = []
    for count in counts:
        middle = median(seconds[count])
        rows.append([count, *spread(seconds[count], 4), f"{count / middle:.0f}", f"{middle / count * 1e9:.0f}"])
        say("noop", *rows[-1])
    write("noop", ["tasks", "run_seconds_median", "min", "max", "tasks_per_second", "ns_per_task"], rows)


def small(options):
    """One job of eight tasks there and back, through the API of each of two nodes."""
    warm, measured = (50, 20) if options.quick else (12_000, 300)
    stages = ("submit", "run", "result", "all")
    rows = []
    with Cluster(options.port_base, "--nodes", "2", "--slots", "1") as cluster:
        for phase, jobs in (("first jobs", 20), ("warming up", warm), ("warm", measured)):
            for node in (1, 2):
                api = cluster.api(node)
                times = [there_and_back(api) for _ in range(jobs)]
                if phase == "warming up":
                    continue
                for index, stage in enumerate(stages):
                    ordered = sorted(sample[index] * 1e3 for sample in times)
                    row = [phase, f"node-{node}", stage, f"{median(ordered):.2f}", f"{ordered[0]:.2f}",
                           f"{ordered[len(ordered) * 9 // 10]:.2f}"]
                    rows.append(row)
                    say("small", *row)
    write("small", ["phase", "node", "stage", "ms_median", "min", "p90"], rows)


def stream(options):
    """Partials in MB/s from one JVM to another, and a bare stream in turns with them."""
    scale = 8 if options.quick else 1
    shapes = [(8 // scale or 1, 64 * MIB), (512 // scale, MIB)]
    bare = ("bare stream", 512 * MIB // scale)
    rates = {shape: [] for shape in (*shapes, bare)}
    costs = {shape: [] for shape in (*shapes, bare)}
    roles = ("--coordinators", "1", "--workers", "1", "--slots", "4", "--memory", "3g")
    with tempfile.TemporaryDirectory() as scratch, \
            Cluster(options.port_base, *roles, plugins=plugin(scratch)) as cluster, \
            StreamSketch(cluster, scratch, options.port_base + 50, bare[1]) as sketch:
        api = cluster.api()
        for repeat in range(-1 if options.quick else -6, 1 if options.quick else 7):
            for shape in (*shapes, bare):
                tasks, size = shape
                pids = sketch.pids() if shape == bare else cluster.pids()
                before = sum(map(cpu_seconds, pids))
                total = size if shape == bare else tasks * size
                if shape == bare:
                    rate = sketch.mb_per_second()
                else:
                    status = api.run("payload", tasks=tasks, size=size)
                    rate = total / status["seconds"]["run"] / 1e6
                    check_payload(api.result(status["job"])["rows"][0], tasks, size)
                if repeat >= 0:  # those before warm up
                    rates[shape].append(rate)
                    costs[shape].append((sum(map(cpu_seconds, pids)) - before) / total * 1e9)
    rows = []
    for shape in (*shapes, bare):
        times = median(rates[shape]) / median(rates[bare])
        rows.append([*shape, *spread(rates[shape], 0), f"{median(costs[shape]):.2f}", f"{times:.2f}"])
        say("stream", *rows[-1])
    write("stream", ["tasks", "bytes_each", "mb_per_second_median", "min", "max", "cpu_ns_per_byte",
                     "times_bare_stream"], rows)


def groupby(options):
    """The same group-by on two JVMs of one slot each and on one JVM of two, in turns."""
    rows_count = options.rows or (1_000_000 if options.quick else 50_000_000)
    DATA.mkdir(exist_ok=True)
    path = DATA / f"measurements-{rows_count}-413.csv"
    if not path.exists():
        run([REPARTO, "generate", "measurements", "--rows", str(rows_count), "--stations", "413",
             "--output", str(path)])
    query = {"input": str(path), "delimiter": ";", "no_header": True, "columns": ["station", "temperature"],
             "by": "station", "agg": ["min:temperature", "mean:temperature", "max:temperature"]}
    with Cluster(options.port_base, "--nodes", "1", "--slots", "2") as one, \
            Cluster(options.port_base + 10, "--nodes", "2", "--slots", "1") as two:
        variants = {"1 JVM, 2 slots": one, "2 JVMs, 1 slot each": two}
        seconds = {name: [] for name in variants}
        digests = set()
        for repeat in range(-1 if options.quick else -2, 2 if options.quick else 7):
            for name, cluster in variants.items():
                status = cluster.api().run("groupby", **query)
                digests.add(status["digest"])
                if repeat >= 0:
                    seconds[name].append(status["seconds"]["run"])
    assert len(digests) == 1, digests
    base = median(seconds["1 JVM, 2 slots"])
    rows = [[name, rows_count, *spread(seconds[name], 2), f"{median(seconds[name]) / base:.3f}"] for name in variants]
    for row in rows:
        say("groupby", *row)
    write("groupby", ["cluster", "rows", "run_seconds_median", "min", "max", "times_one_jvm"], rows)


def sleep(options):
    """Three tasks of some seconds on three JVMs of one slot each."""
    seconds = 2 if options.quick else 10
    with Cluster(options.port_base, "--nodes", "3", "--slots", "1") as cluster:
        whole, status = timed(lambda: cluster.api().run("sleep", tasks=3, seconds=seconds))
    row = [3, seconds, f"{status['seconds']['run']:.2f}", f"{whole:.2f}"]
    say("sleep", *row)
    write("sleep", ["tasks", "seconds_each", "run_seconds", "seconds_seen_by_client"], [row])


def summarize():
    """One table of goals and what was measured, from what is in results/."""
    lines = ["| | measured | goal | |", "|---|---|---|---|"]

    def add(what, measured, unit, goal, met):
        lines.append(f"| {what} | {measured} {unit} | {goal} | {'met' if met else '**missed**'} |")

    for row in read("noop"):
        rate = float(row["tasks_per_second"])
        cost = f"k tasks/s, {float(row['ns_per_task']) / 1e3:.3g} µs a task"
        add(f"{int(row['tasks']):,} no-op tasks on 2 JVMs", f"{rate / 1e3:,.0f}", cost, "300 k/s", rate >= 300e3)
    for row in read("small"):
        if row["stage"] == "all" and row["phase"] == "warm":
            took = float(row["ms_median"])
            add(f"one small job there and back, {row['node']}", f"{took:.1f}", f"ms (90 %: {row['p90']})", "10 ms",
                took <= 10)
    for row in read("stream"):
        rate = float(row["mb_per_second_median"])
        if row["tasks"] == "bare stream":
            lines.append(f"| a bare stream between 2 JVMs, counted and dropped | {rate:.0f} MB/s | | |")
            continue
        add(f"partials between 2 JVMs, {row['tasks']} × {int(row['bytes_each']) // MIB} MiB", f"{rate:.0f}", "MB/s",
            "200 MB/s", rate >= 200)
    for row in read("groupby")[1:]:
        times = float(row["times_one_jvm"])
        what = f"group-by of {int(row['rows']):,} rows, {row['cluster']}"
        add(what, row["run_seconds_median"], f"s, {times:.2f} × 1 JVM of 2 slots", "1.15 ×", times <= 1.15)
    for row in read("sleep"):
        took = float(row["run_seconds"])
        add(f"{row['tasks']} sleepers of {row['seconds_each']} s on 3 JVMs", row["run_seconds"], "s",
            f"{row['seconds_each']} s", took < 1.05 * float(row["seconds_each"]) + 0.2)
    (RESULTS / "summary.md").write_text("\n".join(lines) + "\n")


def read(name):
    path = RESULTS / f"{name}.csv"
    return list(csv.DictReader(path.open())) if path.exists() else []


EXPERIMENTS = {"noop": noop, "small": small, "stream": stream, "groupby": groupby, "sleep": sleep}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--port-base", type=int, default=26700)
    parser.add_argument("--rows", type=int)
    parser.add_argument("experiments", nargs="*", choices=[*EXPERIMENTS, []], metavar="EXPERIMENT")
    options = parser.parse_args()
    for name in options.experiments or EXPERIMENTS:
        EXPERIMENTS[name](options)
    RESULTS.mkdir(exist_ok=True)
    summarize()
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    size = "few repeats and little data" if options.quick else "full size"
    (RESULTS / "machine.txt").write_text(f"{machine()}, {size}, load average at the end {load}\n")


if __name__ == "__main__":
    main()
