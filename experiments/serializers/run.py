#!/usr/bin/env python3
"""Jackson's CBOR against Kryo on the messages that cross the wire: bytes, nanoseconds, and what it is of a whole job.

Usage: experiments/serializers/run.py [--quick] [messages] [jobs]
  messages  JMH's SerializerBenchmark through experiments/jmh.sh: every message by either, written and read
  jobs      group-bys in one JVM whose partials are passed by reference, and encoded as between JVMs, in turns
  --quick   shows that the script works, measures nothing
Writes results/messages.csv, jobs.csv, summary.md, machine.txt and, where matplotlib is installed, messages.svg.
"""

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from measure import REPARTO, ROOT, machine, median, run, watch  # noqa: E402
from plots import draw  # noqa: E402

RESULTS = HERE / "results"
DATA = HERE.parent / "groupby" / "data"


def messages(options):
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        words = ["SerializerBenchmark", "-foe", "true", "-rf", "json", "-rff", report.name]
        if options.quick:
            words += ["-f", "0", "-wi", "1", "-i", "1", "-w", "50ms", "-r", "50ms"]
        out = subprocess.run([str(ROOT / "experiments" / "jmh.sh"), *words], stdout=subprocess.PIPE, text=True,
                             check=True).stdout
        scores = json.load(open(report.name))
    sizes = {(name, codec): int(count) for name, codec, count in re.findall(r"bytes: (\S+) (\S+) (\d+)", out)}
    found = {}
    for score in scores:
        way = score["params"]["message"], score["params"]["codec"]
        found.setdefault(way, {})[score["benchmark"].rpartition(".")[2]] = score["primaryMetric"]
    rows = []
    for way, metrics in found.items():
        row = [*way, sizes[way]]
        for operation in ("write", "read"):
            row += [f"{metrics[operation]['score']:.1f}", f"{spread(metrics[operation]):.1f}"]
        rows.append(row)
        print(*row, flush=True)
    write("messages", ["message", "codec", "bytes", "write_ns", "write_range", "read_ns", "read_range"], rows, options)


def spread(metric):
    """Largest less smallest of all iterations."""
    raw = [value for fork in metric["rawData"] for value in fork]
    return max(raw) - min(raw)


def jobs(options):
    rows = []
    for stations in (10_000, 1_000_000):
        count = 1_000_000 if options.quick else 10_000_000
        path = DATA / f"measurements-{count}-{stations}.csv"
        DATA.mkdir(exist_ok=True)
        if not path.exists():
            run([REPARTO, "generate", "measurements", "--rows", str(count), "--stations", str(stations),
                 "--output", str(path)])
        command = [REPARTO, "run", "groupby", "--input", str(path), "--delimiter", ";", "--no-header",
                   "--columns", "station,temperature", "--by", "station",
                   "--agg", "min:temperature,mean:temperature,max:temperature", "--format", "json", "--no-progress"]
        ways = {way: dict(os.environ, REPARTO_JAVA_OPTS=f"-Xmx4g -Dreparto.partials.encode={setting}")
                for way, setting in (("by reference", "auto"), ("encoded by Kryo", "always"))}
        seconds = {way: [] for way in ways}
        cpu = {way: [] for way in ways}
        digests = set()
        for _ in range(1 if options.quick else 5):
            for way, environment in ways.items():
                usage = watch(command, environment)
                if usage.code != 0:
                    sys.exit(usage.err)
                answer = json.loads(usage.out)
                digests.add(answer["digest"])
                seconds[way].append(answer["seconds"]["run"])
                cpu[way].append(usage.cpu_seconds)
        assert len(digests) == 1, digests
        for way in ways:
            rows.append([f"{count} rows, {stations} keys", way, f"{median(seconds[way]):.3f}", f"{min(seconds[way]):.3f}",
                         f"{max(seconds[way]):.3f}", f"{median(cpu[way]):.2f}"])
            print(*rows[-1], flush=True)
    write("jobs", ["job", "partials", "run_seconds_median", "min", "max", "cpu_seconds_median"], rows, options)


def write(name, header, rows, options):
    RESULTS.mkdir(exist_ok=True)
    with open(RESULTS / f"{name}{suffix(options)}.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def suffix(options):
    return "-quick" if options.quick else ""


def summarize(options):
    lines = []
    path = RESULTS / f"messages{suffix(options)}.csv"
    if path.exists():
        rows = {(row["message"], row["codec"]): row for row in csv.DictReader(path.open())}
        lines += ["| message | CBOR: bytes | write, ns | read, ns | Kryo: bytes | write, ns | read, ns | CBOR ÷ Kryo, there and back |",
                  "|---" * 8 + "|"]
        for message in dict.fromkeys(name for name, _ in rows):
            cbor, kryo = rows[message, "cbor"], rows[message, "kryo"]
            times = (both(cbor) / both(kryo))
            cells = [cell for row in (cbor, kryo)
                     for cell in (f"{int(row['bytes']):,}", f"{float(row['write_ns']):,.0f}", f"{float(row['read_ns']):,.0f}")]
            lines.append(f"| {message} | " + " | ".join(cells) + f" | {times:.1f} |")
    path = RESULTS / f"jobs{suffix(options)}.csv"
    if path.exists():
        lines += ["", "| job | partials | run, s (min to max) | processor time, s |", "|---|---|---|---|"]
        for row in csv.DictReader(path.open()):
            lines.append(f"| {row['job']} | {row['partials']} | {row['run_seconds_median']} ({row['min']}–{row['max']}) | "
                         f"{row['cpu_seconds_median']} |")
    (RESULTS / f"summary{suffix(options)}.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


def plot():
    """What a message takes by Kryo beside CBOR: bytes, nanoseconds to write, to read."""
    rows = {(row["message"], row["codec"]): row for row in csv.DictReader((RESULTS / "messages.csv").open())}
    names = list(dict.fromkeys(name for name, _ in rows))
    columns = {"bytes": "bytes", "write_ns": "time to write", "read_ns": "time to read"}
    bars = [[float(rows[name, "kryo"][column]) / float(rows[name, "cbor"][column]) for name in names]
            for column in columns]
    code = """
names, labels, bars = given
figure, axes = plot.subplots(figsize=(9, 4))
for index, (label, times) in enumerate(zip(labels, bars)):
    places = [place + (index - 1) * 0.27 for place in range(len(names))]
    axes.bar_label(axes.bar(places, times, 0.25, label=label), [f"{one:.2g}" for one in times], padding=2)
axes.axhline(1, color="grey", linewidth=0.8)
axes.set_xticks(range(len(names)), names)
axes.set(yscale="log", ylabel="Kryo, times CBOR", ylim=(None, 2 * max(map(max, bars))))
axes.legend()
"""
    draw(code, [names, list(columns.values()), bars], RESULTS / "messages.svg")


def both(row):
    return float(row["write_ns"]) + float(row["read_ns"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("parts", nargs="*", choices=["messages", "jobs", []], metavar="PART")
    options = parser.parse_args()
    load = os.getloadavg()
    for part in options.parts or ("messages", "jobs"):
        {"messages": messages, "jobs": jobs}[part](options)
    loads = [" ".join(f"{value:.1f}" for value in some) for some in (load, os.getloadavg())]
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"machine{suffix(options)}.txt").write_text(
        f"{machine()}, load average {loads[0]} before, {loads[1]} after\n")
    summarize(options)
    if not options.quick and (RESULTS / "messages.csv").exists():
        plot()


if __name__ == "__main__":
    main()
