"""What the experiments' scripts share: whole processes timed from outside, and the machine they ran on."""

import os
import platform
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
REPARTO = str(ROOT / "reparto")


def run(command):
    """Runs a command; returns (seconds, stdout, stderr). A failure ends the experiment."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    out, err = process.communicate()
    seconds = time.perf_counter() - started
    if process.returncode != 0:
        sys.exit(f"failed with {process.returncode}: {' '.join(command)}\n{err}")
    return seconds, out, err


class Usage(NamedTuple):
    """What one process took, with those it started and waited for; the peak is that of the largest among them."""

    seconds: float
    cpu_seconds: float
    peak_mib: int
    code: int
    out: str
    err: str


def watch(command, environment=None, timeout=None):
    """Runs a command to its end, whatever that is, and returns its Usage."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err, env=environment, start_new_session=True)
        alarm = threading.Timer(timeout, os.killpg, (process.pid, signal.SIGKILL)) if timeout else None
        if alarm:
            alarm.start()
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        if alarm:
            alarm.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return Usage(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, process.returncode,
                     out.read(), err.read())


def peak_mib(command):
    """Peak resident memory of one run, of this command alone."""
    code = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    return int(subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=True).stdout)


def alternate(variants, repeats):
    """Runs {name: command} in turn, repeats times; returns {name: [seconds]} and the last outputs."""
    seconds = {name: [] for name in variants}
    outputs = {}
    for _ in range(repeats):
        for name, command in variants.items():
            taken, out, err = run(command)
            seconds[name].append(taken)
            outputs[name] = (out, err)
    return seconds, outputs


def median(values):
    return statistics.median(values)


def machine():
    """One line: processor, cores, memory, kernel, JDK, commit."""
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    version = subprocess.run([REPARTO, "--version"], capture_output=True, text=True, check=True).stdout
    java = " ".join(re.findall(r"(?i)java[^\n]*", version)[:1])
    commit = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout
    return (
        f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release().split('-')[0]}, "
        f"{java}, commit {commit.strip()}"
    )
