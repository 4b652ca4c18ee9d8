//! Short tables that several examples print.

use health_impact::Error;
use health_impact::outcomes::{AmbitionRow, Measure, Outcomes, ProbabilityEstimate, Quantity, RequiredEffort, Summary};
use health_impact::report::PrintedTable;
use health_impact::scenario::BASELINE;
use health_impact::scenario::Group;
use health_impact::units::Year;

/// What is counted of a gain.
#[derive(Debug, Clone, Copy)]
pub enum Gain {
    /// Less of it is better: what is averted.
    Averted(Measure),
    /// More of it is better.
    Gained(Measure),
}

/// Deaths, QALYs, costs and days off sick.
pub const GAINS: [Gain; 5] = [
    Gain::Averted(Measure::DEATHS),
    Gain::Gained(Measure::QALYS),
    Gain::Averted(Measure::NHS_COST),
    Gain::Averted(Measure::SOCIAL_CARE_COST),
    Gain::Averted(Measure::ABSENCE_DAYS),
];

impl Gain {
    /// Heading of a column.
    pub fn heading(self) -> String {
        let (measure, word) = match self {
            Self::Averted(measure) => (measure, if pounds(measure) { "saved" } else { "averted" }),
            Self::Gained(measure) => (measure, "gained"),
        };
        let name = measure.name().replace('_', " ");
        if pounds(measure) { format!("{name} {word}, million pounds") } else { format!("{name} {word}") }
    }

    /// The gain of a scenario against another, added up to a year.
    pub fn to(self, scenario: &str, comparator: &str, group: &Group, year: Year) -> Quantity {
        let gain = match self {
            Self::Averted(measure) => Quantity::averted(scenario, measure, year),
            Self::Gained(measure) => Quantity::cumulative(scenario, measure, year),
        };
        gain.against(comparator).group(group.clone())
    }

    /// Mean and 95% interval; pounds in millions.
    pub fn shown(self, summary: &Summary) -> String {
        let (Self::Averted(measure) | Self::Gained(measure)) = self;
        let unit = if pounds(measure) { 1e-6 } else { 1.0 };
        interval(summary, |value| number(unit * value))
    }
}

fn pounds(measure: Measure) -> bool {
    measure.row().is_some_and(|row| row.unit().starts_with("GBP"))
}

/// `mean (lower to upper)` of the 95% interval.
pub fn interval(summary: &Summary, show: impl Fn(f64) -> String) -> String {
    format!("{} ({} to {})", show(summary.mean), show(summary.lower_95), show(summary.upper_95))
}

/// A number with as many digits as its size bears.
pub fn number(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => thousands(value),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        size if size < 5e-4 => "0".to_owned(),
        _ => format!("{value:.3}"),
    }
}

/// What scenarios bring, added up to a year; of one without a health pathway its days off sick alone.
pub fn of_gains(
    outcomes: &Outcomes,
    rows: &[(&str, &str, bool)],
    gains: &[Gain],
    group: &Group,
    year: Year,
) -> Result<PrintedTable, Error> {
    let mut table = PrintedTable::new(
        ["scenario".to_owned(), "against".to_owned()],
        gains.iter().map(|gain| gain.heading()).collect::<Vec<_>>(),
    );
    for (scenario, comparator, pathway) in rows {
        let mut cells = vec![(*scenario).to_owned(), (*comparator).to_owned()];
        for (at, gain) in gains.iter().enumerate() {
            let days = matches!(gain, Gain::Averted(Measure::ABSENCE_DAYS));
            cells.push(if *pathway || days {
                gain.shown(&outcomes.summary(&gain.to(scenario, comparator, group, year))?)
            } else if at == 0 {
                "no health pathway modelled".to_owned()
            } else {
                String::new()
            });
        }
        table.push(cells);
    }
    Ok(table)
}

/// Smoking in routine and manual occupations beside all adults, and the gap, under the present trend.
pub fn of_occupations(outcomes: &Outcomes) -> Result<PrintedTable, Error> {
    let mut years = vec![outcomes.start(), Year::AMBITIONS, outcomes.last()?];
    years.dedup();
    let columns: Vec<String> = years.iter().map(Year::to_string).collect();
    let mut table = PrintedTable::new(["beside 4a, the present trend".to_owned()], columns);
    for (who, measure) in [
        ("all adults who smoke", Measure::SMOKING_PREVALENCE),
        ("in routine and manual occupations", Measure::SMOKING_PREVALENCE_ROUTINE_MANUAL),
        ("gap", Measure::SMOKING_GAP_ROUTINE_MANUAL),
    ] {
        let mut cells = vec![who.to_owned()];
        for year in &years {
            cells.push(interval(&outcomes.level(BASELINE, measure, &Group::everybody(), *year)?, percent));
        }
        table.push(cells);
    }
    Ok(table)
}

/// Rows of the present trend for one group: the region, or an area.
pub fn standing<'a>(outcomes: &'a Outcomes, area: &str) -> Result<Vec<AmbitionRow<'a>>, Error> {
    let all = outcomes.ambitions()?.into_iter();
    Ok(all.filter(|row| row.scenario == BASELINE && row.area == area && row.quintile == "all").collect())
}

/// The effort each ambition required.
pub fn of_effort(effort: &[RequiredEffort<'_>]) -> PrintedTable {
    let numbers = ["met by the trend", "out of reach", "factor on the driver (95% interval)"];
    let mut table = PrintedTable::new(["ambition", "scenario"], numbers);
    for one in effort {
        let factor = one.factor.as_ref().map(|factor| interval(factor, |value| format!("{value:.2}")));
        let chances = [&one.by_trend, &one.out_of_reach].map(chance);
        let words = [one.ambition.clone(), one.scenario.to_owned()];
        table.push(words.into_iter().chain(chances).chain([factor.unwrap_or_default()]));
    }
    table
}

/// A chance and its Monte Carlo error in points.
pub fn chance(chance: &ProbabilityEstimate) -> String {
    let shown = format!("{:.0}% ± {:.0}", 100.0 * chance.probability, 100.0 * chance.mc_error);
    if chance.left_out == 0 {
        return shown;
    }
    let (least, most) = chance.range();
    format!("{shown} ({:.0}% to {:.0}%)", 100.0 * least, 100.0 * most)
}

/// The first three and the last three.
pub fn best_and_worst<T: Clone>(sorted: &[T]) -> Vec<T> {
    if sorted.len() <= 6 {
        return sorted.to_vec();
    }
    sorted[..3].iter().chain(&sorted[sorted.len() - 3..]).cloned().collect()
}

/// A share in per cent.
pub fn percent(share: f64) -> String {
    format!("{:.1}%", 100.0 * share)
}

/// A whole number with commas.
pub fn thousands(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if value.round() < 0.0 { format!("-{grouped}") } else { grouped }
}
