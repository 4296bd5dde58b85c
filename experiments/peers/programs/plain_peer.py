"""The loop of the lecture without a compiler, and as arrays. Usage: plain_peer.py python SAMPLES | numpy SAMPLES"""

import platform
import random
import sys

from answer import answer

BLOCK = 1 << 20


def python(samples):
    inside = 0
    for _ in range(samples):
        x = random.random()
        y = random.random()
        inside += x * x + y * y < 1
    return inside


def blocks(samples):
    generator = numpy.random.default_rng(7)
    inside = 0
    for first in range(0, samples, BLOCK):
        x, y = generator.random((2, min(BLOCK, samples - first)))
        inside += int(numpy.count_nonzero(x * x + y * y < 1))
    return inside


samples = int(float(sys.argv[2]))
if sys.argv[1] == "python":
    kernel, version = python, platform.python_version()
else:
    import numpy

    kernel, version = blocks, numpy.__version__
answer(version, lambda: [(4 * kernel(samples) / samples,)])
