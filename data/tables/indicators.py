"""Tables of school readiness, alcohol-related harm, work and absence, severe mental illness, world cities."""

from .publishers import FACTS, OGL, ONS, PHE
from .writing import SEX, read, share, short, write

DASHBOARD = "traffordDataLab/dashboard@83e9bc0cd14d"
LOCAL = "ONSdigital/explore-local-statistics-data@4972c588d0c1"
# What the short source numbers of the gathered files stand for.
NAMES = {"E40": "ONS, days lost per worker 1993-2017", "E41": "ONS, Sickness absence in the labour market, February 2014",
         "E42": "ONS 2012 via HR Magazine", "E43": "ONS, February 2014 (London: October 2012 to September 2013)",
         "E45": "London Healthy Workplace Charter 2014-2015, almost 14 million, no stated method",
         "E47": "ONS, Sickness absence 2020 to 2022", "GC72": "QOF mental-health register 2012/13, BJGP 2014",
         "GC104": "Local Tobacco Control Profiles 2014/15 via ASH, 1 November 2016",
         "GC48": "New York State Vital Statistics 2014, Table 40", "GC49": "New York City Health Atlas, 2009-2013",
         "GC50": "New York State CHAC", "GC51": "Centre for Health Protection, Hong Kong",
         "GC55": "Ministry of Health, Japan, 1985 model population",
         "DERIVED": "from UK SDG indicator 3.4.1 and mid-year population"}


def build():
    children()
    alcohol()
    work()
    mental_illness()
    cities()


def children():
    rows = {(r["area_code"], int(r["period"][:4]) + 1, SEX[r["sex"]]): (int(r["numerator"]), int(r["denominator"]))
            for r in read("school_readiness_eyfsp")
            if r["indicator"] == "school_readiness_gld" and r["sex"] != "Persons"}
    assert all(ready <= all_children for ready, all_children in rows.values())
    write("school_readiness", "area_code,year,sex,ready,children", [(*k, *v) for k, v in rows.items()])
    write("school_readiness_free_meals", "area_code,year,ready",
          [(r["area_code"], int(r["period"][:4]) + 1, share(r["value"])) for r in read("school_readiness_fsm_borough")])


def alcohol():
    names = {"alcohol_related_admissions_narrow": "admissions", "alcohol_related_mortality": "deaths"}
    # A financial year carries the year in which it ends; deaths are of calendar years.
    ends = {"admissions": 1, "deaths": 0}
    write("alcohol_related", "measure,area_code,year,rate_per_100000",
          [(measure, r["area_code"], int(r["period"][:4]) + ends[measure], short(r["value"]))
           for r in read("alcohol_borough") for measure in [names[r["indicator"]]]])


def work():
    names = {"sickness_days_lost_per_worker": "days_per_worker", "sickness_absence_rate": "absence_rate",
             "sickness_days_lost_total": "days_lost", "sickness_days_lost_by_reason": "days_lost"}
    rows = []
    for r in read("sickness_absence"):
        if r["area_name"] not in ("United Kingdom", "London") or r["category_type"] not in ("", "reason"):
            continue
        value = {"absence_rate": share, "days_lost": lambda x: short(float(x) * 1e6),
                 "days_per_worker": short}[names[r["indicator"]]](r["value"])
        rows.append((names[r["indicator"]], r["area_name"], int(r["period"]), SEX[r["sex"]], r["category"], value,
                     NAMES[r["source"].split(":")[0]], "found"))
    write("sickness_absence", "measure,area,year,sex,reason,value,source,status", rows)
    levels = {"current vs non-smoker": "current_against_others", "ex vs never": "former_against_never",
              "current vs ex": "current_against_former"}
    write("absence_relative_risk", "exposure,level,relative_risk,lower,upper,source,status",
          [(r["exposure"], levels[r["level"]], short(r["mean"]), short(r["ci_lo"]), short(r["ci_hi"]),
            r["source"].split(";")[0], r["source_status"])
           for r in read("productivity_absence")
           if r["parameter"] == "relative_risk" and r["source"].startswith("Weng 2013")])
    names = {"employment_rate_16_64": "employment_rate", "gross_median_weekly_pay_residence": "weekly_pay"}
    rows = []
    for r in read("employment_london"):
        if r["indicator"] in names and r["period"] == "2015" and r["area_code"][:3] in ("E09", "E12", "E92"):
            measure = names[r["indicator"]]
            number = share if measure == "employment_rate" else short
            rows.append((r["area_code"], measure, 2015, *(number(r[c]) for c in ("value", "lower_ci", "upper_ci"))))
    write("work_area", "area_code,measure,year,value,lower,upper", rows)


def mental_illness():
    rows = []
    for r in read("smi_gaps"):
        if r["indicator"] == "smi_excess_under75_mortality_ratio":
            rows.append(("ratio_18_74", "secondary_services", SEX[r["sex"]], int(r["period"][:4]), share(r["value"]), "",
                         "", "NHS Outcomes Framework 1.5.i, England", "found"))
        elif r["indicator"] == "smi_smr_all_ages" and r["sex"] != "Persons":
            rows.append(("ratio_all_ages", "secondary_services", SEX[r["sex"]], 2008, short(r["value"]),
                         short(r["lower_ci"]), short(r["upper_ci"]), "Chang 2010, BMC Psychiatry 10:77", "found"))
    for r in read("smi_mortality"):
        if r["parameter"] == "hazard_ratio_mortality":
            rows.append(("ratio_all_ages", r["level"].removesuffix("_vs_general_population"), "all", 2014,
                         short(r["mean"]), short(r["ci_lo"]), short(r["ci_hi"]),
                         "Hayes 2017, Br J Psychiatry 211:175-181", r["source_status"]))
    for r in read("smi_points"):
        if r["indicator"].startswith("smi_life_years_lost_range"):
            rows.append(("years_lost_" + r["indicator"].rsplit("_", 1)[1], "secondary_services", SEX[r["sex"]], 2008,
                         short(r["value"]), "", "", "Chang 2011, PLoS ONE 6:e19590", "found"))
    write("mental_illness_mortality", "measure,group,sex,year,value,lower,upper,source,status", rows)

    names = {"qof_mental_health_register": "register", "smi_smoking_prevalence": "smoking"}
    write("mental_illness_estimates", "measure,area,year,share,source,status",
          [(names[r["indicator"]], r["area_name"], int(r["period"][:4]), share(r["value"]),
            NAMES[r["source"].split(":")[0]], "found") for r in read("smi_gaps") if r["indicator"] in names])
    names = {"co_verified_quit_6_months": 6, "co_verified_quit_12_months": 12, "co_verified_quit_36_months": 36}
    rows = []
    for r in read("intervention_evidence"):
        if r["parameter"] == "odds_ratio" and r["exposure"] == "bespoke_smoking_cessation_smi":
            trial = ("pooled" if "pooled" in r["source"] else
                     "SCIMITAR pilot" if "pilot" in r["source"] else "SCIMITAR+")
            # Shares that stopped are printed in the note, usual care last.
            usual = {"14% v 6%": "0.06", "15% v 10%": "0.1"}.get(r["note"].split(";")[0], "")
            usual = "0.167" if "16.7%" in r["note"] else "0.23" if "36% v 23%" in r["note"] else usual
            rows.append((trial, names[r["outcome"]], short(r["mean"]), short(r["ci_lo"]), short(r["ci_hi"]),
                         "0.99" if "99%" in r["note"] else "0.95", usual, r["source"], r["source_status"]))
    write("mental_illness_trials", "trial,months,odds_ratio,lower,upper,interval,usual_care,source,status", rows)


STANDARDS = {
    # Eurostat 2013, Revision of the European Standard Population, annex: 0-4, 5-9, ... 85-89, 90 and over (0 and 1-4
    # together, 90-94 and 95 and over together).
    "esp2013": dict(zip(range(0, 95, 5), [5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000,
                                          5500, 5000, 4000, 2500, 1500, 1000])),
    # Klein & Schoenborn 2001, Age adjustment using the 2000 projected U.S. population, Statistical Notes 20: the
    # standard million, 0-4 (under 1 and 1-4 together), 5-9, ... 80-84, 85 and over.
    "us2000": dict(zip(range(0, 90, 5), [13818 + 55317, 72533, 73032, 72169, 66478, 64529, 71044, 80762, 81851, 72118,
                                         62716, 48454, 38793, 34264, 31773, 26999, 17842, 15508])),
}


def cities():
    assert sum(STANDARDS["esp2013"].values()) == 100_000 and sum(STANDARDS["us2000"].values()) == 1_000_000
    write("standard_population", "standard,age_from,persons",
          [(name, age, persons) for name, weights in STANDARDS.items() for age, persons in weights.items()])
    causes = {"malignant_neoplasms": "cancer", "cancer": "cancer", "diseases_of_heart": "heart",
              "cerebrovascular": "cerebrovascular", "cardiovascular_disease": "cardiovascular",
              "clrd": "chronic_lower_respiratory", "chronic_respiratory_disease": "chronic_respiratory",
              "pneumonia": "pneumonia"}
    rows = []
    for r in read("world_city_mortality"):
        for prefix, standard in (("death_rate_asr_us2000_", "us2000"), ("death_rate_asr_japan1985_", "japan1985"),
                                 ("death_rate_crude_", "crude")):
            cause = causes.get(r["indicator"].removeprefix(prefix))
            if not r["indicator"].startswith(prefix) or cause is None or r["area_name"] == "Japan":
                continue
            # A span of years carries its middle one.
            year = int(r["period"]) if len(r["period"]) == 4 else 2011
            assert len(r["period"]) == 4 or r["period"] == "2009-13"
            age_from = 30 if r["age"] == "30+" else 0
            status = "derived" if "DERIVED" in r["source"] else "found"
            if standard == "crude" and year < 2011:
                continue
            rows.append((r["area_name"], cause, standard, SEX[r["sex"]], age_from, "", year,
                         short(r["value"]), NAMES[r["source"].split(":")[0].split(" from ")[0]], status))
    write("city_death_rates", "city,cause,standard,sex,age_from,age_to,year,rate_per_100000,source,status", rows)


SOURCES = [
    ("school_readiness", "Department for Education",
     "Early Years Foundation Stage Profile results, additional tables, good level of development by sex", "2013-2016",
     OGL, "", "found",
     "nestauk/afs_neighbourhood_analysis@1b1f1b1dabba:outputs/APS_GLD_ELG_EXP_2013_2019.csv"),
    ("school_readiness_free_meals", "Department for Education, " + PHE,
     "School readiness of children with free school meals, indicator 90632", "2013-2016", OGL, "", "found",
     f"{DASHBOARD}:data/children/school_readiness_fsm.csv"),
    ("alcohol_related", PHE, "Local Alcohol Profiles: admission episodes (narrow) and mortality", "2008-2015", OGL, "",
     "found", f"{DASHBOARD}:data/health/alcohol_related_admissions.csv, alcohol_related_mortality.csv"),
    ("sickness_absence", ONS, "Sickness absence in the labour market: days lost per worker 1993-2015", "1993-2015", OGL,
     "", "found", "ons.gov.uk chart data of 30 July 2018"),
    ("sickness_absence", ONS, "Sickness absence in the labour market, February 2014 and 2016", "1993-2015", OGL, "",
     "found", "ons.gov.uk sickness-absence-in-the-labour-market; bloomberg.com 2014-02-25; hrmagazine.co.uk"),
    ("sickness_absence", "Greater London Authority", "London Healthy Workplace Charter, days lost in London", "2014",
     FACTS, "", "found", "lahf.org.uk; bmmagazine.co.uk"),
    ("absence_relative_risk", "Addiction", "Weng 2013, smoking and absenteeism, 108:307-319", "2013", FACTS, "", "found",
     "onlinelibrary.wiley.com/doi/10.1111/add.12015"),
    ("work_area", ONS, "Annual Population Survey, employment rate 16-64", "2015", OGL, "", "found",
     f"{LOCAL}:employment-rate/employment-rate.csv"),
    ("work_area", ONS, "Annual Survey of Hours and Earnings, median weekly pay by residence", "2015", OGL, "", "found",
     f"{LOCAL}:gross-median-weekly-pay/gross-median-weekly-pay.csv"),
    ("mental_illness_mortality", "NHS Digital", "NHS Outcomes Framework 1.5.i, excess mortality under 75 of adults with serious mental illness",
     "2008-2014", OGL, "", "found",
     "QualityWatch/Quality-Watch@d5974aed9f3b:chart/visualisation/QIAAN102-1.js"),
    ("mental_illness_mortality", "BMC Psychiatry", "Chang 2010, 10:77", "2010", FACTS, "", "found",
     "doi:10.1186/1471-244X-10-77"),
    ("mental_illness_mortality", "British Journal of Psychiatry", "Hayes 2017, 211:175-181", "2017", FACTS, "", "found",
     "PMC5579328"),
    ("mental_illness_mortality", "PLoS ONE", "Chang 2011, 6:e19590", "2011", FACTS, "", "found", "PMC3097201"),
    ("mental_illness_estimates", "British Journal of General Practice",
     "Quality and Outcomes Framework mental-health register 2012/13, four countries", "2014", FACTS, "", "found",
     "bjgp.org/highwire/markup/26163"),
    ("mental_illness_estimates", PHE, "Local Tobacco Control Profiles, smoking of adults with serious mental illness 2014/15",
     "2014", FACTS, "", "found", "Action on Smoking and Health, 1 November 2016"),
    ("mental_illness_trials", "British Journal of Psychiatry", "Gilbody 2021, 218:95, SCIMITAR and SCIMITAR+ pooled",
     "2021", FACTS, "", "found", "Br J Psychiatry 2021;218:95"),
    ("mental_illness_trials", "Health Technology Assessment", "Peckham 2015, 19(25), SCIMITAR pilot", "2015", FACTS, "",
     "found", "HTA 2015;19(25)"),
    ("mental_illness_trials", "Lancet Psychiatry", "Gilbody 2019, 6:379, SCIMITAR+", "2019", FACTS, "", "unverified",
     "Lancet Psychiatry 2019;6:379"),
    ("mental_illness_trials", "medRxiv", "SCIMITAR+ three-year follow-up", "2024", FACTS, "", "found",
     "medRxiv 2024.06.03.24308386"),
    ("standard_population", "Eurostat", "Revision of the European Standard Population", "2013", FACTS, "", "found",
     "Eurostat methodologies and working papers 2013, ISSN 1977-0375"),
    ("standard_population", "National Center for Health Statistics",
     "Klein & Schoenborn 2001, Age adjustment using the 2000 projected U.S. population, Statistical Notes 20", "2001",
     FACTS, "", "found", "Healthy People 2010 Statistical Notes 20"),
    ("city_death_rates", "New York State Department of Health", "Vital Statistics 2014, Table 40; CHAC mortality tables",
     "2003-2014", FACTS, "", "found", "health.ny.gov/statistics/vital_statistics/2014/table40.htm"),
    ("city_death_rates", "Centre for Health Protection, Hong Kong", "Death rates by leading cause (crude)", "2011-2015",
     FACTS, "", "found", "chp.gov.hk/en/data/4/10/27/117.html"),
    ("city_death_rates", "Ministry of Health, Labour and Welfare, Japan", "Prefectural age-adjusted death rates 2015",
     "2015", FACTS, "", "found", "patdata.jp/archives/22611"),
    ("city_death_rates", ONS, "UK SDG indicator 3.4.1, London re-standardised", "2014-2015", OGL, "", "derived",
     "ONSdigital/sdg-data@20607016dce5:data/indicator_3-4-1.csv"),
]
