"""Tables of deaths and cancer registrations."""

from collections import defaultdict

from .publishers import OGL, ONS, PHE, GLA, IMPACT
from .writing import SEX, age_group, ages, read, short, wide, write

YEARS = range(2001, 2016)
RECENT = {"2013", "2014", "2015"}


def build():
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


SOURCES = [
    ("deaths_by_cause", ONS, "Deaths by selected causes, deprivation decile, age group and sex, ad hoc 008024", "2001-2015",
     OGL, "", "found", f"{IMPACT}@ae2fdde6a9ce:inputs/mortality/mortality.csv"),
    ("deaths_by_cause_quintile", ONS,
     "Deaths by selected causes, deprivation decile, age group and sex, ad hoc 008024", "2013-2015", OGL, "", "derived",
     f"{IMPACT}@ae2fdde6a9ce:inputs/mortality/mortality.csv"),
    ("deaths_copd_quintile", ONS, "Extract of registered deaths by cause and deprivation quintile", "2013-2015", OGL, "",
     "derived", "ChristK/workHORSE@b07db4083344:ONS_data/cause_specific_deaths_ONS.csv"),
    ("population_england_quintile", ONS, "Populations by deprivation decile, age group and sex, ad hoc 008024", "2013-2015",
     OGL, "", "derived", f"{IMPACT}@14e5117d515b:inputs/mortality/population.csv"),
    ("population_england", ONS, "Mid-year populations beside deaths by deprivation decile, age and sex", "2001-2015", OGL, "",
     "derived", f"{IMPACT}@bc672b901bc3:inputs/mortality/mortality_dimd_2001-19.csv"),
    ("mortality_london_england", ONS, "UK Sustainable Development Goals indicator 3.4.1", "2013-2015", OGL, "", "found",
     "ONSdigital/sdg-data@20607016dce5:data/indicator_3-4-1.csv"),
    ("life_table_england", ONS, "National Life Tables, England, three-year periods to 2013-2015", "2001-2015", OGL, "",
     "found", "kainhofer/r-mortality-tables@2a32f3c68851:data-raw/UK/Population/nationallifetables3yeareng.xlsx"),
    ("life_expectancy_borough", f"{GLA} from {PHE}", "London Borough Profiles, life expectancy 2012-2014", "2012-2014", OGL,
     "", "found", "IBM/data-analysis-using-python@980182701373:data/london-borough-profiles.csv"),
    ("cancer_registrations_site", ONS, "Cancer Registration Statistics, England (MB1), 2010 to 2012", "2010-2012", OGL, "",
     "derived", "ChristK/IMPACTncd@ca27aa1ec6d1:Cancer Statistics"),
]
