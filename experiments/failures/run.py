#!/usr/bin/env python3
"""How long a job stands still when a node is lost. Usage: experiments/failures/run.py PROFILE [KILLS, default 20]

PROFILE is local or kubernetes. Starts a cluster of three JVMs with one slot each, in a run directory of its own under /tmp,
and ends it. What happened when is read from the nodes' logs and asked of the API of a node that survives.
"""

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from measure import REPARTO, machine, median  # noqa: E402

RESULTS = Path(__file__).resolve().parent / "results"
NODES = 3
PORT_BASE = int(os.environ.get("PORT_BASE", "27600"))
# One task lasts a tenth of a second, so that progress is seen as soon as it is made, and a job is longer than the outage.
TASK_MILLIS = 100
TASKS = {"local": 120, "kubernetes": 300}
# Seconds a node stands still.
PAUSES = {"local": [1, 3, 5, 8, 14], "kubernetes": [1, 3, 5, 7, 14]}
# A decision that was made takes effect within that.
SETTLE_SECONDS = 6
LOAD_SECONDS = 60
UNREACHABLE = ("as UNREACHABLE [", "the process of a node has ended")
REMOVED = ("Leader is removing unreachable node",)
COORDINATOR = ("Singleton manager starting singleton actor",)


class Cluster:
    def __init__(self, profile, nodes=NODES, port_base=PORT_BASE):
        self.directory = Path(tempfile.mkdtemp(prefix="reparto-failures-"))
        self.environment = dict(os.environ, REPARTO_RUN_DIR=str(self.directory))
        self.profile = profile
        self.port_base = port_base
        self.names = [f"node-{number + 1}" for number in range(nodes)]

    def reparto(self, *words):
        return subprocess.run([REPARTO, *words], env=self.environment, capture_output=True, text=True)

    def up(self):
        """Starts what is missing, until every node is ready."""
        started = self.reparto(
            "up", f"--nodes={len(self.names)}", "--slots=1", "--memory=256m", f"--port-base={self.port_base}",
            f"--profile={self.profile}",
        )
        if started.returncode != 0:
            raise RuntimeError(f"up failed: {started.stderr}")

    def close(self, keep_logs):
        self.reparto("down", "--timeout=10")
        if keep_logs:
            print(f"logs in {self.directory}")
        else:
            shutil.rmtree(self.directory)

    def pid(self, name):
        text = (self.directory / name / "node.properties").read_text()
        return int(re.search(r"^pid=(\d+)", text, re.MULTILINE).group(1))

    def api(self, name):
        return f"http://127.0.0.1:{self.port_base + 100 + self.names.index(name)}"

    def log(self, name):
        path = self.directory / name / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    def lines(self, words, names, since):
        """When these nodes' logs said one of that since then, in order."""
        found = []
        for name in names:
            for line in self.log(name).splitlines():
                match = re.match(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}) ", line)
                if match and any(text in line for text in words):
                    at = datetime.strptime(match.group(1), "%Y-%m-%dT%H:%M:%S.%f%z").timestamp()
                    if at >= since:
                        found.append((at, name))
        return sorted(found)

    def coordinator(self):
        return self.lines(COORDINATOR, self.names, 0)[-1][1]


def ask(url, body=None, method=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {} if body is None else {"Content-Type": "application/json"}
    request = urllib.request.Request(url, data=data, headers=headers, method=method)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def wait_until(condition, seconds, what):
    end = time.time() + seconds
    while time.time() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise RuntimeError(f"not within {seconds} s: {what}")


def submit(api, tasks, millis=TASK_MILLIS):
    arguments = {"tasks": [str(tasks)], "millis": [str(millis)]}
    return ask(f"{api}/api/jobs", {"job": "sleep", "arguments": arguments})["job"]


def status(api, job):
    try:
        return ask(f"{api}/api/jobs/{job}")
    except (urllib.error.URLError, OSError):
        return None  # no coordinator at this moment


class Watch(threading.Thread):
    """The event stream of a job, opened before the kill: when it first told of more tasks than that."""

    def __init__(self, api, job):
        super().__init__(daemon=True)
        self.url = f"{api}/api/jobs/{job}/events"
        self.heard = []

    def run(self):
        while True:
            try:
                with urllib.request.urlopen(self.url, timeout=60) as stream:
                    for line in stream:
                        if line.startswith(b"data: "):
                            document = json.loads(line[6:])
                            if "tasks" in document:
                                self.heard.append((time.time(), document["tasks"]["committed"]))
                            if document.get("state") not in (None, "planning", "running"):
                                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)

    def first_beyond(self, committed, since):
        return next((at for at, count in self.heard if at > since and count > committed), None)


def expected_digest():
    """Of the same job in one JVM with one slot, with tasks that don't wait: the result does not depend on how long."""
    digests = {}
    for profile, tasks in TASKS.items():
        out = subprocess.run(
            [REPARTO, "run", "sleep", f"--tasks={tasks}", "--slots=1", "--format=json", "--no-progress"],
            env={key: value for key, value in os.environ.items() if key != "REPARTO_URL"},
            capture_output=True, text=True, check=True,
        ).stdout
        digests[profile] = json.loads(out)["digest"]
    return digests


def one_kill(cluster, of_coordinator, digest):
    coordinator = cluster.coordinator()
    others = [name for name in cluster.names if name != coordinator]
    victim = coordinator if of_coordinator else others[0]
    survivor = others[1] if not of_coordinator else others[0]
    survivors = [name for name in cluster.names if name != victim]
    api = cluster.api(survivor)
    job = submit(api, TASKS[cluster.profile])
    watch = Watch(api, job)
    watch.start()
    before = wait_until(
        lambda: (lambda now: now if now and now["tasks"]["committed"] >= 15 else None)(status(api, job)), 60, "first tasks"
    )["tasks"]["committed"]
    killed = time.time()
    os.kill(cluster.pid(victim), signal.SIGKILL)

    polled = None
    while True:
        now = status(api, job)
        if now and polled is None and now["tasks"]["committed"] > before:
            started = cluster.lines(COORDINATOR, survivors, killed)
            if started or not of_coordinator:
                polled = time.time()
        if now and now["state"] not in ("planning", "running"):
            break
        if time.time() - killed > 120:
            raise RuntimeError(f"the job has not ended: job={job}, status={now}")
        time.sleep(0.02)
    if now["state"] != "succeeded" or now["digest"] != digest or now["tasks"]["committed"] != now["tasks"]["planned"]:
        raise RuntimeError(f"wrong end: expected digest={digest}, status={now}")

    def since(found):
        return round(found[0][0] - killed, 2) if found else None

    unreachable = cluster.lines(UNREACHABLE, survivors, killed)
    removed = cluster.lines(REMOVED, survivors, killed)
    started = cluster.lines(COORDINATOR, survivors, killed)
    # Only a lost coordinator stops the job; what a lost worker had is leased again as soon as its node is removed.
    beyond = watch.first_beyond(before, started[0][0] if started else killed)
    row = {
        "profile": cluster.profile,
        "kill": "coordinator's node" if of_coordinator else "worker's node",
        "victim": victim,
        "detected": since(unreachable),
        "removed": since(removed),
        "coordinator": since(started) if of_coordinator else None,
        "progress": round(polled - killed, 2) if of_coordinator else None,
        "watched": round(beyond - killed, 2) if of_coordinator and beyond else None,
        "tasks": now["tasks"]["planned"],
        "attempts": now["tasks"]["attempts"],
        "job_seconds": round(now["seconds"]["run"], 2),
        "others_down": len([name for name in survivors if not alive(cluster.pid(name))]),
    }
    return row


def alive(pid):
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False


def one_pause(cluster, of_coordinator, seconds):
    coordinator = cluster.coordinator()
    victim = coordinator if of_coordinator else next(name for name in cluster.names if name != coordinator)
    survivors = [name for name in cluster.names if name != victim]
    pid = cluster.pid(victim)
    paused = time.time()
    os.kill(pid, signal.SIGSTOP)
    try:
        time.sleep(seconds)
    finally:
        os.kill(pid, signal.SIGCONT)
    time.sleep(SETTLE_SECONDS)
    return {
        "profile": cluster.profile,
        "pause": "coordinator's node" if of_coordinator else "worker's node",
        "seconds": seconds,
        "unreachable": bool(cluster.lines(UNREACHABLE, survivors, paused)),
        "removed": bool(cluster.lines(REMOVED, survivors, paused)),
        "process_ended": not alive(pid),
    }


def load(cluster):
    """All cores compute for a minute, and every five seconds a node stands still for a second: nobody is given up."""
    api = cluster.api("node-1")
    begun = time.time()
    job = ask(f"{api}/api/jobs", {"job": "pi", "arguments": {"samples": ["1e13"]}})["job"]
    pauses = 0
    while time.time() - begun < LOAD_SECONDS:
        time.sleep(4)
        pid = cluster.pid(cluster.names[pauses % NODES])
        os.kill(pid, signal.SIGSTOP)
        try:
            time.sleep(1)
        finally:
            os.kill(pid, signal.SIGCONT)
        pauses += 1
    ask(f"{api}/api/jobs/{job}", method="DELETE")
    return {
        "profile": cluster.profile,
        "seconds": LOAD_SECONDS,
        "pauses_of_1s": pauses,
        "unreachable": len(cluster.lines(UNREACHABLE, cluster.names, begun)),
        "removed": len(cluster.lines(REMOVED, cluster.names, begun)),
        "load_average": round(os.getloadavg()[0], 1),
    }


def write(name, rows):
    RESULTS.mkdir(exist_ok=True)
    with open(RESULTS / name, "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def summary(profile, rows):
    lines = []
    for kill in ("coordinator's node", "worker's node"):
        for step in ("detected", "removed", "coordinator", "progress", "watched"):
            seconds = [row[step] for row in rows if row["kill"] == kill and row[step] is not None]
            if seconds:
                lines.append(
                    {"profile": profile, "kill": kill, "until": step, "median_s": round(median(seconds), 2),
                     "max_s": max(seconds), "kills": len(seconds)}
                )
    return lines


def main():
    profile = sys.argv[1]
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    digest = expected_digest()[profile]
    cluster = Cluster(profile)
    done = False
    try:
        cluster.up()
        loaded = load(cluster)
        print(loaded, flush=True)
        rows = []
        for number in range(2 * kills):
            rows.append(one_kill(cluster, number % 2 == 0, digest))
            print(rows[-1], flush=True)
            cluster.up()
        pauses = []
        for of_coordinator in (False, True):
            for seconds in PAUSES[profile]:
                pauses.append(one_pause(cluster, of_coordinator, seconds))
                print(pauses[-1], flush=True)
                if pauses[-1]["process_ended"]:
                    cluster.up()
        write(f"kills-{profile}.csv", rows)
        write(f"summary-{profile}.csv", summary(profile, rows))
        write(f"pauses-{profile}.csv", pauses)
        write(f"load-{profile}.csv", [loaded])
        (RESULTS / f"machine-{profile}.txt").write_text(f"{machine()}, {kills} kills each\n")
        for line in summary(profile, rows):
            print(line)
        done = True
    finally:
        cluster.close(keep_logs=not done)


if __name__ == "__main__":
    main()
