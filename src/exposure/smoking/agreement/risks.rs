//! Relative risks, how the excess falls after quitting, and the cancers they are weighted by.

use crate::data::TableName;
use crate::data::agreement::{Agreement, Pair};
use crate::data::keyed::Keyed;
use crate::population::stratum::Sex;
use std::collections::BTreeMap;

/// All cancers of the table of registrations.
const ALL_SITES: &str = "all_excl_nonmelanoma_skin";
/// Sites whose deaths are a cause of their own.
const SITES: [(&str, &str); 6] = [
    ("lung", "lung_cancer"),
    ("liver", "liver_cancer"),
    ("colorectal", "colorectal_cancer"),
    ("breast", "breast_cancer"),
    ("prostate", "prostate_cancer"),
    ("cervix", "cervical_cancer"),
];
/// Years of the registrations.
const REGISTERED: [&str; 3] = ["y2010", "y2011", "y2012"];
/// A current smoker's ratio this near 1 has no excess of which former smokers' could be a share.
const NO_EXCESS: f64 = 1.05;

/// What is compared. Ratios of the embedded tables stand behind each.
pub(crate) const AGREEMENTS: &[Agreement] = &[
    // 0.46 to 35.3
    Agreement {
        what: "relative risk of smokers",
        tables: &[TableName::SMOKING_RELATIVE_RISK],
        usual: 0.4..=40.0,
        possible: 0.2..=80.0,
        pairs: |data| {
            let key = ["outcome", "measure", "sex", "age_from", "level"];
            let ratios = Keyed::of(data, TableName::SMOKING_RELATIVE_RISK, &key, "relative_risk")?;
            Ok(ratios.iter().map(|(key, ratio)| Pair::alone(key.join(", "), ratio)).collect())
        },
    },
    // -0.08 to 1.00
    Agreement {
        what: "excess risk of former smokers as a share of that of current ones",
        tables: &[TableName::SMOKING_RELATIVE_RISK],
        usual: -0.3..=1.1,
        possible: -2.0..=3.0,
        pairs: |data| {
            let key = ["outcome", "measure", "level", "sex"];
            let ratios = Keyed::of(data, TableName::SMOKING_RELATIVE_RISK, &key, "relative_risk")?;
            let mut pairs = Vec::new();
            for (key, former) in ratios.iter().filter(|(key, _)| key[2] == "former") {
                let same = |of: &[String]| {
                    of[..2] == key[..2] && of[2] == "current" && (of[3] == key[3] || of[3] == "all" || key[3] == "all")
                };
                for (_, current) in ratios.iter().filter(|(of, current)| same(of) && *current > NO_EXCESS) {
                    let of = format!("{}, {}, {}", key[0], key[1], key[3]);
                    pairs.push(Pair::alone(of, (former - 1.0) / (current - 1.0)));
                }
            }
            Ok(pairs)
        },
    },
    // 0.00 to 0.38
    Agreement {
        what: "share of a smoker's excess risk that is lost in a year, after none was lost on quitting",
        tables: &[TableName::SMOKING_EXCESS_RISK_REMAINING],
        usual: -0.001..=0.5,
        possible: -0.1..=0.9,
        pairs: |data| {
            let key = ["curve", "years_since_quitting"];
            let remaining = Keyed::of(data, TableName::SMOKING_EXCESS_RISK_REMAINING, &key, "remaining")?;
            let mut curves: BTreeMap<&str, BTreeMap<usize, f64>> = BTreeMap::new();
            for (key, share) in remaining.iter() {
                curves.entry(&key[0]).or_default().insert(key[1].parse().unwrap_or(usize::MAX), share);
            }
            let mut pairs = Vec::new();
            for (curve, years) in curves {
                let mut before = 1.0;
                for (year, share) in years {
                    pairs.push(Pair::alone(format!("{curve}, year {year}"), before - share));
                    before = share;
                }
            }
            Ok(pairs)
        },
    },
    // 0.79 to 0.81
    Agreement {
        what: "registrations of the sites of cancer together against all cancers",
        tables: &[TableName::CANCER_REGISTRATIONS_SITE],
        usual: 0.6..=1.0,
        possible: 0.3..=1.05,
        pairs: |data| {
            let cases = Keyed::of(data, TableName::CANCER_REGISTRATIONS_SITE, &["site", "sex"], "cases")?;
            let pair = |sex: Sex| {
                let of = |all: bool| cases.sum(|key| key[1] == sex.name() && (key[0] == ALL_SITES) == all);
                Pair::new(sex.name(), of(false), of(true))
            };
            Ok(Sex::ALL.map(pair).to_vec())
        },
    },
    // 0.96 to 5.31
    Agreement {
        what: "registrations of a cancer against its deaths in the same years",
        tables: &[TableName::CANCER_REGISTRATIONS_SITE, TableName::DEATHS_BY_CAUSE],
        usual: 0.7..=8.0,
        possible: 0.25..=20.0,
        pairs: |data| {
            let cases = Keyed::of(data, TableName::CANCER_REGISTRATIONS_SITE, &["site", "sex"], "cases")?;
            let deaths = REGISTERED
                .map(|year| Keyed::of(data, TableName::DEATHS_BY_CAUSE, &["cause", "sex"], year))
                .into_iter()
                .collect::<Result<Vec<_>, _>>()?;
            let died = |wanted: &dyn Fn(&[String]) -> bool| deaths.iter().map(|year| year.sum(wanted)).sum::<f64>();
            let mut pairs = Vec::new();
            for sex in Sex::ALL.map(Sex::name) {
                for (site, cause) in SITES {
                    let died = died(&|key| key[0] == cause && key[1] == sex);
                    // Prostate and cervix are of one sex.
                    if died > 0.0 {
                        let found = cases.sum(|key| key[0] == site && key[1] == sex);
                        pairs.push(Pair::new(format!("{site}, {sex}"), found, died));
                    }
                }
                let found = cases.sum(|key| key[0] == ALL_SITES && key[1] == sex);
                let died = died(&|key| key[0].ends_with("_cancer") && key[1] == sex);
                pairs.push(Pair::new(format!("all sites, {sex}"), found, died));
            }
            Ok(pairs)
        },
    },
];
