"""joblib: processes of loky, one a core, batches as joblib chooses them.

Usage: joblib_peer.py files FILE... | noop TASKS | pi SAMPLES
"""

import sys

import joblib
from answer import answer
from joblib import Parallel, delayed

POINTS = 1 << 20


def columns(path):
    import pandas as pd

    frame = pd.read_csv(path, dtype="float64", engine="c")
    return list(frame.columns), frame.sum().to_numpy(), len(frame)


def files(*paths):
    parts = Parallel(n_jobs=-1)(delayed(columns)(path) for path in paths)
    total = sum(part[2] for part in parts)
    return zip(parts[0][0], sum(part[1] for part in parts) / total)


def nothing(number):
    return number


def noop(tasks):
    done = Parallel(n_jobs=-1)(delayed(nothing)(number) for number in range(int(tasks)))
    return [(len(set(done)),)]


def inside(seed, points):
    import numpy as np

    x, y = np.random.default_rng(seed).random((2, points))
    return int(np.count_nonzero(x * x + y * y < 1))


def pi(samples):
    tasks = max(1, round(float(samples) / POINTS))
    found = Parallel(n_jobs=-1)(delayed(inside)(seed, POINTS) for seed in range(tasks))
    return [(4 * sum(found) / (tasks * POINTS),)]


if __name__ == "__main__":
    answer(joblib.__version__, lambda: globals()[sys.argv[1]](*sys.argv[2:]))
