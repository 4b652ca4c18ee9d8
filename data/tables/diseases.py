"""Tables of diseases: rates by age, points to meet or compare with, loss of utility, cost of care and of help."""

from collections import defaultdict
from math import exp, log, sqrt

from .publishers import FACTS, FIGURES, OGL, ONS
from .writing import ages, open_end, read, short, write

Z_95 = 1.959964
SEXES = ["female", "male"]
# Bands of Smolina 2012.
HEART_BANDS = [(0, 29), (30, 54), (55, 64), (65, 74), (75, 84), (85, "")]
SMOLINA = "Smolina 2012 Eur J Public Health 22:848"
RATES = ("disease,sex,age_from,age_to,basis,year,per,incidence,incidence_lower,incidence_upper,prevalence,prevalence_lower,"
         "prevalence_upper,fatality,fatality_lower,fatality_upper,die_at_onset,source,status,note")
POINTS = "disease,measure,sex,age_from,age_to,year,value,lower,upper,unit,source,status,note"


def build():
    write("disease_rates", RATES, heart_attack() + stroke() + lung_cancer() + copd() + diabetes())
    write("disease_estimates", POINTS, points())
    write("utility_decrements", "disease,choice,decrement,lower,upper,source,status,note", decrements())
    care()
    delivery()


def number(value):
    """Four significant digits, as the figures behind a derived rate have at most."""
    return short(f"{value:.4g}")


def figures(**chosen):
    rows = [r for r in read("disease_incidence_open") if all(r[k] == v for k, v in chosen.items())]
    assert rows, chosen
    return rows


def people(years):
    """People-years of England by sex and single year of age, the last 90 and over."""
    sums = defaultdict(float)
    for r in read("mortality_england_age_sex"):
        if int(r["year"]) in years:
            sums[r["sex"], int(r["age"])] += float(r["population"])
    return sums


def within(sums, sex, band):
    return sum(n for (s, a), n in sums.items() if s == sex and band[0] <= a and (band[1] == "" or a <= band[1]))


def smolina(indicator, side):
    """Counts by sex and by age of the paper's first table."""
    key = {0: "numerator", 1: "denominator"}[side] if indicator.endswith("fatality") else "value"
    rows = {(r["sex"], r["age"]): float(r[key]) for r in figures(indicator=indicator)}
    by_age = [rows["Persons", f"{a}-{b}" if b != "" else f"{a}+"] for a, b in HEART_BANDS]
    return {"female": rows["Female", "all"], "male": rows["Male", "all"]}, by_age


def fitted(seed, by_sex, by_age):
    """Iterative proportional fitting of counts by sex and band to the published totals of both."""
    table = dict(seed)
    for _ in range(1000):
        for band, total in enumerate(by_age):
            factor = total / sum(table[s, band] for s in SEXES)
            for s in SEXES:
                table[s, band] *= factor
        for s, total in by_sex.items():
            factor = total / sum(table[s, band] for band in range(len(by_age)))
            for band in range(len(by_age)):
                table[s, band] *= factor
    return table


def first_events():
    """First heart attacks of 2010 and those who died of them within 30 days, by sex and band."""
    deaths = defaultdict(float)
    for r in read("deaths_cause_age_sex_england"):
        if r["cause"] == "ischaemic_heart_disease" and r["year"] == "2010":
            band = max(i for i, b in enumerate(HEART_BANDS) if b[0] <= int(r["age_start"]))
            deaths[r["sex"].lower(), band] += float(r["deaths"])
    by_sex, by_age = smolina("ami_first_events", 0)
    events = fitted({k: n + 0.5 for k, n in deaths.items()}, by_sex, by_age)
    dead_sex, dead_age = smolina("ami_first_30day_case_fatality", 0)
    seed = {(s, b): n * dead_age[b] / by_age[b] for (s, b), n in events.items()}
    return events, fitted(seed, dead_sex, dead_age)


def heart_attack():
    events, dead = first_events()
    lived = people({2010})
    note = ("sex by age is not published: fitted to the published totals of both from deaths of ischaemic heart disease 2010; interval: "
            "Poisson; die_at_onset: within 30 days, sudden deaths included")
    rows = []
    for (sex, band), n in events.items():
        rate = n / within(lived, sex, HEART_BANDS[band])
        spread = exp(Z_95 / sqrt(n))
        rows.append(("heart_attack", sex, *HEART_BANDS[band], "incidence_deaths", 2010, "everyone", number(rate),
                     number(rate / spread), number(rate * spread), "", "", "", "", "", "", number(dead[sex, band] / n),
                     SMOLINA, "derived", note))
    return rows


def stroke():
    """The level of first strokes of the practices (Lee 2011), men against women as standardised rates published (Stroke
    Association 2013), by age as first heart attacks; deaths within 56 days at their level (Lee 2011), by age as in Oxford."""
    events, _ = first_events()
    lived_2010, lived = people({2010}), people({2015})
    ratio = {r["sex"].lower(): float(r["value"]) for r in figures(indicator="stroke_incidence_asr")}
    shape = {}
    for band, ages_of in enumerate(HEART_BANDS):
        both = sum(events[s, band] for s in SEXES) / sum(within(lived_2010, s, ages_of) for s in SEXES)
        for s in SEXES:
            shape[s, band] = both * ratio[s]
    cells = [(s, b, within(lived, s, HEART_BANDS[b])) for s in SEXES for b in range(len(HEART_BANDS))]
    level = float(figures(indicator="stroke_first_incidence_crude", period="2008")[0]["value"]) / 1000
    level *= sum(n for _, _, n in cells) / sum(shape[s, b] * n for s, b, n in cells)
    oxford = {r["age"]: float(r["value"]) / 100 for r in figures(indicator="stroke_30day_case_fatality")}
    oxford = [oxford["<65"]] * 3 + [oxford["65-74"], oxford["75-84"], oxford["85+"]]
    mean = sum(shape[s, b] * n * oxford[b] for s, b, n in cells) / sum(shape[s, b] * n for s, b, n in cells)
    early = float(figures(indicator="stroke_first_56day_mortality", period="2008")[0]["value"]) / 100 / mean
    note = ("level UK 2008 (Lee 2011); men to women as 178 to 139 (Stroke Association 2013); by age as first heart attacks (no open rates by "
            "age); die_at_onset: 12% within 56 days (Lee 2011), by age as in Oxford 2002-05 (read off a figure); no interval published")
    return [("stroke", s, *HEART_BANDS[b], "incidence_deaths", 2008, "everyone", number(level * shape[s, b]), "", "", "", "", "",
             "", "", "", number(early * oxford[b]), "Lee 2011 BMJ Open; Stroke Association 2013; " + SMOLINA, "derived", note)
            for s, b, _ in cells]


def lung_cancer():
    """Registrations of 2010 to 2012. Of net survival after one and five years a share who die at once and a constant
    hazard of the others make both figures exact."""
    survival = {}
    for r in read("cancer_survival"):
        if r["category"] == "Lung" and r["age"].count("-") == 1 and r["age"] != "15-99" and r["sex"] != "Persons":
            years = 1 if r["indicator"].endswith("one_year") else 5
            low = int(r["age"].split("-")[0])
            survival[r["sex"].lower(), low, years] = [float(r[k]) / 100 for k in ("value", "lower_ci", "upper_ci")]
    cases, lived = defaultdict(float), people({2010, 2011, 2012})
    for r in read("cancer_registrations"):
        if r["indicator"] == "cancer_incidence_rate_lung" and r["period"] in ("2010", "2011", "2012") and r["age"] != "all":
            low = ages(r["age"])[0]
            cases[r["sex"].lower(), 0 if low < 15 else low] += float(r["numerator"])
    rows = []
    for (sex, low), n in cases.items():
        high = 14 if low == 0 else "" if low == 85 else low + 4
        band = max((b for s, b, _ in survival if s == sex and b <= max(low, 15)))
        one, five = survival[sex, band, 1], survival[sex, band, 5]
        fatality = log(one[0] / five[0]) / 4
        sd = sqrt(sum((log(x[2] / x[1]) / (2 * Z_95)) ** 2 for x in (one, five))) / 4
        rate, spread = n / within(lived, sex, (low, high)), exp(Z_95 / sqrt(n)) if n else 1
        spread_f = exp(Z_95 * sd / fatality)
        rows.append(("lung_cancer", sex, low, high, "incidence_fatality", 2011, "everyone", number(rate), number(rate / spread),
                     number(rate * spread), "", "", "", number(fatality), number(fatality / spread_f), number(fatality * spread_f),
                     number(1 - one[0] * exp(fatality)), "ONS registrations 2010-12; ONS net survival, diagnosed 2007-11", "derived",
                     "interval of incidence: Poisson; fatality and die_at_onset: from net survival after one and five years"))
    return rows


def copd():
    """Diagnosed prevalence from 30 on as c (min(age, 80) - 30)^k, c and k from two published points, men to women as
    the spirometric model has it; fatality = deaths of COPD over people with it."""
    lived = people({2015})
    point = {r["age"]: float(r["value"]) / 100 for r in figures(indicator="copd_diagnosed_prevalence")}
    modelled = {r["sex"]: float(r["value"]) for r in figures(indicator="copd_spirometric_prevalence_modelled", age="45+")}
    ratio = {"male": modelled["Male"] / modelled["Female"], "female": 1.0}

    def shape(sex, age, k):
        return ratio[sex] * max(0.0, min(age + 0.5, 80) - 30) ** k

    def old_to_all(k):
        cases = [(a, n * shape(s, a, k)) for (s, a), n in lived.items()]
        old = sum(n for (_, a), n in lived.items() if a >= 70)
        return sum(c for a, c in cases if a >= 70) / old / (sum(c for _, c in cases) / sum(lived.values()))

    low, high = 0.2, 6.0
    for _ in range(100):
        k = (low + high) / 2
        low, high = (k, high) if old_to_all(k) < point["70+"] / point["all"] else (low, k)
    level = point["all"] * sum(lived.values()) / sum(n * shape(s, a, k) for (s, a), n in lived.items())
    deaths, years = defaultdict(float), people({2013, 2014, 2015})
    for r in read("deaths_icd_age_sex_imd_england"):
        if r["cause_group"] == "copd" and int(r["year"]) >= 2013:
            deaths[r["sex"], int(r["age_start"])] += float(r["deaths"])
    note = (f"derived: c (min(age, 80) - 30)^{k:.3f} through 2.0% of all and 9% from 70 on (UK 2012), men to women as 6.8 to 3.9 (Nacul 2007, "
            "45+); fatality: deaths of J40-J44 2013-15 over people with it; no interval published")
    rows = []
    for sex in SEXES:
        for low in [0] + list(range(30, 95, 5)):
            high = 29 if low == 0 else "" if low == 90 else low + 4
            n = within(lived, sex, (low, high))
            prevalence = sum(m * level * shape(sex, a, k) for (s, a), m in lived.items()
                             if s == sex and a >= low and (high == "" or a <= high)) / n
            dead = sum(d for (s, a), d in deaths.items() if s == sex and a >= low and (high == "" or a <= high))
            fatality = dead / within(years, sex, (low, high)) / prevalence if prevalence else 0
            rows.append(("copd", sex, low, high, "prevalence_fatality", 2012, "everyone", "", "", "", number(prevalence), "", "",
                         number(fatality), "", "", 0, "Snell 2016 Thorax 71:A20; Nacul 2007; ONS deaths 2013-15", "derived", note))
    return rows


def diabetes():
    rows = []
    for r in figures(indicator="diabetes_incidence_rate"):
        low, high = ages(r["age"])
        # The table gives the same rate below one year and from one to four.
        if low == 0:
            high = 4
        if low != 1:
            sex = r["sex"].lower()
            sibling = figures(indicator="type2_diabetes_incidence", sex=r["sex"])[0]
            value, lower, upper = (float(sibling[k]) for k in ("value", "lower_ci", "upper_ci"))
            rate = float(r["value"]) / 1000
            rows.append(("diabetes", sex, low, high, "incidence_hazard_ratio", 2010, "without_disease", number(rate),
                         number(rate * lower / value), number(rate * upper / value), "", "", "", "", "", "", 0,
                         "Holden 2013 as used by IMPACTncd", "found",
                         "input of a model, secondary; both types together; interval: relative width of type 2 diabetes 2013 (Pal 2021)"))
    return rows


# What of the gathered figures is a point: indicator, disease, measure, factor to the unit, unit.
KINDS = [
    ("ami_event_rate_annual_change", "heart_attack", "yearly_change_of_incidence", 0.01, "per year"),
    ("ami_first_events", "heart_attack", "first_events", 1, "people"),
    ("ami_recurrent_30day_case_fatality", "heart_attack", "later_deaths", 1, "people"),
    ("chd_prevalence_qof", "heart_attack", "prevalence_of_all_coronary_disease", 0.01, "share"),
    ("stroke_prevalence", "stroke", "prevalence", 0.01, "share"),
    ("stroke_survivors", "stroke", "people_with_it", 1, "people"),
    ("strokes_per_year", "stroke", "events", 1, "people"),
    ("cancer_registrations_lung_derived", "lung_cancer", "new_cases", 1, "people"),
    ("copd_diagnosed_prevalence", "copd", "prevalence", 0.01, "share"),
    ("copd_new_diagnoses", "copd", "new_cases", 1, "people"),
    ("copd_incidence", "copd", "incidence", 0.001, "per person-year"),
    ("type2_diabetes_prevalence", "diabetes", "prevalence", 0.01, "share"),
    ("type2_diabetes_mortality_hazard_ratio", "diabetes", "hazard_ratio", 1, "ratio"),
    ("type2_diabetes_incidence_crude", "diabetes", "incidence", 0.00001, "per person-year"),
    ("type2_diabetes_incidence", "diabetes", "incidence", 0.001, "per person-year"),
]


def points():
    rows = []
    gathered = read("disease_incidence_open") + read("cancer_registrations")
    for indicator, disease, measure, factor, unit in KINDS:
        for r in gathered:
            if r["indicator"] != indicator or r["category"] != "" or r["area_code"] not in ("E92000001", "K02000001"):
                continue
            sex = {"Persons": "all"}.get(r["sex"], r["sex"].lower())
            if measure == "first_events" and sex != "all" or measure == "later_deaths" and (sex == "all" or r["age"] != "all"):
                continue
            age = (0, "") if r["age"] == "all" else ages(r["age"])
            value = [r["numerator"], "", ""] if measure == "later_deaths" else [r[k] for k in ("value", "lower_ci", "upper_ci")]
            value = ["" if v == "" else number(float(v) * factor) if factor != 1 else short(v) for v in value]
            # A period carries the year in which it ends.
            year = int(r["period"]) if len(r["period"]) == 4 else int(r["period"][:2] + r["period"][-2:])
            status = "derived" if indicator.endswith("derived") else "found"
            note = r["area_name"]
            if measure == "later_deaths":
                note += "; deaths within 30 days of a recurrent attack"
            source = r["source"].split(";")[0].split(": ", 1)[1]
            rows.append((disease, measure, sex, *age, year, *value, unit, source, status, note))
            if measure == "yearly_change_of_incidence":
                since = short(r["period"][:4])
                rows.append((disease, "change_since", sex, *age, year, since, "", "", "calendar year", source, status, note))
    return rows


OUTCOMES = {"ihd": "heart_attack", "stroke": "stroke", "lung_cancer": "lung_cancer", "copd": "copd", "type2_diabetes": "diabetes"}


def decrements():
    rows = []
    for r in read("utilities"):
        choice = {"utility_decrement": "used", "utility_decrement_alt": "alternative"}.get(r["parameter"])
        if choice and r["outcome"] in OUTCOMES:
            where = "IMPACTncd England" if choice == "used" else "workHORSE"
            rows.append((OUTCOMES[r["outcome"]], choice, short(r["mean"]), short(r["ci_lo"]), short(r["ci_hi"]),
                         f"Sullivan 2011 Med Decis Making 31:800-4, as used by {where}", r["source_status"],
                         f"{r['outcome']}; of adults; no standard error given"))
    return rows


def care():
    """Cost of a case, and of a person. The set that parts years since diagnosis is the one used."""
    names = dict(OUTCOMES, stroke_first_year="stroke", **{"stroke_year_2+": "stroke"}, cancer="lung_cancer")
    cases, heads = [], []
    for r in read("costs"):
        parameter, outcome = r["parameter"], r["outcome"]
        newer = "2026" in r["unit"]
        values = [short(r[k]) for k in ("mean", "ci_lo", "ci_hi")]
        prices = "2026" if newer else "not stated (2018-22)"
        choice = "alternative" if newer else "used"
        source = "IMPACTncd England, its own inputs" if newer else "workHORSE, its own inputs"
        low, high = int(r["age_lo"]), open_end(r["age_hi"])
        if parameter in ("healthcare_cost", "social_care_cost_addon", "social_care_cost_addon_alt"):
            if outcome == "no_modelled_disease":
                heads.append(("nhs", "without_modelled_disease", choice, low, high, *values, prices, source, r["source_status"],
                              r["note"]))
            if outcome not in names or parameter == "healthcare_cost" and outcome == "cancer":
                continue
            payer = "nhs" if parameter == "healthcare_cost" else "social_care"
            word = r["level"].split(" ")
            year = int(word[1]) if word[0] == "year" else ""
            # A cost given for the first year only is one of every year, but for strokes and cancers, whose later years are given.
            if outcome in ("ihd", "copd", "type2_diabetes"):
                year = ""
            note = r["note"] if r["note"] else "no interval"
            cases.append((names[outcome], payer, choice, low, high, year, *values, prices, source, r["source_status"],
                          f"{outcome}; {note}"))
        elif parameter in ("social_care_cost", "social_care_cost_alt"):
            heads.append(("social_care", "all", choice, low, high, *values, prices, source, r["source_status"], "no interval"))
    write("care_costs", "disease,payer,choice,age_from,age_to,year_since_diagnosis,cost,lower,upper,price_year,source,status,note", cases)
    write("care_cost_per_head", "payer,people,choice,age_from,age_to,cost,lower,upper,price_year,source,status,note", heads)


def delivery():
    """Costs of help, and who would pay in London in 2015: local authorities took over public health in April 2013."""
    rows = []

    def add(help_, unit, payer, r, prices, value=None, note="", choice="alternative", status=None):
        mean, low, high = value or [short(r[k]) for k in ("mean", "ci_lo", "ci_hi")]
        source = r["source"].split(";")[0].removeprefix("GC106: ")
        rows.append((help_, unit, payer, choice, mean, low, high, prices, source, status or r.get("source_status", "found"), note))

    services = {(r["indicator"], r["period"]): r for r in read("stop_smoking_services")
                if r["area_name"] == "England" and r["sex"] == "Persons" and r["age"] == "all" and not r["category"]}
    spent, reached = services["sss_expenditure", "2012/13"], services["sss_quit_dates_set", "2012/13"]
    add("stop_smoking_service", "person who sets a quit date", "local_authority", spent, "2012/13",
        [short(f"{1e6 * float(spent['value']) / float(reached['value']):.2f}"), "", ""],
        f"{spent['value']} million pounds without medication over {reached['value']} quit dates set", "used", "derived")
    for r in services.values():
        if r["indicator"] == "sss_cost_per_quitter":
            add("stop_smoking_service", "four-week quitter", "local_authority", r, r["period"], [short(r["value"]), "", ""],
                "self-reported quitters; without medication")
    for r in read("smoking_interventions"):
        if r["parameter"] == "unit_cost" and r["outcome"] == "per four-week quitter":
            add("stop_smoking_service", "four-week quitter", "local_authority", r, r["unit"].removeprefix("GBP "),
                note="without medication")
        elif r["parameter"] == "unit_cost" and r["outcome"].startswith("e-cigarette"):
            add("e_cigarette_starter", "user", "local_authority", r, "not stated", note="on top of support")
    for r in read("intervention_evidence"):
        key = r["parameter"], r["exposure"]
        if key == ("cost_per_person_made_active", "brief_intervention_physical_activity"):
            low, high = float(r["ci_lo"]), float(r["ci_hi"])
            add("brief_advice_physical_activity", "person made active", "nhs", r, "not stated",
                [short(str(0.5 * (low + high))), short(r["ci_lo"]), short(r["ci_hi"])],
                "bounds are the range over eight studies, not an interval; the cost is the middle of the range, computed here", "used",
                "derived")
        elif key == ("cost_per_participant", "exercise_referral"):
            add("exercise_referral", "participant and year", "local_authority", r, "not stated")
        elif key == ("incremental_cost", "exercise_referral"):
            add("exercise_referral", "person, lifetime, savings taken off", "local_authority", r, "not stated")
        elif key == ("incremental_cost", "brief_advice_physical_activity"):
            add("brief_advice_physical_activity", "person, lifetime, savings taken off", "nhs", r, "2010/11")
        elif r["parameter"] == "unit_cost":
            unit = "registered patient and year" if r["outcome"] == "nhs_payment" else "appointment hour per 1,000 patients"
            add(r["exposure"], unit, "nhs", r, "2014/15" if r["outcome"] == "nhs_payment" else "2015/16", note=r["note"])
    write("delivery_costs", "help,unit,payer,choice,cost,lower,upper,price_year,source,status,note", rows)
    rates = {r["outcome"]: r for r in read("costs") if r["parameter"] == "discount_rate"}
    both, health = rates["costs_and_qalys"], rates["qalys"]
    write("discount_rates", "name,costs,health,source,status,note", [
        ("none", "0", "0", "no discounting", "found", ""),
        ("nice", short(both["mean"]), short(both["mean"]), "NICE reference case", both["source_status"], ""),
        ("low", short(health["mean"]), short(health["mean"]), health["source"].split(";")[0], health["source_status"], "NICE sensitivity"),
        ("treasury", short(both["mean"]), short(health["mean"]), health["source"].split(";")[0], health["source_status"],
         "health at the lower rate"),
    ])


SOURCES = [
    ("disease_rates", "European Journal of Public Health", "Smolina 2012, incidence and 30-day case fatality of heart attacks in England in 2010",
     "2012", FACTS, "", "derived", "pmc.ncbi.nlm.nih.gov/articles/PMC3505446"),
    ("disease_rates", "BMJ Open", "Lee 2011, stroke in the UK General Practice Research Database", "2011", FACTS, "", "derived",
     "pmc.ncbi.nlm.nih.gov/articles/PMC3211058"),
    ("disease_rates", "Stroke Association", "Stroke statistics January 2013", "2013", FACTS, "", "derived", "pdfslide.us"),
    ("disease_rates", "Oxford Vascular Study", "30-day case fatality of stroke, read off a figure", "2002-2005", FACTS, "", "derived",
     "ChristK/IMPACTncd_Liverpool@b6b3db99b766:CVD Statistics/30 days fatalities.xlsx"),
    ("disease_rates", ONS, "Cancer Registration Statistics, England (MB1), 2010 to 2012", "2010-2012", OGL, "", "derived",
     "ChristK/IMPACTncd@ca27aa1ec6d1:Cancer Statistics"),
    ("disease_rates", ONS, "Cancer Survival in England: diagnosed 2007-2011 and followed up to 2012, Table 2", "2007-2011", OGL, "",
     "derived", "ChristK/IMPACTncd@ca27aa1ec6d1:Cancer Statistics/Survival"),
    ("disease_rates", "Thorax", "Snell 2016, COPD in the UK (THIN 2004-2012), 71 Suppl 3 A20", "2016", FACTS, "", "derived",
     "thorax.bmj.com/content/71/Suppl_3/A20.1"),
    ("disease_rates", "Population Health Metrics", "Nacul 2007, COPD prevalence by spirometry, 5:8", "2007", FACTS, "", "derived",
     "pmc.ncbi.nlm.nih.gov/articles/PMC2099421"),
    ("disease_rates", ONS, "Extract of registered deaths by cause and deprivation quintile (J40-J44)", "2013-2015", OGL, "", "derived",
     "ChristK/workHORSE@b07db4083344:ONS_data/cause_specific_deaths_ONS.csv"),
    ("disease_rates", "Diabetes, Obesity and Metabolism", "Holden 2013, incidence of diabetes by age and sex, as used by a model", "2013", FACTS,
     "", "found", "ChristK/IMPACTncd@ca27aa1ec6d1:Lagtimes/diabincid.csv"),
    ("disease_rates", "BMJ Open Diabetes Research and Care", "Pal 2021, incidence of type 2 diabetes, 9:e001989", "2021", FACTS, "", "found",
     "drc.bmj.com/content/9/1/e001989"),
    ("disease_estimates", "BMJ", "Smolina 2012, determinants of the decline in mortality from heart attacks in England, 344:d8059", "2012", FACTS,
     "", "found", "bmj.com/content/344/bmj.d8059"),
    ("disease_estimates", "several", "Smolina 2012, Lee 2011, Stroke Association 2013, Snell 2016, Simpson 2010, Holden 2013, Zghebi 2017, Pal 2021, "
     "Bhatnagar 2016", "2010-2021", FACTS, "", "found", "named in each row"),
    ("disease_estimates", ONS, "Cancer registration statistics, England, 2014 and 2015", "2014-2015", OGL, "", "derived",
     "ons.gov.uk cancerregistrationstatisticsengland"),
    ("utility_decrements", "Medical Decision Making", "Sullivan 2011, catalogue of EQ-5D scores for the United Kingdom, 31:800-4", "2011", FACTS,
     "", "found", "ChristK/IMPACTncd_Engl@120860bd7fb5; ChristK/workHORSE@b07db4083344"),
    ("care_costs", "University of Liverpool", "Inputs of the models workHORSE and IMPACTncd England, cost per case", "2018-2026", FIGURES, "",
     "found", "ChristK/workHORSE@b07db4083344:simulation/health_econ/input; ChristK/IMPACTncd_Engl@120860bd7fb5"),
    ("care_cost_per_head", "University of Liverpool", "Inputs of the models workHORSE and IMPACTncd England, cost per person", "2018-2026",
     FIGURES, "", "found", "ChristK/workHORSE@b07db4083344:simulation/health_econ/input; ChristK/IMPACTncd_Engl@120860bd7fb5"),
    ("delivery_costs", "several", "NHS Information Centre 2009, HSCIC 2013, Hajek 2019, Anokye 2011 and 2013, Edwards 2013, Gc 2016, National "
     "Audit Office 2017", "2009-2019", FACTS, "", "found", "named in each row"),
    ("discount_rates", "NICE; HM Treasury", "Reference case; Green Book", "2013-2022", FACTS, "", "unverified", "named in each row"),
]
