#!/usr/bin/env python3
"""How the runtime scales, shown by tasks that wait. Usage: experiments/scaling/run.py [repeats, default 5]"""

import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from measure import REPARTO, machine  # noqa: E402

REPEATS = sys.argv[1] if len(sys.argv) > 1 else "5"
RESULTS = Path(__file__).resolve().parent / "results"

EXPERIMENTS = {
    "slots": ["--tasks", "128", "--millis", "50", "--slots", "1,2,4,8,16,32,64"],
    "nodes": ["--tasks", "96", "--millis", "50", "--nodes", "1,2,3,4", "--memory", "256m", "--port-base", "28600"],
}
RESULTS.mkdir(exist_ok=True)
chosen = sys.argv[2:] or list(EXPERIMENTS)
for name in chosen:
    folder = RESULTS / name
    shutil.rmtree(folder, ignore_errors=True)
    command = ["scale", "sleep", *EXPERIMENTS[name], "--repeats", REPEATS, "--warm-up", "1", "--output"]
    relative = folder.relative_to(Path(REPARTO).parent)
    subprocess.run([REPARTO, *command, str(relative)], check=True, cwd=Path(REPARTO).parent)
(RESULTS / "machine.txt").write_text(f"{machine()}, {REPEATS} runs of each size, alternated\n")
