#!/usr/bin/env python3
"""The lecture's comparisons, Reparto beside its peers, on the same files in the same run.

Usage: experiments/peers/run.py [--install] [--quick] [--repeats N] [--minutes M] [--only NAME,NAME]
       [COMPARISON...]
  COMPARISON  groupby, files, noop, pi; all by default
  --install   fetches peers that are missing (Debian packages as root, npm and Maven into .cache) and ends
              if no comparison is named
  --minutes   begins no further round after M minutes
  --only      only peers whose names hold one of these words
  --quick     small sizes, one repeat: shows that everything works, measures nothing
Every peer runs once for its answer, which is compared with Reparto's; only then are all of them timed, in turns.
One that is missing, fails, or answers otherwise is reported and left out; of one that takes longer than 15 s the first run
counts, and it has no other. "running cluster" is a client of one JVM that has run the job before. Writes
results/COMPARISON.csv and results/machine-COMPARISON.txt.
"""

import argparse
import csv
import json
import math
import os
import random
import re
import sys
import time
from pathlib import Path

import peers
from peers import Missing, inside
from measure import REPARTO, machine, median, run, watch

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "cluster"))
from cluster import Cluster  # noqa: E402

RESULTS = HERE / "results"
DATA = HERE / ".cache" / "data"
PATIENCE_SECONDS = 300
LONG_SECONDS = 15
FILE_ROWS = 100_000
WARM = "Reparto, running cluster"
WARM_UP_RUNS = 6
PORT_BASE = 29_900


# --- what is compared: each returns {program: (command, work)}, or for a command a Missing ----------------------------


def groupby(options):
    """min, mean and max of 413 stations."""
    rows = 200_000 if options.quick else 50_000_000
    path = HERE.parent / "groupby" / "data" / f"measurements-{rows}-413.csv"
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        run([REPARTO, "generate", "measurements", "--rows", str(rows), "--stations", "413", "--output", str(path)])
    read_all([path])
    ours = [REPARTO, "run", "groupby", "--input", str(path), "--delimiter", ";", "--no-header",
            "--columns", "station,temperature", "--by", "station",
            "--agg", "min:temperature,mean:temperature,max:temperature", "--no-progress", "--format", "json"]
    yield f"{rows} rows", {
        "Reparto": (ours, rows),
        WARM: ([*ours, "--cluster", options.cluster], rows),
        "Polars, streaming": (peer(peers.polars, "groupby", path), rows),
        "DuckDB": (peer(peers.duckdb, "groupby", path), rows),
        "pandas": (peer(lambda: peers.python("pandas_peer.py", "pandas"), "groupby", path), rows),
        "Dask, threads": (dask("threads", "groupby", path), rows),
        "Dask, processes": (dask("processes", "groupby", path), rows),
        "Spark": (peer(peers.spark, "groupby", path), rows),
    }


def files(options):
    """Means of five columns over 10 and 50 files, numbers with 6 decimals and as Python and pandas write them."""
    for digits in ("6 decimals", "17 digits"):
        for count in (2,) if options.quick else (10, 50):
            folder = DATA / f"files-{digits.split()[0]}-{count}"
            paths = csv_files(folder, count, digits == "6 decimals", 1000 if options.quick else FILE_ROWS)
            read_all(paths)
            rows = count * (1000 if options.quick else FILE_ROWS)
            ours = [REPARTO, "run", "groupby", "--input", str(folder), "--agg",
                    ",".join(f"mean:{name}" for name in "abcde"), "--no-progress", "--format", "json"]
            yield f"{count} files, {digits}", {
                "Reparto": (ours, rows),
                WARM: ([*ours, "--cluster", options.cluster], rows),
                "Polars, streaming": (peer(peers.polars, "files", folder / "*.csv"), rows),
                "DuckDB": (peer(peers.duckdb, "files", folder / "*.csv"), rows),
                "pandas": (peer(lambda: peers.python("pandas_peer.py", "pandas"), "files", *paths), rows),
                "joblib + pandas": (peer(lambda: peers.python("joblib_peer.py", "joblib", "pandas"), "files", *paths),
                                    rows),
                "Dask, threads": (dask("threads", "files", *paths), rows),
                "Dask, processes": (dask("processes", "files", *paths), rows),
                "Spark": (peer(peers.spark, "files", folder / "*.csv"), rows),
            }


def noop(options):
    """Tasks that do nothing: as many for everyone, and as many as each does in seconds."""

    def programs(scale):
        def size(most):
            return 1000 if options.quick else min(most, scale)

        joblib = lambda: peers.python("joblib_peer.py", "joblib", "numpy")  # noqa: E731
        ours = [REPARTO, "run", "sleep", "--tasks", str(size(10**7)), "--no-progress", "--format", "json"]
        return {
            "Reparto": (ours, size(10**7)),
            WARM: ([*ours, "--cluster", options.cluster], size(10**7)),
            "joblib": (peer(joblib, "noop", size(10**6)), size(10**6)),
            "Dask, threads": (dask("threads", "noop", size(10**5)), size(10**5)),
            "Dask, distributed": (dask("distributed", "noop", size(20_000)), size(20_000)),
            "Spark": (peer(peers.spark, "noop", size(20_000)), size(20_000)),
        }

    yield "10 000 tasks", programs(10_000)
    if not options.quick:
        yield "as many as it likes", programs(10**7)


def pi(options):
    """Random points, by rate: each for as many samples as take it some seconds."""

    def size(samples):
        return samples // 1000 if options.quick else samples

    def ours(kernel, samples):
        return [REPARTO, "run", "pi", "--kernel", kernel, "--samples", str(size(samples)), "--seed", "1",
                "--no-progress", "--format", "json"], size(samples)

    def numba(kind, samples):
        command = peer(lambda: peers.python("numba_peer.py", "numba", "numpy"), kind, size(samples))
        return command, size(samples)

    yield "π", {
        "Reparto": ours("simd", 10**10),
        "Reparto, 1e9 samples": ours("simd", 10**9),
        "Reparto, scalar": ours("scalar", 10**9),
        "Numba, prange": numba("prange", 10**9),
        "Numba, one thread": numba("serial", 5 * 10**8),
        "joblib + NumPy": (peer(lambda: peers.python("joblib_peer.py", "joblib", "numpy"), "pi", size(2 * 10**8)),
                           size(2 * 10**8)),
        "Dask, arrays": (dask("threads", "pi", size(2 * 10**8)), size(2 * 10**8)),
        "Spark": (peer(peers.spark, "pi", size(10**9)), size(10**9)),
    }


def peer(start, *words):
    try:
        return [*start(), *map(str, words)]
    except Missing as missing:
        return missing


def dask(scheduler, comparison, *words):
    modules = {"distributed": ["distributed"]}.get(scheduler, [])
    modules += {"groupby": ["pandas"], "files": ["pandas"], "pi": ["numpy"]}.get(comparison, [])
    return peer(lambda: peers.python("dask_peer.py", "dask", *modules), scheduler, comparison, *words)


def csv_files(folder, count, short, rows):
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:02}.csv" for number in range(count)]
    for number, path in enumerate(paths):
        if not path.exists():
            source = random.Random(number)
            with open(path, "w") as file:
                file.write("a,b,c,d,e\n")
                for _ in range(rows):
                    values = [source.random() for _ in range(5)]
                    file.write(",".join(f"{value:.6f}" if short else repr(value) for value in values) + "\n")
    return paths


def read_all(paths):
    """Into the page cache."""
    for path in paths:
        with open(path, "rb") as file:
            while file.read(1 << 22):
                pass


# --- answers ----------------------------------------------------------------------------------------------------------


def table(text):
    """The rows of an answer: Reparto's JSON or a peer's CSV."""
    if is_ours(text):
        return [list(row.values()) for row in json.loads(text)["result"]]
    return [[as_number(cell) for cell in line] for line in csv.reader(text.splitlines())]


def is_ours(text):
    return text.startswith("{")


def as_number(cell):
    try:
        return float(cell)
    except ValueError:
        return cell


def differs(comparison, ours, theirs, work):
    """What is wrong with an answer, or None."""
    if comparison == "groupby":
        mine = {row[0]: row[1:] for row in table(ours)}
        other = {row[0]: row[1:] for row in table(theirs)}
        if mine.keys() != other.keys():
            return "other groups"
        for key, (low, mean, high) in mine.items():
            if (low, high) != (other[key][0], other[key][2]) or not close(mean, other[key][1]):
                return f"{key}: {mine[key]} here, {other[key]} there"
    elif comparison == "files":
        mine = table(ours)[0]
        other = table(theirs)[0] if is_ours(theirs) else [row[1] for row in table(theirs)]
        if len(mine) != len(other) or not all(map(close, mine, other)):
            return f"{mine} here, {other} there"
    elif comparison == "noop":
        done = json.loads(theirs)["tasks"]["committed"] if is_ours(theirs) else table(theirs)[0][0]
        if done != work:
            return f"{done} tasks done of {work}"
    else:
        found = table(theirs)[0][0]
        if abs(found - math.pi) > 5 * 1.642 / math.sqrt(work):
            return f"π = {found} after {work} samples"
    return None


def close(left, right):
    return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-12)


# --- measuring --------------------------------------------------------------------------------------------------------


def checked(comparison, programs):
    """The programs that answer as Reparto does, after a run of each, and those runs."""
    good, first = {}, {}
    ours = None
    for name, (command, work) in programs.items():
        if isinstance(command, Missing):
            say(f"  missing: {name}: {command}")
            continue
        usage = watch(command, timeout=PATIENCE_SECONDS)
        if usage.code != 0:
            say(f"  failed: {name}: exit code {usage.code} after {usage.seconds:.0f} s: {reason(usage.err)}")
            continue
        ours = ours or usage.out
        wrong = differs(comparison, ours, usage.out, work)
        if wrong:
            say(f"  answers otherwise: {name}: {wrong}")
            continue
        say(f"  answers alike: {name}, {usage.seconds:.2f} s")
        good[name] = (command, work)
        first[name] = usage
    return good, first


def reason(err):
    lines = err.strip().splitlines() or ["no message"]
    return next((line for line in lines if re.search("error|exception", line, re.I)), lines[-1])[:300]


def measure(comparison, options):
    repeats = options.repeats or (1 if options.quick else 3)
    rows = []
    load = os.getloadavg()
    versions = {}
    for what, programs in COMPARISONS[comparison](options):
        say(f"{comparison}: {what}")
        if options.only:
            words = ["reparto", *options.only.lower().split(",")]
            programs = {name: found for name, found in programs.items() if any(word in name.lower() for word in words)}
        good, first = checked(comparison, programs)
        for _ in range(WARM_UP_RUNS if WARM in good else 0):
            watch(good[WARM][0])
        versions.update({name: inside(usage)[1] for name, usage in first.items()})
        runs = {name: [usage] if usage.seconds > LONG_SECONDS else [] for name, usage in first.items()}
        for _ in range(repeats):
            if time.monotonic() > options.end and all(runs.values()):
                break
            for name, (command, _) in good.items():
                if first[name].seconds <= LONG_SECONDS:
                    runs[name].append(watch(command))
        rows += summarize(what, good, runs)
        write(comparison, rows, versions, repeats, load, options)


def summarize(what, good, runs):
    rows = []
    base = None
    for name, usages in runs.items():
        whole = median([usage.seconds for usage in usages])
        within = median([inside(usage)[0] for usage in usages])
        work = good[name][1]
        base = base or (whole / work, within / work)
        row = [what, name, work, len(usages), f"{whole:.3f}", f"{min(usage.seconds for usage in usages):.3f}",
               f"{max(usage.seconds for usage in usages):.3f}", f"{within:.3f}",
               f"{median([usage.cpu_seconds for usage in usages]):.2f}", max(usage.peak_mib for usage in usages),
               f"{work / whole:.4g}", f"{work / within:.4g}",
               f"{whole / work / base[0]:.2f}", f"{within / work / base[1]:.2f}"]
        rows.append(row)
        say("  " + ", ".join([name, f"{whole:.2f} s whole, {within:.2f} s inside", f"{work / within:.4g}/s inside",
                              f"{row[-2]} × and {row[-1]} × Reparto's"]))
    return rows


def write(comparison, rows, versions, repeats, load, options):
    RESULTS.mkdir(exist_ok=True)
    suffix = "-quick" if options.quick else ""
    with open(RESULTS / f"{comparison}{suffix}.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["what", "program", "work", "runs", "seconds_median", "seconds_min", "seconds_max", "inside_median",
                         "cpu_seconds_median", "peak_mib", "work_per_second", "work_per_second_inside",
                         "times_reparto", "times_reparto_inside"])
        writer.writerows(rows)
    loads = [" ".join(f"{value:.1f}" for value in values) for values in (load, os.getloadavg())]
    named = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
    (RESULTS / f"machine-{comparison}{suffix}.txt").write_text(
        f"{machine()}, up to {repeats} repeats alternated, load average {loads[0]} before, {loads[1]} after\n{named}\n")


def say(*words):
    print(*words, flush=True)


COMPARISONS = {"groupby": groupby, "files": files, "noop": noop, "pi": pi}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--install", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--repeats", type=int)
    parser.add_argument("--only")
    parser.add_argument("--minutes", type=float, default=math.inf)
    parser.add_argument("comparisons", nargs="*", choices=[*COMPARISONS, []], metavar="COMPARISON")
    options = parser.parse_args()
    options.end = time.monotonic() + 60 * options.minutes
    if options.install:
        peers.install()
        if not options.comparisons:
            return
    with Cluster(PORT_BASE, "--nodes", "1", "--slots", str(os.cpu_count())) as cluster:
        options.cluster = f"http://127.0.0.1:{PORT_BASE + 100}"
        for comparison in options.comparisons or COMPARISONS:
            measure(comparison, options)


if __name__ == "__main__":
    main()
