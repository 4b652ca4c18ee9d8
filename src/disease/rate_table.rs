//! The table of disease rates: bands of age checked, and each band's figures with their spread.

use super::Disease;
use crate::data::integer;
use crate::data::{Table, TableName};
use crate::error::Error;
use crate::numerics::special::Z_95;
use crate::population::stratum::Sex;
use crate::units::AGES;

/// Which figures of a disease are data; what is left is solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    /// Fatality is solved.
    IncidencePrevalence,
    /// Prevalence is solved.
    IncidenceFatality,
    /// Incidence is solved.
    PrevalenceFatality,
    /// Nothing is solved: the three are checked against each other.
    AllThree,
    /// Deaths of those who outlive the onset are known in all: a hazard ratio, one for a sex, and prevalence are solved.
    IncidenceDeaths,
    /// A hazard ratio and a prevalence in all are known: the rise of incidence before the start and prevalence by age are solved.
    IncidenceHazardRatio,
}

impl Basis {
    const NAMES: [(&'static str, Self, [bool; 3]); 6] = [
        ("incidence_prevalence", Self::IncidencePrevalence, [true, true, false]),
        ("incidence_fatality", Self::IncidenceFatality, [true, false, true]),
        ("prevalence_fatality", Self::PrevalenceFatality, [false, true, true]),
        ("all_three", Self::AllThree, [true, true, true]),
        ("incidence_deaths", Self::IncidenceDeaths, [true, false, false]),
        ("incidence_hazard_ratio", Self::IncidenceHazardRatio, [true, false, false]),
    ];
}

/// A figure by band with the standard deviation of its logarithm, 0 where no interval was given.
#[derive(Debug, Clone, Default)]
pub(super) struct RateFigures {
    pub(super) values: Vec<f64>,
    pub(super) log_sd: Vec<f64>,
}

impl RateFigures {
    /// The standard deviation at an age.
    pub(super) fn log_sd_at(&self, starts: &[usize], age: usize) -> f64 {
        starts.iter().rposition(|&start| age >= start).and_then(|band| self.log_sd.get(band)).copied().unwrap_or(0.0)
    }
}

/// The rows of a disease and sex, in the order of age.
#[derive(Debug, Clone)]
pub(super) struct Bands {
    pub(super) basis: Basis,
    /// Year the figures are of.
    pub(super) year: f64,
    /// Whether incidence is per person, ill or not.
    pub(super) per_everyone: bool,
    /// First ages.
    pub(super) starts: Vec<usize>,
    pub(super) incidence: RateFigures,
    pub(super) prevalence: RateFigures,
    pub(super) fatality: RateFigures,
    pub(super) die_at_onset: Vec<f64>,
}

impl Bands {
    /// The band of an age.
    pub(super) fn of(&self, age: usize) -> usize {
        self.starts.iter().rposition(|&start| age >= start).unwrap_or(0)
    }

    /// The rows of a disease and sex.
    ///
    /// # Errors
    /// If there are none, or bands overlap, leave a gap, do not begin at 0 or do not end open; if basis, year or `per` differ
    /// between them; if the figures given are not those of the basis; if limits do not hold their figure. Line and value are named.
    pub(super) fn read(table: &Table, disease: Disease, sex: Sex) -> Result<Self, Error> {
        let (name, sexes) = (table.text("disease")?, table.text("sex")?);
        let (from, to) = (table.number("age_from")?, table.number("age_to")?);
        let mut rows: Vec<usize> =
            (0..table.rows()).filter(|&row| name[row] == disease.name() && sexes[row] == sex.name()).collect();
        rows.sort_by_key(|&row| integer(from[row]));
        let who = format!("{}, {sex}", disease.name());
        let wrong = |row: usize, rule: String| Error::Table {
            table: table.label().to_owned(),
            line: (row < table.rows()).then(|| table.line(row)),
            rule,
        };
        let Some(&first) = rows.first() else { return Err(wrong(usize::MAX, format!("has no row for {who}"))) };
        let mut next = Some(0);
        for &row in &rows {
            let begins = integer(from[row]);
            match next {
                Some(next) if begins == next => {}
                Some(next) if begins > next => {
                    return Err(wrong(row, format!("age_from {begins} of {who} leaves out ages from {next} on")));
                }
                _ => return Err(wrong(row, format!("age_from {begins} of {who} is in the band before it as well"))),
            }
            next = to[row].is_finite().then(|| integer(to[row]) + 1);
        }
        if next.is_some_and(|next| next < AGES) {
            let last = rows[rows.len() - 1];
            return Err(wrong(last, format!("age_to {} of {who} leaves out the ages after it", to[last])));
        }
        let (basis, per, year) = (table.text("basis")?, table.text("per")?, table.number("year")?);
        let alike = |row: usize| {
            basis[row] == basis[first] && per[row] == per[first] && year[row].total_cmp(&year[first]).is_eq()
        };
        if let Some(&row) = rows.iter().find(|&&row| !alike(row)) {
            return Err(wrong(
                row,
                format!("basis, per and year of {who} must be those of line {}", table.line(first)),
            ));
        }
        let Some((_, basis, needed)) = Basis::NAMES.into_iter().find(|(word, ..)| basis[first] == *word) else {
            return Err(Error::unknown("basis", &basis[first], Basis::NAMES.map(|(word, ..)| word)));
        };
        let mut figures = [RateFigures::default(), RateFigures::default(), RateFigures::default()];
        for ((what, needed), figures) in
            ["incidence", "prevalence", "fatality"].into_iter().zip(needed).zip(&mut figures)
        {
            *figures = Self::figures(table, &rows, what, needed)?;
        }
        let die = table.number("die_at_onset")?;
        let [incidence, prevalence, fatality] = figures;
        Ok(Self {
            basis,
            year: year[first],
            per_everyone: per[first] == "everyone",
            starts: rows.iter().map(|&row| integer(from[row])).collect(),
            incidence,
            prevalence,
            fatality,
            die_at_onset: rows.iter().map(|&row| die[row]).collect(),
        })
    }

    fn figures(table: &Table, rows: &[usize], what: &str, needed: bool) -> Result<RateFigures, Error> {
        let (values, lower, upper) =
            (table.number(what)?, table.number(&format!("{what}_lower"))?, table.number(&format!("{what}_upper"))?);
        let mut figures = RateFigures::default();
        for &row in rows {
            let (value, low, high) = (values[row], lower[row], upper[row]);
            let wrong = |column: &str, value: f64, rule: String| Error::Cell {
                table: table.label().to_owned(),
                line: table.line(row),
                column: column.to_owned(),
                value: if value.is_finite() { value.to_string() } else { String::new() },
                rule,
            };
            if value.is_finite() != needed {
                let rule = if needed { "must be given on this basis" } else { "must be blank on this basis" };
                return Err(wrong(what, value, rule.into()));
            }
            if low > value {
                return Err(wrong(&format!("{what}_lower"), low, format!("must not be above {what} {value}")));
            }
            if high < value {
                return Err(wrong(&format!("{what}_upper"), high, format!("must not be below {what} {value}")));
            }
            if low <= 0.0 && value > 0.0 {
                let rule =
                    format!("must be above 0 as {what} is, whose logarithm is drawn; or leave both bounds blank");
                return Err(wrong(&format!("{what}_lower"), low, rule));
            }
            if !needed {
                continue;
            }
            figures.values.push(value);
            let spread = low > 0.0 && high > low;
            figures.log_sd.push(if spread { (libm::log(high) - libm::log(low)) / (2.0 * Z_95) } else { 0.0 });
        }
        Ok(figures)
    }
}

/// A published figure of a disease.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct DiseaseEstimate {
    pub(super) value: f64,
    pub(super) limits: Option<(f64, f64)>,
    pub(super) age_from: usize,
    pub(super) year: f64,
}

/// The latest estimate of a disease, measure and sex (`None`: both); of several ages the one from the youngest on.
pub(super) fn point(
    table: &Table,
    disease: Disease,
    measure: &str,
    sex: Option<Sex>,
) -> Result<Option<DiseaseEstimate>, Error> {
    let (name, measures, sexes) = (table.text("disease")?, table.text("measure")?, table.text("sex")?);
    let (age, year, value) = (table.number("age_from")?, table.number("year")?, table.number("value")?);
    let (lower, upper) = (table.number("lower")?, table.number("upper")?);
    let sex = sex.map_or("all", Sex::name);
    let mut found: Option<DiseaseEstimate> = None;
    for row in 0..table.rows() {
        let right =
            name[row] == disease.name() && measures[row] == measure && sexes[row] == sex && value[row].is_finite();
        let newer = found.is_none_or(|p| year[row] > p.year || (year[row] >= p.year && integer(age[row]) < p.age_from));
        if right && newer {
            let limits = (lower[row].is_finite() && upper[row].is_finite()).then(|| (lower[row], upper[row]));
            found = Some(DiseaseEstimate { value: value[row], limits, age_from: integer(age[row]), year: year[row] });
        }
    }
    Ok(found)
}

/// The estimate that a basis cannot do without.
///
/// # Errors
/// If there is none.
pub(super) fn need_point(
    table: &Table,
    disease: Disease,
    measure: &str,
    sex: Option<Sex>,
) -> Result<DiseaseEstimate, Error> {
    point(table, disease, measure, sex)?.ok_or_else(|| Error::Table {
        table: TableName::DISEASE_ESTIMATES.to_string(),
        line: None,
        rule: format!("needs {measure} of {}, {}", disease.name(), sex.map_or("all", Sex::name)),
    })
}
