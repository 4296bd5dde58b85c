#!/usr/bin/env python3
"""Monte Carlo pi in all the lecture's ways: interpreted, compiled, as columns, by vectors; and its Python beside them.

Usage: experiments/pi/ways.py [--quick] [--repeats N]
JVM ways are `reparto run pi` with options of the JVM, so anyone can repeat one. First those that draw the same points
(interpreted, C1, C2, columns) must give one digest; then all are timed in turns, each with as many samples as take it
seconds, without start-up. Peers come from experiments/peers (run.py --install fetches them); a missing one is reported.
Writes results/ways.csv, ways.md, machine-ways.txt and, where matplotlib is installed, ways.svg.
"""

import argparse
import csv
import json
import math
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE.parent / "peers"))
import peers  # noqa: E402
from measure import REPARTO, machine, median, watch  # noqa: E402
from plots import draw  # noqa: E402

RESULTS = HERE / "results"
PATIENCE_SECONDS = 300
SAME = 2_000_000
# name: (options of the JVM, kernel, samples)
JVM = {
    "interpreted (-Xint)": ("-Xint", "scalar", 2 * 10**7),
    "C1 only": ("-XX:TieredStopAtLevel=1", "scalar", 3 * 10**8),
    "C2, scalar": ("", "scalar", 10**9),
    "C2, columns": ("", "columns", 5 * 10**8),
    "C2, SIMD": ("", "simd", 10**10),
}
# name: (program, modules, words, samples, on all cores)
PYTHON = {
    "CPython": ("plain_peer.py", [], ["python"], 10**7, False),
    "NumPy": ("plain_peer.py", ["numpy"], ["numpy"], 2 * 10**8, False),
    "Numba": ("numba_peer.py", ["numba", "numpy"], ["serial"], 5 * 10**8, False),
    "Numba, prange": ("numba_peer.py", ["numba", "numpy"], ["prange"], 10**9, True),
    "joblib + NumPy": ("joblib_peer.py", ["joblib", "numpy"], ["pi"], 4 * 10**8, True),
}


def reparto(flags, kernel, samples, slots):
    environment = dict(os.environ)
    environment["REPARTO_JAVA_OPTS"] = f"{environment.get('REPARTO_JAVA_OPTS', '')} {flags}".strip()
    command = [REPARTO, "run", "pi", "--kernel", kernel, "--samples", str(samples), "--seed", "1", "--slots", str(slots),
               "--format", "json", "--no-progress"]
    return command, environment


def ways(scale):
    """(way, threads) to (command, environment, samples)."""
    found = {}
    for name, (flags, kernel, samples) in JVM.items():
        for slots in sorted({1, os.cpu_count()}):
            size = max(10**5, samples // scale)
            found[name, slots] = (*reparto(flags, kernel, size, slots), size)
    for name, (program, modules, words, samples, on_all) in PYTHON.items():
        size = max(10**5, samples // scale)
        try:
            command = [*peers.python(program, *modules), *words, str(size)]
        except peers.Missing as missing:
            print(f"missing: {name}: {missing}", flush=True)
            continue
        found[name, os.cpu_count() if on_all else 1] = (command, None, size)
    return found


def same_points():
    """The ways that draw the same points must count the same."""
    digests = {}
    for name, (flags, kernel, _) in JVM.items():
        if kernel != "simd":
            usage = watch(*reparto(flags, kernel, SAME, 1), timeout=PATIENCE_SECONDS)
            digests[name] = json.loads(usage.out)["digest"]
    assert len(set(digests.values())) == 1, digests
    print(f"one digest: {', '.join(digests)}", flush=True)


def pi_of(text):
    return json.loads(text)["result"][0]["pi"] if text.startswith("{") else float(text.split()[0])


def seconds_of(usage):
    return json.loads(usage.out)["seconds"]["run"] if usage.out.startswith("{") else peers.inside(usage)[0]


def once(way, command, environment, samples):
    """Samples a second, or None for a way that failed."""
    usage = watch(command, environment, timeout=PATIENCE_SECONDS)
    if usage.code != 0:
        print(f"failed: {way}: {(usage.err.strip().splitlines() or ['no message'])[-1][:200]}", flush=True)
        return None
    found = pi_of(usage.out)
    assert abs(found - math.pi) < 5 * 1.642 / math.sqrt(samples), (way, found)
    return samples / seconds_of(usage)


def plot(rows):
    labels = [f"{row[0]}, {row[1]} thread{'s' if row[1] > 1 else ''}" for row in rows]
    code = """
labels, rates = given
figure, axes = plot.subplots(figsize=(8, 0.35 * len(labels) + 1))
colours = ["#1f77b4" if not any(word in label for word in ("Python", "Num", "joblib")) else "#ff7f0e" for label in labels]
bars = axes.barh(labels, rates, color=colours)
axes.bar_label(bars, [f"{rate:.3g}" for rate in rates], padding=3)
axes.set_xscale("log")
axes.set_xlabel("million random points a second")
axes.set_xlim(right=max(rates) * 4)
"""
    draw(code, [labels[::-1], [row[3] / 1e6 for row in rows][::-1]], RESULTS / "ways.svg")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--repeats", type=int)
    options = parser.parse_args()
    repeats = options.repeats or (1 if options.quick else 3)
    load = os.getloadavg()
    same_points()
    found = ways(100 if options.quick else 1)
    rates = {way: [] for way in found}
    for _ in range(repeats):
        for way, (command, environment, samples) in found.items():
            rate = once(way, command, environment, samples)
            if rate:
                rates[way].append(rate)
                print(f"{way[0]}, {way[1]} threads: {rate / 1e6:.4g} M/s", flush=True)
    base = median(rates["C2, scalar", 1])
    rows = [[*way, found[way][2], median(some), min(some), max(some), median(some) / base]
            for way, some in rates.items() if some]
    write(rows, repeats, load, options)


def write(rows, repeats, load, options):
    RESULTS.mkdir(exist_ok=True)
    suffix = "-quick" if options.quick else ""
    with open(RESULTS / f"ways{suffix}.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["way", "threads", "samples", "per_second_median", "min", "max", "times_scalar"])
        writer.writerows([*row[:3], *(f"{value:.4g}" for value in row[3:])] for row in rows)
    lines = ["| way | threads | M points a second (min to max) | × C2 scalar on one |", "|---|---|---|---|"]
    for name, threads, _, middle, low, high, times in rows:
        lines.append(f"| {name} | {threads} | {middle / 1e6:.4g} ({low / 1e6:.4g}–{high / 1e6:.4g}) | {times:.3g} |")
    (RESULTS / f"ways{suffix}.md").write_text("\n".join(lines) + "\n")
    loads = [" ".join(f"{value:.1f}" for value in some) for some in (load, os.getloadavg())]
    (RESULTS / f"machine-ways{suffix}.txt").write_text(
        f"{machine()}, {repeats} repeats in turns, load average {loads[0]} before, {loads[1]} after\n")
    if not options.quick:
        plot(rows)


if __name__ == "__main__":
    main()
