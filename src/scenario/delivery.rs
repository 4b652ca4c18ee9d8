//! What it costs to deliver a lever, and who pays.

use crate::data::schema::{CHOICE, Cross, STATUS, Schema, list};
use crate::data::{ReferenceData, Rule, TableName, table};
use crate::error::Error;
use crate::estimate::Estimate;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The tables of costs of delivery, and of what a later year counts for.
pub(crate) const TABLES: &[TableName] = &[TableName::DELIVERY_COSTS, TableName::DISCOUNT_RATES];

impl TableName {
    /// What help to live healthily costs.
    pub const DELIVERY_COSTS: Self = table!(
        "delivery_costs",
        Schema {
            cross: &[Cross::Interval("cost")],
            ..list(
                &[
                    ("help", Rule::Text),
                    ("unit", Rule::Text),
                    ("payer", Rule::OneOf(&["nhs", "local_authority", "employer"])),
                    ("choice", CHOICE),
                    ("cost", Rule::NonNegative),
                    ("lower", Rule::OptionalNonNegative),
                    ("upper", Rule::OptionalNonNegative),
                    ("price_year", Rule::Text),
                    ("source", Rule::Text),
                    ("status", STATUS),
                    ("note", Rule::OptionalText),
                ],
                &["help", "unit", "price_year"],
            )
        }
    );

    /// Discount rates of costs and of health.
    pub const DISCOUNT_RATES: Self = table!(
        "discount_rates",
        list(
            &[
                ("name", Rule::Text),
                ("costs", Rule::Share),
                ("health", Rule::Share),
                ("source", Rule::Text),
                ("status", STATUS),
                ("note", Rule::OptionalText),
            ],
            &["name"],
        )
    );
}

/// Who pays for help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Payer {
    /// The National Health Service.
    Nhs,
    /// Local authorities, from their public-health budget.
    LocalAuthority,
    /// Employers.
    Employer,
}

impl Payer {
    /// All payers.
    pub const ALL: [Self; 3] = [Self::Nhs, Self::LocalAuthority, Self::Employer];

    /// Name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nhs => "nhs",
            Self::LocalAuthority => "local_authority",
            Self::Employer => "employer",
        }
    }

    /// Place in [`Payer::ALL`].
    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Payer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a cost is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CostPer {
    /// Each year in which the lever acts, whomever it reaches. It is shared out by people of the start.
    Year,
    /// Each person reached beyond today's, every year:
    ///
    /// | lever | reached |
    /// |---|---|
    /// | `StopSmokingReach` | smokers who use the service in the year |
    /// | `Inactivity` | adults who would not be active, and now are, at the beginning of the year |
    /// | `ChecksWithMentalIllness` | people with severe mental illness who get the help in the year |
    ///
    /// Of other levers it is not known whom they reach.
    PersonReached,
}

/// A cost of delivering a lever.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliveryCost {
    /// Who pays it.
    pub payer: Payer,
    /// What it is a cost of.
    pub per: CostPer,
    /// Pounds, 0 or more in every draw.
    pub pounds: Estimate,
}

impl DeliveryCost {
    /// A cost of each year in which the lever acts, in pounds.
    #[must_use]
    pub fn per_year(payer: Payer, pounds: Estimate) -> Self {
        Self { payer, per: CostPer::Year, pounds }
    }

    /// A cost of each person reached, every year, in pounds.
    #[must_use]
    pub fn per_person_reached(payer: Payer, pounds: Estimate) -> Self {
        Self { payer, per: CostPer::PersonReached, pounds }
    }

    /// The published cost of a kind of help, for each person reached: the row of `delivery_costs.csv` that is marked `used`.
    /// `stop_smoking_service` belongs to `StopSmokingReach`, `brief_advice_physical_activity` to `Inactivity`. Neither source gives an
    /// interval, so they are fixed.
    ///
    /// # Errors
    /// If no cost of that help is marked `used`; the nearest that is is offered.
    ///
    /// # Examples
    /// ```
    /// use health_impact::prelude::*;
    ///
    /// let cost = DeliveryCost::built_in(&ReferenceData::embedded(), "stop_smoking_service")?;
    /// assert_eq!(cost.payer, Payer::LocalAuthority);
    /// let lever = Lever::new(LeverKind::StopSmokingReach { factor: 2.0 }, Year::new(2016)?).costing(cost);
    /// # assert_eq!(lever.costs.len(), 1);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn built_in(data: &ReferenceData, help: &str) -> Result<Self, Error> {
        let table = data.table(TableName::DELIVERY_COSTS);
        let (helps, payers, choices) = (table.text("help")?, table.text("payer")?, table.text("choice")?);
        let (costs, sources) = (table.number("cost")?, table.text("source")?);
        let used = || (0..table.rows()).filter(|&row| choices[row] == "used");
        let row = used()
            .find(|&row| helps[row] == help)
            .ok_or_else(|| Error::unknown("cost of help", help, used().map(|row| helps[row].as_str())))?;
        let payer = Payer::ALL
            .into_iter()
            .find(|payer| payer.name() == payers[row])
            .ok_or_else(|| Error::unknown("payer", &payers[row], Payer::ALL.iter().map(|payer| payer.name())))?;
        Ok(Self::per_person_reached(payer, Estimate::fixed(costs[row])?.with_source(sources[row].as_str())))
    }
}
