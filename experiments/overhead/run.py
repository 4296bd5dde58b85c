#!/usr/bin/env python3
"""What a task costs and what a job costs. Usage: experiments/overhead/run.py [repeats, default 5]"""

import csv
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from measure import REPARTO, alternate, machine, median  # noqa: E402

REPEATS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
RESULTS = Path(__file__).resolve().parent / "results"

variants = {
    f"10^{power}": [REPARTO, "run", "sleep", "--tasks", str(10**power), "--format", "json", "--no-progress"]
    for power in range(0, 8)
}
variants["pi 1e6"] = [REPARTO, "run", "pi", "--samples", "1e6", "--format", "json", "--no-progress"]
alternate({"warm": variants["10^0"]}, 1)

inside = {name: [] for name in variants}
whole = {name: [] for name in variants}
for _ in range(REPEATS):
    seconds, outputs = alternate(variants, 1)
    for name in variants:
        whole[name] += seconds[name]
        inside[name].append(json.loads(outputs[name][0])["seconds"]["run"])

RESULTS.mkdir(exist_ok=True)
with open(RESULTS / "overhead.csv", "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["job", "run_seconds_median", "whole_process_seconds_median", "ns_per_task"])
    for name in variants:
        run_seconds = median(inside[name])
        tasks = 10 ** int(name[3:]) if name.startswith("10^") else 1
        row = [name, f"{run_seconds:.4f}", f"{median(whole[name]):.3f}", f"{run_seconds / tasks * 1e9:.0f}"]
        writer.writerow(row)
        print(*row)
(RESULTS / "machine.txt").write_text(f"{machine()}, {REPEATS} repeats alternated\n")
