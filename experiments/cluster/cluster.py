"""A local cluster for an experiment, and its HTTP API over one connection that is kept."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from measure import REPARTO  # noqa: E402

START_TIMEOUT = "180"
ANSWER_SECONDS = 300
TICKS = os.sysconf("SC_CLK_TCK")


class Cluster:
    """Nodes that are up within a with block; options as for `reparto up`."""

    def __init__(self, port_base, *options, plugins=""):
        self.port_base = port_base
        self.options = options
        self.directory = tempfile.TemporaryDirectory(prefix="reparto-experiment-")
        self.environment = dict(os.environ, REPARTO_RUN_DIR=self.directory.name, REPARTO_PLUGINS=plugins)

    def __enter__(self):
        signal.signal(signal.SIGTERM, lambda *_: sys.exit("terminated"))  # ends the nodes on the way out
        try:
            self._reparto("up", *self.options, "--port-base", str(self.port_base), "--timeout", START_TIMEOUT)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        subprocess.run([REPARTO, "down"], env=self.environment, capture_output=True, text=True)
        self.directory.cleanup()

    def _reparto(self, *words):
        done = subprocess.run([REPARTO, *words], env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"reparto {' '.join(words)}: {done.stderr}")

    def api(self, node=1):
        return Api(self.port_base + 99 + node)

    def pids(self):
        files = sorted(Path(self.directory.name).glob("node-*/node.properties"))
        return [int(re.search(r"^pid=(\d+)", file.read_text(), re.M).group(1)) for file in files]

    def cpu_seconds(self):
        """Processor time of all nodes so far."""
        return sum(map(cpu_seconds, self.pids()))


def cpu_seconds(pid):
    """Processor time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Api:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
        self.connection.connect()
        # A request's head and body are two writes: without this the second waits for an acknowledgement.
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, method, path, document=None):
        body = None if document is None else json.dumps(document)
        self.connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        response = self.connection.getresponse()
        text = response.read().decode()
        if response.status >= 300:
            sys.exit(f"{method} {path}: {response.status} {text}")
        return text

    def submit(self, name, **arguments):
        words = {key.replace("_", "-"): value for key, value in arguments.items()}
        return json.loads(self.ask("POST", "/api/jobs", {"job": name, "arguments": words}))["job"]

    def follow(self, job):
        """Waits for the job's end on its stream of events; returns its last status."""
        events = self.ask("GET", f"/api/jobs/{job}/events")
        status = json.loads(re.findall(r"^data: ?(.*)$", events, re.M)[-1])
        if status["state"] != "succeeded":
            sys.exit(f"not succeeded: {status}")
        return status

    def run(self, name, **arguments):
        return self.follow(self.submit(name, **arguments))

    def result(self, job):
        return json.loads(self.ask("GET", f"/api/jobs/{job}/result"))


def timed(action):
    started = time.perf_counter()
    value = action()
    return time.perf_counter() - started, value


def there_and_back(api):
    """Seconds of one small job: to submit it, to follow it to its end, to fetch its result, and all three."""
    submit, job = timed(lambda: api.submit("sleep", tasks=8))
    wait, _ = timed(lambda: api.follow(job))
    fetch, _ = timed(lambda: api.result(job))
    return submit, wait, fetch, submit + wait + fetch
