"""Tables of body weight, physical activity and alcohol."""

from .publishers import OGL, FACTS, PHE
from .writing import SEX, ages, open_end, read, share, short, write

POINTS = "area,year,sex,age_from,age_to,group,measure,value"
RISKS = "outcome,measure,sex,age_from,level,relative_risk,lower,upper,source,status"
AREA = {"England": "England", "London": "London", "Great Britain": "Great Britain"}


def build():
    children()
    adults()
    activity()
    alcohol()
    body_weight_risks()
    activity_risks()
    # No open dose response was found: the table is there for an analyst's own figures.
    write("alcohol_relative_risk", RISKS, [])


def school_year(period):
    """A school year such as 2014/15 carries the year in which it ends."""
    return int(period) if len(period) == 4 else int(period[:2] + period[-2:])


def children():
    cells = {}
    for r in read("child_weight_categories_borough"):
        key = (r["area_code"], school_year(r["period"]), r["indicator"].removeprefix("child_weight_"))
        cells.setdefault(key, {})[r["category"]] = (share(r["value"]), r["denominator"])
    rows = []
    for (code, year, group), classes in cells.items():
        # The first year had few children of Year 6 measured and other areas: it is left out.
        if year > 2007:
            (overweight, _), (obese, measured) = classes["overweight"], classes["obese"]
            rows.append((code, year, group, overweight, obese, int(measured)))
    write("child_weight_area", "area_code,year,school_group,overweight,obese,measured", rows)

    rows = []
    for r in read("child_weight_england_points"):
        if r["indicator"] == "child_weight_hse_unweighted":
            rows.append((int(r["period"]), "ages_2_10", SEX[r["sex"]], "all", r["category"], share(r["value"])))
        elif r["period"] == "2015/16":
            group = r["indicator"].removeprefix("child_excess_weight_")
            rows.append((2016, group, SEX[r["sex"]], "all", "excess", share(r["value"])))
    for r in read("child_weight_london_region"):
        if r["area_name"] != "England" or not r["indicator"].startswith("child_obesity_"):
            continue
        group, year = r["indicator"].removeprefix("child_obesity_"), school_year(r["period"])
        if r["sex"] != "Persons":
            rows.append((year, group, SEX[r["sex"]], "all", "obese", share(r["value"])))
        elif r["category_type"] == "imd_decile" and group == "year6":
            decile = {"most deprived": "1", "least deprived": "10"}[r["category"]]
            rows.append((year, group, "all", decile, "obese", share(r["value"])))
    for r in read("child_bmi_deprivation_sex_england"):
        if r["indicator"] == "child_bmi_reception_obese" and r["category_type"] == "imd_decile" \
                and r["period"] in ("2014/15", "2015/16"):
            rows.append((school_year(r["period"]), "reception", "all", r["category"].split(" ")[0], "obese",
                         share(r["value"])))
    write("child_weight_england", "year,school_group,sex,decile,weight_class,share", rows)

    wanted = {"given obese in childhood", "given obese in adolescence", "given obese as adult"}
    rows = [(f"{r['outcome']} {r['level']}".replace(" ", "_"), short(r["mean"]), "", r["source"], r["source_status"])
            for r in read("child_obesity") if r["level"] in wanted and r["parameter"] == "probability"]
    rows += [("relative_risk_of_adult_obesity_if_obese_in_youth", short(r["value"]), "", r["source"], "found")
             for r in read("weight_activity_estimates") if r["indicator"] == "bmi_tracking_relative_risk"]
    for r in read("child_weight_transitions"):
        if r["category"] == "obese > obese":
            rows.append(("obese_in_year6_given_obese_in_reception", share(r["value"]), r["denominator"], r["source"],
                         "found"))
        if r["area_name"] == "England" and r["period"] == "2006/07 to 2012/13" and r["category"] == "obese":
            group = "reception" if r["category_type"].endswith("Reception") else "year6"
            rows.append((f"obese_in_{group}_england_2007_to_2013", share(r["value"]), "", r["source"], "derived"))
    write("body_weight_tracking", "parameter,value,people,source,status", rows)


def adults():
    cells = {}
    for r in read("adult_weight_borough"):
        column = {"adult_overweight_or_obese": 0, "adult_obese_bmi30": 1}[r["indicator"]]
        cells.setdefault(r["area_code"], ["", "", "", ""])[column] = share(r["value"])
        if column == 1:
            cells[r["area_code"]][2:] = share(r["lower_ci"]), share(r["upper_ci"])
    write("adult_weight_area", "area_code,year,excess,obese,lower,upper",
          [(code, 2016, *values) for code, values in cells.items()])

    rows = []
    measures = {"obese (30+)": "obese", "overweight or obese (25+)": "excess", "overweight (25-<30)": "overweight"}
    # Means of three years stand for the middle one, and single years within them are left out.
    years = {"1993": 1993, "1998": 1998, "2008": 2008, "2010-12": 2011, "2013-15": 2014}
    for r in read("adult_bmi_age_sex"):
        if r["indicator"] == "adult_mean_bmi_hse" and r["period"] in ("1993", "1994") and r["age"] != "16+":
            rows.append(("England", int(r["period"]), SEX[r["sex"]], *ages(r["age"]), "all", "mean_bmi", short(r["value"])))
        elif r["indicator"] == "adult_bmi_class_hse" and r["sex"] != "Persons" and r["category"] in measures \
                and r["period"] in years:
            rows.append(("England", years[r["period"]], SEX[r["sex"]], *ages(r["age"]), "all", measures[r["category"]],
                         share(r["value"])))
    fifths = {"most deprived quintile": "quintile_1", "least deprived quintile": "quintile_5"}
    for r in read("weight_activity_estimates"):
        if r["indicator"] == "adult_obese_bmi30_hse" and r["category"] in fifths:
            rows.append(("England", int(r["period"]), SEX[r["sex"]], *ages(r["age"]), fifths[r["category"]], "obese",
                         share(r["value"])))
        elif r["indicator"] == "adult_obese_bmi30_hse" and r["category"] == "" and r["age"] != "16+":
            rows.append(("England", int(r["period"]), SEX[r["sex"]], *ages(r["age"]), "all", "obese", share(r["value"])))
        elif r["indicator"] == "adult_mean_bmi_hse" and r["period"] == "2014":
            rows.append(("England", 2014, SEX[r["sex"]], *ages(r["age"]), "all", "mean_bmi", short(r["value"])))
    write("adult_weight_estimates", POINTS, rows)


FIFTHS = {"highest": "income_5", "2nd": "income_4", "3rd": "income_3", "4th": "income_2", "lowest": "income_1"}


def activity():
    cells = {}
    for r in read("physical_activity_borough"):
        column = {"physically_active_adults_150min": 0, "physically_inactive_adults_lt30min": 1}[r["indicator"]]
        cells.setdefault(r["area_code"], ["", ""])[column] = share(r["value"])
    write("activity_area", "area_code,year,active,inactive", [(code, 2016, *v) for code, v in cells.items()])
    rows = []
    classes = {"meets aerobic guideline (150+ min)": "active", "inactive (<30 min)": "inactive"}
    for r in read("physical_activity_age_sex"):
        key = (r["area_name"], school_year(r["period"]), SEX[r["sex"]], *ages(r["age"]))
        if r["indicator"] == "physical_activity_class_hse" and r["category"] in classes:
            rows.append((*key, "all", classes[r["category"]], share(r["value"])))
        elif r["category_type"] == "income_quintile":
            rows.append((*key, FIFTHS[r["category"]], "active", share(r["value"])))
        elif r["indicator"] == "meets_5x30_guideline_hse" and r["sex"] == "Persons":
            rows.append((*key, "all", "five_times_30", share(r["value"])))
    for r in read("weight_activity_estimates"):
        if r["area_name"] == "London" and r["indicator"].startswith("physically_"):
            measure = "active" if "_active_" in r["indicator"] else "inactive"
            rows.append(("London", school_year(r["period"]), SEX[r["sex"]], *ages(r["age"]), "all",
                         f"{measure}_sport_england", share(r["value"])))
    write("activity_estimates", POINTS, rows)


def alcohol():
    rows = []
    names = {"alcohol_over_14_units_hse": "over_14", "alcohol_teetotal_opinions": "teetotal",
             "alcohol_drank_last_week_opinions": "last_week", "alcohol_drank_last_week_hse": "last_week"}
    units = {"none in last 12 months": "none", "over 14": "over_14"}
    groups = {"": "all", "most deprived quintile": "quintile_1", "least deprived quintile": "quintile_5", **FIFTHS}
    for r in read("alcohol_age_sex"):
        key = (r["area_name"], school_year(r["period"]), SEX[r["sex"]], *ages(r["age"]))
        if r["area_name"] not in AREA:
            continue
        if r["indicator"] == "alcohol_weekly_class_hse" and r["period"] == "2015" and r["category"] in units:
            rows.append((*key, "all", units[r["category"]], share(r["value"])))
        elif r["indicator"] in names and not (r["indicator"].endswith("_hse") and r["category"] == ""
                                              and r["indicator"] != "alcohol_over_14_units_hse"):
            # Of last-week drinking only the fifths of deprivation: those of income are given for the units.
            if r["category_type"] != "income_quintile" or names[r["indicator"]] == "over_14":
                rows.append((*key, groups[r["category"]], names[r["indicator"]], share(r["value"])))
    write("alcohol_estimates", POINTS, rows)


def body_weight_risks():
    rows = []
    for r in read("rr_bmi"):
        source = r["source"]
        keep = (source.startswith("Prospective Studies") and r["outcome"] not in ("all_cause", "renal_mortality", "hepatic_mortality")
                or r["level"] == "per 5 kg/m2, total effect" or source.startswith("Guh"))
        if keep:
            level = {"overweight vs normal": "overweight", "obese vs normal": "obese"}.get(r["level"], "per_5_kg_m2")
            measure = "mortality" if source.startswith("Prospective Studies") else "incidence"
            rows.append(risk(r, r["outcome"].removesuffix("_mortality"), measure, level))
    for r in read("productivity_absence"):
        if r["source"].startswith("Amiri") and r["level"] in ("overweight vs normal", "obese vs normal"):
            rows.append(risk(r, "sick_leave", "absence", r["level"].removesuffix(" vs normal")))
    write("body_weight_relative_risk", RISKS, rows)


def activity_risks():
    rows = []
    for r in read("rr_physical_activity"):
        if r["source"].startswith("Wahid"):
            outcome, _, measure = r["outcome"].partition("_")
            if outcome == "cvd":
                rows.append(risk(r, "cardiovascular", measure, "recommended_against_inactive"))
            else:
                rows.append(risk(r, "diabetes", "all", "recommended_against_inactive"))
        elif r["level"] in ("active_days=0", "active_days=2") and r["outcome"] in ("breast_cancer", "colorectal_cancer"):
            # Days 0 and 1 have the same ratio, and so have days 2 to 4; the reference is 5 and more.
            level = "inactive" if r["level"].endswith("0") else "insufficient"
            rows.append(risk(r, r["outcome"], "all", level))
    for r in read("productivity_absence"):
        if r["level"] == "active vs inactive":
            rows.append(risk(r, "sick_leave", "absence", "recommended_against_inactive"))
    write("activity_relative_risk", RISKS, rows)


def risk(r, outcome, measure, level):
    return (outcome, measure, r["sex"], int(r["age_lo"]), level, short(r["mean"]), short(r["ci_lo"]), short(r["ci_hi"]),
            r["source"], r["source_status"])


NCMP = "NHS Digital, National Child Measurement Programme"
HSE = "Health Survey for England"
SOURCES = [
    ("child_weight_area", NCMP, "Prevalence of childhood obesity by borough (London Datastore)", "2007/08-2015/16", OGL, "",
     "found", "QiuYue24/CASA0006_assessment@0cc87ac483a4:data/childhood-obesity-borough.xlsx"),
    ("child_weight_england", NCMP, "Results by sex and deprivation, England", "2014/15-2015/16", OGL, "", "found",
     "digital.nhs.uk; leicestershirehealthyschools.org.uk; the-dentist.co.uk"),
    ("child_weight_england", PHE, "Patterns and trends in child obesity, June 2017 (excess weight by sex)", "2015/16", OGL, "",
     "found", "slideshare.net/PublicHealthEngland/patterns-and-trends-inchild-obesity-june-2017"),
    ("child_weight_england", "Office for National Statistics", "UK SDG indicator 2.2.2 (NCMP Reception by deprivation decile)",
     "2014/15-2015/16", OGL, "", "found", "ONSdigital/sdg-data@b68b9d92341d:data/indicator_2-2-2.csv"),
    ("child_weight_england", "House of Commons", "Hansard 13 June 2006 c1180W, Health Survey for England, ages 2-10",
     "1997-2004", "Open Parliament Licence", "", "found", "publications.parliament.uk 60613w0028"),
    ("body_weight_tracking", "Obesity Reviews", "Simmonds 2016, Predicting adult obesity from childhood obesity, 17:95-107",
     "2016", FACTS, "", "found", "study.space; pure.york.ac.uk"),
    ("body_weight_tracking", "Journal of Public Health", "Mead 2016, Reception to Year 6, South Gloucestershire, 38:459-66",
     "2016", FACTS, "", "found", "bmjopen.bmj.com external-ref 25948603"),
    ("body_weight_tracking", NCMP, "Cohort marginals of England 2006/07 to 2012/13", "2006/07-2012/13", OGL, "", "derived",
     "QiuYue24/CASA0006_assessment@0cc87ac483a4:data/childhood-obesity-borough.xlsx"),
    ("adult_weight_area", PHE, "Fingertips 93088 and Active Lives adult obesity prevalence", "2015/16", OGL, "", "found",
     "traffordDataLab/trafford_themes:data/health/overweight_adult.csv; ONSdigital adult-obesity-prevalence"),
    ("adult_weight_estimates", "House of Commons", "Hansard 6 November 1996 c568-9W, mean BMI, Health Survey for England",
     "1993-1994", "Open Parliament Licence", "", "found", "Hansard HC Deb 6 November 1996 c568-9W"),
    ("adult_weight_estimates", PHE, "Patterns and trends in adult obesity (Health Survey for England 2010-12, 2013-15)",
     "2010-2015", OGL, "", "found", "slideshare.net/PublicHealthEngland/patterns-and-trends-in-adult-obesity"),
    ("adult_weight_estimates", "Health and Social Care Information Centre", f"{HSE} 1998, 2012, 2014, adult obesity",
     "1998-2014", OGL, "", "found", "healthsurvey.hscic.gov.uk; Hansard HC Deb 1 July 2003 c236-7W"),
    ("adult_weight_estimates", "Sandwell JSNA", f"{HSE} 1993 and 2008 (as quoted 2011)", "1993-2008", FACTS, "", "found",
     "dokumen.tips obesity-jsna"),
    ("activity_area", PHE, "Fingertips 93014 and 93015, Active Lives, ages 19 and over", "2015/16", OGL, "", "found",
     "traffordDataLab/trafford_themes:data/health/active_adults.csv, inactive_adults.csv"),
    ("activity_estimates", "Health and Social Care Information Centre", f"{HSE} 2012, chapter 2, physical activity", "2012",
     OGL, "", "found", "studylib.net/doc/13208723; paperzz.com/doc/8333424"),
    ("activity_estimates", "National Obesity Observatory", f"Adult physical activity ({HSE} 1997 and 2008)", "1997-2008",
     OGL, "", "found", "docplayer.net/amp/17950901"),
    ("activity_estimates", "Sport England", "Active Lives, London (via London Sport)", "2015/16", FACTS, "", "found",
     "data.londonsport.org insights; londonsport.org"),
    ("alcohol_estimates", "NHS Digital", f"{HSE} 2012 and 2015, adult alcohol consumption", "2012-2015", OGL, "", "found",
     "healthsurvey.hscic.gov.uk health-survey-for-england-2015; paperzz.com/doc/8962674"),
    ("alcohol_estimates", "Office for National Statistics", "Adult drinking habits in Great Britain 2012, 2013 and 2014",
     "2005-2014", OGL, "", "found", "ons.gov.uk adultdrinkinghabitsingreatbritain"),
    ("body_weight_relative_risk", "The Lancet", "Prospective Studies Collaboration 2009, 373:1083-96", "2009", FACTS, "",
     "found", "pmc.ncbi.nlm.nih.gov/articles/PMC2662372"),
    ("body_weight_relative_risk", "The Lancet",
     "Global Burden of Metabolic Risk Factors for Chronic Diseases Collaboration 2014, 383:970-83", "2014", FACTS, "",
     "unverified", "Lancet 2014;383:970-83"),
    ("body_weight_relative_risk", "BMC Public Health", "Guh 2009, co-morbidities of obesity and overweight, 9:88", "2009",
     FACTS, "", "unverified", "BMC Public Health 2009;9:88"),
    ("body_weight_relative_risk", "Clinical Obesity", "Amiri and Behnezhad 2019, body mass index and sick leave, 9:e12334",
     "2019", FACTS, "", "found", "zendy.io/title/10.1111/cob.12334"),
    ("activity_relative_risk", "Journal of the American Heart Association", "Wahid 2016, 5:e002495", "2016", FACTS, "",
     "found", "pmc.ncbi.nlm.nih.gov/articles/PMC5079002"),
    ("activity_relative_risk", "World Health Organization",
     "Comparative Quantification of Health Risks, Tables 10.21 and 10.22 (Bull 2004)", "2004", FACTS, "", "found",
     "ChristK/IMPACTncd_Engl@120860bd7fb5:inputs/RR/active_days~breast_ca.csvy, active_days~colorectal_ca.csvy"),
    ("activity_relative_risk", "Occupational Medicine", "van Amelsvoort 2006, 56:210-2", "2006", FACTS, "", "derived",
     "pubmed.ncbi.nlm.nih.gov/16641504"),
    ("alcohol_relative_risk", "none", "No open dose response of disease to alcohol was found: the table has no rows", "",
     FACTS, "", "found", "for an analyst's own figures"),
]
