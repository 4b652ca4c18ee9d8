//! Short tables for people: text for a terminal, Markdown for a page. Numbers are rounded here and nowhere below.

use crate::outcomes::display::{decimals, grouped};
use crate::outcomes::{AmbitionRow, ProbabilityEstimate, RequiredEffort, ResultRow, SensitivityRow, Summary};
use crate::units::Proportion;
use std::fmt;

/// A table to be read by people.
///
/// # Examples
/// ```
/// use health_impact::report::PrintedTable;
///
/// let mut table = PrintedTable::new(["area"], ["deaths averted"]);
/// table.push(["Hackney".to_owned(), "1,234".to_owned()]);
/// assert_eq!(table.to_string(), "area     deaths averted\n-------  --------------\nHackney           1,234\n");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedTable {
    header: Vec<String>,
    /// The first columns hold words and stand left, the others numbers and stand right.
    words: usize,
    rows: Vec<Vec<String>>,
}

impl PrintedTable {
    /// A table without rows: columns of words, then columns of numbers.
    #[must_use]
    pub fn new<T: Into<String>>(words: impl IntoIterator<Item = T>, numbers: impl IntoIterator<Item = T>) -> Self {
        let mut header: Vec<String> = words.into_iter().map(Into::into).collect();
        let words = header.len();
        header.extend(numbers.into_iter().map(Into::into));
        Self { header, words, rows: Vec::new() }
    }

    /// Adds a row. Cells that are missing stay blank; cells beyond the columns get columns without a name.
    pub fn push(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0).max(self.header.len());
        for row in self.rows.iter_mut().chain([&mut self.header]) {
            row.resize(columns, String::new());
        }
    }

    /// Rows of the table of results: mean and 95% interval.
    #[must_use]
    pub fn of_results(rows: &[ResultRow<'_>]) -> Self {
        let words = ["scenario", "against", "measure", "area", "group", "kind"];
        let mut table = Self::new(words, ["year", "mean", "lower 95%", "upper 95%"]);
        for row in rows {
            let group = [
                row.sex.map(|sex| sex.to_string()),
                row.ages.map(|ages| format!("ages {ages}")),
                row.quintile.map(|quintile| format!("quintile {quintile}")),
            ];
            let group: Vec<String> = group.into_iter().flatten().collect();
            let words = [row.scenario, row.comparator.unwrap_or_default(), row.measure.name(), &row.area];
            let kind = [if group.is_empty() { "all".to_owned() } else { group.join(", ") }, row.kind.to_string()];
            let numbers = interval(&row.summary, row.unit == "share");
            table.push(words.map(str::to_owned).into_iter().chain(kind).chain([row.year.to_string()]).chain(numbers));
        }
        table
    }

    /// Rows of the table of ambitions.
    #[must_use]
    pub fn of_ambitions(rows: &[AmbitionRow<'_>]) -> Self {
        let words = ["ambition", "scenario", "indicator", "area", "quintile"];
        let numbers = [
            "baseline",
            "in",
            "target",
            "by",
            "projected",
            "lower 95%",
            "upper 95%",
            "lower 80%",
            "upper 80%",
            "chance of meeting it",
            "median year met",
        ];
        let mut table = Self::new(words, numbers);
        for row in rows {
            let words = [&row.ambition, row.scenario, &row.words, &row.area, &row.quintile].map(str::to_owned);
            let share = row.is_share;
            // Digits follow the width of the interval.
            let digits = row.projected.map_or(0, |summary| summary.decimals());
            let show = |value: f64| {
                if share { percent(value, digits.saturating_sub(2)) } else { grouped(value, digits) }
            };
            let optional = |value: Option<f64>| value.map(show).unwrap_or_default();
            let projected = row.projected.map_or_else(Default::default, |summary| {
                [summary.mean, summary.lower_95, summary.upper_95, summary.lower_80, summary.upper_80].map(show)
            });
            let baseline = [optional(row.baseline_value), row.baseline_year.to_string()];
            let chance = row.met.as_ref().map(chance).unwrap_or_default();
            let year = row.median_year_met.map(|year| year.to_string()).unwrap_or_default();
            let target = [optional(row.target), row.deadline.to_string()];
            table.push(words.into_iter().chain(baseline).chain(target).chain(projected).chain([chance, year]));
        }
        table
    }

    /// The effort each ambition required, among everybody; "for 50%" and "for 90%" are the factors, the same in every
    /// draw, that meet it with that chance.
    #[must_use]
    pub fn of_required_effort(rows: &[RequiredEffort<'_>]) -> Self {
        let numbers = [
            "met by the trend",
            "out of reach",
            "factor on the driver",
            "lower 95%",
            "upper 95%",
            "for 50%",
            "for 90%",
            "extra quits a year",
        ];
        let mut table = Self::new(["ambition", "scenario"], numbers);
        for row in rows {
            let words = [row.ambition.clone(), row.scenario.to_owned()];
            let chances = [chance(&row.by_trend), chance(&row.out_of_reach)];
            let factor = row.factor.as_ref().map_or_else(Default::default, |factor| interval(factor, false));
            let enough = [0.5, 0.9].map(|chance| {
                let factor = Proportion::new(chance).ok().and_then(|chance| row.factor_for(chance));
                factor.map_or_else(|| "out of reach".to_owned(), |factor| grouped(factor, 2))
            });
            let extra = row.extra_quits_a_year.map(|extra| grouped(extra.mean, extra.decimals())).unwrap_or_default();
            table.push(words.into_iter().chain(chances).chain(factor).chain(enough).chain([extra]));
        }
        table
    }

    /// The inputs that move a result most.
    #[must_use]
    pub fn of_sensitivity(rows: &[SensitivityRow<'_>]) -> Self {
        let numbers = ["rank correlation", "at its lowest fifth", "at its highest fifth", "change"];
        let mut table = Self::new(["input"], numbers);
        for row in rows {
            let digits = decimals(row.change().abs());
            let results = [row.at_lowest, row.at_highest, row.change()].map(|value| grouped(value, digits));
            table.push([row.input.to_owned(), grouped(row.correlation, 2)].into_iter().chain(results));
        }
        table
    }

    /// The table in Markdown.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let line = |cells: &[String]| {
            // A bar or a line break within a cell would begin another.
            let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let rule = |column: usize| if column < self.words { "---" } else { "---:" }.to_owned();
        let rules: Vec<String> = (0..self.header.len()).map(rule).collect();
        let mut text = line(&self.header) + &line(&rules);
        text.extend(self.rows.iter().map(|row| line(row)));
        text
    }
}

impl fmt::Display for PrintedTable {
    /// The table as text, columns two spaces apart.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |column: usize| {
            let cells = self.rows.iter().map(|row| &row[column]).chain([&self.header[column]]);
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.header.len()).map(width).collect();
        let rule: Vec<String> = widths.iter().map(|&width| "-".repeat(width)).collect();
        for row in [&self.header, &rule].into_iter().chain(&self.rows) {
            let cell = |(column, cell): (usize, &String)| {
                let width = widths[column];
                if column < self.words { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
            };
            let line: Vec<String> = row.iter().enumerate().map(cell).collect();
            writeln!(f, "{}", line.join("  ").trim_end())?;
        }
        Ok(())
    }
}

/// Mean and 95% interval, a share in per cent.
fn interval(summary: &Summary, share: bool) -> [String; 3] {
    let digits = summary.decimals();
    [summary.mean, summary.lower_95, summary.upper_95]
        .map(|value| if share { percent(value, digits.saturating_sub(2)) } else { grouped(value, digits) })
}

/// Never a bare "0%" or "100%": a count of draws cannot tell never from seldom.
fn chance(chance: &ProbabilityEstimate) -> String {
    let error = 100.0 * chance.mc_error;
    let digits = decimals(error);
    let shown = format!("{} ± {}", percent(chance.probability, digits), grouped(error, digits));
    if chance.left_out == 0 {
        return shown;
    }
    let (least, most) = chance.range();
    format!("{shown} ({} to {})", percent(least, digits), percent(most, digits))
}

fn percent(share: f64, digits: usize) -> String {
    format!("{}%", grouped(100.0 * share, digits))
}
