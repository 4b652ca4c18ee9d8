//! Projections: many draws of many scenarios of one region.

mod absence;
mod builder;
mod certain;
mod check;
mod cohort;
mod deaths;
mod engine;
#[cfg(test)]
mod exposure_tests;
mod exposures;
mod fitted_model;
mod illness;
mod life_table;
mod mental;
mod monte_carlo;
mod parameter_set;
mod plan;
mod position;
mod room;
mod series;
mod settings;
mod solve;
mod standards;
mod tally;
#[cfg(test)]
mod tests;

pub use crate::component::Delay;
pub use builder::ProjectionBuilder;
pub use room::Room;
pub use settings::{FailedDraws, Progress, Settings};

use crate::catalogue::driver::ActsOn;
use crate::catalogue::rows::Catalogue;
use crate::component::group::Region;
use crate::data::{ReferenceData, TableName};
use crate::draws::Draws;
use crate::error::Error;
use crate::exposure::smoking::fit::service::StopSmokingService;
use crate::multistate::lanes::Lanes;
use crate::outcomes::Outcomes;
use crate::outcomes::layout::{Layout, Shape};
use crate::outcomes::run::AmbitionOfRun;
use crate::outcomes::store::Store;
use crate::population::demography::Demography;
use crate::run_folder::{Identity, RunFolder, Shard};
use crate::sampling::Sampling;
use crate::scenario::{BASELINE, FROZEN};
use crate::tables::AGREEMENTS;
use fitted_model::{Additions, FittedModel};
use monte_carlo::{Runner, Watch, run_batch};
use plan::resolve::Resolver;
use plan::scenario::ScenarioPlan;
use serde::Serialize;
use std::path::Path;

/// Draws left out that are listed.
const LISTED: usize = 8;

/// A checked projection: a region, its years, its scenarios and how many draws. A built projection always runs.
#[derive(Debug)]
pub struct Projection {
    settings: Settings,
    model: FittedModel,
    plans: Vec<ScenarioPlan>,
    region: Region,
    layout: Layout,
    /// What its run folders are of.
    identity: Identity,
    /// What should be known of tables that were replaced.
    of_tables: Vec<String>,
}

/// What running a shard of a projection did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ShardRun {
    /// Draws of the shard.
    pub draws: usize,
    /// How many of them were run now; the others were in the folder.
    pub run: usize,
}

impl Projection {
    fn resolve(data: &ReferenceData, settings: Settings) -> Result<Self, Error> {
        let years = settings.check()?;
        let demography = Demography::from_data(data)?;
        let of_tables = data.check_agreement(AGREEMENTS)?;
        let mut plans = vec![ScenarioPlan::comparator(false), ScenarioPlan::comparator(true)];
        let mut prices = Vec::new();
        let service = StopSmokingService::from_data(data)?;
        let mut catalogue = Catalogue::built_in();
        for series in &settings.series {
            catalogue = series.added_to(catalogue)?;
        }
        let region = Region { name: settings.region.clone(), areas: demography.areas().to_vec() };
        // What is asked for has to fit before any of it is made.
        let least = Shape {
            scenarios: plans.len() + settings.scenarios.len(),
            years: years + 1,
            areas: demography.areas().len(),
            cells: demography.cells().len(),
            cell_years: vec![years],
            ambitions: 0,
            parameters: 0,
        };
        room::check_batch(&Layout::new(least.clone(), &catalogue))?;
        let resolver =
            Resolver { catalogue: &catalogue, demography: &demography, region: &region, start: settings.start, years };
        for scenario in &settings.scenarios {
            if [BASELINE, FROZEN].contains(&scenario.name.as_str()) {
                let rule = format!("must be another: {BASELINE} and {FROZEN} are always run");
                return Err(Error::out_of_range("name of a scenario", format!("{:?}", scenario.name), rule));
            }
            if plans.iter().any(|plan| plan.name == scenario.name) {
                return Err(Error::Duplicate { kind: "scenario".into(), name: scenario.name.clone() });
            }
            let plan = resolver.scenario(scenario, &mut prices)?;
            plan.check_together(&service, settings.start, years)?;
            plans.push(plan);
        }
        // The fit takes a second: mistakes in scenarios are told before it.
        let additions = Additions {
            migration: settings.migration,
            delay: settings.delay,
            prices,
            own: &settings.series,
            catalogue: &catalogue,
        };
        let model = FittedModel::fit(data, demography, settings.start.get(), years, additions)?;
        let mut cell_years: Vec<usize> =
            plans.iter().flat_map(|plan| plan.ambitions.iter().map(|a| a.deadline)).chain([years]).collect();
        cell_years.sort_unstable();
        cell_years.dedup();
        let shape = Shape {
            cell_years,
            ambitions: plans.iter().map(|plan| plan.ambitions.len()).sum(),
            parameters: model.plan.parameters().len(),
            ..least
        };
        let layout = Layout::new(shape, &model.catalogue);
        room::check_batch(&layout)?;
        let hash = |name: &TableName| (name.file().to_owned(), data.hash(*name));
        let identity = Identity::new(&settings, &TableName::ALL.iter().map(hash).collect(), layout.len())?;
        Ok(Self { settings, model, plans, region, layout, identity, of_tables })
    }

    /// The settings as given.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The name under which results have an area, or all of them together, given by name or code.
    ///
    /// # Errors
    /// If there is no such area; the nearest is offered.
    pub fn area(&self, name: &str) -> Result<&str, Error> {
        self.region.name_of(name)
    }

    /// What should be known before a run, in words: first of tables that were replaced, then what is assumed. The notes of the
    /// outcomes have them too, and what the draws show.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let costs = self.plans.iter().filter_map(ScenarioPlan::note_on_costs);
        self.of_tables.iter().cloned().chain(self.model.notes()).chain(costs).collect()
    }

    /// Bytes the draws of this projection take, in memory or in a run folder.
    #[must_use]
    pub fn size_of_draws(&self) -> usize {
        room::bytes_of(&self.layout, self.settings.draws)
    }

    /// What a shard of this projection takes in a folder, on so many threads.
    #[must_use]
    pub fn room(&self, shard: Shard, threads: usize) -> Room {
        Room::of(&self.layout, shard.draws_of(self.settings.draws), threads)
    }

    /// Cells of one draw: areas and quintiles with people x sex x age x smoking state, times years, times scenarios.
    #[must_use]
    pub fn cells_of_a_draw(&self) -> usize {
        use crate::exposure::smoking::states::STATES;
        self.layout.cells * 2 * crate::units::AGES * STATES * (self.layout.years - 1) * self.plans.len()
    }

    /// Runs all draws and keeps them in memory.
    ///
    /// # Errors
    /// If the draws would take more than 2 GiB: run them [in a folder](Self::run_in).
    pub fn run(&self) -> Result<Outcomes, Error> {
        self.run_watched(None, &Progress::none())
    }

    /// Runs all draws and keeps them in files of a run folder, so that memory does not grow with draws.
    ///
    /// Draws of this projection that the folder holds are verified and not run again, so that a run that was stopped goes on
    /// where it was, and one of more draws runs only those. See [`run_folder`](crate::run_folder).
    ///
    /// # Errors
    /// If the folder holds another run, or a file that is damaged, foreign or misnamed, each of which is named; if a
    /// file cannot be read or written.
    pub fn run_in(&self, folder: impl AsRef<Path>) -> Result<Outcomes, Error> {
        self.run_watched(Some(folder.as_ref()), &Progress::none())
    }

    /// Runs all draws, telling `progress` after each batch; in a folder if one is given, else in memory.
    ///
    /// What a cancelled run has finished stays in its folder.
    ///
    /// # Errors
    /// As [`run`](Self::run) and [`run_in`](Self::run_in), or [`Error::Cancelled`] if `progress` says so.
    pub fn run_watched(&self, folder: Option<&Path>, progress: &Progress<'_>) -> Result<Outcomes, Error> {
        let draws = self.settings.draws;
        let store = match folder {
            Some(folder) => self.store_in(RunFolder::for_run(folder, self.identity.clone())?),
            None => {
                room::check_memory(&self.layout, draws)?;
                Store::in_memory(self.layout.len(), draws)
            }
        };
        self.runner().run(&store, Shard::all(), progress)?;
        self.outcomes(store, self.settings.sampling)
    }

    /// Runs one shard of the draws in a run folder and keeps them there, for [`outcomes_in`](Self::outcomes_in) or any run in
    /// the folder to read when all shards are done. Shards may be run at the same time: in one folder if the machines share
    /// it, else each in its own, to be [merged](RunFolder::merge).
    ///
    /// # Errors
    /// As [`run_watched`](Self::run_watched).
    pub fn run_shard(
        &self,
        folder: impl AsRef<Path>,
        shard: Shard,
        progress: &Progress<'_>,
    ) -> Result<ShardRun, Error> {
        let store = self.store_in(RunFolder::for_run(folder.as_ref(), self.identity.clone())?);
        let run = self.runner().run(&store, shard, progress)?;
        Ok(ShardRun { draws: shard.draws_of(self.settings.draws), run })
    }

    /// The outcomes of draws that a run folder holds already; nothing is run and nothing written.
    ///
    /// # Errors
    /// If draws are missing, the folder holds no run or another, or a file in it is damaged, foreign or misnamed: each is
    /// named.
    pub fn outcomes_in(&self, folder: impl AsRef<Path>) -> Result<Outcomes, Error> {
        let folder = RunFolder::of_run(folder.as_ref(), &self.identity)?;
        folder.complete(self.settings.draws)?;
        self.outcomes(self.store_in(folder), self.settings.sampling)
    }

    fn store_in(&self, folder: RunFolder) -> Store {
        Store::in_folder(self.layout.len(), self.settings.draws, folder)
    }

    fn runner(&self) -> Runner<'_> {
        Runner { model: &self.model, plans: &self.plans, layout: &self.layout, settings: &self.settings }
    }

    /// One run with every parameter at its central value: quick, and no substitute for the draws.
    ///
    /// # Errors
    /// None for a built projection; the type leaves room for a parameter that cannot be drawn.
    pub fn run_central(&self) -> Result<Outcomes, Error> {
        let central: Vec<Lanes> = self.model.plan.parameters().central().into_iter().map(Lanes::splat).collect();
        let mut draws = Draws::central(&self.model.plan);
        let numbers = run_batch(&self.model, &self.plans, &self.layout, &mut draws, (0, &central), FailedDraws::Stop)?;
        let store = Store::in_memory(self.layout.len(), 1);
        store.keep(0, numbers)?;
        // A single run: no sampling spreads it.
        self.outcomes(store, Sampling::Random)
    }

    fn outcomes(&self, store: Store, sampling: Sampling) -> Result<Outcomes, Error> {
        let failed_at = self.layout.failed_at();
        let failed = store.read(failed_at..failed_at + 1)?;
        let left_out: Vec<usize> = (0..store.draws()).filter(|draw| failed.column(0)[*draw] > 0.0).collect();
        if let Some(draw) = left_out.first().filter(|_| self.settings.failed_draws == FailedDraws::Stop) {
            let rule =
                "failed in the run that left its draws here, and this one does not leave such draws out".to_owned();
            return Err(Error::Draw { draw: *draw as u64, rule, furthest: Vec::new() });
        }
        if left_out.len() == store.draws() {
            return Err(Error::Conflict { rule: "the numbers of no draw can be true: none is left".to_owned() });
        }
        let store = store.without(left_out);
        let mut ambitions = Vec::with_capacity(self.layout.ambitions);
        for (scenario, plan) in self.plans.iter().enumerate() {
            for ambition in &plan.ambitions {
                ambitions.push(AmbitionOfRun {
                    scenario,
                    id: ambition.ambition.id.clone(),
                    ambition: ambition.ambition.clone(),
                    first_year: ambition.first_year,
                    baseline_year: ambition.baseline_year,
                    cities: self.model.standards.lowest(ambition.ambition.indicator),
                    members: ambition.members.clone(),
                    indicator: ambition.indicator,
                    // Quitting is raised, all else lowered.
                    effort_raises: ambition.row.acts_on == ActsOn::Smoking,
                });
            }
        }
        let mut notes = Vec::new();
        if !store.left_out().is_empty() {
            let list: Vec<String> = store.left_out().iter().take(LISTED).map(usize::to_string).collect();
            let more = if store.left_out().len() > LISTED { ", ..." } else { "" };
            notes.push(format!(
                "{} of {} draws were left out since their numbers cannot be true: {}{more}; failures sit in the tails, so that means and \
                 intervals are narrower than they should be, and a chance is given with its range if all of them or none had met",
                store.left_out().len(),
                store.draws(),
                list.join(", ")
            ));
        }
        notes.extend(self.notes());
        notes.extend(certain::notes(&store, &self.layout, &self.plans, self.settings.start)?);
        let at = self.layout.unreachable_years_at();
        let unreachable = store.read(at..at + 1)?;
        let draws = unreachable.column(0).iter().filter(|years| **years > 0.0).count();
        if draws > 0 {
            notes.push(format!(
                "in {draws} draws the trend of smoking rises in some year faster than starting allows even if nobody quits; there it lies below the trend drawn"
            ));
        }
        Ok(Outcomes {
            store,
            sampling,
            layout: self.layout.clone(),
            scenarios: self.plans.iter().map(|plan| plan.name.clone()).collect(),
            start: self.settings.start,
            region: self.region.clone(),
            area_people: self.model.area_people.clone(),
            catalogue: self.model.catalogue.clone(),
            cells: self.model.demography.cells().to_vec(),
            ambitions,
            parameters: self.model.plan.parameters().names().to_vec(),
            notes,
        })
    }
}

impl Watch for Progress<'_> {
    fn progress(&self, done: usize, all: usize) {
        if let Some(tell) = self.tell {
            tell(done, all);
        }
    }

    fn cancelled(&self) -> bool {
        self.cancel.is_some_and(|cancel| cancel.load(std::sync::atomic::Ordering::Relaxed))
    }
}
