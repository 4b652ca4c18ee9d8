//! Every batch is checked before it is kept: finite numbers, no fewer than no people, shares within their whole, areas that add up.

use super::fitted_model::FittedModel;
use super::plan::scenario::ScenarioPlan;
use super::settings::FailedDraws;
use crate::catalogue::Measure;
use crate::catalogue::measure::Form;
use crate::error::Error;
use crate::multistate::lanes::{LANES, Lanes};
use crate::outcomes::layout::{Layout, Margin, SEX_COLUMNS, ValueMargin};
use crate::population::stratum::{QUINTILES, RESULT_BANDS, Sex};
use crate::subjects::{KEPT, KEPT_STOCKS, MEASURE_ROWS, measure_at};
use crate::units::Year;
use std::ops::Range;

/// How far sums over the same people may be apart, as a part of them: rounding is a thousand times less.
const ROUNDING: f64 = 1e-9;
/// Days of a year of work.
const MOST_DAYS: f64 = 365.0;
/// Inputs told of a draw that fails.
const TOLD: usize = 3;

/// A batch of the draws of a projection, about to be kept.
pub(super) struct Check<'a> {
    pub(super) model: &'a FittedModel,
    pub(super) plans: &'a [ScenarioPlan],
    pub(super) layout: &'a Layout,
    /// The first draw of the batch.
    pub(super) first: u64,
}

impl Check<'_> {
    /// Passes a batch whose numbers can be true, or marks those draws that fail if they are to be left out.
    ///
    /// # Errors
    /// If draws that fail stop the run and a number is not finite or below 0 where that cannot be, a part is more than its whole, or areas, quintiles and age
    /// bands do not add up to the same: the draw, the measure, whose it is, the year and the inputs furthest from their centres.
    pub(super) fn pass(&self, numbers: &mut [Lanes], failed: FailedDraws) -> Result<(), Error> {
        while let Some((lane, what)) = self.fault(numbers) {
            if failed == FailedDraws::Stop || numbers[self.layout.failed_at()].0[lane] > 0.0 {
                let parameters = self.model.plan.parameters();
                let value = |row: usize| numbers[self.layout.parameter_at(row)].0[lane];
                let furthest = parameters.furthest(value, TOLD);
                return Err(Error::Draw { draw: self.first + lane as u64, rule: what, furthest });
            }
            for number in &mut *numbers {
                number.0[lane] = 0.0;
            }
            numbers[self.layout.failed_at()].0[lane] = 1.0;
        }
        Ok(())
    }

    fn fault(&self, numbers: &[Lanes]) -> Option<(usize, String)> {
        self.not_finite(numbers)
            .or_else(|| self.below_0(numbers))
            .or_else(|| self.sums_apart(numbers))
            .or_else(|| self.part_above_whole(numbers))
            .or_else(|| self.people_lost(numbers))
            .or_else(|| self.more_than_there_can_be(numbers))
    }

    /// Everything that is kept is a number, but for the life of nobody: a quintile or area without people.
    fn not_finite(&self, numbers: &[Lanes]) -> Option<(usize, String)> {
        let is_wrong = |lanes: &Lanes| !lanes.0.iter().all(|value| value.is_finite());
        numbers.iter().position(is_wrong)?;
        let of_nobody = self.values_of_nobody(numbers);
        let at = (0..numbers.len())
            .find(|at| is_wrong(&numbers[*at]) && !of_nobody.iter().any(|values| values.contains(at)))?;
        let lane = numbers[at].0.iter().position(|value| !value.is_finite())?;
        Some((lane, format!("{} is {} and must be finite", self.name_of(at), numbers[at].0[lane])))
    }

    /// Where values stand that are of a quintile or an area in which nobody lives.
    fn values_of_nobody(&self, numbers: &[Lanes]) -> Vec<Range<usize>> {
        const PEOPLE: usize = measure_at(Measure::POPULATION);
        let is_empty = |margin: Margin| {
            let start = self.layout.at(margin, PEOPLE, 0, 0);
            let people = &numbers[start..start + self.layout.scenarios * self.layout.years];
            people.iter().all(|lanes| lanes.0.iter().all(|people| people.total_cmp(&0.0).is_eq()))
        };
        let empty = |margin: &ValueMargin| match *margin {
            ValueMargin::All => false,
            ValueMargin::Quintile(quintile) => {
                (0..Sex::ALL.len()).all(|sex| is_empty(Margin::SexQuintile { sex, quintile }))
            }
            ValueMargin::Area(area) => is_empty(Margin::Area(area)),
        };
        let margins: Vec<ValueMargin> =
            self.value_margins().into_iter().map(|(margin, _)| margin).filter(empty).collect();
        let many = self.layout.scenarios * self.layout.years;
        let mut of_nobody = Vec::new();
        for measure in 0..self.model.catalogue.measures().len() {
            for margin in &margins {
                let starts = (0..SEX_COLUMNS).filter_map(|sex| self.layout.values_start(measure, *margin, sex));
                of_nobody.extend(starts.map(|start| start..start + many));
            }
        }
        of_nobody
    }

    /// Nobody is fewer than nobody; flows of money and of differences are not counts and are left alone.
    fn below_0(&self, numbers: &[Lanes]) -> Option<(usize, String)> {
        for margin in self.layout.each_margin() {
            for measure in 0..KEPT_STOCKS {
                let start = self.layout.at(margin, measure, 0, 0);
                let rows = &numbers[start..start + self.layout.scenarios * self.layout.years];
                let Some(at) = rows.iter().position(|lanes| lanes.0.iter().any(|value| *value < 0.0)) else { continue };
                let Some(lane) = rows[at].0.iter().position(|value| *value < 0.0) else { continue };
                return Some((
                    lane,
                    format!("{} is {} and must be 0 or more", self.name_of(start + at), rows[at].0[lane]),
                ));
            }
        }
        None
    }

    /// What is added up over areas, over quintiles and over age bands is the same.
    fn sums_apart(&self, numbers: &[Lanes]) -> Option<(usize, String)> {
        let many = self.layout.margin_len();
        let sum = |margins: &mut dyn Iterator<Item = Margin>| {
            let (mut sums, mut sizes) = (vec![Lanes::ZERO; many], vec![Lanes::ZERO; many]);
            for margin in margins {
                let start = self.layout.margin_start(margin);
                for ((sum, size), number) in sums.iter_mut().zip(&mut sizes).zip(&numbers[start..start + many]) {
                    *sum += *number;
                    *size += Lanes(number.0.map(f64::abs));
                }
            }
            (sums, sizes)
        };
        let (bands, sizes) =
            sum(&mut self.layout.each_margin().filter(|margin| matches!(margin, Margin::SexBand { .. })));
        let (quintiles, _) =
            sum(&mut self.layout.each_margin().filter(|margin| matches!(margin, Margin::SexQuintile { .. })));
        let (areas, _) = sum(&mut self.layout.each_margin().filter(|margin| matches!(margin, Margin::Area(_))));
        for at in 0..many {
            for (other, words) in [(&quintiles, "quintiles"), (&areas, "areas")] {
                for lane in 0..LANES {
                    let (one, two) = (bands[at].0[lane], other[at].0[lane]);
                    if !((one - two).abs() <= ROUNDING * sizes[at].0[lane].max(1.0)) {
                        let what = self.words(at, "everybody");
                        return Some((lane, format!("{what} is {one} by age bands and {two} by {words}")));
                    }
                }
            }
        }
        None
    }

    /// A share lies in 0 to 1.
    fn part_above_whole(&self, numbers: &[Lanes]) -> Option<(usize, String)> {
        for row in MEASURE_ROWS {
            let Form::ShareOf(part, whole) = row.form else { continue };
            let index = |measure| MEASURE_ROWS.iter().position(|row| row.id == measure).filter(|at| *at < KEPT);
            let (Some(part), Some(whole)) = (index(part), index(whole)) else { continue };
            if row.unit() != "share" {
                continue;
            }
            for margin in self.layout.each_margin() {
                let [part, whole] = [part, whole].map(|measure| self.layout.at(margin, measure, 0, 0));
                for at in 0..self.layout.scenarios * self.layout.years {
                    for lane in 0..LANES {
                        let (one, all) = (numbers[part + at].0[lane], numbers[whole + at].0[lane]);
                        if !(one <= all + ROUNDING * all.max(1.0)) {
                            let what = self.name_of(part + at);
                            return Some((lane, format!("{what} is {one} of {all}: {} must lie in 0 to 1", row.id)));
                        }
                    }
                }
            }
        }
        None
    }

    /// People of a year later are those of the year, the newborn and those who came, less the dead and those who left: no more may
    /// have left than the largest share of any cell that does.
    fn people_lost(&self, numbers: &[Lanes]) -> Option<(usize, String)> {
        const PEOPLE: usize = measure_at(Measure::POPULATION);
        const BIRTHS: usize = measure_at(Measure::BIRTHS);
        const DEATHS: usize = measure_at(Measure::DEATHS);
        let sum = |measure: usize, scenario: usize, year: usize| {
            let mut sum = Lanes::ZERO;
            for sex in 0..Sex::ALL.len() {
                for quintile in 0..QUINTILES {
                    sum += numbers[self.layout.at(Margin::SexQuintile { sex, quintile }, measure, scenario, year)];
                }
            }
            sum
        };
        for scenario in 0..self.layout.scenarios {
            for year in 1..self.layout.years {
                let (come, leave) = self.model.flows.bounds(year - 1);
                let (before, born) = (sum(PEOPLE, scenario, year - 1), sum(BIRTHS, scenario, year));
                let (died, now) = (sum(DEATHS, scenario, year), sum(PEOPLE, scenario, year));
                // Of a draw that failed already nothing is left to count.
                let failed = &numbers[self.layout.failed_at()].0;
                for lane in (0..LANES).filter(|lane| failed[*lane] < 1.0) {
                    let stay = before.0[lane] + born.0[lane] - died.0[lane];
                    let left = stay + come - now.0[lane];
                    let rounding = ROUNDING * before.0[lane].max(1.0);
                    if !(left >= -rounding && left <= leave * stay + rounding) {
                        let what = self.sentence("population", scenario, year, "everybody");
                        let (of, now) = (stay + come, now.0[lane]);
                        return Some((
                            lane,
                            format!("{what} is {now} of {of} who were there, were born or came, less the dead"),
                        ));
                    }
                }
            }
        }
        None
    }

    /// Nobody is off sick for more days than a year has, and no more are born than there are women.
    fn more_than_there_can_be(&self, numbers: &[Lanes]) -> Option<(usize, String)> {
        const DAYS: usize = measure_at(Measure::ABSENCE_DAYS);
        const WORKERS: usize = measure_at(Measure::WORKER_YEARS);
        const BIRTHS: usize = measure_at(Measure::BIRTHS);
        const PEOPLE: usize = measure_at(Measure::POPULATION);
        let many = self.layout.scenarios * self.layout.years;
        for margin in self.layout.each_margin() {
            let [days, workers] = [DAYS, WORKERS].map(|measure| self.layout.at(margin, measure, 0, 0));
            for at in 0..many {
                for lane in 0..LANES {
                    let (days_lost, years) = (numbers[days + at].0[lane], numbers[workers + at].0[lane]);
                    if !(days_lost <= MOST_DAYS * years * (1.0 + ROUNDING)) {
                        let what = self.name_of(days + at);
                        let rule =
                            format!("{what} is {days_lost} in {years} years of work: a year has {MOST_DAYS} days");
                        return Some((lane, rule));
                    }
                }
            }
        }
        let of_sex = |measure: usize, sexes: &[usize], at: usize, lane: usize| -> f64 {
            let margins =
                sexes.iter().flat_map(|&sex| (0..QUINTILES).map(move |quintile| Margin::SexQuintile { sex, quintile }));
            margins.map(|margin| numbers[self.layout.at(margin, measure, 0, 0) + at].0[lane]).sum()
        };
        for at in 0..many {
            for lane in 0..LANES {
                let (born, women) =
                    (of_sex(BIRTHS, &[0, 1], at, lane), of_sex(PEOPLE, &[Sex::Female.index()], at, lane));
                if !(born <= women * (1.0 + ROUNDING)) {
                    let what = self.words(BIRTHS * many + at, "everybody");
                    return Some((lane, format!("{what} is {born} and there are {women} women and girls")));
                }
            }
        }
        None
    }

    /// What a number of a draw is.
    fn name_of(&self, at: usize) -> String {
        let many = self.layout.margin_len();
        if let Some(margin) = self.layout.each_margin().nth(at / many) {
            let who = match margin {
                Margin::SexBand { sex, band } => format!("{}, {}", Sex::ALL[sex], RESULT_BANDS[band]),
                Margin::SexQuintile { sex, quintile } => format!("{}, quintile {}", Sex::ALL[sex], quintile + 1),
                Margin::Area(area) => self.model.demography.areas()[area].name.clone(),
            };
            return self.words(at % many, &who);
        }
        let values = self.layout.scenarios * self.layout.years;
        for (measure, row) in self.model.catalogue.measures().iter().enumerate() {
            for (margin, who) in self.value_margins() {
                for sex in 0..SEX_COLUMNS {
                    if let Some(start) = self.layout.values_start(measure, margin, sex)
                        && (start..start + values).contains(&at)
                    {
                        let (scenario, year) = ((at - start) / self.layout.years, (at - start) % self.layout.years);
                        return self.sentence(row.id.name(), scenario, year, &who);
                    }
                }
            }
        }
        if let Some(name) =
            at.checked_sub(self.layout.parameter_at(0)).and_then(|row| self.model.plan.parameters().names().get(row))
        {
            return format!("the parameter {name:?}");
        }
        let found = at.checked_sub(self.layout.ambition_at(0)).filter(|found| *found < 2 * self.layout.ambitions);
        found.map_or_else(
            || "a number of an area and quintile".to_owned(),
            |found| format!("the factor of ambition {}", found / 2 + 1),
        )
    }

    fn value_margins(&self) -> Vec<(ValueMargin, String)> {
        let quintiles =
            (0..QUINTILES).map(|quintile| (ValueMargin::Quintile(quintile), format!("quintile {}", quintile + 1)));
        let areas = self.model.demography.areas().iter().enumerate();
        let areas = areas.map(|(area, one)| (ValueMargin::Area(area), one.name.clone()));
        [(ValueMargin::All, "everybody".to_owned())].into_iter().chain(quintiles).chain(areas).collect()
    }

    /// A number of a margin in words.
    fn words(&self, at: usize, who: &str) -> String {
        let (scenarios, years) = (self.layout.scenarios, self.layout.years);
        let (measure, scenario, year) = (at / (scenarios * years), at / years % scenarios, at % years);
        self.sentence(MEASURE_ROWS[measure].id.name(), scenario, year, who)
    }

    fn sentence(&self, measure: &str, scenario: usize, year: usize, who: &str) -> String {
        let year = i32::try_from(year).map_or(i32::MAX, |years| self.model.start + years);
        let year = Year::new(year).map_or_else(|_| year.to_string(), |year| year.to_string());
        format!("{measure} of {who} in {year}, scenario {:?},", self.plans[scenario].name)
    }
}
