"""The job Payload as a plug-in, and what its answer must be."""

import os
import sys
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from measure import REPARTO, ROOT, run  # noqa: E402


def check_payload(row, tasks, size):
    crc = 0
    for task in range(tasks):
        crc = zlib.crc32(bytes([(task + 1) & 255]) * size, crc)
    assert row == [tasks * size, crc], row


def plugin(scratch):
    """Compiles the job that sends bytes, as a plug-in."""
    classes = Path(scratch) / "classes"
    services = classes / "META-INF" / "services"
    services.mkdir(parents=True)
    (services / "io.reparto.protocol.job.Job").write_text("Payload\n")
    run([REPARTO, "--version"])  # builds the distribution if there is none
    home = Path(os.environ["JAVA_HOME"]) / "bin" if "JAVA_HOME" in os.environ else Path()
    protocol = next((ROOT / "node/target/dist/lib").glob("reparto-protocol-*.jar"))
    run([str(home / "javac"), "--release", "17", "-cp", str(protocol), "-d", str(classes), str(HERE / "Payload.java")])
    jar = Path(scratch) / "payload.jar"
    run([str(home / "jar"), "cf", str(jar), "-C", str(classes), "."])
    return str(jar)
