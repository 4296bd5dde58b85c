"""How the programs in Python answer: CSV on stdout, and on stderr what it took once everything was imported."""

import sys
import time


def answer(version, action):
    """Runs the action, which returns rows of values, and says how long that took and in which version."""
    started = time.perf_counter()
    rows = action()
    print(f"inside={time.perf_counter() - started:.6f} version={version}", file=sys.stderr)
    for row in rows:
        print(",".join(str(value) if isinstance(value, (str, int)) else repr(float(value)) for value in row))
