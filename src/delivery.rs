//! What it costs to deliver an intervention, and who pays.

use crate::catalogue::measure::{Ages, Form};
use crate::catalogue::rows::CatalogueRows;
use crate::catalogue::{Measure, MeasureRow};
use crate::data::agreement::{Agreement, Pair, within};
use crate::data::keyed::Keyed;
use crate::data::schema::{CHOICE, Cells, Cross, STATUS, Schema, Unread, Usual, list};
use crate::data::{ReferenceData, Rule, TableName, table};
use crate::error::Error;
use crate::estimate::Estimate;
use serde::{Deserialize, Serialize};

/// The tables of costs of delivery, and of what a later year counts for.
pub(crate) const TABLES: &[TableName] = &[TableName::DELIVERY_COSTS, TableName::DISCOUNT_RATES];

impl TableName {
    /// What help to live healthily costs.
    pub const DELIVERY_COSTS: Self = table!(
        "delivery_costs",
        Schema {
            cross: &[Cross::Interval("cost")],
            usual: &[Usual::new("cost", 5.0, 30.0)],
            unread: &[
                Unread::Rows(&[("choice", Cells::Is(&["alternative"]))]),
                Unread::Column("lower"),
                Unread::Column("upper"),
            ],
            ..list(
                &[
                    ("help", Rule::Text),
                    ("unit", Rule::Text),
                    ("payer", Rule::OneOf(&NAMES)),
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
        Schema {
            // The rates stand in the rows of the measures; a test holds the table to them.
            unread: &[Unread::Rows(&[])],
            ..list(
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
        }
    );
}

/// What is compared; the embedded tables give 1.01.
pub(crate) const AGREEMENTS: &[Agreement] = &[Agreement {
    what: "cost of a quit date against that of a quitter times the share who quit",
    tables: &[TableName::DELIVERY_COSTS, TableName::SMOKING_INTERVENTIONS],
    usual: within(2.0),
    possible: within(6.0),
    pairs: |data| {
        let costs = Keyed::of(data, TableName::DELIVERY_COSTS, &["help", "unit", "choice", "price_year"], "cost")?;
        let rates = ["parameter", "sex", "age_from", "age_to"];
        let rates = Keyed::of(data, TableName::SMOKING_INTERVENTIONS, &rates, "mean")?;
        let Some(quit) = rates.get(&["four_week_quit_rate", "all", "12", ""]) else { return Ok(Vec::new()) };
        let pair = |(key, cost): (&[String], f64)| {
            let is_quit_date = key[..3] == ["stop_smoking_service", "person who sets a quit date", "used"];
            let of_quitter = costs.get(&["stop_smoking_service", "four-week quitter", "alternative", &key[3]])?;
            is_quit_date.then(|| Pair::new("stop-smoking services", cost, of_quitter * quit))
        };
        Ok(costs.iter().filter_map(pair).collect())
    },
}];

/// Payers, and what it costs each of them in a line.
macro_rules! payers {
    ($($(#[doc = $doc:literal])+ $payer:ident = $name:literal, $cost:ident = $measure:literal;)+) => {
        $crate::named::named_enum! {
            /// Who pays for help.
            #[derive(Serialize, Deserialize)]
            #[serde(rename_all = "snake_case")]
            #[non_exhaustive]
            pub enum Payer { $($(#[doc = $doc])+ $payer = $name,)+ }
        }

        impl Measure {
            $(
                #[doc = concat!("What it costs to deliver interventions, as far as they have a cost: payer ", $name, ".")]
                pub const $cost: Self = Self::fixed($measure);
            )+
        }

        /// The words for the payers.
        const NAMES: [&str; PAYERS] = [$($name,)+];
        /// What it costs each payer, in their order.
        pub(crate) const COSTS: [Measure; PAYERS] = [$(Measure::$cost,)+];
        const ROWS: [MeasureRow; PAYERS] = [$(MeasureRow::flow(Measure::$cost, "GBP", Ages::All),)+];
    };
}

payers! {
    /// The National Health Service.
    Nhs = "nhs", DELIVERY_COST_NHS = "delivery_cost_nhs";
    /// Local authorities, from their public-health budget.
    LocalAuthority = "local_authority", DELIVERY_COST_LOCAL_AUTHORITY = "delivery_cost_local_authority";
    /// Employers.
    Employer = "employer", DELIVERY_COST_EMPLOYER = "delivery_cost_employer";
}

impl Payer {
    /// All.
    pub const ALL: &'static [Self] = &Self::AXIS;
}

/// Number of payers.
pub(crate) const PAYERS: usize = Payer::AXIS.len();

impl Measure {
    /// What it costs all payers to deliver interventions, as far as they have a cost.
    pub const DELIVERY_COST: Self = Self::fixed("delivery_cost");
    /// What it costs to deliver interventions discounted at 1.5% a year to the start.
    pub const DELIVERY_COST_DISCOUNTED_1_5: Self = Self::fixed("delivery_cost_discounted_1.5");
    /// What it costs to deliver interventions discounted at 3.5% a year to the start.
    pub const DELIVERY_COST_DISCOUNTED_3_5: Self = Self::fixed("delivery_cost_discounted_3.5");
}

const fn formed(of: Measure, form: Form) -> MeasureRow {
    MeasureRow::over_a_year(of, "GBP", form)
}

const FORMED: [MeasureRow; 3] = [
    formed(Measure::DELIVERY_COST, Form::Together(&COSTS)),
    formed(Measure::DELIVERY_COST_DISCOUNTED_1_5, Form::Discounted(Measure::DELIVERY_COST, 0.015)),
    formed(Measure::DELIVERY_COST_DISCOUNTED_3_5, Form::Discounted(Measure::DELIVERY_COST, 0.035)),
];

const MEASURES: [MeasureRow; PAYERS + 3] = {
    let mut all = [ROWS[0]; PAYERS + 3];
    let mut at = 0;
    while at < all.len() {
        all[at] = if at < PAYERS { ROWS[at] } else { FORMED[at - PAYERS] };
        at += 1;
    }
    all
};

pub(crate) const ADDS: CatalogueRows = CatalogueRows { measures: &MEASURES, ..CatalogueRows::NOTHING };

/// What a cost is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CostPer {
    /// Each year in which the intervention acts, whomever it reaches. It is shared out by people of the start.
    Year,
    /// Each person reached beyond today's, every year, of drivers of which it is known whom they reach: smokers who use the service
    /// in the year, adults who would not be active and now are at its beginning, people with severe mental illness who get the help.
    PersonReached,
}

/// A cost of delivering an intervention.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DeliveryCost {
    /// Who pays it.
    pub payer: Payer,
    /// What it is a cost of.
    pub per: CostPer,
    /// Pounds, 0 or more in every draw.
    pub pounds: Estimate,
}

impl DeliveryCost {
    /// A cost of each year in which the intervention acts, in pounds.
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
    /// `stop_smoking_service` belongs to [`Driver::STOP_SMOKING_REACH`](crate::catalogue::Driver), `brief_advice_physical_activity` to
    /// more activity. Neither source gives an interval, so they are fixed.
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
    /// let services = Intervention::new(Driver::STOP_SMOKING_REACH, Effect::factor(2.0)).costing(cost);
    /// # assert_eq!(services.costs.len(), 1);
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
        let payer = Payer::AXIS
            .iter()
            .copied()
            .find(|payer| payer.name() == payers[row])
            .ok_or_else(|| Error::unknown("payer", &payers[row], Payer::AXIS.map(Payer::name)))?;
        Ok(Self::per_person_reached(payer, Estimate::fixed(costs[row])?.with_source(sources[row].as_str())))
    }
}
