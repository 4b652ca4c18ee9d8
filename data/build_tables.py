#!/usr/bin/env python3
"""Makes the tables of this folder from the gathered source files.

    python3 data/build_tables.py SOURCE_DIR

Only the standard library is used, and the same sources give the same bytes: rows are sorted, numbers are decimal
(binary floating point only where rates of disease are derived, rounded to four digits) and are written as short as they
are exact. What each table holds, and from where, is
in README.md and in sources.csv.
"""

import sys

from tables import (agreement, diseases, exposures, health, indicators, mortality, population, smoking,
                    writing)

PARTS = [population, mortality, health, smoking, exposures, diseases, indicators, agreement]

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    writing.SOURCE = sys.argv[1]
    for part in PARTS:
        part.build()
    writing.write("sources", "table,publisher,title,year,licence,retrieved,status,reference",
                  [row for part in PARTS for row in part.SOURCES])
