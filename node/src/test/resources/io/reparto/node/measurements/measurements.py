#!/usr/bin/env python3
"""The generator of measurements once more, slow and plain: prints the SHA-256 of the files that MeasurementWriterTest
knows. The normal quantiles are Python's own (Wichura's AS 241), not the table's sums.

    python3 measurements.py ../../../../../../main/resources/io/reparto/node/measurements/stations.csv
"""

import functools
import hashlib
import statistics
import sys

MASK = 2**64 - 1
ROWS_OF_BLOCK = 1 << 14
NORMAL = statistics.NormalDist()


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


@functools.cache
def deviation_tenths(index):
    absolute = int(abs(100 * NORMAL.inv_cdf((index + 0.5) / 65536)) + 0.5)
    return absolute if index >= 32768 else -absolute


def lines(named, rows, stations, seed):
    for row in range(rows):
        block, within = divmod(row, ROWS_OF_BLOCK)
        if within == 0:
            state = mix((seed & MASK) ^ mix(block + 1))
        state = (state + 0x9E3779B97F4A7C15) & MASK
        random = mix(state)
        round_, station = divmod(((random >> 32) * stations) >> 32, len(named))
        name, mean = named[station]
        tenths = round(float(mean) * 10) + deviation_tenths(random & 0xFFFF)
        sign = "-" if tenths < 0 else ""
        variant = f" {round_ + 1}" if round_ else ""
        yield f"{name}{variant};{sign}{abs(tenths) // 10}.{abs(tenths) % 10}\n"


with open(sys.argv[1], encoding="utf-8") as resource:
    stations = [line.rstrip("\n").split(";") for line in resource if not line.startswith("#")]
for case in ((100_000, 413, 7), (100_000, 10_000, 7), (20_000, 1_000_000, -1)):
    print(*case, hashlib.sha256("".join(lines(stations, *case)).encode()).hexdigest())
