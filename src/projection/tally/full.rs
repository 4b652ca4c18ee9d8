//! Takes down every measure of a batch.

use super::life::{LifeSums, life_expectancies};
use super::standardised::{self, StandardSums};
use super::{Flow, Stock, Tally, Wants, stocks};
use crate::catalogue::Measure;
use crate::delivery;
use crate::disease::measures::{CASES as OF_DISEASE, COSTS as OF_PAYER};
use crate::disease::{DISEASES, PAYERS};
use crate::mental_illness::component::GAPS;
use crate::mortality::measures::BY_GROUP;
use crate::multistate::lanes::{Lanes, one_by_one};
use crate::outcomes::layout::{BANDS, BOTH, Certain, Layout, Margin, ValueMargin};
use crate::population::demography::Cell;
use crate::population::stratum::{QUINTILES, result_band};
use crate::projection::cohort::run::ScenarioRun;
use crate::projection::fitted_model::FittedModel;
use crate::projection::illness::ByDisease;
use crate::projection::parameter_set::ParameterSet;
use crate::projection::position::Position;
use crate::projection::standards::group_of;
use crate::subjects::{CELL_KEPT, KEPT, KEPT_STOCKS, measure_at, measures_from};
use crate::units::AGES;
use std::ops::{Add, Mul};

const BIRTHS: usize = measure_at(Measure::BIRTHS);
const DEATHS: usize = measures_from(&BY_GROUP);
const OF_SMOKING: usize = measure_at(Measure::DEATHS_SMOKING_ATTRIBUTABLE);
const LIFE_YEARS: usize = measure_at(Measure::LIFE_YEARS);
const QALYS: usize = measure_at(Measure::QALYS);
const QUITS: usize = measure_at(Measure::QUITS);
const CASES: usize = measures_from(&OF_DISEASE);
const WORKER_YEARS: usize = measure_at(Measure::WORKER_YEARS);
const ABSENCE_DAYS: usize = measure_at(Measure::ABSENCE_DAYS);
const PRODUCTIVITY: usize = measure_at(Measure::PRODUCTIVITY_VALUE);
/// Costs of heads and of disease, by payer.
const COSTS: [[usize; 2]; PAYERS] = {
    let mut costs = [[0; 2]; PAYERS];
    let mut payer = 0;
    while payer < PAYERS {
        costs[payer] = [measure_at(OF_PAYER[payer][0]), measure_at(OF_PAYER[payer][1])];
        payer += 1;
    }
    costs
};
const DELIVERY: usize = measures_from(&delivery::COSTS);
/// First of the gaps of severe mental illness.
const GAP: usize = measures_from(&GAPS);

type Sums = [Lanes; KEPT];

/// Measures read at mid-year stand before those counted over a year.
const STOCKS: std::ops::Range<usize> = 0..KEPT_STOCKS;
const FLOWS: std::ops::Range<usize> = KEPT_STOCKS..KEPT;

/// Sums of what happens over a year to one band.
#[derive(Debug, Clone, Copy)]
struct FlowSums {
    measures: Sums,
    /// Years lived with each disease.
    case_years: ByDisease,
}

impl FlowSums {
    const NONE: Self = Self { measures: [Lanes::ZERO; KEPT], case_years: [Lanes::ZERO; DISEASES] };
}

/// Takes down every measure of a batch.
///
/// Sums are kept in the order in which the loop makes them and put into the order of the store at the end.
pub(crate) struct FullTally<'a> {
    model: &'a FittedModel,
    set: &'a ParameterSet,
    layout: &'a Layout,
    out: Vec<Lanes>,
    /// Sums of the band and mid-year in hand by scenario.
    stocks: Vec<Sums>,
    /// Sums of the year in hand by scenario, of the band in hand and of the one above it: bands take turns.
    flows: [Vec<FlowSums>; 2],
    /// By year, sex and scenario.
    bands: Vec<[Sums; BANDS]>,
    /// By quintile, year, sex and scenario.
    by_quintile: Vec<Sums>,
    /// Of the area in hand by year and scenario.
    of_area: Vec<Sums>,
    area: LifeSums,
    quintiles: Vec<LifeSums>,
    /// Deaths of the major causes: by scenario of the age group in hand and of the one above it, which take turns; then of the area
    /// in hand and of the quintiles.
    groups: [Vec<standardised::StandardisedSums>; 2],
    area_rates: StandardSums,
    quintile_rates: Vec<StandardSums>,
    open_area: usize,
    quintile: usize,
}

impl<'a> FullTally<'a> {
    /// An empty tally.
    pub(crate) fn new(model: &'a FittedModel, set: &'a ParameterSet, layout: &'a Layout) -> Self {
        let empty = [[Lanes::ZERO; KEPT]; BANDS];
        let (years, scenarios) = (layout.years, layout.scenarios);
        Self {
            model,
            set,
            layout,
            out: vec![Lanes::ZERO; layout.len()],
            stocks: vec![[Lanes::ZERO; KEPT]; scenarios],
            flows: [vec![FlowSums::NONE; scenarios], vec![FlowSums::NONE; scenarios]],
            bands: vec![empty; years * 2 * scenarios],
            by_quintile: vec![[Lanes::ZERO; KEPT]; QUINTILES * years * 2 * scenarios],
            of_area: vec![[Lanes::ZERO; KEPT]; years * scenarios],
            area: LifeSums::new(layout),
            quintiles: (0..QUINTILES).map(|_| LifeSums::new(layout)).collect(),
            groups: [vec![[Lanes::ZERO; 5]; scenarios], vec![[Lanes::ZERO; 5]; scenarios]],
            area_rates: StandardSums::new(layout),
            quintile_rates: (0..QUINTILES).map(|_| StandardSums::new(layout)).collect(),
            open_area: 0,
            quintile: 0,
        }
    }

    #[inline(always)]
    fn close_area(&mut self) {
        let margin = ValueMargin::Area(self.open_area);
        let good = self.set.good_health(self.open_area);
        life_expectancies(self.model, &mut self.area, self.layout, margin, good, &mut self.out);
        self.area_rates.close(self.layout, margin, &self.model.standards.european, &mut self.out);
        for year in 0..self.layout.years {
            for scenario in 0..self.layout.scenarios {
                let sums =
                    std::mem::replace(&mut self.of_area[year * self.layout.scenarios + scenario], [Lanes::ZERO; KEPT]);
                self.put(Margin::Area(self.open_area), scenario, year, &sums);
            }
        }
    }

    /// Puts the sums of one margin, scenario and year into the order of the store.
    #[inline(always)]
    fn put(&mut self, margin: Margin, scenario: usize, year: usize, sums: &Sums) {
        for (measure, sum) in sums.iter().enumerate() {
            self.out[self.layout.at(margin, measure, scenario, year)] = *sum;
        }
    }

    /// Closes the tally and gives the numbers of the batch.
    #[inline(always)]
    pub(crate) fn finish(mut self, runs: &[ScenarioRun<'_>]) -> Vec<Lanes> {
        self.close_area();
        // Good health by quintile is not known: it is that of all together at the same age.
        let region = self.set.good_health(self.layout.areas);
        // The sums of the areas are done with: their room serves for all of them together.
        let mut all = std::mem::replace(&mut self.area, LifeSums(Vec::new()));
        let mut rates = std::mem::replace(&mut self.area_rates, StandardSums::none());
        for (quintile, sums) in self.quintiles.iter_mut().enumerate() {
            for (total, part) in one_by_one(all.0.iter_mut().zip(&sums.0)) {
                total[0] += part[0];
                total[1] += part[1];
            }
            let margin = ValueMargin::Quintile(quintile);
            life_expectancies(self.model, sums, self.layout, margin, region, &mut self.out);
            let of_quintile = &mut self.quintile_rates[quintile];
            rates.add_all(of_quintile);
            of_quintile.close(self.layout, margin, &self.model.standards.european, &mut self.out);
        }
        self.gaps(&all, runs);
        life_expectancies(self.model, &mut all, self.layout, ValueMargin::All, region, &mut self.out);
        rates.on_city_standard(self.layout, &self.model.standards.cities, &mut self.out);
        rates.close(self.layout, ValueMargin::All, &self.model.standards.european, &mut self.out);
        self.series(runs);
        let (bands, by_quintile) = (std::mem::take(&mut self.bands), std::mem::take(&mut self.by_quintile));
        for year in 0..self.layout.years {
            for sex in 0..2 {
                for scenario in 0..self.layout.scenarios {
                    let index = self.index(year, sex, scenario);
                    for (band, sums) in bands[index].iter().enumerate() {
                        self.put(Margin::SexBand { sex, band }, scenario, year, sums);
                    }
                    for quintile in 0..QUINTILES {
                        let index = quintile * bands.len() + index;
                        self.put(Margin::SexQuintile { sex, quintile }, scenario, year, &by_quintile[index]);
                    }
                }
            }
        }
        self.out
    }

    /// Gaps in life expectancy of severe mental illness, from the hazards of everybody.
    #[inline(always)]
    fn gaps(&mut self, all: &LifeSums, runs: &[ScenarioRun<'_>]) {
        for year in 0..self.layout.years {
            for (scenario, run) in runs.iter().enumerate() {
                let people = all.of(self.layout, year, scenario);
                let gaps = self.set.mental_illness.gaps(&people, year, run.mental_illness);
                for (population, gaps) in gaps.into_iter().enumerate() {
                    for (sex, gap) in gaps.into_iter().enumerate() {
                        self.out[self.layout.value_at(GAP + population, ValueMargin::All, sex, scenario, year)] = gap;
                    }
                }
            }
        }
    }

    /// Published series that are no sums, of the areas and of all together.
    #[inline(always)]
    fn series(&mut self, runs: &[ScenarioRun<'_>]) {
        for series in &self.set.series {
            for year in 0..self.layout.years {
                for (scenario, run) in runs.iter().enumerate() {
                    for area in 0..=self.layout.areas {
                        let margin = if area < self.layout.areas { ValueMargin::Area(area) } else { ValueMargin::All };
                        let value = series.at(&self.model.region_people(), run.plan, run.factors, year, area);
                        self.out[self.layout.value_at(series.measure, margin, BOTH, scenario, year)] = value;
                    }
                }
            }
        }
    }

    fn index(&self, year: usize, sex: usize, scenario: usize) -> usize {
        (year * 2 + sex) * self.layout.scenarios + scenario
    }

    /// Adds some measures of one band and scenario to every margin they belong to.
    #[inline(always)]
    fn flush(
        &mut self,
        sums: &Sums,
        measures: std::ops::Range<usize>,
        (cell, sex, band): (usize, usize, usize),
        scenario: usize,
        year: usize,
    ) {
        let index = self.index(year, sex, scenario);
        let of_band = &mut self.bands[index][band];
        let of_quintile = &mut self.by_quintile[self.quintile * self.layout.years * 2 * self.layout.scenarios + index];
        let of_area = &mut self.of_area[year * self.layout.scenarios + scenario];
        for measure in one_by_one(measures.clone()) {
            of_band[measure] += sums[measure];
            of_quintile[measure] += sums[measure];
            of_area[measure] += sums[measure];
        }
        if let Some(which) = self.layout.cell_years.iter().position(|&known| known == year) {
            for (index, kept) in CELL_KEPT.into_iter().enumerate() {
                if measures.contains(&kept) {
                    self.out[self.layout.cell_at(cell, index, scenario, which)] += sums[kept];
                }
            }
        }
    }

    /// The stocks of a band of ages are all there: adds them to every margin.
    #[inline(always)]
    fn close_stocks(&mut self, cell: usize, sex: usize, band: usize, year: usize) {
        for scenario in 0..self.layout.scenarios {
            let stocks = std::mem::replace(&mut self.stocks[scenario], [Lanes::ZERO; KEPT]);
            self.flush(&stocks, STOCKS, (cell, sex, band), scenario, year);
        }
    }

    /// The year of a band of ages is all there: puts a price on illness, and adds its sums to every margin.
    #[inline(always)]
    fn close_flows(&mut self, cell: usize, sex: usize, band: usize, year: usize) {
        for scenario in 0..self.layout.scenarios {
            let sums = std::mem::replace(&mut self.flows[band & 1][scenario], FlowSums::NONE);
            let FlowSums { mut measures, case_years } = sums;
            let draws = &self.set.illnesses.draws;
            for (payer, [_, of_disease]) in COSTS.into_iter().enumerate() {
                for disease in one_by_one(0..DISEASES) {
                    measures[of_disease] += case_years[disease] * draws.cost_of_case[payer][disease]
                        + measures[CASES + disease] * draws.cost_of_new_case[payer][disease];
                }
            }
            self.flush(&measures, FLOWS, (cell, sex, band), scenario, year + 1);
        }
    }

    /// The deaths of a group of ages are all there.
    #[inline(always)]
    fn close_group(&mut self, group: usize, year: usize) {
        for scenario in 0..self.layout.scenarios {
            let sums = std::mem::replace(&mut self.groups[group & 1][scenario], [Lanes::ZERO; 5]);
            self.area_rates.add(self.layout, year + 1, scenario, group, &sums);
            self.quintile_rates[self.quintile].add(self.layout, year + 1, scenario, group, &sums);
        }
    }
}

/// What holds over a year that is lived half at an age and half at the next, or all at the age, of what holds at each age.
#[inline(always)]
fn over_year<T: Copy + Add<Output = T> + Mul<f64, Output = T>>(at: &[T], age: usize, spans: bool) -> T {
    if spans { (at[age] + at[if age + 1 < AGES { age + 1 } else { age }]) * 0.5 } else { at[age] }
}

impl Tally for FullTally<'_> {
    #[inline(always)]
    fn wants(&self) -> Wants {
        Wants { hazards: true, flows: true, illness: true }
    }

    /// Cells come in order of area, and an area is closed when the next begins.
    #[inline(always)]
    fn begin_cell(&mut self, cell: usize) {
        let Cell { area, quintile, .. } = self.model.demography.cells()[cell];
        self.quintile = quintile.index();
        if area != self.open_area {
            self.close_area();
            self.open_area = area;
        }
    }

    #[inline(always)]
    fn wants_mid_year(&self, _: usize) -> bool {
        true
    }

    #[inline(always)]
    fn stock(&mut self, at: Position, scenario: usize, stock: &Stock<'_>) {
        stocks::add(&mut self.stocks[scenario], at.age, stock);
        let index = LifeSums::index(self.layout, [at.year, at.sex, at.age], scenario);
        self.area.add(index, stock.people, stock.expected_deaths);
        self.quintiles[self.quintile].add(index, stock.people, stock.expected_deaths);
    }

    #[inline(always)]
    fn flow(&mut self, at: Position, scenario: usize, flow: &Flow<'_>) {
        let Flow { spans, person_years, deaths, .. } = *flow;
        let FlowSums { measures: sums, case_years } = &mut self.flows[result_band(at.age) & 1][scenario];
        let counts = [
            deaths.all,
            deaths.cancer,
            deaths.cardiovascular,
            deaths.respiratory,
            deaths.lung_cancer,
            deaths.ischaemic_heart_disease,
            deaths.stroke,
            deaths.copd,
        ];
        for (sum, count) in one_by_one(sums[DEATHS..].iter_mut().zip(counts)) {
            *sum += count;
        }
        sums[OF_SMOKING] += deaths.smoking;
        sums[LIFE_YEARS] += person_years;
        let norm = over_year(&self.model.utility[at.sex], at.age, spans);
        match flow.illness {
            Some(illness) => {
                sums[QALYS] += person_years * norm * illness.utility;
                for disease in one_by_one(0..DISEASES) {
                    sums[CASES + disease] += person_years * illness.new_cases[disease];
                    case_years[disease] += person_years * illness.prevalence[disease];
                }
            }
            None => sums[QALYS] += person_years * norm,
        }
        if let Some([workers, days]) = flow.work {
            sums[WORKER_YEARS] += workers;
            sums[ABSENCE_DAYS] += days;
            sums[PRODUCTIVITY] += self.set.work.value(workers, days, self.open_area);
        }
        if let Some(quits) = flow.quits {
            sums[QUITS] += quits;
        }
        let costs = &self.set.illnesses.draws.cost_per_head;
        for (payer, [of_heads, _]) in COSTS.into_iter().enumerate() {
            sums[of_heads] += person_years * over_year(&costs[payer][at.sex * AGES..][..AGES], at.age, spans);
        }
        if let Some(delivery) = flow.delivery {
            for (sum, cost) in one_by_one(sums[DELIVERY..].iter_mut().zip(delivery)) {
                *sum += cost;
            }
        }
        standardised::add(&mut self.groups[group_of(at.age) & 1][scenario], person_years, deaths);
    }

    #[inline(always)]
    fn certain(&mut self, what: Certain, scenario: usize, year: usize, people: Lanes) {
        self.out[self.layout.certain_at(what, scenario, year + 1)] += people;
    }

    #[inline(always)]
    fn births(&mut self, scenario: usize, births: Lanes) {
        self.flows[result_band(0) & 1][scenario].measures[BIRTHS] += births;
    }

    #[inline(always)]
    fn end_of_age(&mut self, cell: usize, sex: usize, age: usize, year: usize, last: bool) {
        let (band, group) = (result_band(age), group_of(age));
        if age == 0 || result_band(age - 1) != band {
            self.close_stocks(cell, sex, band, year);
        }
        if last {
            return;
        }
        // The last to live a part of their year in the band or group above have done so.
        let above = if age + 1 < AGES { age + 1 } else { age };
        if result_band(above) != band {
            self.close_flows(cell, sex, band + 1, year);
        }
        if group_of(above) != group {
            self.close_group(group + 1, year);
        }
        if age == 0 {
            self.close_flows(cell, sex, band, year);
            self.close_group(group, year);
        }
    }
}
