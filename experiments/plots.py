"""Plots by matplotlib, in whichever Python has it; without one there is none."""

import json
import os
import shutil
import subprocess

BEGIN = """
import json, sys
import matplotlib
matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "reparto"
import matplotlib.pyplot as plot
given, path = json.load(sys.stdin)
"""
END = """
figure.tight_layout()
figure.savefig(path, metadata={"Date": None})
"""


def interpreter(*modules):
    """The first Python that has the modules, or None: Debian's may not be the first on the path."""
    for python in (os.environ.get("PYTHON"), "python3", "/usr/bin/python3"):
        code = "import importlib.util, sys; sys.exit(not all(map(importlib.util.find_spec, sys.argv[1:])))"
        if python and shutil.which(python):
            if subprocess.run([python, "-c", code, *modules], capture_output=True).returncode == 0:
                return python
    return None


def draw(code, given, path):
    """Runs code that makes `figure` with `plot` of what is `given`, which must pass through JSON."""
    python = interpreter("matplotlib")
    if not python:
        print("no plot: needs matplotlib (python3-matplotlib)", flush=True)
        return
    subprocess.run([python, "-c", BEGIN + code + END], input=json.dumps([given, str(path)]), text=True, check=True)
