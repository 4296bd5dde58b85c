"""Dask, lazily, with the types given.

Usage: dask_peer.py SCHEDULER groupby FILE | files FILE... | noop TASKS | pi SAMPLES
SCHEDULER: threads, processes, or distributed (a LocalCluster of one process a core).
"""

import os
import sys

import dask
from answer import answer

CORES = os.cpu_count()


def groupby(path):
    import dask.dataframe as dd

    types = {"station": "category", "temperature": "float64"}
    frame = dd.read_csv(path, sep=";", header=None, names=list(types), dtype=types)
    groups = frame.groupby("station", observed=True)["temperature"].agg(["min", "mean", "max"])
    return groups.compute().itertuples()


def files(*paths):
    import dask.dataframe as dd

    return dd.read_csv(list(paths), dtype="float64").mean().compute().items()


def nothing(number):
    return number


def noop(tasks):
    tasks = int(tasks)
    if client:
        done = client.gather(client.map(nothing, range(tasks)))
    else:
        done = dask.compute(*[dask.delayed(nothing)(number) for number in range(tasks)])
    return [(len(set(done)),)]


def pi(samples):
    import dask.array as da

    samples = int(float(samples))
    points = da.random.RandomState(7).random_sample((2, samples), chunks=(2, 1 << 20))
    return [(4 * float(((points**2).sum(axis=0) < 1).sum().compute()) / samples,)]


if __name__ == "__main__":  # worker processes import this file
    scheduler = sys.argv[1]
    client = None
    if scheduler == "distributed":
        from dask.distributed import Client, LocalCluster

        client = Client(LocalCluster(n_workers=CORES, threads_per_worker=1, dashboard_address=None))
    else:
        dask.config.set(scheduler=scheduler, num_workers=CORES)
    answer(dask.__version__, lambda: globals()[sys.argv[2]](*sys.argv[3:]))
    if client:
        client.shutdown()
