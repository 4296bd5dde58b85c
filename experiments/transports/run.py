#!/usr/bin/env python3
"""The same jobs over TCP, TLS over TCP and Aeron UDP, between three JVMs on one machine.

Usage: experiments/transports/run.py [--quick] [--port-base P] [--rounds N] [--transports T,T]
  --quick   one round and little data: shows that the script works, measures nothing
A round starts a cluster for each transport in turn: one coordinator and two workers of one slot. Answers are compared:
tasks committed, checksums of all bytes sent, one digest whatever the transport. Writes results/transports.csv,
summary.md, machine.txt and, where matplotlib is installed, transports.svg.
"""

import argparse
import csv
import os
import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE.parent / "cluster"))
from cluster import Cluster, there_and_back, timed  # noqa: E402
from measure import REPARTO, machine, median, run  # noqa: E402
from payload import check_payload, plugin  # noqa: E402
from plots import draw  # noqa: E402

RESULTS = HERE / "results"
DATA = HERE.parent / "groupby" / "data"
TRANSPORTS = ("tcp", "tls-tcp", "aeron-udp")
NODES = 3
MIB = 1 << 20
MEASURES = {  # unit, digits
    "idle": ("% of a core a JVM", 1),
    "one small job": ("ms", 1),
    "small jobs": ("a second", 0),
    "no-op tasks": ("k a second", 0),
    "one task of 64 MiB": ("MB/s", 0),
    "256 tasks of 1 MiB": ("MB/s", 0),
    "processor time": ("ns a byte", 1),
    "group-by": ("s", 2),
    "files of the media driver": ("MiB a JVM", 0),
}


def measures(cluster, options, query, digests):
    """One round of one transport: yields (measure, value)."""
    api = cluster.api()
    for _ in range(1 if options.quick else 3):  # warm
        api.run("sleep", tasks=10**6)
        for _ in range(5 if options.quick else 100):
            there_and_back(api)
    yield "idle", idle_percent(cluster, 3 if options.quick else 15)
    times = [there_and_back(api)[3] * 1e3 for _ in range(10 if options.quick else 200)]
    yield "one small job", median(times)
    yield "small jobs", small_jobs(cluster, 20 if options.quick else 400)
    api = cluster.api()  # the server closes a connection that was idle for a minute
    tasks = 10**5 if options.quick else 10**6
    rates = []
    for _ in range(1 if options.quick else 3):
        status = api.run("sleep", tasks=tasks)
        assert status["tasks"]["committed"] == tasks
        rates.append(tasks / status["seconds"]["run"] / 1e3)
    yield "no-op tasks", median(rates)
    for name, count, size in (("one task of 64 MiB", 1, 64 * MIB), ("256 tasks of 1 MiB", 256, MIB)):
        count = max(1, count // 16) if options.quick else count
        rates, costs = [], []
        for repeat in range(2 if options.quick else 5):
            before = cluster.cpu_seconds()
            status = api.run("payload", tasks=count, size=size)
            check_payload(api.result(status["job"])["rows"][0], count, size)
            if repeat:  # the first warms up
                rates.append(count * size / status["seconds"]["run"] / 1e6)
                costs.append((cluster.cpu_seconds() - before) / (count * size) * 1e9)
        yield name, median(rates)
    yield "processor time", median(costs)
    seconds = []
    for repeat in range(2 if options.quick else 4):
        status = api.run("groupby", **query)
        digests.add(status["digest"])
        if repeat:
            seconds.append(status["seconds"]["run"])
    yield "group-by", median(seconds)
    yield "files of the media driver", media_driver_mib(cluster)


def idle_percent(cluster, seconds):
    time.sleep(2)  # the last job's messages
    before = cluster.cpu_seconds()
    taken, _ = timed(lambda: time.sleep(seconds))
    return (cluster.cpu_seconds() - before) / taken / NODES * 100


def media_driver_mib(cluster):
    """Memory that Aeron's files take, a node; 0 with TCP."""
    total = 0
    for file in Path(cluster.directory.name).glob("node-*/node.conf"):
        for directory in re.findall(r'aeron-dir = "(.+)"', file.read_text()):
            total += sum(path.stat().st_blocks * 512 for path in Path(directory).rglob("*") if path.is_file())
    return total / NODES / MIB


def small_jobs(cluster, jobs, clients=8):
    """Jobs of eight tasks a second, by clients of their own at the coordinator's node."""
    def work(_):
        api = cluster.api()
        for _ in range(jobs // clients + 1):
            there_and_back(api)

    with ThreadPoolExecutor(clients) as pool:
        seconds, _ = timed(lambda: list(pool.map(work, range(clients))))
    return (jobs // clients + 1) * clients / seconds


def input_query(options):
    rows = 1_000_000 if options.quick else 10_000_000
    DATA.mkdir(exist_ok=True)
    path = DATA / f"measurements-{rows}-10000.csv"
    if not path.exists():
        run([REPARTO, "generate", "measurements", "--rows", str(rows), "--stations", "10000", "--output", str(path)])
    return {"input": str(path), "delimiter": ";", "no_header": True, "columns": ["station", "temperature"],
            "by": "station", "agg": ["min:temperature", "mean:temperature", "max:temperature"]}


def write(values, load, options):
    suffix = "-quick" if options.quick else ""
    RESULTS.mkdir(exist_ok=True)
    with open(RESULTS / f"transports{suffix}.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["measure", "unit", "transport", "median", "min", "max", "rounds"])
        for (measure, transport), found in values.items():
            unit, _ = MEASURES[measure]
            writer.writerow([measure, unit, transport, *(f"{value:.4g}" for value in
                            (median(found), min(found), max(found))), len(found)])
    used = [transport for transport in TRANSPORTS if ("idle", transport) in values]
    lines = ["| | " + " | ".join(used) + " |", "|---" * (len(used) + 1) + "|"]
    for measure, (unit, digits) in MEASURES.items():
        cells = [f"{median(values[measure, transport]):.{digits}f}" for transport in used]
        lines.append(f"| {measure}, {unit} | " + " | ".join(cells) + " |")
    (RESULTS / f"summary{suffix}.md").write_text("\n".join(lines) + "\n")
    loads = [" ".join(f"{value:.1f}" for value in some) for some in (load, os.getloadavg())]
    rounds = len(next(iter(values.values())))
    (RESULTS / f"machine{suffix}.txt").write_text(
        f"{machine()}, {rounds} rounds in turns, load average {loads[0]} before, {loads[1]} after\n")
    print("\n".join(lines))


def plot(values):
    """Each measure beside that of TCP."""
    used = [transport for transport in TRANSPORTS if ("idle", transport) in values]
    measured = [measure for measure in MEASURES if measure != "files of the media driver"]
    bars = [[median(values[measure, transport]) / median(values[measure, "tcp"]) for measure in measured]
            for transport in used]
    code = """
transports, measures, bars = given
figure, axes = plot.subplots(figsize=(9, 5))
height = 0.8 / len(transports)
for index, (transport, times) in enumerate(zip(transports, bars)):
    places = [place + index * height for place in range(len(measures))]
    axes.bar_label(axes.barh(places, times, height, label=transport), [f"{one:.2g}" for one in times], padding=3)
axes.set_yticks([place + height for place in range(len(measures))], measures)
axes.invert_yaxis()
axes.set(xscale="log", xlabel="times that of TCP", xlim=(None, 3 * max(map(max, bars))))
axes.legend()
"""
    named = [f"{measure}, {MEASURES[measure][0]}" for measure in measured]
    draw(code, [used, named, bars], RESULTS / "transports.svg")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--port-base", type=int, default=26800)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--transports", default=",".join(TRANSPORTS))
    options = parser.parse_args()
    query = input_query(options)
    values, digests = {}, set()
    load = os.getloadavg()
    with tempfile.TemporaryDirectory() as scratch:
        plugins = plugin(scratch)
        for _ in range(options.rounds or (1 if options.quick else 3)):
            for transport in options.transports.split(","):
                cluster = Cluster(options.port_base, "--coordinators", "1", "--workers", "2", "--slots", "1",
                                  "--memory", "2g", "--transport", transport, plugins=plugins)
                with cluster:
                    for measure, value in measures(cluster, options, query, digests):
                        values.setdefault((measure, transport), []).append(value)
                        print(transport, measure, f"{value:.4g}", MEASURES[measure][0], flush=True)
    assert len(digests) == 1, digests
    write(values, load, options)
    if not options.quick and ("idle", "tcp") in values:
        plot(values)


if __name__ == "__main__":
    main()
