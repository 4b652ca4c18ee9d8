//! The areas in the order of their deprivation.

use crate::data::agreement::{Agreement, Pair};
use crate::data::keyed::Keyed;
use crate::data::{ReferenceData, TableName};
use crate::error::Error;
use crate::numerics::sample::{mean, variance};
use crate::population::agreement::People;
use std::collections::BTreeMap;

/// Of fewer areas a correlation tells little.
const ENOUGH_AREAS: usize = 8;

/// What is compared; the embedded tables give -0.99.
pub(crate) const AGREEMENTS: &[Agreement] = &[Agreement {
    // 1 is the most deprived quintile, and a high score is a deprived area; the end is beyond -1 for the last digits of a sum.
    what: "correlation of the areas' deprivation scores with the mean quintile of their people",
    tables: &[TableName::DEPRIVATION_SHARES, TableName::DEPRIVATION_BOROUGH],
    usual: -1.01..=-0.8,
    possible: -1.01..=0.0,
    pairs: |data| {
        let (people, quintiles) = (People::of(data)?, mean_quintiles(data)?);
        let scores = Keyed::of(data, TableName::DEPRIVATION_BOROUGH, &["area_code"], "average_score")?;
        let both = |(code, _): &(String, String)| Some((scores.get(&[code])?, *quintiles.get(code)?));
        let (scores, quintiles): (Vec<f64>, Vec<f64>) = people.areas.iter().filter_map(both).unzip();
        // Areas that are all alike have no order; what their means differ by are the last digits of sums.
        let are_alike = |values: &[f64]| !(variance(values) > 1e-12);
        if scores.len() < ENOUGH_AREAS || are_alike(&scores) || are_alike(&quintiles) {
            return Ok(Vec::new());
        }
        let spread = libm::sqrt(variance(&scores) * variance(&quintiles));
        let (score, quintile) = (mean(&scores), mean(&quintiles));
        let products: f64 = scores.iter().zip(&quintiles).map(|(one, other)| (one - score) * (other - quintile)).sum();
        Ok(vec![Pair::alone("all areas", products / (scores.len() - 1) as f64 / spread)])
    },
}];

/// Mean deprivation quintile of the people of each area that has any.
fn mean_quintiles(data: &ReferenceData) -> Result<BTreeMap<String, f64>, Error> {
    let people = People::of(data)?;
    let shares = Keyed::of(data, TableName::DEPRIVATION_SHARES, &["area_code", "age_from", "quintile"], "share")?;
    let mut means = BTreeMap::new();
    for (key, share) in shares.iter() {
        let (from, quintile): (usize, f64) = (key[1].parse().unwrap_or(0), key[2].parse().unwrap_or(0.0));
        let of_ages = people.of_area(&key[0], from..=if from < 90 { from + 4 } else { 90 });
        let all = people.of_area(&key[0], 0..=90);
        if all > 0.0 {
            *means.entry(key[0].clone()).or_insert(0.0) += quintile * share * of_ages / all;
        }
    }
    Ok(means)
}

/// Names of the areas, the most deprived first: by the average score of the index of multiple deprivation of 2015.
///
/// The scores are unverified: recomputed where they were read from the published scores of small areas. The order of two areas
/// whose scores are close may be the other way round in the publication.
///
/// # Errors
/// If an area has no score, or two areas have the same.
pub fn areas_by_deprivation(data: &ReferenceData) -> Result<Vec<String>, Error> {
    let areas = data.table(TableName::AREAS);
    let (codes, names) = (areas.text("area_code")?, areas.text("area_name")?);
    let table = data.table(TableName::DEPRIVATION_BOROUGH);
    let (scored, scores) = (table.text("area_code")?, table.number("average_score")?);
    let problem = |rule: String| Error::Table { table: TableName::DEPRIVATION_BOROUGH.to_string(), line: None, rule };
    let mut order: Vec<(f64, &str)> = Vec::with_capacity(names.len());
    for (code, name) in codes.iter().zip(names) {
        let row = scored
            .iter()
            .position(|other| other == code)
            .ok_or_else(|| problem(format!("needs a score of {name}, to rank it by deprivation")))?;
        order.push((scores[row], name.as_str()));
    }
    order.sort_by(|one, other| other.0.total_cmp(&one.0));
    if let Some(pair) = order.windows(2).find(|pair| pair[0].0.total_cmp(&pair[1].0).is_eq()) {
        return Err(problem(format!(
            "gives {} and {} the same score, so that neither is more deprived",
            pair[0].1, pair[1].1
        )));
    }
    Ok(order.into_iter().map(|(_, name)| name.to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Table;

    /// In the publication of the index of 2015 Tower Hamlets, Barking and Dagenham, Hackney and Newham lead London, and Richmond
    /// and Kingston end it.
    #[test]
    fn londons_order() {
        let order = areas_by_deprivation(&ReferenceData::embedded()).unwrap();
        assert_eq!(order.len(), 33);
        let mut first: Vec<&str> = order[..4].iter().map(String::as_str).collect();
        first.sort_unstable();
        assert_eq!(first, ["Barking and Dagenham", "Hackney", "Newham", "Tower Hamlets"]);
        assert_eq!(order[31..], ["Kingston upon Thames", "Richmond upon Thames"]);
    }

    #[test]
    fn equal_scores_are_refused() {
        let rows: String = crate::data::ReferenceData::embedded()
            .table(TableName::DEPRIVATION_BOROUGH)
            .text("area_code")
            .unwrap()
            .iter()
            .map(|code| format!("{code},20\n"))
            .collect();
        let text = format!("area_code,average_score\n{rows}");
        let table = Table::from_csv_str(TableName::DEPRIVATION_BOROUGH, &text).unwrap();
        let data = ReferenceData::embedded().with_table(table).unwrap();
        assert!(areas_by_deprivation(&data).unwrap_err().to_string().contains("the same score"));
    }

    #[test]
    fn scores_the_other_way_round_are_refused() {
        let data = ReferenceData::embedded();
        let scores = data.table(TableName::DEPRIVATION_BOROUGH);
        let (codes, scores) = (scores.text("area_code").unwrap(), scores.number("average_score").unwrap());
        let with = |score: fn(f64) -> f64| {
            let rows: String =
                codes.iter().zip(scores).map(|(code, own)| format!("{code},{}\n", score(*own))).collect();
            let text = format!("area_code,average_score\n{rows}");
            let table = data.read_csv_str(TableName::DEPRIVATION_BOROUGH, &text).unwrap();
            data.clone().with_table(table).unwrap().check_agreement(&[AGREEMENTS])
        };
        assert!(with(|score| 50.0 - score).unwrap_err().to_string().contains("correlation"));
        // What is alike has no order, and any unit will do.
        let told = ["deprivation_borough.csv: no projection reads this table"];
        assert_eq!(with(|_| 20.0).unwrap(), told);
        assert_eq!(with(|score| 10.0 * score).unwrap(), told);
    }
}
