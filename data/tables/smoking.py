"""Tables of smoking."""

from decimal import Decimal

from .publishers import OGL, FACTS, FIGURES, ONS, PHE, STAPM
from .writing import SEX, ages, open_end, read, share, short, write


def build():
    prevalence()
    dynamics()


def prevalence():
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
    write("smoking_routine_manual", "area_code,year,prevalence",
          [(r["area_code"], int(r["period"]), share(r["value"])) for r in read("smoking_borough")
           if r["indicator"] == "smoking_current_routine_manual"])
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
    write("smoking_attributable_estimates", "area,year,deaths,source",
          [(r["area_name"], int(r["period"]), short(r["value"]), r["source"])
           for r in read("smoking_points") + read("smoking_status_age_sex")
           if r["indicator"] == "smoking_attributable_deaths"])


def dynamics():
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


SOURCES = [
    ("smoking_area", ONS, "Cigarette smokers, Annual Population Survey, 2012 to 2015", "2012-2015", OGL, "", "found",
     "ONSdigital/explore-local-statistics-data@fdece5df6d95:cigarette-smokers/cigarette-smokers.csv"),
    ("smoking_area", PHE, "Smoking prevalence in adults, indicator 92443, 2011", "2011", OGL, "", "found",
     "traffordDataLab/trafford_themes@ae20a088ae35:data/health/adults_smoking.csv"),
    ("smoking_area", PHE, "Health trends in England, London, smoking (London 2011)", "2011", OGL, "", "found",
     "fingertips.phe.org.uk/static-reports/health-trends-in-england/London/smoking.html"),
    ("smoking_routine_manual", PHE, "Smoking prevalence in adults in routine and manual occupations (Annual Population Survey)",
     "2011-2015", OGL, "", "found",
     "traffordDataLab/trafford_themes@ae20a088ae35:data/health/adults_smoking_manual.csv"),
    ("smoking_age_sex", ONS, "UK Sustainable Development Goals indicator 3.a.1 (Annual Population Survey)", "2011-2015", OGL, "",
     "found", "ONSdigital/sdg-data@b68b9d92341d:data/indicator_3-a-1.csv"),
    ("smoking_long_series", ONS, "Adult smoking habits in Great Britain 2013 and 2014, Opinions and Lifestyle Survey",
     "1974-2014", OGL, "", "found", "ons.gov.uk adultsmokinghabitsingreatbritain/2014"),
    ("smoking_long_series", ONS, "Adult smoking habits in Great Britain, Table 1, General Household Survey (men by age)",
     "1974-1992", OGL, "", "found", "Lextuga007/smokingPrevalence:docs/articles/data_wide.html"),
    ("smoking_long_series", "Office of Population Censuses and Surveys",
     "General Household Survey 1992, Hansard 27 January 1995 c393W", "1984-1992", "Open Parliament Licence", "", "found",
     "Hansard HC Deb 27 January 1995 c393W"),
    ("smoking_long_series", "The Guardian datablog from ONS", "Opinions Survey 2008/09", "2008/09", FACTS, "", "found",
     "Guardian datablog 2009-07-28"),
    ("smoking_long_series", "Health and Social Care Information Centre",
     "Health Survey for England 2013 and 2015, adult cigarette smoking", "1993-2015", OGL, "", "found",
     "content.digital.nhs.uk/article/5264; vdocuments.site health-survey-for-england-2015-adult-cigarette-smoking"),
    ("smoking_income_fifth", "NHS Digital", "Health Survey for England 2015, adult cigarette smoking", "2015", OGL, "",
     "found", "vdocuments.site health-survey-for-england-2015-adult-cigarette-smoking"),
    ("smoking_attributable_estimates", "London Health Commission", "Better Health for London", "2014", FACTS, "", "found",
     "pharmatimes.com; myhealth.london.nhs.uk; transformationpartners.nhs.uk"),
    ("smoking_attributable_estimates", "House of Commons Library", "Briefing paper CBP-7648", "2015",
     "Open Parliament Licence", "", "found", "researchbriefings.parliament.uk CBP-7648"),
    ("smoking_starting", "University of Sheffield, STAPM", "Smoking state transitions, England report (smktrans)", "2026",
     FIGURES, "", "found", "stapm-platform/smktrans@78de17ba74c6:docs/articles/report_england.html"),
    ("smoking_relapse", "Nicotine and Tobacco Research", "Hawkins 2010, long-term smoking relapse, 12:1228-35", "2010",
     FACTS, "", "derived",
     "STAPM/smktrans@c87a146f34cf:data-raw/Relapse_Hawkins2010/Smoking_Relapse_Hawkins_percentage.csv"),
    ("smoking_relative_risk", "New England Journal of Medicine", "Thun 2013, 368:351-364", "2013", FACTS, "", "found",
     "pmc.ncbi.nlm.nih.gov/articles/PMC3632080"),
    ("smoking_relative_risk", "Circulation", "Heart disease and stroke by smoking and age, 2005;112:489-97", "2005",
     FACTS, "", "derived", "ChristK/IMPACTncd@ca27aa1ec6d1:Cancer Statistics/tobacco.rrchd.csv, tobacco.rrstroke.csv"),
    ("smoking_relative_risk", "The Lancet", "Pirie 2013, Million Women Study, 381:133-41", "2013", FACTS, "",
     "unverified", "Lancet 2013;381:133-41"),
    ("smoking_relative_risk", "BMJ", "Doll 2004, mortality of British doctors over 50 years, 328:1519", "2004", FACTS, "", "derived",
     "doi:10.1136/bmj.38142.554479.AE"),
    ("smoking_relative_risk", "Stroke", "Peters 2013, smoking and stroke in women and men, 44:2821-8", "2013", FACTS,
     "", "unverified", "Stroke 2013;44:2821-8"),
    ("smoking_relative_risk", "University of Sheffield, STAPM", "Disease risks of tobacco, meta-analyses (tobalcepi)",
     "", FIGURES, "", "found", STAPM),
    ("smoking_excess_risk_remaining", "The Lancet", "Kontis 2014 from Oza 2011 (Cancer Prevention Study II)", "2014",
     FACTS, "", "found", f"{STAPM}/excess_risk_decline_from_KontisLancet.csv"),
    ("smoking_interventions", "Health Technology Assessment", "Dobbie 2015, ELONS study, 19(95)", "2015", FACTS, "",
     "found", "evidence.nihr.ac.uk/?p=38216"),
    ("smoking_interventions", "NHS Digital", "Statistics on NHS Stop Smoking Services in England", "2010-2015", OGL, "",
     "found", "digital.nhs.uk Statistics on NHS Stop Smoking Services, April to December 2015 and 2010/11"),
    ("smoking_interventions", "University of Sheffield", "Webster 2018, Table 7, reach of the services", "2018", FACTS,
     "", "found", "STAPM/smoking_intervention_analysis_for_Alex@e9b1cc5e77e9:src/35_cost_of_interventions.R"),
]
