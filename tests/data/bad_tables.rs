//! Tables of one's own for body weight, activity, alcohol, disease, work and mental illness that cannot be: each is an error that
//! names the table, the line, the value and the rule.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use health_impact::data::{ReferenceData, Table, TableName};
use health_impact::projection::Projection;
use support::top;

fn embedded(name: TableName) -> String {
    std::fs::read_to_string(top().join("data").join(name.file())).unwrap()
}

#[test]
fn cells_and_rows_of_tables() {
    use TableName as T;
    let share = "must lie in 0 to 1";
    let above = "must be a finite number above 0";
    let or_more = "must be a finite number of 0 or more";
    // The table, the text replaced, its replacement, and what follows the name of its file.
    let cases: Vec<(T, &str, &str, String)> = vec![
        (T::ABSENCE_RELATIVE_RISK, "former,1.19,", "former,0,", format!(" line 2: relative_risk \"0\" {above}")),
        (
            T::ABSENCE_RELATIVE_RISK,
            "1.19,1.09,",
            "1.19,1.2,",
            " line 2: lower \"1.2\" must not be above relative_risk 1.19".into(),
        ),
        (
            T::ACTIVITY_AREA,
            "E09000001,2016,",
            "E09000001,2015,",
            " line 3: year \"2016\" must be \"2015\" as in line 2: one is read".into(),
        ),
        (T::ACTIVITY_AREA, "0.705", "1.705", format!(" line 2: active \"1.705\" {share}")),
        (T::ACTIVITY_ESTIMATES, "five_times_30,0.26", "five_times_30,-0.26", format!(" line 2: value \"-0.26\" {above}")),
        (
            T::ACTIVITY_RELATIVE_RISK,
            "1.25,1.2019,1.3,",
            "1.25,1.2019,1.2,",
            " line 2: upper \"1.2\" must not be below relative_risk 1.25".into(),
        ),
        (
            T::ACTIVITY_RELATIVE_RISK,
            "inactive,1.25,",
            "inactive,-1.25,",
            format!(" line 2: relative_risk \"-1.25\" {above}"),
        ),
        (
            T::ADULT_WEIGHT_AREA,
            "E09000001,2016",
            "E09000041,2016",
            " line 2: area_code \"E09000041\" is not a known area code: did you mean \"E09000001\"?".into(),
        ),
        (
            T::ADULT_WEIGHT_AREA,
            "0.10404,0.06639",
            "0.10404,0.2",
            " line 2: lower \"0.2\" must not be above obese 0.10404".into(),
        ),
        (
            T::ADULT_WEIGHT_ESTIMATES,
            "England,1993,",
            "Wales,1993,",
            " line 2: area \"Wales\" must be one of England, Great Britain, London".into(),
        ),
        (
            T::ALCOHOL_ESTIMATES,
            "2012,female,16,,",
            "2012,female,16,15,",
            " line 2: age_to \"15\" must not be below age_from 16".into(),
        ),
        (T::ALCOHOL_RELATED, ",549\n", ",-549\n", format!(" line 2: rate_per_100000 \"-549\" {above}")),
        (
            T::BODY_WEIGHT_RELATIVE_RISK,
            "per_5_kg_m2",
            "per_kg_m2",
            " line 2: level \"per_kg_m2\" must be one of per_5_kg_m2, overweight, obese".into(),
        ),
        (T::BODY_WEIGHT_RELATIVE_RISK, "2.16,1.89", "0,1.89", format!(" line 2: relative_risk \"0\" {above}")),
        (T::BODY_WEIGHT_TRACKING, ",0.7,", ",,", " line 2: value \"\" must not be blank".into()),
        (T::CHILD_WEIGHT_AREA, "0.13493", "13.493", format!(" line 2: obese \"13.493\" {share}")),
        (
            T::CHILD_WEIGHT_AREA,
            "E09000002,2008,year6,0.16582,0.23913,1978\n",
            "",
            ": has no row for area_code E09000002, year 2008, school_group year6".into(),
        ),
        (
            T::CHILD_WEIGHT_ENGLAND,
            ",all,obese,",
            ",11,obese,",
            " line 2: decile \"11\" must be one of all, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10".into(),
        ),
        (T::CITY_DEATH_RATES, ",187.2,", ",0,", format!(" line 2: rate_per_100000 \"0\" {above}")),
        (
            T::CITY_DEATH_RATES,
            "crude,all,0,,2011",
            "crude,both,0,,2011",
            " line 2: sex \"both\" must be one of female, male, all".into(),
        ),
        (
            T::DISEASE_RATES,
            "0.0001114,,,0.004823",
            "0.0001114,,,-0.004823",
            format!(" line 3: fatality \"-0.004823\" {or_more}, or blank"),
        ),
        (
            T::DISEASE_RATES,
            "copd,female,0,29",
            "gout,female,0,29",
            " line 2: disease \"gout\" must be one of heart_attack, stroke, lung_cancer, copd, diabetes".into(),
        ),
        (
            T::DISEASE_ESTIMATES,
            "0.002,0.002,0.0021",
            "0.002,0.002,0.0019",
            " line 2: upper \"0.0019\" must not be below value 0.002".into(),
        ),
        (
            T::UTILITY_DECREMENTS,
            "alternative,0.0957",
            "alternative,1.0957",
            format!(" line 2: decrement \"1.0957\" {share}"),
        ),
        (T::CARE_COSTS, "18,,,2344,", "18,,,-2344,", format!(" line 2: cost \"-2344\" {or_more}")),
        (
            T::CARE_COST_PER_HEAD,
            "nhs,without",
            "bupa,without",
            " line 2: payer \"bupa\" must be one of nhs, social_care".into(),
        ),
        (
            T::HEALTHY_LIFE_EXPECTANCY,
            "59.3,56,",
            "59.3,60,",
            " line 2: lower \"60\" must not be above healthy_life_expectancy 59.3".into(),
        ),
        (T::MENTAL_ILLNESS_MORTALITY, "2008,3.261", "2008,0", format!(" line 2: value \"0\" {above}")),
        (T::MENTAL_ILLNESS_ESTIMATES, "0.0084", "8.4", format!(" line 2: share \"8.4\" {share}")),
        (
            T::MENTAL_ILLNESS_TRIALS,
            "pilot,12,",
            "pilot,61,",
            " line 2: months \"61\" must be a whole number from 1 to 60".into(),
        ),
        (
            T::SCHOOL_READINESS,
            "E09000001,2013,male,15,28\n",
            "",
            ": has no row for year 2013, area_code E09000001, sex male".into(),
        ),
        (T::SCHOOL_READINESS, "2013,female,13,16", "2013,female,13,0", format!(" line 2: children \"0\" {above}")),
        (T::SCHOOL_READINESS_FREE_MEALS, "0.429", "42.9", format!(" line 2: ready \"42.9\" {share}")),
        (
            T::SICKNESS_ABSENCE,
            "London,2013,all",
            "Leeds,2013,all",
            " line 2: area \"Leeds\" must be one of London, United Kingdom".into(),
        ),
        (T::STANDARD_POPULATION, "esp2013,0,", "esp2013,3,", " line 2: age_from \"3\" must be one of 0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90".into()),
        (
            T::WORK_AREA,
            "0.66,0.62,0.7",
            "0.66,0.66,0.66",
            " line 3: upper \"0.66\" must be above lower 0.66: leave both blank if no interval was published".into(),
        ),
        (T::WORK_AREA, "0.66,0.62,", "0.66,0.68,", " line 3: lower \"0.68\" must not be above value 0.66".into()),
    ];
    for (name, from, to, expected) in cases {
        let text = embedded(name);
        assert!(text.contains(from), "{name} has no {from:?}");
        let error = Table::from_csv_str(name, &text.replacen(from, to, 1)).unwrap_err().to_string();
        assert_eq!(error, format!("{}{expected}", name.file()));
    }
    // Ratios of alcohol are the analyst's own: none is sound, a wrong one is not.
    let header = embedded(T::ALCOHOL_RELATIVE_RISK);
    let read = |row: &str| Table::from_csv_str(T::ALCOHOL_RELATIVE_RISK, &format!("{header}{row}\n"));
    assert_eq!(read("").unwrap().rows(), 0);
    assert_eq!(
        read("stroke,mortality,all,18,over_14,0,,,mine,found").unwrap_err().to_string(),
        format!("alcohol_relative_risk.csv line 2: relative_risk \"0\" {above}")
    );
}

#[test]
fn tables_that_lack_what_the_model_needs() {
    use TableName as T;
    let data = ReferenceData::embedded();
    // The table, what a line that is left out has in it, the message.
    for (name, without, expected) in [
        (
            T::BODY_WEIGHT_TRACKING,
            "obese_in_year6_given",
            "body_weight_tracking: needs obese_in_year6_given_obese_in_reception",
        ),
        (
            T::ABSENCE_RELATIVE_RISK,
            "former_against_never",
            "absence_relative_risk.csv: needs smoking, former_against_never",
        ),
        (
            T::CITY_DEATH_RATES,
            "New York City",
            "city_death_rates: needs a city beside London with cancer deaths on the US 2000 standard",
        ),
        (
            T::SICKNESS_ABSENCE,
            "absence_rate,London",
            "sickness_absence.csv: needs absence_rate of London, all, up to 2015",
        ),
        (T::MENTAL_ILLNESS_TRIALS, "pooled,12", "mental_illness_trials.csv: needs pooled at 12 months"),
        (
            T::MENTAL_ILLNESS_ESTIMATES,
            "register,England",
            "mental_illness_estimates.csv: needs the share of people on England's register, above 0",
        ),
        (
            T::UTILITY_DECREMENTS,
            "heart_attack,used",
            "utility_decrements.csv: has no row for choice used, disease heart_attack",
        ),
    ] {
        let text = embedded(name);
        let fewer: Vec<&str> = text.lines().filter(|line| !line.contains(without)).collect();
        assert!(fewer.len() < text.lines().count(), "{name}: {without}");
        let table = Table::from_csv_str(name, &fewer.join("\n"));
        let built = table.and_then(|table| Projection::builder(&data.clone().with_table(table)?).build());
        let said = built.map_or_else(|error| error.to_string(), |_| "it was built".into());
        assert_eq!(said, expected);
    }
}

#[test]
fn a_point_far_from_the_middle_of_its_interval() {
    let text = embedded(TableName::ACTIVITY_RELATIVE_RISK).replacen("1.25,1.2019,1.3,", "1.25,1.2019,3,", 1);
    let table = Table::from_csv_str(TableName::ACTIVITY_RELATIVE_RISK, &text).unwrap();
    let built = Projection::builder(&ReferenceData::embedded().with_table(table).unwrap()).build();
    let said = built.map_or_else(|error| error.to_string(), |_| "it was built".into());
    assert_eq!(
        said,
        "activity_relative_risk.csv line 2: point estimate 1.25 is not in the middle of its 95% interval 1.2019 to 3, which a log_normal \
         would draw as 0.791 to 1.97: give the interval without its point (log_normal_ends), or another distribution"
    );
}

#[test]
fn tables_that_have_twice_what_is_read_once() {
    use TableName as T;
    let data = ReferenceData::embedded();
    let lines = |name: TableName| embedded(name).lines().count();
    // The table, a line more, the message but for the line of the row that is there already.
    for (name, more, expected) in [
        (
            T::SMOKING_RELATIVE_RISK,
            "lung_cancer,mortality,male,55,74,current,20,,,another cohort,found,",
            "is of lung_cancer, mortality, male, from age 55, current, of which line ",
        ),
        (
            T::SMOKING_INTERVENTIONS,
            "service_reach,female,20,29,0.03,,,another source,found,",
            "has service_reach of female at age 20, which line ",
        ),
        (
            T::MENTAL_ILLNESS_ESTIMATES,
            "register,England,2014,0.009,another year,found",
            "is of register in England, of which line ",
        ),
        (
            T::MENTAL_ILLNESS_MORTALITY,
            "ratio_all_ages,bipolar,all,2015,1.8,1.7,1.9,another year,found",
            "is ratio_all_ages of bipolar, all, as line ",
        ),
    ] {
        let table = Table::from_csv_str(name, &format!("{}\n{more}\n", embedded(name).trim_end())).unwrap();
        let data = data.clone().with_table(table).unwrap();
        let said = Projection::builder(&data).build().map_or_else(|error| error.to_string(), |_| "it was built".into());
        assert!(said.starts_with(&format!("{}.csv line {}: {expected}", name, lines(name) + 1)), "{said}");
        assert!(said.ends_with(": give one"), "{said}");
    }
    let years = "year,sex,fifth,prevalence\n2015,all,lowest,0.29\n2018,all,highest,0.1\n";
    let said = Table::from_csv_str(T::SMOKING_INCOME_FIFTH, years).unwrap_err().to_string();
    assert_eq!(said, "smoking_income_fifth.csv line 3: year \"2018\" must be \"2015\" as in line 2: one is read");
}
