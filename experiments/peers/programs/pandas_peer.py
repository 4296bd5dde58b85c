"""pandas: the C parser with the types given, texts as categories. Usage: pandas_peer.py groupby FILE | files FILE..."""

import sys

import pandas as pd
from answer import answer

TYPES = {"station": "category", "temperature": "float64"}


def groupby(path):
    frame = pd.read_csv(path, sep=";", header=None, names=list(TYPES), dtype=TYPES, engine="c", low_memory=False)
    groups = frame.groupby("station", observed=True, sort=False)["temperature"].agg(["min", "mean", "max"])
    return groups.itertuples()


def files(*paths):
    frame = pd.concat([pd.read_csv(path, dtype="float64", engine="c") for path in paths], ignore_index=True)
    return frame.mean().items()


answer(pd.__version__, lambda: globals()[sys.argv[1]](*sys.argv[2:]))
