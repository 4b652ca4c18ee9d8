"""Tables of general health."""

from .publishers import OGL, ONS
from .writing import SEX, read, short, write

PERIOD = "2013-15"


def build():
    write("healthy_life_expectancy", "area_code,sex,period,healthy_life_expectancy,lower,upper",
          [(r["area_code"], SEX[r["sex"]], "2013-2015", short(r["value"]), short(r["lower_ci"]), short(r["upper_ci"]))
           for r in read("healthy_life_expectancy") if r["period"] == PERIOD])


SOURCES = [
    ("healthy_life_expectancy", ONS, "Healthy life expectancy at birth by local authority, 2013 to 2015", "2013-2015", OGL, "",
     "found", "ONSdigital/explore-local-statistics-data:healthy-life-expectancy"),
]
