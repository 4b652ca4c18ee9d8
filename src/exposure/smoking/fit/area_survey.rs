//! What the surveys say of smoking in an area, the region and its country, and how sure that is.

use crate::data::integer;
use crate::data::{COUNTRY, REGION, ReferenceData, TableName};
use crate::error::Error;
use crate::numerics::logit::logit;
use crate::numerics::sample::mean;
use crate::numerics::special::Z_95;
use crate::trend::Observation;

/// One observation of a survey: a share, and the variance of its logit if an interval is published.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Survey {
    pub(crate) year: i32,
    pub(crate) share: f64,
    pub(crate) logit_variance: Option<f64>,
}

/// People asked to whom an area's figures are put down if none of them has an interval: with p (1 - p) over the square of the
/// standard error, the median of the boroughs' figures in the embedded `smoking_area` is 427, and London has that of each of its 33 areas.
const EFFECTIVE_SAMPLE: f64 = 400.0;

/// People asked in an area, or in the region, of whose error nothing is published.
fn assumed_sample(data: &ReferenceData, code: &str) -> f64 {
    if code == REGION { EFFECTIVE_SAMPLE * data.areas().len() as f64 } else { EFFECTIVE_SAMPLE }
}

/// The observations of an area in order of year.
///
/// # Errors
/// If an interval has no width: it would outweigh all others.
pub(crate) fn area_observations(data: &ReferenceData, code: &str) -> Result<Vec<Survey>, Error> {
    let table = data.table(TableName::SMOKING_AREA);
    let (codes, years) = (table.text("area_code")?, table.number("year")?);
    let (share, lower, upper) = (table.number("prevalence")?, table.number("lower")?, table.number("upper")?);
    let rows: Vec<usize> = (0..table.rows()).filter(|&row| codes[row].as_str() == code).collect();
    if let Some(&row) = rows.iter().find(|&&row| upper[row] <= lower[row]) {
        return Err(Error::Cell {
            table: table.label().to_owned(),
            line: table.line(row),
            column: "upper".into(),
            value: upper[row].to_string(),
            rule: format!("must be above lower {}: leave both blank if no interval was published", lower[row]),
        });
    }
    let mut observations: Vec<Survey> = rows
        .into_iter()
        .map(|row| Survey {
            year: integer(years[row]) as i32,
            share: share[row],
            logit_variance: (lower[row].is_finite() && upper[row].is_finite()).then(|| {
                // Half the published width, as a standard error of the share, carried to the logit.
                let sd = (upper[row] - lower[row]) / (2.0 * Z_95);
                let slope = share[row] * (1.0 - share[row]);
                (sd / slope) * (sd / slope)
            }),
        })
        .collect();
    observations.sort_by_key(|observation| observation.year);
    Ok(observations)
}

/// What is known of an area up to a year.
pub(crate) struct AreaSurveys {
    /// All years on the logit scale. One without an interval has the mean variance of the others, or that of the
    /// assumed sample if none has any.
    pub(crate) observations: Vec<Observation>,
    /// Whether an interval of some year is published.
    pub(crate) published: bool,
    /// People asked in the last year, as many as the intervals are as wide as.
    pub(crate) effective_sample: f64,
}

impl AreaSurveys {
    /// Those up to and including `until`.
    ///
    /// # Errors
    /// As [`area_observations`].
    pub(crate) fn up_to(data: &ReferenceData, code: &str, until: i32) -> Result<Self, Error> {
        let seen: Vec<Survey> = area_observations(data, code)?.into_iter().filter(|r| r.year <= until).collect();
        let known: Vec<f64> = seen.iter().filter_map(|r| r.logit_variance).collect();
        let typical = (!known.is_empty()).then(|| mean(&known));
        let sample = assumed_sample(data, code);
        let assumed = |share: f64| 1.0 / (sample * share * (1.0 - share));
        let observation = |r: &Survey| Observation {
            time: f64::from(r.year),
            value: logit(r.share),
            variance: r.logit_variance.or(typical).unwrap_or_else(|| assumed(r.share)),
        };
        let effective_sample = match (typical, seen.last()) {
            (Some(typical), Some(last)) => 1.0 / (typical * last.share * (1.0 - last.share)),
            _ => sample,
        };
        let observations = seen.iter().map(observation).collect();
        Ok(Self { observations, published: typical.is_some(), effective_sample })
    }
}

/// Tells of figures up to a year that have no interval and are taken all the same, or are not.
///
/// # Errors
/// As [`area_observations`].
pub(crate) fn error_notes(data: &ReferenceData, until: i32) -> Result<Vec<String>, Error> {
    let none = |code: &str| {
        let surveys = AreaSurveys::up_to(data, code, until)?;
        Ok::<_, Error>(!surveys.published && !surveys.observations.is_empty())
    };
    let label = data.table(TableName::SMOKING_AREA).label();
    let mut notes = Vec::new();
    let mut names = Vec::new();
    for area in data.areas() {
        if none(&area.code)? {
            names.push(area.name.as_str());
        }
    }
    if !names.is_empty() {
        notes.push(format!(
            "{label}: no interval of {} is given: the figures are taken as those of {EFFECTIVE_SAMPLE} people asked, about as many as in a borough of London",
            names.join(", ")
        ));
    }
    if none(REGION)? {
        notes.push(format!(
            "{label}: no interval of the region is given: its figures are taken as those of {EFFECTIVE_SAMPLE} people asked in each of its areas"
        ));
    }
    if none(COUNTRY)? {
        notes.push(format!(
            "{label}: no interval of the country is given: how smoking varies from year to year is learnt without it"
        ));
    }
    Ok(notes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Table;

    /// The embedded table with other cells in some rows, by area and year.
    fn with(change: impl Fn(&mut Vec<&str>)) -> ReferenceData {
        let text = std::fs::read_to_string("data/smoking_area.csv").unwrap();
        let lines = text.lines().map(|line| {
            let mut cells: Vec<&str> = line.split(',').collect();
            change(&mut cells);
            cells.join(",") + "\n"
        });
        let table = Table::from_csv_str(TableName::SMOKING_AREA, &lines.collect::<String>()).unwrap();
        ReferenceData::embedded().with_table(table).unwrap()
    }

    #[test]
    fn the_assumed_sample_is_that_of_londons_boroughs() {
        let data = ReferenceData::embedded();
        let mut samples = Vec::new();
        for area in data.areas() {
            for one in area_observations(&data, &area.code).unwrap() {
                samples.extend(one.logit_variance.map(|variance| 1.0 / (variance * one.share * (1.0 - one.share))));
            }
        }
        samples.sort_by(f64::total_cmp);
        let median = samples[samples.len() / 2];
        assert!((median - 427.0).abs() < 1.0, "{median}");
        let london = AreaSurveys::up_to(&data, REGION, 2015).unwrap();
        assert!((london.effective_sample / assumed_sample(&data, REGION) - 1.0).abs() < 0.15);
        assert!(error_notes(&data, 2015).unwrap().is_empty());
    }

    #[test]
    fn figures_without_an_interval_count_as_many_people() {
        let data = with(|cells| {
            if matches!(cells[0], "E09000007" | REGION | COUNTRY) {
                (cells[3], cells[4]) = ("", "");
            }
        });
        for (code, sample) in [("E09000007", 400.0), (REGION, 33.0 * 400.0)] {
            let surveys = AreaSurveys::up_to(&data, code, 2015).unwrap();
            assert!(!surveys.published && (surveys.effective_sample - sample).abs() < 1e-9);
            for (one, read) in surveys.observations.iter().zip(area_observations(&data, code).unwrap()) {
                assert!((one.variance * sample * read.share * (1.0 - read.share) - 1.0).abs() < 1e-12);
            }
        }
        let notes = error_notes(&data, 2015).unwrap();
        assert_eq!(
            notes,
            [
                "smoking_area.csv: no interval of Camden is given: the figures are taken as those of 400 people asked, about as many as in a borough of London",
                "smoking_area.csv: no interval of the region is given: its figures are taken as those of 400 people asked in each of its areas",
                "smoking_area.csv: no interval of the country is given: how smoking varies from year to year is learnt without it",
            ]
        );
    }

    #[test]
    fn an_interval_without_width_is_refused() {
        let data = with(|cells| {
            if cells[..2] == ["E09000007", "2014"] {
                (cells[3], cells[4]) = (cells[2], cells[2]);
            }
        });
        let text = std::fs::read_to_string("data/smoking_area.csv").unwrap();
        let line = 1 + text.lines().position(|line| line.starts_with("E09000007,2014,")).unwrap();
        let share = text.lines().nth(line - 1).unwrap().split(',').nth(2).unwrap().to_owned();
        assert_eq!(
            area_observations(&data, "E09000007").unwrap_err().to_string(),
            format!(
                "smoking_area.csv line {line}: upper \"{share}\" must be above lower {share}: leave both blank if no interval was published"
            )
        );
    }
}
