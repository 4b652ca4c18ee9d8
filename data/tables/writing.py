"""Reads the gathered sources and writes tables: rows sorted, decimal numbers as short as they are exact."""

import csv
from decimal import Decimal
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent
# The folder of the gathered sources, set by build_tables.py.
SOURCE = None
SEX = {"Male": "male", "Female": "female", "Persons": "all", "male": "male", "female": "female", "all": "all"}
AGE_GROUPS = [0, 1] + list(range(5, 95, 5))


def read(name):
    with open(Path(SOURCE) / f"{name}.csv", encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def short(value):
    """A number as short as it is exact: 0.10 becomes 0.1 and 8.0 becomes 8; blank stays blank."""
    if value == "" or value is None:
        return ""
    text = format(Decimal(str(value)), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def share(percent):
    return "" if percent == "" else short(Decimal(percent) / 100)


def ages(text):
    """The bounds of a printed age group: '16-24', '60+', '<1', 'Under 1', '90+'; the upper one is blank if open."""
    if text in ("<1", "Under 1"):
        return 0, 0
    if text.endswith("+"):
        return int(text[:-1]), ""
    low, _, high = text.partition("-")
    return int(low), int(high or low)


def open_end(age_to):
    """The parameter files write an open upper age as 110."""
    return "" if age_to in ("110", "") else int(age_to)


def age_group(age):
    """The lower bound of the age group of the mortality tables that holds a single year of age."""
    return max(a for a in AGE_GROUPS if a <= age)


def write(name, header, rows, key=None):
    """Writes a table, sorted by its rows or by `key`, and refuses two rows that are the same in all columns."""
    columns = header.split(",")
    rows = sorted(set(map(tuple, rows)), key=key or (lambda row: tuple((str(type(c)), c) for c in row)))
    assert all(len(row) == len(columns) for row in rows), name
    with open(DATA / f"{name}.csv", "w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    print(f"{name:36} {len(rows):6} rows")


def wide(name, keys, cells, columns):
    """One row per key, one column per period."""
    rows = []
    for key in sorted({k for k, _ in cells}):
        rows.append((*key, *(short(cells[key, c]) for c in columns)))
    write(name, f"{keys},{','.join(columns)}", rows)
