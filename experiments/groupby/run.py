#!/usr/bin/env python3
"""Group-by min, mean and max over measurement files, beside reading alone, a program for this file alone, and DuckDB.

Usage: experiments/groupby/run.py [rows, default 50_000_000] [repeats, default 5]
Makes its inputs in experiments/groupby/data (3 GB for the default) and keeps them; gets DuckDB's driver through Maven.
Every answer is compared with DuckDB's first: keys, minima and maxima equal, means to within a relative 1e-9.
"""

import csv
import io
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from measure import REPARTO, ROOT, alternate, machine, median, peak_mib, run  # noqa: E402

ROWS = int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 50_000_000
REPEATS = int(sys.argv[2]) if len(sys.argv) > 2 else 5
STATIONS = [413, 10_000, 1_000_000]
BIN = Path(os.environ["JAVA_HOME"]) / "bin" if "JAVA_HOME" in os.environ else Path()
DUCKDB = "org.duckdb:duckdb_jdbc:1.4.1.0"
DATA = HERE / "data"
RESULTS = HERE / "results"


def measurements(stations):
    path = DATA / f"measurements-{ROWS}-{stations}.csv"
    if not path.exists():
        run([REPARTO, "generate", "measurements", "--rows", str(ROWS), "--stations", str(stations), "--output", str(path)])
    return str(path)


def driver():
    jar = DATA / "duckdb_jdbc.jar"
    if not jar.exists():
        subprocess.run(
            [str(ROOT / "mvnw"), "-q", "-B", "dependency:copy", f"-Dartifact={DUCKDB}", f"-DoutputDirectory={DATA}",
             "-Dmdep.stripVersion=true"], cwd=ROOT, check=True)
    return str(jar)


def reparto(path):
    return [REPARTO, "run", "groupby", "--input", path, "--delimiter", ";", "--no-header", "--columns",
            "station,temperature", "--by", "station", "--agg", "min:temperature,mean:temperature,max:temperature",
            "--format", "csv", "--no-progress"]


def duckdb(path):
    return [str(BIN / "java"), "-cp", driver(), str(HERE / "DuckDb.java"), path]


def single_purpose(classes, path):
    run([str(BIN / "javac"), "-d", classes, str(HERE / "SinglePurpose.java")])
    return [str(BIN / "java"), "-XX:+UseParallelGC", "-cp", classes, "SinglePurpose", path]


def rows(text):
    return {line[0]: [float(cell) for cell in line[1:4]] for line in list(csv.reader(io.StringIO(text)))[1:]}


def compare(ours, theirs):
    assert ours.keys() == theirs.keys(), "different groups"
    for key, (low, mean, high) in ours.items():
        other = theirs[key]
        assert (low, high) == (other[0], other[2]) and math.isclose(mean, other[1], rel_tol=1e-9, abs_tol=1e-12), key


def measure(stations, classes):
    """Rows of the table for one file."""
    path = measurements(stations)
    variants = {"cat": ["sh", "-c", f"cat '{path}' > /dev/null"], "wc -l": ["wc", "-l", path]}
    if stations < 10_000:  # as many as it has room for
        variants["single purpose"] = single_purpose(classes, path)
    variants |= {"reparto": reparto(path), "duckdb": duckdb(path)}
    alternate({"warm": variants["cat"]}, 1)
    seconds, outputs = alternate(variants, REPEATS)
    programs = [name for name in variants if name not in ("cat", "wc -l")]
    for name in programs:
        compare(rows(outputs[name][0]), rows(outputs["duckdb"][0]))
    for name in variants:
        memory = peak_mib(variants[name]) if name in programs else ""
        ratio = median(seconds["duckdb"]) / median(seconds[name])
        yield [stations, name, f"{median(seconds[name]):.2f}", f"{min(seconds[name]):.2f}", f"{max(seconds[name]):.2f}",
               memory, f"{ratio:.2f}"]


DATA.mkdir(exist_ok=True)
RESULTS.mkdir(exist_ok=True)
table = []
with tempfile.TemporaryDirectory() as scratch:
    for count in STATIONS:
        for row in measure(count, scratch):
            table.append(row)
            print(*row, flush=True)

with open(RESULTS / "groupby.csv", "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["stations", "program", "seconds_median", "seconds_min", "seconds_max", "peak_mib", "times_duckdb"])
    writer.writerows(table)
(RESULTS / "machine.txt").write_text(
    f"{machine()}, {ROWS} rows, {REPEATS} repeats alternated, whole processes, warm page cache, {DUCKDB}\n")
