//! What can be said of an indicator of the crate: its words, where its figures stand, whether it has a path to health.

use crate::catalogue::Indicator;
use crate::catalogue::indicator::{IndicatorRow, Pathway};
use crate::catalogue::rows::Catalogue;
use crate::data::{ReferenceData, TableName};

impl IndicatorRow {
    /// Whether moving it changes deaths, disease or what they cost in the model.
    pub(crate) fn has_pathway(&self, data: &ReferenceData) -> bool {
        match self.pathway {
            Pathway::None => false,
            Pathway::Modelled => true,
            Pathway::With(table) => data.table(table).rows() > 0,
        }
    }
}

impl Indicator {
    fn row<T>(self, what: impl FnOnce(&IndicatorRow) -> T) -> Option<T> {
        Catalogue::built_in().indicator(self).ok().map(what)
    }

    /// What it is in a sentence; none of an indicator that is not the crate's own.
    #[must_use]
    pub fn words(self) -> Option<String> {
        self.row(|row| row.words.as_str().to_owned())
    }

    /// The table its level at the start is read from; none of an indicator that is not the crate's own.
    #[must_use]
    pub fn table(self) -> Option<TableName> {
        self.row(|row| row.table).flatten()
    }

    /// Whether moving it changes deaths, disease or what they cost in the model.
    ///
    /// Drinking does if `data` has relative risks of it, which wait for an analyst's own figures. Admissions, readiness for school,
    /// days off sick and indicators of one's own are moved by themselves and change nothing else: "no health pathway modelled".
    #[must_use]
    pub fn health_pathway(self, data: &ReferenceData) -> bool {
        self.row(|row| row.has_pathway(data)).unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Table;

    #[test]
    fn a_pathway_may_wait_for_relative_risks() {
        let london = ReferenceData::embedded();
        let waiting = |one: &Indicator| matches!(one.row(|row| row.pathway), Some(Pathway::With(_)));
        let [drinking]: [Indicator; 1] =
            Indicator::ALL.iter().copied().filter(waiting).collect::<Vec<_>>().try_into().unwrap();
        assert!(!drinking.health_pathway(&london));
        let text = "outcome,measure,sex,age_from,level,relative_risk,lower,upper,source,status\n\
                    stroke,mortality,all,18,over_14,1.1,,,mine,unverified\n";
        let mine = Table::from_csv_str(TableName::ALCOHOL_RELATIVE_RISK, text).unwrap();
        assert!(drinking.health_pathway(&london.with_table(mine).unwrap()));
        assert!(!Indicator::named("my_own").unwrap().health_pathway(&ReferenceData::embedded()));
    }
}
