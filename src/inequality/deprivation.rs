//! The areas in the order of their deprivation.

use crate::data::{ReferenceData, TableName};
use crate::error::Error;

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
}
