//! The built-in diseases against what is published, and tables that break their rules.

use super::balance::{ConsistentRates, check_consistent};
use super::past::{Past, YearRates};
use super::rates::Diseases;
use super::*;
use crate::data::{ReferenceData, Table, TableName};
use crate::draws::Draws;
use crate::error::Error;
use crate::mortality::Mortality;
use crate::multistate::lanes::Lanes;
use crate::population::demography::Demography;
use crate::population::stratum::Sex;
use crate::units::AGES;
use std::sync::OnceLock;

type Parts = (ReferenceData, Demography, Mortality, Diseases);

fn parts() -> &'static Parts {
    static PARTS: OnceLock<Parts> = OnceLock::new();
    PARTS.get_or_init(|| {
        let data = ReferenceData::embedded();
        let demography = Demography::from_data(&data).unwrap();
        let mortality = Mortality::from_data(&data, &demography).unwrap();
        let diseases = Diseases::fit(&data, &demography, &mortality, 2015, 25).unwrap();
        (data, demography, mortality, diseases)
    })
}

fn refit(data: &ReferenceData) -> Result<Diseases, Error> {
    let (_, demography, mortality, _) = parts();
    Diseases::fit(data, demography, mortality, 2015, 25)
}

fn text(name: TableName) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name.file());
    std::fs::read_to_string(path).unwrap()
}

/// The embedded data with one table changed.
fn with(name: TableName, change: impl FnOnce(String) -> String) -> ReferenceData {
    parts().0.clone().with_table(Table::from_csv_str(name, &change(text(name))).unwrap()).unwrap()
}

/// The embedded rates with rows of one's own for COPD of men, each "age_from,age_to,basis,year,per,incidence, ... die_at_onset".
fn own_copd(rows: &[&str]) -> ReferenceData {
    with(TableName::DISEASE_RATES, |text| {
        let mut kept: Vec<String> =
            text.lines().filter(|line| !line.starts_with("copd,male,")).map(str::to_owned).collect();
        kept.extend(rows.iter().map(|row| format!("copd,male,{row},mine,found,")));
        kept.join("\n")
    })
}

fn message(rows: &[&str]) -> String {
    refit(&own_copd(rows)).unwrap_err().to_string()
}

#[test]
fn first_heart_attacks_sum_to_the_published() {
    // Smolina 2012: 68,422 first events in England in 2010, 41,689 of men; rates are kept to four digits.
    let data = &parts().0;
    let people = data.table(TableName::POPULATION_ENGLAND);
    let (sexes, from, count) =
        (people.text("sex").unwrap(), people.number("age_from").unwrap(), people.number("y2010").unwrap());
    let mut sums = [0.0; 2];
    for sex in Sex::ALL {
        let bands = rate_table::Bands::read(data.table(TableName::DISEASE_RATES), Disease::HeartAttack, sex).unwrap();
        for row in (0..people.rows()).filter(|&row| sexes[row] == sex.name()) {
            sums[sex.index()] += count[row] * bands.incidence.values[bands.of(from[row] as usize)];
        }
    }
    assert!((sums[0] / 41_689.0 - 1.0).abs() < 5e-4, "{sums:?}");
    assert!(((sums[0] + sums[1]) / 68_422.0 - 1.0).abs() < 5e-4, "{sums:?}");
    // Five years on at -4.8% and -4.5% a year with people of 2015.
    let now = parts().3.england_cases(Disease::HeartAttack);
    assert!((0.78 * 68_422.0..0.95 * 68_422.0).contains(&now), "{now}");
}

#[test]
fn prevalence_is_of_the_order_of_the_registers() {
    let diseases = &parts().3;
    let prevalence = |disease, from| diseases.england_prevalence(disease, from);
    // CPRD 2014 (Zghebi 2017): 5.26% of those from 16 on, met.
    assert!((prevalence(Disease::Diabetes, 16) - 0.0526).abs() < 1e-9);
    // Register of all coronary disease 2013/14, about 3% (Bhatnagar 2016): survivors of a heart attack are a part of them, and more than the
    // survivors of ten years of first events at the level of 2010, 46,707 a year (Smolina 2012).
    let attack = prevalence(Disease::HeartAttack, 0);
    assert!(attack < 0.03 && attack > 467_070.0 / 54.8e6, "{attack}");
    // General practices 2008 (Lee 2011) 0.72%; survivors in the United Kingdom 2013 (Stroke Association) 1.1 million of 65.1.
    let stroke = prevalence(Disease::Stroke, 0);
    assert!((0.0072..1.1 / 65.1).contains(&stroke), "{stroke}");
    // THIN 2012 (Snell 2016): 2.0% of all, 9% from 70 on; bands and curve move the second a little.
    assert!((prevalence(Disease::Copd, 0) - 0.02).abs() < 2e-5, "{}", prevalence(Disease::Copd, 0));
    assert!((prevalence(Disease::Copd, 70) - 0.09).abs() < 1e-3, "{}", prevalence(Disease::Copd, 70));
}

#[test]
fn new_cases_are_of_the_order_of_the_published() {
    let cases = |disease| parts().3.england_cases(disease);
    // ONS, lung cancers registered in England in 2015: 37,500 to the nearest hundred.
    assert!((cases(Disease::LungCancer) / 37_500.0 - 1.0).abs() < 0.02, "{}", cases(Disease::LungCancer));
    // General practices 2008 (Lee 2011): 1.04 first strokes per 1,000.
    assert!((cases(Disease::Stroke) / (1.04e-3 * 54.79e6) - 1.0).abs() < 0.005, "{}", cases(Disease::Stroke));
    // Solved, not given: new diagnoses of COPD, United Kingdom 2012: 115,000 (Snell 2016), England being 84% of its people; 2.0 per 1,000 in
    // England in 2005 (Simpson 2010).
    assert!((0.8 * 0.84 * 115_000.0..0.002 * 54.79e6).contains(&cases(Disease::Copd)), "{}", cases(Disease::Copd));
    // CPRD 2010 (Holden 2013): 515 per 100,000, of type 2.
    let diabetes = cases(Disease::Diabetes) / 54.79e6;
    assert!((0.8..1.1).contains(&(diabetes / 0.00515)), "{diabetes}");
}

/// Deaths a year that a disease's rates mean for England.
fn implied_deaths(disease: Disease) -> f64 {
    let Diseases { fitted, england, .. } = &parts().3;
    let of = |sex: usize, age: usize| {
        let fitted = &fitted[disease.index()][sex];
        let YearRates { fatality, die_at_onset, .. } = &fitted.rates;
        england.people[sex][age]
            * (fitted.cases[age] * die_at_onset[age]
                + fitted.prevalence[age] * 0.5 * (fatality[age] + fatality[age.saturating_sub(1)]))
    };
    (0..2).map(|sex| (0..AGES).map(|age| of(sex, age)).sum::<f64>()).sum()
}

#[test]
fn deaths_implied_are_of_the_order_of_the_registered() {
    // Strokes: met by construction, here from the yearly rates.
    let england = &parts().3.england;
    let registered = |disease: Disease| (0..2).map(|sex| england.deaths[sex][disease.index()]).sum::<f64>();
    let stroke = implied_deaths(Disease::Stroke) / registered(Disease::Stroke);
    assert!((stroke - 1.0).abs() < 0.03, "{stroke}");
    let copd = implied_deaths(Disease::Copd) / registered(Disease::Copd);
    assert!((copd - 1.0).abs() < 0.05, "{copd}");
    // Lung cancer: net survival counts every death in excess, the register only those put down to it.
    let lung = implied_deaths(Disease::LungCancer) / registered(Disease::LungCancer);
    assert!((1.0..1.35).contains(&lung), "{lung}");
}

#[test]
fn the_rise_of_diabetes_agrees_with_the_register_ten_years_before() {
    // CPRD 2004 (Zghebi 2017): 3.21% of those from 16 on; only 2014 was fitted.
    let Diseases { fitted, england, .. } = &parts().3;
    let before = fitted[Disease::Diabetes.index()].each_ref().map(|fitted| {
        let mut rates = fitted.rates.clone();
        let factor = fitted.past.factor(10.0);
        rates.incidence.iter_mut().for_each(|rate| *rate *= factor);
        rates.prevalence(fitted.past)
    });
    let prevalence = england.mean(16, |sex, age| before[sex][age]);
    assert!((prevalence / 0.0321 - 1.0).abs() < 0.2, "{prevalence}");
}

#[test]
fn hazard_ratios_are_of_survivors_who_die_more() {
    let diseases = &parts().3;
    for sex in Sex::ALL {
        let ratio = |disease| diseases.hazard_ratio(disease, sex);
        assert!((1.01..1.5).contains(&ratio(Disease::HeartAttack).unwrap()));
        assert!((1.5..4.0).contains(&ratio(Disease::Stroke).unwrap()));
        // Zghebi 2017.
        assert!((ratio(Disease::Diabetes).unwrap() - 1.26).abs() < 1e-12);
        assert_eq!(ratio(Disease::Copd), None);
    }
    assert!(diseases.past_change(Disease::Stroke, Sex::Male).is_none());
    assert!((diseases.past_change(Disease::HeartAttack, Sex::Male).unwrap() - libm::log(0.952)).abs() < 1e-12);
}

#[test]
fn what_was_solved_is_consistent() {
    for disease in Disease::AXIS {
        for (sex, fitted) in Sex::ALL.into_iter().zip(&parts().3.fitted[disease.index()]) {
            if fitted.past != Past::Same {
                continue;
            }
            let rates: Vec<ConsistentRates> = (0..AGES)
                .map(|age| ConsistentRates {
                    incidence: fitted.rates.incidence[age],
                    prevalence: fitted.prevalence[age],
                    fatality: fitted.rates.fatality[age],
                })
                .collect();
            check_consistent(disease, sex, &rates, &fitted.rates.die_at_onset, 1e-6).unwrap();
        }
    }
}

#[test]
fn a_draw_holds_london() {
    let (_, demography, _, diseases) = parts();
    let mut draws = Draws::register();
    let drawn = diseases.draw(&mut draws).unwrap();
    let plan = draws.into_plan().unwrap();
    assert_eq!(plan.parameters().len(), 19);
    for d in 0..DISEASES {
        assert_eq!(drawn.incidence[d].len(), 2 * AGES);
        // London's new cases are those of its average cell.
        for sex in 0..2 {
            let (mut cells, mut london) = (0.0, 0.0);
            for cell in 0..demography.cells().len() {
                for age in 0..AGES {
                    let cases = demography.persons()[[cell, sex, age]] * drawn.incidence[d][sex * AGES + age].0[0];
                    cells += cases * drawn.cells[2 * cell + sex][d];
                    london += cases;
                }
            }
            // The weights are England's central rates, which differ from the drawn by one factor.
            assert!((cells / london - 1.0).abs() < 1e-9, "{d} {sex} {cells} {london}");
        }
    }
    for cell in [0, 7, 100] {
        for sex in 0..2 {
            let ages = drawn.prevalence_at_start(cell, sex);
            assert!(ages.iter().flatten().all(|share| share.within(0.0, 0.9)));
            // More where more fall ill, in the order of the factor.
            for d in 0..DISEASES {
                let ratio = ages[60][d].0[0] / drawn.prevalence[d][sex * AGES + 60].0[0];
                let factor = drawn.cells[2 * cell + sex][d];
                assert!((ratio / factor - 1.0).abs() < 0.2, "{cell} {d}: {ratio} {factor}");
            }
        }
    }
    // Only heart attacks have a trend; it is damped, so it slows.
    assert!((1..DISEASES).all(|d| drawn.trend.iter().all(|year| year[d] == Lanes::ONE)));
    let attack: Vec<f64> = drawn.trend.iter().map(|year| libm::log(year[0].0[0])).collect();
    assert!(attack[0] < 0.0 && attack[1] - attack[0] < attack[24] - attack[23] && attack[24] < attack[23]);
    // Sullivan 2011: 0.06713 after a heart attack; norm of women at 11 (and below) 0.94399.
    assert!((drawn.utility_lost[0][AGES].0[0] - 0.06713 / 0.94399).abs() < 1e-12);
    assert!(drawn.utility_lost.iter().flatten().all(|share| share.within(0.0, 0.3)));
    // Medians of gamma: a little below the means 2,403.67 and 585.57.
    assert!((drawn.cost_of_case[0][3].0[0] / 2_403.67 - 1.0).abs() < 0.01);
    assert!((drawn.cost_of_case[1][1].0[0] - 699.0).abs() < 1e-9);
    assert!(drawn.cost_of_new_case[0][1].0[0] > 0.0 && drawn.cost_of_new_case[0][0].0[0] == 0.0);
    assert!(drawn.cost_per_head[0][80].0[0] > drawn.cost_per_head[0][20].0[0]);
}

#[test]
fn every_draw_is_in_range_and_the_centre_is_the_registered_pass() {
    let diseases = &parts().3;
    let mut draws = Draws::register();
    let registered = diseases.draw(&mut draws).unwrap();
    let plan = draws.into_plan().unwrap();
    let central = diseases.draw(&mut Draws::central(&plan)).unwrap();
    assert_eq!(registered.prevalence, central.prevalence);
    let values = plan.parameters().sample(7, crate::sampling::Sampling::Random, 0..64).unwrap();
    for first in (0..64).step_by(8) {
        let drawn = diseases.draw(&mut Draws::drawn(&plan, &values, first)).unwrap();
        assert!(drawn.incidence.iter().flatten().all(|rate| rate.within(0.0, course::INCIDENCE_LIMIT)));
        assert!(drawn.fatality.iter().flatten().all(|of| of.hazard.within(0.0, course::FATALITY_LIMIT)));
        assert!(drawn.prevalence.iter().flatten().all(|share| share.within(0.0, 0.9)));
        assert_ne!(drawn.prevalence[0], central.prevalence[0]);
    }
}

#[test]
fn an_analysts_rates_are_solved() {
    // 0.001 from birth on with a fatality of 0: everyone still well falls ill at that rate.
    let diseases = refit(&own_copd(&["0,,incidence_fatality,2015,without_disease,0.001,,,,,,0,,,0"])).unwrap();
    let fitted = &diseases.fitted[Disease::Copd.index()][0];
    assert!((fitted.prevalence[50] - (1.0 - libm::exp(-0.05))).abs() < 1e-12);
    // A level prevalence with deaths needs new cases; without deaths none.
    let diseases = refit(&own_copd(&["0,,prevalence_fatality,2015,without_disease,,,,0.02,,,0.05,,,0"])).unwrap();
    let fitted = &diseases.fitted[Disease::Copd.index()][0];
    assert!(fitted.rates.incidence.iter().all(|rate| (rate / (0.02 * 0.05) - 1.0).abs() < 0.05));
    let mut draws = Draws::register();
    let drawn = diseases.draw(&mut draws).unwrap();
    assert!(drawn.at_birth[0][3] > 0.0199 && drawn.at_birth[1][3] <= 0.0);
    // Incidence and prevalence: no births with it, so the prevalence of 0 at first.
    let rows = [
        "0,49,incidence_prevalence,2015,without_disease,0,,,0,,,,,,0",
        "50,,incidence_prevalence,2015,without_disease,0.5,,,0.02,,,,,,0",
    ];
    assert!(message(&rows).contains("of copd, male, age"), "{}", message(&rows));
}

#[test]
fn slips_in_the_rates_are_errors() {
    let good = "prevalence_fatality,2015,everyone,,,,0.02,,,0.05,,,0";
    let cases = [
        (vec![format!("5,,{good}")], "age_from 5 of copd, male leaves out ages from 0 on"),
        (vec![format!("0,39,{good}"), format!("50,,{good}")], "age_from 50 of copd, male leaves out ages from 40 on"),
        (
            vec![format!("0,39,{good}"), format!("30,,{good}")],
            "age_from 30 of copd, male is in the band before it as well",
        ),
        (vec![format!("0,39,{good}")], "age_to 39 of copd, male leaves out the ages after it"),
        (
            vec![format!("0,39,{good}"), "40,,incidence_fatality,2015,everyone,0.1,,,,,,0.05,,,0".into()],
            "basis, per and year of copd, male must be those of line",
        ),
        (
            vec!["0,,prevalence_fatality,2015,everyone,0.1,,,0.02,,,0.05,,,0".into()],
            "incidence \"0.1\" must be blank on this basis",
        ),
        (
            vec!["0,,prevalence_fatality,2015,everyone,,,,0.02,,,,,,0".into()],
            "fatality \"\" must be given on this basis",
        ),
        (
            vec!["0,,prevalence_fatality,2015,everyone,,,,0.02,0.03,0.04,0.05,,,0".into()],
            "prevalence_lower \"0.03\" must not be above prevalence 0.02",
        ),
        (
            vec!["0,,prevalence_fatality,2015,everyone,,,,0.02,0.01,0.015,0.05,,,0".into()],
            "prevalence_upper \"0.015\" must not be below prevalence 0.02",
        ),
        (vec!["0,,all_three,2015,without_disease,0.01,,,0.02,,,0.05,,,0".into()], "must be within 5% of"),
        (vec!["0,,prevalence_fatality,2015,everyone,,,,1,,,0.05,,,0".into()], "must be below 1"),
        (
            vec!["0,,incidence_fatality,2015,without_disease,0.4,,,,,,0.05,,,0".into()],
            "largest incidence of copd, male",
        ),
        (vec!["0,,incidence_hazard_ratio,2015,everyone,0.4,,,,,,,,,0".into()], "must be per person without_disease"),
    ];
    for (rows, expected) in cases {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let found = message(&rows);
        assert!(found.contains(expected), "{rows:?}: {found}");
    }
}

#[test]
fn slips_in_a_cell_are_errors() {
    let read = |row: &str| {
        let text = text(TableName::DISEASE_RATES);
        let header = text.lines().next().unwrap();
        Table::from_csv_str(TableName::DISEASE_RATES, &format!("{header}\n{row}")).unwrap_err().to_string()
    };
    let line = "disease_rates.csv line 2: ";
    assert_eq!(
        read("copd,male,0,,incidence_fatality,2015,everyone,-0.1,,,,,,0.05,,,0,mine,found,"),
        format!("{line}incidence \"-0.1\" must be a finite number of 0 or more, or blank")
    );
    assert_eq!(
        read("copd,male,0,,prevalence_fatality,2015,everyone,,,,1.5,,,0.05,,,0,mine,found,"),
        format!("{line}prevalence \"1.5\" must lie in 0 to 1, or be blank")
    );
    assert!(
        read("gout,male,0,,incidence_fatality,2015,everyone,0.1,,,,,,0.05,,,0,mine,found,")
            .contains("disease \"gout\" must be one of")
    );
    assert!(
        read("copd,male,0,,guess,2015,everyone,0.1,,,,,,0.05,,,0,mine,found,")
            .contains("basis \"guess\" must be one of")
    );
    assert!(
        read("copd,male,0,,incidence_fatality,2015,everyone,0.1,,,,,,0.05,,,,mine,found,")
            .contains("die_at_onset \"\"")
    );
    assert!(
        read("copd,male,0,,incidence_fatality,2015,everyone,0.1,,,,,,0.05,,,0,mine,found,")
            .contains("has no row for disease")
    );
}

#[test]
fn slips_in_other_tables_are_errors() {
    let prices = with(TableName::CARE_COSTS, |text| text.replacen("not stated (2018-22)", "2014", 1));
    assert!(refit(&prices).unwrap_err().to_string().contains("no deflator is applied"));
    let used = with(TableName::UTILITY_DECREMENTS, |text| {
        text.replace("copd,used,", "copd,alternative,").replacen("copd,alternative,0.0957", "copd,used,0.0957", 1)
    });
    assert!(refit(&used).is_ok());
    let point = |from: &str, to: &str| {
        refit(&with(TableName::DISEASE_ESTIMATES, |text| text.replace(from, to))).unwrap_err().to_string()
    };
    assert!(point("diabetes,prevalence,", "diabetes,prevalence_once,").ends_with("needs prevalence of diabetes, all"));
    assert!(point("diabetes,hazard_ratio,", "diabetes,ratio,").ends_with("needs hazard_ratio of diabetes, all"));
    // A ratio without an interval is the same ratio, and no parameter.
    let fixed = refit(&with(TableName::DISEASE_ESTIMATES, |text| text.replace("1.26,1.2,1.32", "1.26,,"))).unwrap();
    assert!((fixed.hazard_ratio(Disease::Diabetes, Sex::Female).unwrap() - 1.26).abs() < 1e-12);
    let mixed = with(TableName::DISEASE_RATES, |text| {
        let own = "diabetes,male,0,,incidence_fatality,2015,without_disease,0.001,,,,,,0,,,0,mine,found,";
        let kept = text.lines().filter(|line| !line.starts_with("diabetes,male,"));
        kept.chain([own]).collect::<Vec<_>>().join("\n")
    });
    assert!(refit(&mixed).unwrap_err().to_string().ends_with("must be the basis of both sexes or of none"));
    assert!(point(",2014,0.0526,0.0524,0.0529", ",2014,0.526,,").contains("calibration of past of diabetes failed"));
    assert!(point(",2010,2593,", ",2010,2593000,").contains("are more than a hazard ratio of 11 gives"));
}

#[test]
fn what_would_cost_nothing_is_refused_or_told() {
    let without = |name: TableName, left_out: &[&str]| {
        refit(&with(name, |text| {
            let kept = text.lines().filter(|line| !left_out.iter().any(|part| line.contains(part)));
            kept.collect::<Vec<_>>().join("\n")
        }))
    };
    let (cases, heads) = (TableName::CARE_COSTS, TableName::CARE_COST_PER_HEAD);
    for (name, left_out, rule) in [
        (cases, ",used,", "care_costs.csv: has no row with choice used: all costs would be 0"),
        (heads, ",used,", "care_cost_per_head.csv: has no row with choice used: all costs would be 0"),
        (heads, ",used,40,", "care_cost_per_head.csv: leaves out age 40 of social_care, all, in use"),
        (heads, ",used,100,", "care_cost_per_head.csv: leaves out age 100 of social_care, all, in use"),
    ] {
        let message = without(name, &[left_out]).unwrap_err().to_string();
        assert!(message.starts_with(rule), "{message}");
    }
    let told = |name, left_out: &[&str]| without(name, left_out).unwrap().notes().pop().unwrap();
    assert_eq!(told(cases, &["copd,nhs,used"]), "care_costs has no cost of copd in use: none is counted");
    assert_eq!(
        told(heads, &["social_care,all,used"]),
        "care_cost_per_head has no cost of social_care in use: none is counted"
    );
    let ages: Vec<String> = (18..65).map(|age| format!("social_care,all,used,{age},")).collect();
    assert_eq!(
        told(heads, &ages.iter().map(String::as_str).collect::<Vec<_>>()),
        "care_cost_per_head has costs of social_care in use from age 65: none is counted of younger people"
    );
    assert!(parts().3.notes().last().unwrap().starts_with("costs of care are in pounds"));
}

#[test]
fn rates_and_costs_that_do_not_agree_are_refused() {
    let check = |name: TableName, change: &dyn Fn(String) -> String| {
        let notes = with(name, change).check_agreement(&[super::agreement::AGREEMENTS]);
        notes.map(|notes| notes.join("\n")).map_err(|error| error.to_string())
    };
    let swapped = check(TableName::DISEASE_RATES, &|text| {
        text.replace("heart_attack,male", "heart_attack,x")
            .replace("heart_attack,female", "heart_attack,male")
            .replace("heart_attack,x", "heart_attack,female")
    });
    assert!(swapped.unwrap_err().contains("men's rate over women's"));
    let later = check(TableName::DISEASE_ESTIMATES, &|text| text.replace(",2010,2593,", ",2010,2593000,"));
    assert!(later.unwrap_err().contains("deaths of those who outlived the onset"));
    let pence = check(TableName::CARE_COSTS, &|text| text.replace("2403.67,2003.06,2884.4", "2403670,2003060,2884400"));
    assert!(pence.unwrap_err().contains("pounds a year of care of a case"));
    let unread = check(TableName::CARE_COSTS, &|text| {
        text.replace("copd,nhs,alternative,18,,,2344,", "copd,nhs,alternative,18,,,2345,")
    });
    assert_eq!(unread.unwrap(), "care_costs.csv: no projection reads line 2");
    let compared = check(TableName::DISEASE_ESTIMATES, &|text| text.replace(",2012,115000,", ",2012,115001,"));
    assert_eq!(compared.unwrap(), "disease_estimates.csv: no projection reads line 3");
}
