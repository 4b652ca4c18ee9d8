#!/usr/bin/env python3
"""Makes the tables of this folder from the gathered source files.

    python3 data/build_tables.py SOURCE_DIR

Only the standard library is used, and the same sources give the same bytes: rows are sorted, numbers are decimal
(never binary floating point) and are written as short as they are exact. What each table holds, and from where, is
in README.md and in sources.csv.
"""

import csv
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from table_sources import SOURCES

HERE = Path(__file__).resolve().parent
SEX = {"Male": "male", "Female": "female", "Persons": "all", "male": "male", "female": "female", "all": "all"}
AGE_GROUPS = [0, 1] + list(range(5, 95, 5))
YEARS = range(2001, 2016)
RECENT = {"2013", "2014", "2015"}


def read(name):
    with open(SOURCE / f"{name}.csv", encoding="utf-8-sig", newline="") as f:
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
    with open(HERE / f"{name}.csv", "w", encoding="utf-8", newline="") as f:
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


def population():
    write("areas", "area_code,area_name,inner_outer",
          [(r["gss_code"], r["area_name"], r["inner_outer"]) for r in read("london_local_authorities")])
    write("population", "area_code,sex,age,persons",
          [(r["gss_code"], r["sex"], int(r["age"]), short(r["population"]))
           for r in read("population_borough_age_sex") if r["year"] == "2015"])
    shares = defaultdict(Decimal)
    for r in read("population_share_borough_imd_age"):
        shares[r["gss_code"], int(r["age_start"]), int(r["imd2015_quintile"])] += Decimal(r["share"])
    write("deprivation_shares", "area_code,age_from,quintile,share", [(*k, short(v)) for k, v in shares.items()])
    write("births", "area_code,mother_age,births",
          [(r["gss_code"], int(r["age_start"]), short(r["live_births"]))
           for r in read("births_borough_mother_age") if r["mid_year_end"] == "2015"])
    cells = {((r["gss_code"], int(r["age"])), f"y{r['year']}"): r["population"]
             for r in read("population_projection_gla2014_borough_age") if int(r["year"]) >= 2015}
    wide("population_projection", "area_code,age", cells, [f"y{y}" for y in range(2015, 2042)])
    write("deprivation_borough", "area_code,average_score",
          [(r["gss_code"], short(r["average_score"])) for r in read("deprivation_borough")])


def mortality():
    columns = [f"y{y}" for y in YEARS]
    wide("deaths_by_cause", "cause,sex,age_from",
         {((r["cause"], r["sex"], int(r["age_start"])), f"y{r['year']}"): r["deaths"]
          for r in read("deaths_cause_age_sex_england")}, columns)
    sums = defaultdict(int)
    for r in read("deaths_cause_age_sex_imd_england"):
        if r["year"] in RECENT:
            quintile = (int(r["imd_decile"]) + 1) // 2
            sums[r["cause"], quintile, r["sex"], int(r["age_start"])] += int(r["deaths"])
    write("deaths_by_cause_quintile", "cause,quintile,sex,age_from,deaths", [(*k, v) for k, v in sums.items()])
    sums = defaultdict(int)
    for r in read("deaths_icd_age_sex_imd_england"):
        if r["year"] in RECENT and r["cause_group"] == "copd":
            sums[int(r["imd_quintile"]), r["sex"], int(r["age_start"])] += int(r["deaths"])
    write("deaths_copd_quintile", "quintile,sex,age_from,deaths", [(*k, v) for k, v in sums.items()])
    sums = defaultdict(int)
    for r in read("population_england_imd_age_sex"):
        if r["year"] in RECENT:
            sums[(int(r["imd_decile"]) + 1) // 2, r["sex"], int(r["age_start"])] += int(r["population"])
    write("population_england_quintile", "quintile,sex,age_from,persons", [(*k, v) for k, v in sums.items()])
    sums = defaultdict(int)
    for r in read("mortality_england_age_sex"):
        sums[(r["sex"], age_group(int(r["age"]))), f"y{r['year']}"] += int(r["population"])
    wide("population_england", "sex,age_from", sums, columns)

    # The source gives chronic respiratory disease by sub-type only, with small cells left out, so a total summed here
    # would be too low in London (the smaller area). Chronic lower respiratory disease is complete from 45 on and is
    # the one kept.
    names = {"mortality_cancer": "cancer", "mortality_cardiovascular_disease": "cardiovascular",
             "mortality_chronic_respiratory_disease": "chronic_respiratory", "mortality_diabetes": "diabetes"}
    write("mortality_london_england", "cause,area,sex,age_from,year,rate_per_100000",
          [(names[r["indicator"]], r["area_name"], SEX[r["sex"]], ages(r["age"])[0], int(r["period"]),
            short(r["value"]))
           for r in read("mortality_cause_age_sex_london_england")
           if r["sex"] != "Persons" and r["category"] in ("", "Chronic lower respiratory diseases")])

    table = read("life_table_england")
    column = {p: "mx_" + p.replace("-", "_") for p in {r["period"] for r in table}}
    wide("life_table_england", "sex,age",
         {((r["sex"], int(r["age"])), column[r["period"]]): r["mx"] for r in table}, sorted(column.values()))
    write("life_expectancy_borough", "area_code,sex,period,life_expectancy",
          [(r["gss_code"], r["sex"], r["period"], short(r["life_expectancy_at_birth_years"]))
           for r in read("life_expectancy_borough")])
    # Sites are registered by age to 2012 only; three years are summed because some cells are small.
    sums = defaultdict(int)
    prefix = "cancer_incidence_rate_"
    for r in read("cancer_registrations"):
        if r["indicator"].startswith(prefix) and r["period"] in ("2010", "2011", "2012") and r["age"] != "all":
            site = r["indicator"][len(prefix):]
            sums[site, SEX[r["sex"]], ages(r["age"])[0]] += int(r["numerator"])
    write("cancer_registrations_site", "site,sex,age_from,cases", [(*k, v) for k, v in sums.items()])


def smoking_prevalence():
    cells = {}
    for r in read("smoking_london_england_borough_with_ci"):
        cells[r["area_code"], int(r["period"])] = (r["value"], r["lower_ci"], r["upper_ci"])
    for r in read("smoking_borough"):
        if r["indicator"] == "smoking_current_adults":
            key = r["area_code"], int(r["period"])
            # The same survey in an older publication: it must say the same, and fills the year without intervals.
            if key in cells:
                assert abs(Decimal(cells[key][0]) - Decimal(r["value"])) <= Decimal("0.1"), (key, cells[key], r["value"])
            else:
                cells[key] = (r["value"], r["lower_ci"], r["upper_ci"])
    for r in read("smoking_points"):
        if r["indicator"] == "smoking_current_adults" and r["area_name"] == "London" and r["period"] == "2011":
            cells["E12000007", 2011] = (r["value"], r["lower_ci"], r["upper_ci"])
    write("smoking_area", "area_code,year,prevalence,lower,upper",
          [(*k, *(share(x) for x in v)) for k, v in cells.items()])
    write("smoking_age_sex", "area_code,year,sex,age_from,age_to,prevalence",
          [(r["area_code"], int(r["period"]), SEX[r["sex"]], *ages(r["age"]), share(r["value"]))
           for r in read("smoking_age_sex") if r["category_type"] == ""])

    status = {"current": "current", "ex": "ex", "ex_regular": "ex", "never": "never", "never_regular": "never",
              "quit_ratio": "quit_ratio"}
    rows, fifths = [], []
    for r in read("smoking_status_age_sex") + read("smoking_points"):
        words = r["indicator"].removeprefix("smoking_").rsplit("_", 1)
        if len(words) != 2 or words[0] not in status or words[1] not in ("ghs", "opinions", "hse"):
            continue
        # A survey year such as 2008/09 carries the year in which it ends.
        year = int(r["period"]) if len(r["period"]) == 4 else int(r["period"][:2] + r["period"][-2:])
        if r["category"] == "":
            rows.append((r["area_name"], year, SEX[r["sex"]], *ages(r["age"]), status[words[0]], share(r["value"]),
                         words[1]))
        elif words == ["current", "hse"] and r["category"] in ("lowest", "highest"):
            fifths.append((year, SEX[r["sex"]], r["category"], share(r["value"])))
    write("smoking_long_series", "area,year,sex,age_from,age_to,status,prevalence,series", rows)
    write("smoking_income_fifth", "year,sex,fifth,prevalence", fifths)
    write("smoking_attributable_points", "area,year,deaths,source",
          [(r["area_name"], int(r["period"]), short(r["value"]), r["source"])
           for r in read("smoking_points") + read("smoking_status_age_sex")
           if r["indicator"] == "smoking_attributable_deaths"])


def smoking_dynamics():
    rows = []
    for r in read("smoking_transitions"):
        if r["parameter"] == "initiation_probability_annual" and r["level"].startswith("England 2015, IMD quintile "):
            assert r["age_lo"] == r["age_hi"]
            quintile = int(r["level"].removeprefix("England 2015, IMD quintile ")[0])
            rows.append((r["sex"], quintile, int(r["age_lo"]), short(r["mean"])))
    write("smoking_starting", "sex,quintile,age,probability", rows)
    rows, label = [], "years_since_quit="
    for r in read("smoking_dynamics"):
        if r["parameter"] == "relapse_probability_annual" and r["level"].startswith(label):
            years = int(r["level"].removeprefix(label).split(" ")[0])
            rows.append((years, short(r["mean"]), short(r["ci_lo"]), short(r["ci_hi"])))
    write("smoking_relapse", "years_since_quitting,probability,lower,upper", rows)

    curve = {"cvd": "cardiovascular", "cancers": "cancers", "copd": "copd"}
    rows = [(curve[r["outcome"]], int(r["level"].removeprefix(label)), short(r["mean"]), short(r["ci_lo"]),
             short(r["ci_hi"]))
            for r in read("rr_smoking") if r["parameter"] == "excess_risk_remaining"]
    write("smoking_excess_risk_remaining", "curve,years_since_quitting,remaining,lower,upper", rows)
    write("smoking_relative_risk",
          "outcome,measure,sex,age_from,age_to,level,relative_risk,lower,upper,source,status,note",
          [row for row in map(relative_risk, read("rr_smoking")) if row] + doctors(read("rr_smoking")))
    write("smoking_interventions", "parameter,sex,age_from,age_to,mean,lower,upper,source,status,note",
          [row for row in map(intervention, read("smoking_interventions")) if row])


def doctors(rows):
    """Ratios of the British doctors (Doll 2004) for the two causes that no meta-analysis covers whole."""
    rates = {(r["outcome"], r["level"]): r for r in rows if r["parameter"] == "mortality_rate"}
    names = {"other_respiratory": "other_respiratory_disease",
             "other_circulatory": "other_vascular_including_respiratory_heart_disease"}
    found = []
    for outcome, name in names.items():
        for level in ("current", "former"):
            row, never = rates[name, level], rates[name, "never"]
            ratio = format(round(float(row["mean"]) / float(never["mean"]), 4), "g")
            found.append([outcome, "mortality", "male", row["age_lo"], "", level, ratio, "", "", row["source"], row["source_status"],
                          "derived: ratio of age-standardised death rates to never smokers; no interval"])
    return found


def relative_risk(r):
    """A row of the relative-risk table, or None for what does not belong there (dose response, New Zealand rates,
    second-hand smoke, all causes together)."""
    source, level, parameter = r["source"], r["level"], r["parameter"]
    if r["outcome"].startswith("all_cause") and r["outcome"] != "all_cause_dementia":
        return None
    if parameter == "relative_risk_mortality" and source.startswith("Thun 2013"):
        measure = "mortality"
    elif parameter == "mortality_rate_ratio" and "Pirie" in source and r["ci_lo"]:
        measure = "mortality"
    elif parameter == "relative_risk" and "Circulation 2005;112:489-97" in source:
        measure = "mortality"
    elif parameter == "relative_risk" and ("STAPM/tobalcepi" in source or source.startswith("Peters SAE")):
        measure = "incidence"
    else:
        return None
    # Women who stopped at a stated age are not the average former smoker: they get a level of their own.
    level = {"current_vs_never": "current", "former_vs_never": "former", "quit at 25-34 vs never": "former_quit_25_34",
             "quit at 35-44 vs never": "former_quit_35_44"}[level]
    # One name for one disease: the two files of the source abbreviate differently.
    outcome = {"oesophageal_ac": "oesophageal_adenocarcinoma",
               "oesophageal_scc": "oesophageal_squamous_cell_carcinoma"}.get(r["outcome"], r["outcome"])
    return (outcome, measure, r["sex"], int(r["age_lo"]), open_end(r["age_hi"]), level, short(r["mean"]),
            short(r["ci_lo"]), short(r["ci_hi"]), source, r["source_status"], r["note"])


def intervention(r):
    name, level, note = r["parameter"], r["level"], r["note"]
    if name == "abstinence_52w":
        name += "_service" if "service" in level else "_without_treatment"
    elif name == "four_week_quit_rate":
        name += "_2010_11" if "2010/11" in level else ""
    elif name != "service_reach":
        return None
    note = f"{level}; {note}" if note else level
    return (name, r["sex"], int(r["age_lo"]), open_end(r["age_hi"]), short(r["mean"]), short(r["ci_lo"]),
            short(r["ci_hi"]), r["source"], r["source_status"], note)


def the_rest():
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
    write("sources", "table,publisher,title,year,licence,retrieved,status,reference", SOURCES)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    SOURCE = Path(sys.argv[1])
    population()
    mortality()
    smoking_prevalence()
    smoking_dynamics()
    the_rest()
