"""Tables of people."""

from collections import defaultdict
from decimal import Decimal

from .publishers import OGL, ONS, GLA
from .writing import read, short, wide, write


def build():
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


SOURCES = [
    ("areas", ONS, "Names and codes of local authorities", "2016", OGL, "", "found",
     "fpert041/dataVisualisation@b8ed57739f53:ons-mye-population-totals.xls"),
    ("population", ONS, "Mid-2015 population estimates for clinical commissioning groups, SAPE18DT5", "2015", OGL, "",
     "found", "dannyjnwong/dannyjnwong.github.io@037220a8ffd9:data/SAPE18DT5-mid-2015-ccg-syoa-estimates.xls"),
    ("population", ONS, "Mid-2014 estimates MYE2 and 2015 totals, used to split two pairs of authorities", "2014-2015", OGL,
     "", "derived", "StatisticsNZ/demdata@2e4fe83d4107:data/england.wales.popn.rda"),
    ("deprivation_shares", ONS, "Small-area population estimates, mid-2017", "2017", OGL, "", "derived",
     "humaniverse/demographr@d0417101e5ca:data/population17_lsoa11.rda"),
    ("deprivation_shares", "Department for Communities and Local Government", "English Indices of Deprivation 2015",
     "2015", OGL, "", "derived", "humaniverse/IMD@2f6c9050afee:data/imd2015_england_lsoa11.rda"),
    ("births", ONS, "Live births by age of mother and local authority, mid-2014 to mid-2015", "2015", OGL, "", "found",
     "mohamedshabab/Python-London-Births@bed1af35e6ce:livebirthsfinal.csv"),
    ("population_projection", GLA, "2014 round population projections by borough and age", "2014", OGL, "", "found",
     "Paul-Hodgson/shiny-pop@e57ffd943e13:GLA_pop_2014.csv"),
    ("deprivation_borough", "Department for Communities and Local Government",
     "English Indices of Deprivation 2015, average score by borough", "2015", OGL, "", "unverified",
     "humaniverse/IMD@2f6c9050afee:data/imd2015_england_ltla21.rda"),
]
