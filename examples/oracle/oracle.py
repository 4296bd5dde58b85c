#!/usr/bin/env python3
"""Answers every query of queries.tsv with SQLite and writes <name>.csv beside it.

SQLite filters, groups, counts and compares; sums are exact (math.fsum) and variances exact rationals rounded once
(the statistics module), as functions added to SQLite. Empty fields are NULL. Needs Python alone.

    python3 examples/oracle/oracle.py
"""

import csv
import math
import pathlib
import sqlite3
import statistics

HERE = pathlib.Path(__file__).parent


def typed(values):
    """The column as integers, else as floats, else as it is; None for an empty field."""
    for kind in (int, float):
        try:
            return [None if value == "" else kind(value) for value in values]
        except ValueError:
            pass
    return [None if value == "" else value for value in values]


def aggregate(finish):
    class Aggregate:
        def __init__(self):
            self.values = []

        def step(self, value):
            if value is not None:
                self.values.append(value)

        def finalize(self):
            return finish(self.values)

    return Aggregate


def exact_sum(values):
    if not values:
        return None
    return sum(values) if all(isinstance(value, int) for value in values) else math.fsum(values)


FUNCTIONS = {
    "exact_sum": exact_sum,
    "exact_mean": lambda values: math.fsum(values) / len(values) if values else None,
    "exact_var": lambda values: float(statistics.variance(values)) if len(values) > 1 else None,
    "exact_std": lambda values: statistics.stdev(values) if len(values) > 1 else None,
}


def call(agg):
    function, _, column = agg.partition(":")
    if function == "count":
        return f'count("{column}")' if column else "count(*)"
    return f'{function if function in ("min", "max") else "exact_" + function}("{column}")'


def load(database, path):
    with open(path, encoding="utf-8", newline="") as source:
        header, *records = csv.reader(source)
    columns = [typed(values) for values in zip(*records)]
    quoted = ", ".join(f'"{name}"' for name in header)
    database.execute(f"create table input ({quoted})")
    database.executemany(f"insert into input values ({', '.join('?' * len(header))})", zip(*columns))


def answer(query):
    database = sqlite3.connect(":memory:")
    for name, finish in FUNCTIONS.items():
        database.create_aggregate(name, 1, aggregate(finish))
    load(database, HERE.parent / query["input"])
    by = ", ".join(f'"{column}"' for column in query["by"].split(","))
    aggs = query["agg"].split(",")
    where = f" where {query['where']}" if query["where"] else ""
    rows = database.execute(f"select {by}, {', '.join(map(call, aggs))} from input{where} group by {by} order by {by}")
    with open(HERE / f"{query['name']}.csv", "w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(query["by"].split(",") + aggs)
        writer.writerows(rows)


with open(HERE / "queries.tsv", encoding="utf-8", newline="") as source:
    for line in csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE):
        answer(line)
print(f"SQLite {sqlite3.sqlite_version}")
