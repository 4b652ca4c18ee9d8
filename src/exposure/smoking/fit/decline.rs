//! How the excess risk of smoking falls after quitting.

use crate::named::named_enum;

named_enum! {
    /// The published curves of the share of excess risk left after quitting.
    pub(crate) enum Curve {
        /// Cancers.
        Cancers = "cancers",
        /// Diseases of heart and vessels.
        Cardiovascular = "cardiovascular",
        /// Chronic obstructive pulmonary disease.
        Copd = "copd",
    }
}

/// Number of published curves.
pub(crate) const CURVES: usize = Curve::AXIS.len();

/// How the excess risk of a cause falls after quitting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Decline {
    /// Along a published curve.
    Along(Curve),
    /// To a constant share of the smoker's excess, from a ratio of former against never smokers.
    Constant(f64),
}

/// Risk causes that follow each other and decline alike.
#[derive(Debug, Clone)]
pub(crate) struct Declines {
    pub(crate) how: Decline,
    pub(crate) risks: std::ops::Range<usize>,
}

impl Declines {
    pub(super) fn of(declines: &[Decline]) -> Vec<Self> {
        let mut runs: Vec<Self> = Vec::new();
        for (risk, how) in declines.iter().enumerate() {
            match runs.last_mut() {
                Some(last) if last.how == *how => last.risks.end = risk + 1,
                _ => runs.push(Self { how: *how, risks: risk..risk + 1 }),
            }
        }
        runs
    }
}
