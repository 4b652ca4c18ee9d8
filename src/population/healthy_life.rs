//! Healthy life expectancy by Sullivan's method, and the share in good health by age that gives the published one.

use super::demography::Demography;
use super::life_table::{LifeTable, WithinYear};
use super::stratum::Sex;
use crate::data::{Area, REGION, ReferenceData, TableName};
use crate::draws::Draws;
use crate::error::{Error, finite};
use crate::estimate::Estimate;
use crate::multistate::lanes::{LANES, Lanes};
use crate::numerics::logit::logit;
use crate::numerics::root::{Until, newton_in_bracket};
use crate::units::AGES;

/// The period whose published healthy life expectancy is met.
pub(super) const PERIOD: &str = "2013-2015";
/// The middle of that period: the calendar year of the death rates it goes with.
pub(crate) const HEALTHY_LIFE_YEAR: f64 = 2014.0;
/// The age at which the level is told; any other would do.
const MIDDLE_AGE: f64 = 50.0;

/// Fall of the log odds of good health in ten years of age, assumed: central value and 95% interval.
///
/// No source of the tables has good health by age. The interval holds every decline between a slow one and a steep one: where 90% are
/// in good health at 25, it leaves 75% at 80 at its lower end, half at its centre and a quarter at its upper end.
const DECLINE: (f64, f64, f64) = (0.4, 0.2, 0.6);

/// Years lived in good health from each age on by those who reach it, by Sullivan's method.
///
/// `person_years` are the years lived at each age (or age band) of a life table, `survivors` those who reach it, both per person born,
/// and `good_health` the share of the people of that age who are in good health.
///
/// # Formula
/// ```text
/// HLE(x) = sum over y >= x of L(y) p(y) / l(x)
/// ```
/// # Errors
/// Unless the three are of one length of 1 or more, shares lie in 0 to 1, person-years are 0 or more and finite, and survivors are
/// above 0; if an expectancy is not finite.
///
/// # References
/// [Sullivan 1971] A single index of mortality and morbidity. HSMHA Health Reports 86: 347-54.
pub fn healthy_life_expectancies(
    person_years: &[f64],
    survivors: &[f64],
    good_health: &[f64],
) -> Result<Vec<f64>, Error> {
    if person_years.is_empty() {
        return Err(Error::out_of_range("number of ages", 0, "must be 1 or more"));
    }
    for (what, count) in [("numbers of survivors", survivors.len()), ("shares in good health", good_health.len())] {
        if count != person_years.len() {
            let rule = format!("must be {}, one for each age", person_years.len());
            return Err(Error::out_of_range(format!("count of {what}"), count, rule));
        }
    }
    for (index, ((years, alive), share)) in person_years.iter().zip(survivors).zip(good_health).enumerate() {
        if !(*years >= 0.0 && years.is_finite()) {
            return Err(Error::out_of_range(
                format!("person-years of age {index}"),
                years,
                "must be 0 or more and finite",
            ));
        }
        if !(*alive > 0.0 && alive.is_finite()) {
            return Err(Error::out_of_range(format!("survivors to age {index}"), alive, "must be above 0 and finite"));
        }
        if !(0.0..=1.0).contains(share) {
            return Err(Error::out_of_range(
                format!("share in good health at age {index}"),
                share,
                "must lie in 0 to 1",
            ));
        }
    }
    let mut beyond = 0.0;
    let mut result = vec![0.0; person_years.len()];
    for index in (0..result.len()).rev() {
        beyond += person_years[index] * good_health[index];
        result[index] = finite(format!("healthy life expectancy at age {index}"), beyond / survivors[index])?;
    }
    Ok(result)
}

/// Share of people in good health by area, sex and age: logistic in age, with the level of each area and sex at which its healthy life
/// expectancy is the published one.
///
/// # Formula
/// ```text
/// logit p(a) = level - decline (a - 50) / 10        sum of L(a) p(a) = r e(0)
/// ```
/// `L` are person-years of the area's own life table with a constant hazard within each year, as the projection has it, and `r` the
/// published healthy life expectancy over that table's life expectancy. Told as a share of life, no draw of it can lie outside a
/// life. The decline is assumed and common to all, so that areas differ by their level alone.
#[derive(Debug, Clone)]
pub(crate) struct GoodHealth {
    populations: Vec<Population>,
    decline: Estimate,
    notes: Vec<String>,
}

/// An area and sex.
#[derive(Debug, Clone)]
struct Population {
    /// Person-years by age per person born.
    lived: Vec<f64>,
    /// Share of life in good health.
    share: Estimate,
    /// Whose published figure that is.
    of: String,
}

impl GoodHealth {
    /// Fits areas, then all of them together, to the published healthy life expectancy of 2013-15.
    ///
    /// `hazard` gives the deaths per person-year of an area, sex and age at [`HEALTHY_LIFE_YEAR`]; the index after the last area is
    /// all areas together. An area without a published figure takes the share of life in good health of all together.
    ///
    /// # Errors
    /// If the table has no figure of all areas together, if a hazard breaks the rules of [`LifeTable::new`], or if a published healthy
    /// life expectancy is not shorter than life itself, its interval included.
    pub(crate) fn fit(
        data: &ReferenceData,
        demography: &Demography,
        hazard: impl Fn(usize, usize, usize) -> f64,
    ) -> Result<Self, Error> {
        let areas = demography.areas();
        let mut populations = Vec::with_capacity(2 * (areas.len() + 1));
        let mut taken = Vec::new();
        for area in 0..=areas.len() {
            let known: Option<&Area> = areas.get(area);
            for sex in Sex::ALL {
                let (code, name) = known.map_or((REGION, "all areas"), |area| (area.code.as_str(), area.name.as_str()));
                let rates: Vec<f64> = (0..AGES).map(|age| hazard(area, sex.index(), age)).collect();
                let lived = LifeTable::new(&rates, WithinYear::ConstantHazard)?.person_years().to_vec();
                let (row, of) = match published(data, code, sex)? {
                    Some(row) => (row, name.to_owned()),
                    None => {
                        taken.push(name.to_owned());
                        let row = published(data, REGION, sex)?.ok_or_else(|| missing(sex))?;
                        (row, "all areas".to_owned())
                    }
                };
                populations.push((lived, row, of, name));
            }
        }
        // Those without a figure take the share of life of all together, which stands last.
        let years: Vec<f64> = populations.iter().map(|(lived, ..)| lived.iter().sum()).collect();
        let mut fitted = Vec::with_capacity(populations.len());
        for (at, (lived, row, of, name)) in populations.into_iter().enumerate() {
            let sex = at % 2;
            let life = if of == name { years[at] } else { years[2 * areas.len() + sex] };
            fitted.push(Population { share: share_of_life(row, life, &of, Sex::ALL[sex])?, lived, of });
        }
        taken.dedup();
        let (_, lower, upper) = DECLINE;
        let mut notes = vec![
            format!(
                "good health by age: its log odds are assumed to fall by {} in ten years of age ({lower} to {upper}), no source; \
                 the level of each area and sex meets its published healthy life expectancy of 2013-15",
                DECLINE.0
            ),
            "shares in good health by age stay as in 2013-15, and quintiles take those of all areas together: healthy life \
             expectancy differs between scenarios and quintiles by mortality alone"
                .to_owned(),
        ];
        if !taken.is_empty() {
            notes.push(format!(
                "no healthy life expectancy is published for {}: London's share of life is taken",
                taken.join(", ")
            ));
        }
        Ok(Self { populations: fitted, decline: Estimate::normal_interval(lower, upper)?, notes })
    }

    /// Share of life in good health of an area and sex (0 male, 1 female); the area after the last is all together.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn share_of_life(&self, area: usize, sex: usize) -> &Estimate {
        &self.populations[area * 2 + sex].share
    }

    /// What is assumed, in words.
    #[must_use]
    pub(crate) fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Share in good health at central values, index `(area * 2 + sex) * AGES + age`; the area after the last is all together.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn central(&self) -> Vec<f64> {
        let decline = self.decline.central();
        self.populations.iter().flat_map(|one| shares(&one.lived, one.share.central(), decline)).collect()
    }

    /// Share in good health in eight draws, index as in [`GoodHealth::central`]; the level is solved in every draw.
    ///
    /// # Errors
    /// As [`Draws::value`].
    pub(crate) fn draw(&self, draws: &mut Draws<'_>) -> Result<Vec<Lanes>, Error> {
        let decline = draws.value(|| "decline of good health with age".into(), &self.decline)?;
        let mut drawn = vec![Lanes::ZERO; self.populations.len() * AGES];
        for (at, (one, drawn)) in self.populations.iter().zip(drawn.chunks_exact_mut(AGES)).enumerate() {
            let name = || format!("share of life in good health, {}, {}", one.of, Sex::ALL[at % 2]);
            let share = draws.value(name, &one.share)?;
            // Lane by lane: each draw takes its own number of rounds, whatever draws are beside it.
            for lane in 0..LANES {
                for (drawn, share) in drawn.iter_mut().zip(shares(&one.lived, share.0[lane], decline.0[lane])) {
                    drawn.0[lane] = share;
                }
            }
        }
        Ok(drawn)
    }
}

/// Published healthy life expectancy at birth of an area with its interval: value, lower, upper.
fn published(data: &ReferenceData, code: &str, sex: Sex) -> Result<Option<[f64; 3]>, Error> {
    let table = data.table(TableName::HEALTHY_LIFE_EXPECTANCY);
    let (codes, sexes, periods) = (table.text("area_code")?, table.text("sex")?, table.text("period")?);
    let row = (0..table.rows()).find(|&row| codes[row] == code && sexes[row] == sex.name() && periods[row] == PERIOD);
    let Some(row) = row else { return Ok(None) };
    let number = |column: &str| table.number(column).map(|numbers| numbers[row]);
    let (lower, upper) = (number("lower")?, number("upper")?);
    if !(lower < upper) {
        return Err(Error::Cell {
            table: table.label().to_owned(),
            line: table.line(row),
            column: "upper".into(),
            value: upper.to_string(),
            rule: format!("must be above lower {lower}: a survey does not know it exactly"),
        });
    }
    Ok(Some([number("healthy_life_expectancy")?, lower, upper]))
}

fn missing(sex: Sex) -> Error {
    Error::Table {
        table: TableName::HEALTHY_LIFE_EXPECTANCY.to_string(),
        line: None,
        rule: format!("needs a figure of {REGION}, {sex}, {PERIOD}, for areas without one of their own"),
    }
}

/// The share of a life of `life` years in good health.
fn share_of_life([value, lower, upper]: [f64; 3], life: f64, name: &str, sex: Sex) -> Result<Estimate, Error> {
    if !(upper < life) {
        let what = format!("upper limit of the healthy life expectancy of {name}, {sex},");
        return Err(Error::out_of_range(what, upper, format!("must be below the life expectancy, {life}")));
    }
    let source = format!("Office for National Statistics, healthy life expectancy {PERIOD}");
    let told = |error: Error| error.in_table(&format!("{}, {name}, {sex}", TableName::HEALTHY_LIFE_EXPECTANCY), None);
    Ok(Estimate::logit_normal_interval(value / life, lower / life, upper / life).map_err(told)?.with_source(source))
}

/// Shares in good health by age at which the mean over the years `lived` is `share`, for log odds that fall by `decline` in ten years.
///
/// Newton's method within a bracket: where the share at the age most (or least) in good health is the mean itself, the mean over
/// all ages is below (or above) it.
fn shares(lived: &[f64], share: f64, decline: f64) -> impl Iterator<Item = f64> {
    let fall: [f64; AGES] = std::array::from_fn(|age| decline * (age as f64 - MIDDLE_AGE) / 10.0);
    let relative: [f64; AGES] = std::array::from_fn(|age| libm::exp(fall[age]));
    let logit = logit(share);
    let low = logit + fall.iter().copied().fold(f64::INFINITY, f64::min);
    let high = logit + fall.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let target = share * lived.iter().sum::<f64>();
    let middle = |low: f64, high: f64| 0.5 * (low + high);
    let level = newton_in_bracket(middle(low, high), [low, high], middle, Until::Miss(1e-12 * target), |level| {
        let odds = libm::exp(-level);
        let (mut healthy, mut slope) = (0.0, 0.0);
        for (years, relative) in lived.iter().zip(&relative) {
            let p = 1.0 / (1.0 + odds * relative);
            healthy += years * p;
            slope += years * p * (1.0 - p);
        }
        (healthy - target, slope)
    });
    let odds = libm::exp(-level);
    relative.into_iter().map(move |relative| 1.0 / (1.0 + odds * relative))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Table;
    use crate::draws::ParameterPlan;
    use crate::population::demography::england_life_table;
    use crate::population::life_table::expectancy_at_birth;

    fn demography() -> Demography {
        Demography::from_data(&ReferenceData::embedded()).unwrap()
    }

    /// England's rates everywhere.
    fn fitted(data: &ReferenceData) -> Result<GoodHealth, Error> {
        let rates = england_life_table(&ReferenceData::embedded()).unwrap();
        GoodHealth::fit(data, &demography(), |_, sex, age| rates[[sex, age]])
    }

    #[test]
    fn sullivans_sums() {
        let table = LifeTable::new(&[0.02; AGES], WithinYear::ConstantHazard).unwrap();
        let half = healthy_life_expectancies(table.person_years(), table.survivors(), &[0.5; AGES]).unwrap();
        for (healthy, life) in half.iter().zip(table.life_expectancies()) {
            assert!((healthy / life - 0.5).abs() < 1e-13);
        }
        // Healthy to 30 and never after: the temporary life expectancy of 30 years.
        let young: Vec<f64> = (0..AGES).map(|age| if age < 30 { 1.0 } else { 0.0 }).collect();
        let healthy = healthy_life_expectancies(table.person_years(), table.survivors(), &young).unwrap();
        assert!((healthy[0] - (1.0 - libm::exp(-0.6)) / 0.02).abs() < 1e-12);
        assert!(healthy[30].abs() < 1e-15);
    }

    #[test]
    fn sullivan_refuses_what_is_no_life_table() {
        let message = |lived: &[f64], alive: &[f64], good: &[f64]| {
            healthy_life_expectancies(lived, alive, good).unwrap_err().to_string()
        };
        assert_eq!(message(&[], &[], &[]), "number of ages 0 must be 1 or more");
        assert_eq!(message(&[1.0], &[], &[0.5]), "count of numbers of survivors 0 must be 1, one for each age");
        assert_eq!(message(&[-1.0], &[1.0], &[0.5]), "person-years of age 0 -1 must be 0 or more and finite");
        assert_eq!(message(&[1.0], &[0.0], &[0.5]), "survivors to age 0 0 must be above 0 and finite");
        assert_eq!(message(&[1.0], &[1.0], &[f64::NAN]), "share in good health at age 0 NaN must lie in 0 to 1");
    }

    #[test]
    fn the_level_is_solved_for_any_decline() {
        let lived = LifeTable::new(&[0.0125; AGES], WithinYear::ConstantHazard).unwrap().person_years().to_vec();
        let years: f64 = lived.iter().sum();
        for share in [1e-6, 0.1, 0.77, 0.999] {
            for decline in [-0.5, 0.0, 0.1, 0.4, 2.0, 8.0] {
                let found: Vec<f64> = shares(&lived, share, decline).collect();
                let healthy: f64 = lived.iter().zip(&found).map(|(years, p)| years * p).sum();
                assert!((healthy - share * years).abs() < 1e-10, "{share} {decline} {healthy}");
                let falls =
                    found.windows(2).all(|pair| if decline < 0.0 { pair[1] >= pair[0] } else { pair[1] <= pair[0] });
                assert!(falls && found.iter().all(|p| (0.0..=1.0).contains(p)));
            }
        }
    }

    #[test]
    fn central_shares_give_the_published_expectancy() {
        let data = ReferenceData::embedded();
        let (health, demography) = (fitted(&data).unwrap(), demography());
        let shares = health.central();
        assert_eq!(shares.len(), 34 * 2 * AGES);
        for (at, one) in health.populations.iter().enumerate() {
            let healthy: f64 = one.lived.iter().zip(&shares[at * AGES..]).map(|(years, p)| years * p).sum();
            let code = demography.areas().get(at / 2).map_or(REGION, |area| area.code.as_str());
            let expected = published(&data, code, Sex::ALL[at % 2]).unwrap();
            let expected = expected.or(published(&data, REGION, Sex::ALL[at % 2]).unwrap()).unwrap();
            assert!((healthy - expected[0]).abs() < 1e-10, "{code} {healthy} {expected:?}");
        }
        assert!(health.notes()[2].contains("City of London"), "{:?}", health.notes());
    }

    /// In every draw the mean over life is the share drawn, and draws of that share keep the width of the published interval.
    #[test]
    fn draws_meet_the_share_drawn_for_them() {
        let health = fitted(&ReferenceData::embedded()).unwrap();
        let mut register = Draws::register();
        health.draw(&mut register).unwrap();
        let plan: ParameterPlan = register.into_plan().unwrap();
        // The decline, 32 boroughs and London by sex; the City of London shares London's.
        assert_eq!(plan.parameters().len(), 1 + 33 * 2);
        let sample = plan.parameters().sample(7, crate::sampling::Sampling::Random, 0..8).unwrap();
        let drawn = health.draw(&mut Draws::drawn(&plan, &sample, 0)).unwrap();
        let row = |name: &str| plan.parameters().find(name).unwrap();
        for (at, one) in health.populations.iter().enumerate() {
            let name = format!("share of life in good health, {}, {}", one.of, Sex::ALL[at % 2]);
            let years: f64 = one.lived.iter().sum();
            for lane in 0..LANES {
                let healthy: f64 = one.lived.iter().zip(&drawn[at * AGES..]).map(|(years, p)| years * p.0[lane]).sum();
                assert!((healthy - sample[[row(&name), lane]] * years).abs() < 1e-10);
            }
        }
        // London's men: 63.5 to 64.6 years.
        let (share, life) = (health.share_of_life(33, 0), health.populations[66].lived.iter().sum::<f64>());
        assert!(
            (share.quantile(0.025) * life - 63.5).abs() < 0.06 && (share.quantile(0.975) * life - 64.6).abs() < 0.06
        );
        let central = health.draw(&mut Draws::central(&plan)).unwrap();
        for (drawn, central) in central.iter().zip(health.central()) {
            assert_eq!(drawn.0[0].to_bits(), central.to_bits());
        }
    }

    /// A life table with longer lives gives more years in good health, by nearly the same share of the years gained.
    #[test]
    fn longer_lives_are_longer_in_health() {
        let rates = england_life_table(&ReferenceData::embedded()).unwrap();
        let health = fitted(&ReferenceData::embedded()).unwrap();
        let shares = &health.central()[66 * AGES..67 * AGES];
        let of = |factor: f64| {
            let rates: Vec<f64> = (0..AGES).map(|age| factor * rates[[0, age]]).collect();
            let table = LifeTable::new(&rates, WithinYear::ConstantHazard).unwrap();
            let healthy = healthy_life_expectancies(table.person_years(), table.survivors(), shares).unwrap()[0];
            (healthy, expectancy_at_birth(&rates))
        };
        let ((healthy, life), (more_healthy, more_life)) = (of(1.0), of(0.9));
        assert!((healthy - 64.1).abs() < 1e-9);
        let part = (more_healthy - healthy) / (more_life - life);
        // The years gained are late ones, with less good health than the mean of life.
        assert!(part > 0.3 && part < healthy / life, "{part}");
    }

    #[test]
    fn tables_without_london_or_beyond_life_are_refused() {
        let text = include_str!("../../data/healthy_life_expectancy.csv");
        let message = |text: &str| {
            let table = Table::from_csv_str(TableName::HEALTHY_LIFE_EXPECTANCY, text).unwrap();
            fitted(&ReferenceData::embedded().with_table(table).unwrap()).unwrap_err().to_string()
        };
        assert!(text.contains("E12000007,male,2013-2015,64.1,63.5,64.6"));
        assert!(
            message(&text.replace("64.1,63.5,64.6", "64.1,63.5,94.6"))
                .contains("must be below the life expectancy, 79."),
        );
        assert!(
            message(&text.replace("64.1,63.5,64.6", "64.1,64.1,64.1"))
                .ends_with("upper \"64.1\" must be above lower 64.1: a survey does not know it exactly")
        );
        let other = text.replace("2013-2015", "2012-2014");
        assert_eq!(
            message(&other),
            "healthy_life_expectancy: needs a figure of E12000007, male, 2013-2015, for areas without one of their own"
        );
        let rates = |_: usize, _: usize, age: usize| if age == 100 { 0.0 } else { 0.01 };
        let error = GoodHealth::fit(&ReferenceData::embedded(), &demography(), rates).unwrap_err();
        assert!(error.to_string().contains("life has no end"));
    }
}
