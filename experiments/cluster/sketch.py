"""A bare stream between two JVMs, to compare the stream of partials with."""

import os
import re
import subprocess
from pathlib import Path

from measure import ROOT, run

HERE = Path(__file__).resolve().parent
LIBRARIES = str(ROOT / "node/target/dist/lib/*")
MEMORY = "3g"


class StreamSketch:
    """Two JVMs that stream within a with block; on the JDK of a cluster that is up."""

    def __init__(self, cluster, scratch, port_base, size):
        self.java = Path(os.readlink(f"/proc/{cluster.pids()[0]}/exe"))
        self.classes = str(Path(scratch) / "sketch")
        self.ports = [str(port_base), str(port_base + 1)]
        self.size = size

    def __enter__(self):
        run([str(self.java.with_name("javac")), "-cp", LIBRARIES, "-d", self.classes, str(HERE / "StreamSketch.java")])
        self.receiver = self._start("receive", self.ports[0])
        assert self.receiver.stdout.readline() == "ready\n"
        self.sender = self._start("send", self.ports[1], self.ports[0], str(self.size))
        return self

    def _start(self, *words):
        release = (self.java.parent.parent / "release").read_text()
        newer = int(re.search(r'JAVA_VERSION="(\d+)', release).group(1)) >= 24
        quiet = ["--sun-misc-unsafe-memory-access=allow"] if newer else []
        return subprocess.Popen(
            [str(self.java), f"-Xmx{MEMORY}", "-XX:+UseParallelGC", *quiet, "-cp", f"{self.classes}:{LIBRARIES}",
             "StreamSketch", *words],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def mb_per_second(self):
        self.sender.stdin.write("\n")
        self.sender.stdin.flush()
        return self.size / float(self.sender.stdout.readline()) / 1e6

    def pids(self):
        return [self.receiver.pid, self.sender.pid]

    def __exit__(self, *_):
        for process in (self.sender, self.receiver):
            process.kill()
            process.wait()
