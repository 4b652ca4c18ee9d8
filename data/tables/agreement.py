"""Tables of the agreement of 2015, and of utility norms."""

from .publishers import FACTS, STAPM, AGREEMENT
from .writing import read, short, write


def build():
    write("utility_norms", "sex,age,utility",
          [(r["sex"], int(r["age_lo"]), short(r["mean"])) for r in read("utilities")
           if r["parameter"] == "utility_norm" and r["source"].startswith("Ara & Brazier 2010")])
    order = {}
    rows = []
    for i, r in enumerate(read("ambitions")):
        order[r["ambition"]] = i
        rows.append((r["ambition"], r["indicator"], r["target_kind"], short(r["target_value"]), r["unit"],
                     r["deadline"]))
    write("ambitions", "ambition,indicator,target_kind,target_value,unit,deadline", rows,
          key=lambda row: order[row[0]])
    write("devolution_pilots", "pilot,area_code,theme",
          [(r["pilot"], r["area_code"], r["theme"]) for r in read("devolution_pilots")])


SOURCES = [
    ("utility_norms", "Value in Health", "Ara and Brazier 2010, EQ-5D of the general population (HSE 2003 and 2006)",
     "2010", FACTS, "", "derived", "STAPM/qalyr@318710a58da5:data-raw/Prep_GenPopUtil.R"),
    ("ambitions", "London partners", AGREEMENT, "2015", FACTS, "", "found", f"{AGREEMENT}, December 2015"),
    ("devolution_pilots", "UCLPartners, GPonline, National Health Executive",
     "Reports on the London health devolution pilots", "2015", FACTS, "", "found",
     "uclpartners.com; gponline.com 1376953; nationalhealthexecutive.com (15 Dec 2015)"),
]
