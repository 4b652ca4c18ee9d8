//! Takes down what the hot loop sees: all measures of a draw, or only the smokers an ambition is solved for.

use super::deaths::Deaths;
use super::model::Model;
use super::runs::{At, Recorder};
use crate::exposure::smoking::survey::ADULT;
use crate::multistate::lanes::{LANES, Lanes, one_by_one};
use crate::multistate::survival::Survival;
use crate::outcomes::Measure;
use crate::outcomes::layout::{BANDS, Layout, LifePlace, MEASURES, Place, SEX_COLUMNS};
use crate::population::demography::Cell;
use crate::population::stratum::QUINTILES;
use crate::units::AGES;

/// Place of a measure in the draw store.
const fn kept(measure: Measure) -> usize {
    // The kept measures stand first in the list of measures, in the order of the store.
    measure as usize
}

const POPULATION: usize = kept(Measure::Population);
const ADULTS: usize = kept(Measure::Adults);
const SMOKERS: usize = kept(Measure::Smokers);
const BIRTHS: usize = kept(Measure::Births);
const DEATHS: usize = kept(Measure::Deaths);
const LIFE_YEARS: usize = kept(Measure::LifeYears);
const QALYS: usize = kept(Measure::Qalys);
const QUITS: usize = kept(Measure::Quits);

type Sums = [Lanes; MEASURES];

/// Measures read at mid-year stand before those counted over a year.
const STOCKS: std::ops::Range<usize> = 0..BIRTHS;
const FLOWS: std::ops::Range<usize> = BIRTHS..MEASURES;

/// People and expected deaths by year, sex, age from the oldest down, and scenario, for life tables.
///
/// The loop passes through it in this order, so that the next lines are fetched in time: it is larger than the caches.
struct LifeSums(Vec<[Lanes; 2]>);

impl LifeSums {
    fn new(layout: &Layout) -> Self {
        Self(vec![[Lanes::ZERO; 2]; layout.years * layout.scenarios * 2 * AGES])
    }

    #[inline(always)]
    fn place(layout: &Layout, at: At) -> usize {
        ((at.year * 2 + at.sex) * AGES + AGES - 1 - at.age) * layout.scenarios + at.scenario
    }

    #[inline(always)]
    fn add(&mut self, place: usize, people: Lanes, deaths: Lanes) {
        let [all, dead] = &mut self.0[place];
        *all += people;
        *dead += deaths;
    }
}

/// Takes down every measure of a batch.
///
/// Sums are kept in the order in which the loop makes them and put into the order of the store at the end.
pub(crate) struct FullRecord<'a> {
    model: &'a Model,
    layout: &'a Layout,
    out: Vec<Lanes>,
    /// Sums of the band, mid-year and year in hand by scenario.
    stocks: Vec<Sums>,
    flows: Vec<Sums>,
    /// By year, sex and scenario.
    bands: Vec<[Sums; BANDS]>,
    /// By quintile, year, sex and scenario.
    by_quintile: Vec<Sums>,
    /// Of the area in hand by year and scenario.
    of_area: Vec<Sums>,
    area: LifeSums,
    quintiles: Vec<LifeSums>,
    open_area: usize,
    quintile: usize,
}

impl<'a> FullRecord<'a> {
    /// An empty record.
    pub(crate) fn new(model: &'a Model, layout: &'a Layout) -> Self {
        let empty = [[Lanes::ZERO; MEASURES]; BANDS];
        let (years, scenarios) = (layout.years, layout.scenarios);
        Self {
            model,
            layout,
            out: vec![Lanes::ZERO; layout.len()],
            stocks: vec![[Lanes::ZERO; MEASURES]; scenarios],
            flows: vec![[Lanes::ZERO; MEASURES]; scenarios],
            bands: vec![empty; years * 2 * scenarios],
            by_quintile: vec![[Lanes::ZERO; MEASURES]; QUINTILES * years * 2 * scenarios],
            of_area: vec![[Lanes::ZERO; MEASURES]; years * scenarios],
            area: LifeSums::new(layout),
            quintiles: (0..QUINTILES).map(|_| LifeSums::new(layout)).collect(),
            open_area: 0,
            quintile: 0,
        }
    }

    /// Begins a cell; cells come in order of area, and an area is closed when the next begins.
    #[inline(always)]
    pub(crate) fn begin_cell(&mut self, cell: usize) {
        let Cell { area, quintile, .. } = self.model.demography.cells()[cell];
        self.quintile = quintile.index();
        if area != self.open_area {
            self.close_area();
            self.open_area = area;
        }
    }

    #[inline(always)]
    fn close_area(&mut self) {
        life_expectancies(self.model, &mut self.area, self.layout, LifePlace::Area(self.open_area), &mut self.out);
        for year in 0..self.layout.years {
            for scenario in 0..self.layout.scenarios {
                let sums = std::mem::replace(
                    &mut self.of_area[year * self.layout.scenarios + scenario],
                    [Lanes::ZERO; MEASURES],
                );
                self.put(Place::Area(self.open_area), scenario, year, &sums);
            }
        }
    }

    /// Puts the sums of one place, scenario and year into the order of the store.
    #[inline(always)]
    fn put(&mut self, place: Place, scenario: usize, year: usize, sums: &Sums) {
        for (measure, sum) in sums.iter().enumerate() {
            self.out[self.layout.at(place, measure, scenario, year)] = *sum;
        }
    }

    /// Closes the record and gives the numbers of the batch.
    #[inline(always)]
    pub(crate) fn finish(mut self) -> Vec<Lanes> {
        self.close_area();
        // The sums of the areas are done with: their room serves for all of them together.
        let mut all = std::mem::replace(&mut self.area, LifeSums(Vec::new()));
        for (quintile, sums) in self.quintiles.iter_mut().enumerate() {
            for (total, part) in one_by_one(all.0.iter_mut().zip(&sums.0)) {
                total[0] += part[0];
                total[1] += part[1];
            }
            life_expectancies(self.model, sums, self.layout, LifePlace::Quintile(quintile), &mut self.out);
        }
        life_expectancies(self.model, &mut all, self.layout, LifePlace::All, &mut self.out);
        let (bands, by_quintile) = (std::mem::take(&mut self.bands), std::mem::take(&mut self.by_quintile));
        for year in 0..self.layout.years {
            for sex in 0..2 {
                for scenario in 0..self.layout.scenarios {
                    let place = self.place(year, sex, scenario);
                    for (band, sums) in bands[place].iter().enumerate() {
                        self.put(Place::SexBand { sex, band }, scenario, year, sums);
                    }
                    for quintile in 0..QUINTILES {
                        let place = quintile * bands.len() + place;
                        self.put(Place::SexQuintile { sex, quintile }, scenario, year, &by_quintile[place]);
                    }
                }
            }
        }
        self.out
    }

    fn place(&self, year: usize, sex: usize, scenario: usize) -> usize {
        (year * 2 + sex) * self.layout.scenarios + scenario
    }

    /// Adds some measures of one band and scenario to every place they belong to.
    #[inline(always)]
    fn flush(
        &mut self,
        sums: &Sums,
        measures: std::ops::Range<usize>,
        (cell, sex, band): (usize, usize, usize),
        scenario: usize,
        year: usize,
    ) {
        let place = self.place(year, sex, scenario);
        let of_band = &mut self.bands[place][band];
        let of_quintile = &mut self.by_quintile[self.quintile * self.layout.years * 2 * self.layout.scenarios + place];
        let of_area = &mut self.of_area[year * self.layout.scenarios + scenario];
        for measure in one_by_one(measures.clone()) {
            of_band[measure] += sums[measure];
            of_quintile[measure] += sums[measure];
            of_area[measure] += sums[measure];
        }
        if let Some(which) = self.layout.cell_years.iter().position(|&known| known == year) {
            for (place, kept) in [ADULTS, SMOKERS, DEATHS].into_iter().enumerate() {
                if measures.contains(&kept) {
                    self.out[self.layout.cell_at(cell, place, scenario, which)] += sums[kept];
                }
            }
        }
    }
}

impl Recorder for FullRecord<'_> {
    const FULL: bool = true;

    #[inline(always)]
    fn wants(&self, _: usize) -> bool {
        true
    }

    #[inline(always)]
    fn stock(&mut self, at: At, people: Lanes, smokers: Lanes, expected_deaths: Lanes) {
        let sums = &mut self.stocks[at.scenario];
        sums[POPULATION] += people;
        if at.age >= ADULT {
            sums[ADULTS] += people;
            sums[SMOKERS] += smokers;
        }
        let place = LifeSums::place(self.layout, at);
        self.area.add(place, people, expected_deaths);
        self.quintiles[self.quintile].add(place, people, expected_deaths);
    }

    #[inline(always)]
    fn flow(&mut self, at: At, person_years: Lanes, utility: f64, deaths: &Deaths, quits: Option<Lanes>) {
        let sums = &mut self.flows[at.scenario];
        let counts = [
            deaths.all,
            deaths.cancer,
            deaths.cardiovascular,
            deaths.respiratory,
            deaths.lung_cancer,
            deaths.ischaemic_heart_disease,
            deaths.stroke,
            deaths.copd,
            deaths.smoking,
        ];
        for (sum, count) in one_by_one(sums[DEATHS..].iter_mut().zip(counts)) {
            *sum += count;
        }
        sums[LIFE_YEARS] += person_years;
        sums[QALYS] += person_years * utility;
        if let Some(quits) = quits {
            sums[QUITS] += quits;
        }
    }

    #[inline(always)]
    fn births(&mut self, at: At, births: Lanes) {
        self.flows[at.scenario][BIRTHS] += births;
    }

    #[inline(always)]
    fn end_of_band(&mut self, cell: usize, sex: usize, band: usize, year: usize, last: bool) {
        for scenario in 0..self.layout.scenarios {
            let stocks = std::mem::replace(&mut self.stocks[scenario], [Lanes::ZERO; MEASURES]);
            self.flush(&stocks, STOCKS, (cell, sex, band), scenario, year);
            if !last {
                let flows = std::mem::replace(&mut self.flows[scenario], [Lanes::ZERO; MEASURES]);
                self.flush(&flows, FLOWS, (cell, sex, band), scenario, year + 1);
            }
        }
    }
}

/// A life table on its way through the ages.
#[derive(Debug, Clone, Copy)]
struct Living {
    alive: Lanes,
    lived: Lanes,
    rate: Lanes,
}

impl Living {
    const BORN: Self = Self { alive: Lanes::ONE, lived: Lanes::ZERO, rate: Lanes::ZERO };

    /// Meets the people and deaths of an age. An age without people keeps the rate of the age before.
    #[inline(always)]
    fn meet(&mut self, people: Lanes, deaths: Lanes) {
        for lane in 0..LANES {
            let rate = deaths.0[lane] / people.0[lane];
            self.rate.0[lane] = if people.0[lane] > 0.0 { rate } else { self.rate.0[lane] };
        }
    }

    /// Passes through the age, or lives on in it if it is the last, which is open.
    #[inline(always)]
    fn pass(&mut self, survival: Option<&Survival>) {
        match survival {
            Some(survival) => {
                let share = survival.mean(self.rate);
                self.lived += self.alive * share;
                self.alive *= Lanes::ONE - self.rate * share;
            }
            None => self.lived += self.alive / self.rate,
        }
    }
}

/// Period life expectancy at birth by year and scenario of men, women and both. Takes the sums away, leaving 0.
///
/// All scenarios pass through the ages together, in the order in which the sums lie in memory.
#[inline(always)]
fn life_expectancies(model: &Model, sums: &mut LifeSums, layout: &Layout, place: LifePlace, out: &mut [Lanes]) {
    let mut living = vec![[Living::BORN; SEX_COLUMNS]; layout.scenarios];
    for year in 0..layout.years {
        living.fill([Living::BORN; SEX_COLUMNS]);
        for age in 0..AGES {
            let [men, women] = [0, 1].map(|sex| LifeSums::place(layout, At { cell: 0, sex, age, year, scenario: 0 }));
            for (scenario, living) in one_by_one(living.iter_mut().enumerate()) {
                let [man, woman] =
                    [men, women].map(|first| std::mem::replace(&mut sums.0[first + scenario], [Lanes::ZERO; 2]));
                let both = [man[0] + woman[0], man[1] + woman[1]];
                for (column, [people, deaths]) in [man, woman, both].into_iter().enumerate() {
                    living[column].meet(people, deaths);
                    living[column].pass((age < AGES - 1).then(|| &model.survival[column][age]));
                }
            }
        }
        for (scenario, living) in living.iter().enumerate() {
            for (column, living) in living.iter().enumerate() {
                out[layout.life_at(place, column, scenario, year)] = living.lived;
            }
        }
    }
}

/// Takes down adults and smokers by scenario, mid-year and cell only.
pub(crate) struct SmokersRecord {
    cells: usize,
    wanted: Vec<usize>,
    sums: Vec<[Lanes; 2]>,
}

impl SmokersRecord {
    /// An empty record of so many runs and cells and of the mid-years wanted.
    pub(crate) fn new(runs: usize, cells: usize, wanted: Vec<usize>) -> Self {
        let sums = vec![[Lanes::ZERO; 2]; runs * cells * wanted.len()];
        Self { cells, wanted, sums }
    }

    #[inline(always)]
    fn place(&self, run: usize, cell: usize, year: usize) -> Option<usize> {
        let which = self.wanted.iter().position(|wanted| *wanted == year)?;
        Some((run * self.cells + cell) * self.wanted.len() + which)
    }

    /// Adults and smokers among the cells meant, at a mid-year wanted.
    pub(crate) fn sums(&self, run: usize, year: usize, cells: &[bool]) -> [Lanes; 2] {
        let (mut adults, mut smokers) = (Lanes::ZERO, Lanes::ZERO);
        for cell in (0..cells.len()).filter(|&cell| cells[cell]) {
            if let Some(place) = self.place(run, cell, year) {
                let [all, current] = self.sums[place];
                adults += all;
                smokers += current;
            }
        }
        [adults, smokers]
    }

    /// Share of adults who smoke among the cells meant.
    pub(crate) fn share(&self, scenario: usize, year: usize, cells: &[bool]) -> Lanes {
        let [adults, smokers] = self.sums(scenario, year, cells);
        smokers / adults
    }
}

impl Recorder for SmokersRecord {
    const FULL: bool = false;

    #[inline(always)]
    fn wants(&self, year: usize) -> bool {
        self.wanted.contains(&year)
    }

    #[inline(always)]
    fn stock(&mut self, at: At, people: Lanes, smokers: Lanes, _: Lanes) {
        if at.age >= ADULT
            && let Some(place) = self.place(at.scenario, at.cell, at.year)
        {
            let [all, current] = &mut self.sums[place];
            *all += people;
            *current += smokers;
        }
    }

    #[inline(always)]
    fn flow(&mut self, _: At, _: Lanes, _: f64, _: &Deaths, _: Option<Lanes>) {}

    #[inline(always)]
    fn births(&mut self, _: At, _: Lanes) {}

    #[inline(always)]
    fn end_of_band(&mut self, _: usize, _: usize, _: usize, _: usize, _: bool) {}
}
