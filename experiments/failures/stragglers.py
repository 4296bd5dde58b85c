#!/usr/bin/env python3
"""What a node at a tenth of its speed costs a job. Usage: experiments/failures/stragglers.py [REPEATS, default 7]

Runs the same job in turns on two healthy JVMs, and on those two and a third that stands still nine tenths of the time, with and
without second copies. One slot each; tasks wait, so that the machine's cores are not what is shared. Ends what it starts.
"""

import csv
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from measure import REPARTO, machine, median  # noqa: E402
from run import PORT_BASE, RESULTS, Cluster  # noqa: E402

TASKS, MILLIS = 200, 100
# Shorter than any timeout that would give the node up.
STOPPED, RUNNING = 0.9, 0.1
WAYS = {"two healthy nodes": (), "and one at a tenth": (), "the same, --no-speculation": ("--no-speculation",)}


class Slow(threading.Thread):
    """A process at a tenth of its speed, from start() to end()."""

    def __init__(self, pid):
        super().__init__()
        self.pid = pid
        self.over = threading.Event()

    def run(self):
        while not self.over.is_set():
            os.kill(self.pid, signal.SIGSTOP)
            self.over.wait(STOPPED)
            os.kill(self.pid, signal.SIGCONT)
            self.over.wait(RUNNING)

    def end(self):
        self.over.set()
        self.join()


def job(cluster, options):
    """Its own seconds and digest."""
    api = cluster.api(cluster.names[0])
    words = ["run", "sleep", f"--tasks={TASKS}", f"--millis={MILLIS}", f"--cluster={api}", "--format=json", "--no-progress", *options]
    out = subprocess.run([REPARTO, *words], capture_output=True, text=True, check=True).stdout
    answer = json.loads(out)
    return answer["seconds"]["run"], answer["digest"]


def slowed(cluster, options):
    coordinator = cluster.coordinator()
    victim = next(name for name in cluster.names[1:] if name != coordinator)
    slow = Slow(cluster.pid(victim))
    slow.start()
    try:
        return job(cluster, options)
    finally:
        slow.end()
        time.sleep(2)  # it catches up, before the next run is measured


def main():
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    healthy, with_slow = Cluster("local", 2), Cluster("local", 3, PORT_BASE + 250)
    seconds = {way: [] for way in WAYS}
    digests = set()
    done = False
    try:
        healthy.up()
        with_slow.up()
        for repeat in range(-1, repeats):
            for way, options in WAYS.items():
                took, digest = (job if way == "two healthy nodes" else slowed)(healthy if way == "two healthy nodes" else with_slow, options)
                digests.add(digest)
                if repeat >= 0:  # the first warms up
                    seconds[way].append(took)
                    print(way, took, flush=True)
        done = True
    finally:
        healthy.close(not done)
        with_slow.close(not done)
    if len(digests) != 1:
        sys.exit(f"the answers differ: {digests}")
    base = median(seconds["two healthy nodes"])
    with open(RESULTS / "stragglers.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["nodes", "seconds_median", "min", "max", "times_healthy"])
        for way, all_of_it in seconds.items():
            middle = median(all_of_it)
            writer.writerow([way, f"{middle:.2f}", f"{min(all_of_it):.2f}", f"{max(all_of_it):.2f}", f"{middle / base:.2f}"])
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    (RESULTS / "machine-stragglers.txt").write_text(f"{machine()}, {repeats} repeats in turns, load average at the end {load}\n")


if __name__ == "__main__":
    main()
