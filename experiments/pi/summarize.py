"""Medians of runs.csv by program, JDK and threads, and the ratio to C on as many threads.

Rates are 1e9 samples a second: by wall clock, and by CPU second of the computing threads, which other
load on the machine disturbs less. The ratio is the median of the ratios within each repeat.
"""
import csv
import statistics
import sys

runs = {}
with open(sys.argv[1], newline="") as file:
    for row in csv.DictReader(file):
        key = (row["program"], row["jdk"], int(row["threads"]))
        samples = int(row["samples"]) / 1e9
        rates = (samples / float(row["wall_seconds"]), samples / float(row["cpu_seconds"]))
        runs.setdefault(key, {})[row["repeat"]] = rates

print("program,jdk,threads,repeats,gsamples_per_second,gsamples_per_cpu_second,times_c_wall,times_c_cpu")
for (program, jdk, threads), repeats in sorted(runs.items()):
    c = runs[("c", "", threads)]
    medians = [statistics.median(rates[kind] for rates in repeats.values()) for kind in (0, 1)]
    ratios = [statistics.median(repeats[r][kind] / c[r][kind] for r in repeats) for kind in (0, 1)]
    print(f"{program},{jdk},{threads},{len(repeats)}," + ",".join(f"{v:.3f}" for v in medians + ratios))
