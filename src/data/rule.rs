//! What a cell of a column may hold.

use super::geography::Geography;
use crate::error::Error;

/// What cells may name: the areas of a region, and tables.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Vocabulary<'a> {
    pub(crate) geography: &'a Geography,
    pub(crate) tables: &'a [&'static str],
}

/// The rule of a column. Every test is written so that a value that is not a number fails it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rule {
    /// The code of an area of the region, one of the 33 authorities in the built-in case.
    Borough,
    /// The code of an area, of the region or of its country.
    Area,
    /// The code of an area in the table that says which areas there are.
    NewArea,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// The name of a table.
    Table,
    /// Any text, not blank.
    Text,
    /// Any text or blank.
    OptionalText,
    /// A whole number from the first to the second, both included.
    Integer(u32, u32),
    /// An age of 0 to 100 or blank, blank meaning that the band is open above.
    OptionalAge,
    /// One of these whole numbers, such as the lower bounds of age groups.
    Numbers(&'static [u32]),
    /// A calendar year.
    Year,
    /// 0 or more: counts and rates.
    NonNegative,
    /// 0 or more, or blank where none was published.
    OptionalNonNegative,
    /// Above 0: relative risks, life expectancies.
    Positive,
    /// Above 0, or blank where none was published.
    OptionalPositive,
    /// A share or probability, 0 to 1.
    Share,
    /// A share, or blank where none was published.
    OptionalShare,
    /// Any number, or blank.
    OptionalNumber,
}

impl Rule {
    pub(crate) fn is_text(self) -> bool {
        matches!(
            self,
            Self::Borough | Self::Area | Self::NewArea | Self::OneOf(_) | Self::Table | Self::Text | Self::OptionalText
        )
    }

    fn may_be_blank(self) -> bool {
        matches!(
            self,
            Self::OptionalText
                | Self::OptionalAge
                | Self::OptionalNonNegative
                | Self::OptionalPositive
                | Self::OptionalShare
                | Self::OptionalNumber
        )
    }

    /// The words a column of text is limited to, if it is.
    pub(crate) fn words(self, known: Vocabulary<'_>) -> Option<Vec<&str>> {
        match self {
            Self::Borough => Some(known.geography.codes().collect()),
            Self::Area => Some(known.geography.codes_and_aggregates().collect()),
            Self::OneOf(words) => Some(words.to_vec()),
            Self::Table => Some(known.tables.to_vec()),
            _ => None,
        }
    }

    /// The whole numbers a column of numbers is limited to, if it is.
    pub(crate) fn numbers(self) -> Option<Vec<u32>> {
        match self {
            Self::Integer(from, to) => Some((from..=to).collect()),
            Self::Numbers(numbers) => Some(numbers.to_vec()),
            _ => None,
        }
    }

    /// Checks a cell of text.
    ///
    /// # Errors
    /// The rule it breaks, to be shown after the value.
    pub(crate) fn check_text(self, cell: &str, known: Vocabulary<'_>) -> Result<(), String> {
        if cell.is_empty() {
            return if self.may_be_blank() { Ok(()) } else { Err("must not be blank".into()) };
        }
        let keeps = match self {
            Self::Borough => known.geography.codes().any(|code| code == cell),
            Self::Area => known.geography.codes_and_aggregates().any(|code| code == cell),
            Self::OneOf(words) => words.contains(&cell),
            Self::Table => known.tables.contains(&cell),
            _ => true,
        };
        if keeps { Ok(()) } else { Err(self.not_known(cell, known)) }
    }

    fn not_known(self, cell: &str, known: Vocabulary<'_>) -> String {
        let words = self.words(known).unwrap_or_default();
        if let Self::OneOf(words) = self {
            return format!("must be one of {}", words.join(", "));
        }
        let kind = if matches!(self, Self::Table) { "table" } else { "area code" };
        // Someone who writes the name of an area wants its code.
        if let Some(code) = known.geography.code_of(cell).filter(|code| words.contains(code)) {
            return format!("is not a known {kind}: did you mean {code:?}?");
        }
        match Error::unknown(kind, cell, words) {
            Error::UnknownName { nearest: Some(nearest), .. } => {
                format!("is not a known {kind}: did you mean {nearest:?}?")
            }
            _ => format!("is not a known {kind}"),
        }
    }

    /// Reads a cell of numbers; a blank that is allowed becomes NaN.
    ///
    /// # Errors
    /// The rule it breaks, to be shown after the value.
    pub(crate) fn read_number(self, cell: &str) -> Result<f64, String> {
        if cell.is_empty() {
            return if self.may_be_blank() { Ok(f64::NAN) } else { Err("must not be blank".into()) };
        }
        let Ok(value) = cell.parse::<f64>() else { return Err(self.rule_of_numbers()) };
        let is_integer = value.is_finite() && value.fract() == 0.0;
        let keeps = match self {
            Self::Integer(from, to) => is_integer && (f64::from(from)..=f64::from(to)).contains(&value),
            Self::OptionalAge => is_integer && (0.0..=100.0).contains(&value),
            Self::Numbers(numbers) => is_integer && numbers.iter().any(|n| f64::from(*n).total_cmp(&value).is_eq()),
            Self::Year => is_integer && (1800.0..=2300.0).contains(&value),
            Self::NonNegative | Self::OptionalNonNegative => value >= 0.0 && value.is_finite(),
            Self::Positive | Self::OptionalPositive => value > 0.0 && value.is_finite(),
            Self::Share | Self::OptionalShare => (0.0..=1.0).contains(&value),
            _ => value.is_finite(),
        };
        // Adding 0 turns a written "-0" into 0, so that equal cells are equal keys.
        if keeps { Ok(value + 0.0) } else { Err(self.rule_of_numbers()) }
    }

    fn rule_of_numbers(self) -> String {
        match self {
            Self::Integer(from, to) => format!("must be a whole number from {from} to {to}"),
            Self::OptionalAge => "must be a whole number from 0 to 100, or blank if the band is open".into(),
            Self::Numbers(numbers) => {
                let list: Vec<String> = numbers.iter().map(u32::to_string).collect();
                format!("must be one of {}", list.join(", "))
            }
            Self::Year => "must be a whole year from 1800 to 2300".into(),
            Self::NonNegative => "must be a finite number of 0 or more".into(),
            Self::OptionalNonNegative => "must be a finite number of 0 or more, or blank".into(),
            Self::Positive => "must be a finite number above 0".into(),
            Self::OptionalPositive => "must be a finite number above 0, or blank".into(),
            Self::Share => "must lie in 0 to 1".into(),
            Self::OptionalShare => "must lie in 0 to 1, or be blank".into(),
            _ => "must be a finite number, or blank".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_its_rule_at_the_edges() {
        for (rule, good, bad) in [
            (Rule::Share, vec!["0", "1", "0.5", "-0", "1e-3"], vec!["-0.1", "1.1", "nan", "inf", "", "1 2", "13%"]),
            (Rule::Positive, vec!["0.001", "3"], vec!["0", "-1", "inf", "NaN", ""]),
            (Rule::OptionalPositive, vec!["", "0.5"], vec!["0", "-inf"]),
            (Rule::Integer(0, 90), vec!["0", "90", "7.0"], vec!["-1", "91", "0.5", "nan"]),
            (Rule::OptionalAge, vec!["", "100"], vec!["101", "-1", "1.5"]),
            (Rule::Year, vec!["1800", "2300"], vec!["1799", "2301", "2015.5", "15"]),
            (Rule::Numbers(&[0, 5]), vec!["0", "5"], vec!["1", "-5", "5.1"]),
        ] {
            assert!(good.iter().all(|cell| rule.read_number(cell).is_ok()), "{rule:?}");
            assert!(bad.iter().all(|cell| rule.read_number(cell).is_err()), "{rule:?}");
        }
        assert!(Rule::Share.read_number("-0").unwrap().is_sign_positive());
        assert!(Rule::OptionalShare.read_number("").unwrap().is_nan());
    }
}
