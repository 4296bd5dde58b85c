"""Which peers there are on this machine, how each is started, and how those that are missing are fetched."""

import json
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from measure import ROOT  # noqa: E402
from plots import interpreter  # noqa: E402

CACHE = HERE / ".cache"
PROGRAMS = HERE / "programs"
DUCKDB = "org.duckdb:duckdb_jdbc:1.4.1.0"
POLARS = "0.26.1"
DEBIAN = {"pandas": "python3-pandas", "dask": "python3-dask", "distributed": "python3-distributed",
          "joblib": "python3-joblib", "numba": "python3-numba", "numpy": "python3-numpy"}
# What Spark's own launcher passes to a JVM of 17 (JavaModuleOptions).
OPENED = ("lang lang.invoke lang.reflect io net nio util util.concurrent util.concurrent.atomic").split()
SPARK_OPTIONS = [f"--add-opens=java.base/java.{name}=ALL-UNNAMED" for name in OPENED] + [
    f"--add-opens=java.base/{name}=ALL-UNNAMED"
    for name in ("sun.nio.ch", "sun.nio.cs", "sun.security.action", "sun.util.calendar", "jdk.internal.ref")]


class Missing(Exception):
    """A peer that is not here; the message says what it needs."""


def install():
    """Fetches what is missing and can be had; says what can't, and goes on."""
    CACHE.mkdir(exist_ok=True)
    for what, step in (("Debian packages", _apt), ("Polars", _npm), ("DuckDB", _duckdb), ("Spark", _spark)):
        try:
            step()
        except (subprocess.CalledProcessError, FileNotFoundError) as failure:
            print(f"not installed: {what}: {str(failure)[:200]}", flush=True)


def _apt():
    missing = [package for module, package in DEBIAN.items() if not interpreter(module)]
    if missing:
        subprocess.run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *missing], check=True,
                       stdout=subprocess.DEVNULL, env=dict(os.environ, DEBIAN_FRONTEND="noninteractive"))


def _npm():
    names = [f"nodejs-polars@{POLARS}"]
    if platform.system() == "Linux" and platform.machine() == "x86_64":
        # npm leaves this optional part out on Node.js before 22, where it works nonetheless.
        names.append(f"nodejs-polars-linux-x64-gnu@{POLARS}")
    subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", str(CACHE), *names], check=True)


def _maven(*words):
    subprocess.run([str(ROOT / "mvnw"), "-q", "-B", "-ntp", *words], cwd=ROOT, check=True)


def _javac(source, class_path):
    subprocess.run([_java("javac"), "-cp", class_path, "-d", str(CACHE / "classes"), str(source)], check=True)


def _duckdb():
    _maven("dependency:copy", f"-Dartifact={DUCKDB}", f"-DoutputDirectory={CACHE}", "-Dmdep.stripVersion=true")
    _javac(PROGRAMS / "DuckDbPeer.java", "")


def _spark():
    _maven("-f", str(HERE / "spark" / "pom.xml"), "dependency:build-classpath",
           f"-Dmdep.outputFile={CACHE / 'spark.classpath'}")
    _javac(HERE / "spark" / "SparkPeer.java", (CACHE / "spark.classpath").read_text())


def _java(tool="java"):
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin" / tool) if home else tool


def python(program, *modules):
    """Starts a program in Python that needs the modules."""
    found = interpreter(*modules)
    if not found:
        packages = " ".join(DEBIAN[module] for module in modules if not interpreter(module))
        raise Missing(f"needs {packages or ' and '.join(modules) + ' in one Python'}")
    return [found, str(PROGRAMS / program)]


def polars():
    if not (CACHE / "node_modules" / "nodejs-polars").exists():
        raise Missing(f"needs nodejs-polars@{POLARS} of npm")
    return ["env", f"NODE_PATH={CACHE / 'node_modules'}", "node", str(PROGRAMS / "polars.cjs")]


def duckdb():
    if not (CACHE / "classes" / "DuckDbPeer.class").exists():
        raise Missing(f"needs {DUCKDB} of Maven")
    return [_java(), "-cp", f"{CACHE / 'classes'}:{CACHE / 'duckdb_jdbc.jar'}", "DuckDbPeer"]


def spark():
    if not (CACHE / "classes" / "SparkPeer.class").exists():
        raise Missing("needs Spark of Maven, see spark/pom.xml")
    class_path = f"{CACHE / 'classes'}:{(CACHE / 'spark.classpath').read_text()}"
    return [_java(), *SPARK_OPTIONS, "-Xmx4g", "-cp", class_path, "SparkPeer"]


def inside(usage):
    """Seconds without the start of the process and imports, and the version."""
    if usage.out.startswith("{"):
        seconds = json.loads(usage.out)["seconds"]
        return seconds["plan"] + seconds["run"], ""
    found = re.findall(r"^inside=(\S+) version=(\S+)", usage.err, re.M)
    return float(found[-1][0]), found[-1][1]
