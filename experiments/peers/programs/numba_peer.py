"""Numba: the loop of the lecture. Usage: numba_peer.py serial SAMPLES | prange SAMPLES

It is compiled by a call for one sample that is not counted as inside; the whole process has it.
"""

import sys

import numba
import numpy as np
from answer import answer
from numba import njit, prange


@njit(fastmath=True)
def serial(samples):
    inside = 0
    for _ in range(samples):
        x = np.random.random()
        y = np.random.random()
        inside += x * x + y * y < 1
    return inside


@njit(fastmath=True, parallel=True)
def parallel(samples):
    inside = 0
    for _ in prange(samples):
        x = np.random.random()
        y = np.random.random()
        inside += x * x + y * y < 1
    return inside


kernel = {"serial": serial, "prange": parallel}[sys.argv[1]]
samples = int(float(sys.argv[2]))
kernel(1)
answer(numba.__version__, lambda: [(4 * kernel(samples) / samples,)])
