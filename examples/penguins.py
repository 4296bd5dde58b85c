#!/usr/bin/env python3
"""Turns penguins.json of the vega-datasets package into penguins.csv: same rows in the same order, simpler column
names, null as an empty field.

    python3 penguins.py package/data/penguins.json > penguins.csv
"""

import csv
import json
import sys

COLUMNS = {
    "Species": "species",
    "Island": "island",
    "Beak Length (mm)": "beak_length_mm",
    "Beak Depth (mm)": "beak_depth_mm",
    "Flipper Length (mm)": "flipper_length_mm",
    "Body Mass (g)": "body_mass_g",
    "Sex": "sex",
}

with open(sys.argv[1], encoding="utf-8") as source:
    penguins = json.load(source)
writer = csv.writer(sys.stdout, lineterminator="\n")
writer.writerow(COLUMNS.values())
for penguin in penguins:
    writer.writerow("" if penguin[name] is None else penguin[name] for name in COLUMNS)
