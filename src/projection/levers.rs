//! Scenarios resolved against a place and its years: for each cell and year, what is multiplied and what is added.

use super::delivery::CostPlan;
use crate::exposure::levels::{EXPOSURES, Exposure};
use crate::multistate::lanes::Lanes;
use crate::scenario::target::BELOW;
use crate::scenario::{Ambition, BASELINE, FROZEN, Indicator, LeverKind};
use crate::units::Year;

/// What a scenario changes in one cell and year; the identity multiplies by 1 and adds 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Change {
    /// Factor on the probability of quitting.
    pub(crate) quit: Lanes,
    /// What a unit of the factor of the cell's ambition adds to that factor.
    pub(crate) per_factor: Lanes,
    /// Years of the cell's ambition so far, this one included.
    pub(crate) powers: usize,
    /// Factor on the probability of starting.
    pub(crate) start: Lanes,
    /// Reach of stop-smoking services beyond today's, in units of today's.
    pub(crate) reach: Lanes,
    /// Factors on becoming heavier, of children and of adults.
    pub(crate) heavier: [Lanes; 2],
    /// Factor on the shares below the active levels.
    pub(crate) not_active: Lanes,
    /// Factor on the share drinking over 14 units.
    pub(crate) over_limit: Lanes,
    /// Exposures on which something acts.
    pub(crate) moves: [bool; EXPOSURES],
    /// Factor on alcohol-related admissions.
    pub(crate) admissions: Lanes,
    /// Factor on the share not ready for school.
    pub(crate) not_ready: Lanes,
    /// Factors on days off sick: on all, and on those for poor mental health.
    pub(crate) absence: Lanes,
    pub(crate) mental_absence: Lanes,
    /// Factors on the death rates of cancer, cardiovascular and respiratory disease.
    pub(crate) dying: [Lanes; 3],
}

impl Change {
    /// Nothing changes.
    pub(crate) const NONE: Self = Self {
        quit: Lanes::ONE,
        per_factor: Lanes::ZERO,
        powers: 0,
        start: Lanes::ONE,
        reach: Lanes::ZERO,
        heavier: [Lanes::ONE; 2],
        not_active: Lanes::ONE,
        over_limit: Lanes::ONE,
        moves: [false; EXPOSURES],
        admissions: Lanes::ONE,
        not_ready: Lanes::ONE,
        absence: Lanes::ONE,
        mental_absence: Lanes::ONE,
        dying: [Lanes::ONE; 3],
    };

    /// The factor that a lever or ambition multiplies; none for severe mental illness, which is not of a cell.
    #[inline(always)]
    fn factor(&mut self, moved: Moved) -> Option<&mut Lanes> {
        match moved {
            Moved::Quitting => Some(&mut self.quit),
            Moved::Starting => Some(&mut self.start),
            Moved::ChildWeight => Some(&mut self.heavier[0]),
            Moved::AdultWeight => Some(&mut self.heavier[1]),
            Moved::Activity => Some(&mut self.not_active),
            Moved::Drinking => Some(&mut self.over_limit),
            Moved::Admissions => Some(&mut self.admissions),
            Moved::Readiness => Some(&mut self.not_ready),
            Moved::Absence => Some(&mut self.absence),
            Moved::MentalAbsence => Some(&mut self.mental_absence),
            Moved::Dying(group) => Some(&mut self.dying[group]),
            Moved::MentalIllness => None,
        }
    }
}

/// What a lever or an ambition moves, by a factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moved {
    Quitting,
    Starting,
    ChildWeight,
    AdultWeight,
    Activity,
    Drinking,
    Admissions,
    Readiness,
    Absence,
    MentalAbsence,
    /// Smoking of people with severe mental illness.
    MentalIllness,
    /// Deaths of cancer, cardiovascular or respiratory disease.
    Dying(usize),
}

impl Moved {
    /// What an ambition about an indicator moves.
    pub(crate) const fn by(indicator: Indicator) -> Self {
        match indicator {
            Indicator::ADULT_SMOKING => Self::Quitting,
            Indicator::CHILD_OBESITY_YEAR6 | Indicator::CHILD_EXCESS_WEIGHT_YEAR6 => Self::ChildWeight,
            Indicator::ADULT_OBESITY => Self::AdultWeight,
            Indicator::PHYSICALLY_ACTIVE => Self::Activity,
            Indicator::ALCOHOL_OVER_14_UNITS => Self::Drinking,
            Indicator::ALCOHOL_ADMISSIONS => Self::Admissions,
            Indicator::SCHOOL_READY => Self::Readiness,
            Indicator::ABSENCE_DAYS => Self::Absence,
            Indicator::SMI_GAP_SECONDARY_SERVICES | Indicator::SMI_GAP_GP_REGISTERS => Self::MentalIllness,
            Indicator::CANCER_MORTALITY => Self::Dying(0),
            Indicator::CARDIOVASCULAR_MORTALITY => Self::Dying(1),
            Indicator::RESPIRATORY_MORTALITY => Self::Dying(2),
        }
    }

    /// The exposure it changes, if it is one followed by shares.
    const fn exposure(self) -> Option<Exposure> {
        match self {
            Self::ChildWeight | Self::AdultWeight => Some(Exposure::BodyWeight),
            Self::Activity => Some(Exposure::Activity),
            Self::Drinking => Some(Exposure::Alcohol),
            _ => None,
        }
    }

    /// Words for errors.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Quitting => "the quitting",
            Self::Starting => "the starting",
            Self::ChildWeight | Self::AdultWeight => "the weight",
            Self::Activity => "the activity",
            Self::Drinking => "the drinking",
            Self::Admissions => "the admissions",
            Self::Readiness => "the readiness for school",
            Self::Absence | Self::MentalAbsence => "the days off sick",
            Self::MentalIllness => "the severe mental illness",
            Self::Dying(_) => "the deaths",
        }
    }
}

/// A scenario ready to run.
#[derive(Debug, Clone)]
pub(crate) struct ScenarioPlan {
    pub(crate) name: String,
    /// Exposures stay at the start's level by age.
    pub(crate) frozen: bool,
    pub(super) levers: Vec<LeverPlan>,
    pub(crate) ambitions: Vec<AmbitionPlan>,
}

#[derive(Debug, Clone)]
pub(super) struct LeverPlan {
    pub(super) cells: Vec<bool>,
    pub(super) what: LeverKind,
    pub(super) years: std::ops::Range<usize>,
    pub(super) costs: Vec<CostPlan>,
    /// People meant, at the start.
    pub(super) meant_at_start: f64,
}

impl LeverPlan {
    /// What it moves and by which factor; none for what is added rather than multiplied.
    fn moved(&self) -> Option<(Moved, f64)> {
        Some(match self.what {
            LeverKind::Quitting { factor } => (Moved::Quitting, factor),
            LeverKind::Starting { factor } => (Moved::Starting, factor),
            LeverKind::ChildWeightGain { factor } => (Moved::ChildWeight, factor),
            LeverKind::AdultWeightGain { factor } => (Moved::AdultWeight, factor),
            LeverKind::Inactivity { factor } => (Moved::Activity, factor),
            LeverKind::DrinkingOver14Units { factor } => (Moved::Drinking, factor),
            LeverKind::AlcoholAdmissions { factor } => (Moved::Admissions, factor),
            LeverKind::NotReadyForSchool { factor } => (Moved::Readiness, factor),
            LeverKind::Absence { factor } => (Moved::Absence, factor),
            LeverKind::AbsenceForMentalHealth { factor } => (Moved::MentalAbsence, factor),
            LeverKind::SmokingWithMentalIllness { factor } => (Moved::MentalIllness, factor),
            LeverKind::CancerDeaths { factor } => (Moved::Dying(0), factor),
            LeverKind::CardiovascularDeaths { factor } => (Moved::Dying(1), factor),
            LeverKind::RespiratoryDeaths { factor } => (Moved::Dying(2), factor),
            LeverKind::StopSmokingReach { .. } | LeverKind::ChecksWithMentalIllness { .. } => return None,
        })
    }
}

/// An ambition ready to be solved.
#[derive(Debug, Clone)]
pub(crate) struct AmbitionPlan {
    pub(crate) ambition: Ambition,
    pub(crate) moved: Moved,
    pub(crate) first_year: Year,
    pub(crate) baseline_year: Year,
    pub(crate) areas: Vec<usize>,
    pub(crate) quintiles: Vec<usize>,
    /// Whether each cell is meant.
    pub(crate) cells: Vec<bool>,
    /// Share of the lever in each year after the start.
    pub(crate) ramp: Vec<f64>,
    /// Mid-year of the deadline, counted from the start.
    pub(crate) deadline: usize,
    /// Mid-year of the baseline year, counted from the start.
    pub(crate) baseline: usize,
}

impl AmbitionPlan {
    /// Years before the deadline in which the lever acts.
    pub(crate) fn years_until_deadline(&self) -> usize {
        self.ramp[..self.deadline].iter().filter(|ramp| **ramp > 0.0).count()
    }

    /// The value the search is for, given the baseline year's and the lowest of the cities'.
    pub(crate) fn target(&self, baseline: f64, cities: f64) -> f64 {
        let aim = self.ambition.aim(baseline, cities);
        if self.ambition.is_strict() { aim * (1.0 - BELOW) } else { aim }
    }
}

impl ScenarioPlan {
    /// The baseline or the frozen comparator.
    pub(crate) fn comparator(frozen: bool) -> Self {
        let name = if frozen { FROZEN } else { BASELINE };
        Self { name: name.into(), frozen, levers: Vec::new(), ambitions: Vec::new() }
    }

    /// Everything it moves by a factor.
    fn all_moved(&self) -> impl Iterator<Item = Moved> + '_ {
        let levers = self.levers.iter().filter_map(|lever| lever.moved().map(|(moved, _)| moved));
        levers.chain(self.ambitions.iter().map(|ambition| ambition.moved))
    }

    /// Which of the exposures followed by shares it moves.
    pub(crate) fn moved(&self) -> [bool; EXPOSURES] {
        let mut moved = [self.frozen; EXPOSURES];
        for exposure in self.all_moved().filter_map(Moved::exposure) {
            moved[exposure.index()] = true;
        }
        moved
    }

    /// Whether it acts on death rates themselves.
    pub(crate) fn moves_deaths(&self) -> bool {
        self.all_moved().any(|moved| matches!(moved, Moved::Dying(_)))
    }

    /// What is done over the year after each mid-year for people with severe mental illness: the factor on their smoking, and the
    /// share who get help beyond today's.
    pub(crate) fn mental_illness(&self, factors: &[Lanes], years: usize) -> Option<Vec<(Lanes, f64)>> {
        let is_meant = |lever: &&LeverPlan| {
            matches!(lever.what, LeverKind::SmokingWithMentalIllness { .. } | LeverKind::ChecksWithMentalIllness { .. })
        };
        let levers: Vec<&LeverPlan> = self.levers.iter().filter(is_meant).collect();
        let ambition = self.ambitions.iter().zip(factors).find(|(ambition, _)| ambition.moved == Moved::MentalIllness);
        if levers.is_empty() && ambition.is_none() {
            return None;
        }
        let of = |year: usize| {
            let (mut smoking, mut helped) = (Lanes::ONE, 0.0);
            for lever in levers.iter().filter(|lever| lever.years.contains(&year)) {
                match lever.what {
                    LeverKind::SmokingWithMentalIllness { factor } => smoking = smoking * factor,
                    LeverKind::ChecksWithMentalIllness { share } => helped += share,
                    _ => {}
                }
            }
            if let Some((ambition, factor)) = ambition {
                smoking *= Lanes::ONE + (*factor - Lanes::ONE) * ambition.ramp[year];
            }
            (smoking, helped)
        };
        Some((0..years).map(of).collect())
    }

    /// What the scenario changes in a cell over the year that starts at mid-year `year`, with the factor of each of
    /// its ambitions.
    #[inline(always)]
    pub(crate) fn change(&self, factors: &[Lanes], cell: usize, year: usize) -> Change {
        let mut change = Change::NONE;
        for lever in self.levers.iter().filter(|lever| lever.cells[cell] && lever.years.contains(&year)) {
            if let LeverKind::StopSmokingReach { factor } = lever.what {
                change.reach += Lanes::splat(factor - 1.0);
            }
            if let Some((moved, by)) = lever.moved() {
                if let Some(factor) = change.factor(moved) {
                    *factor = *factor * by;
                }
                if let Some(exposure) = moved.exposure() {
                    change.moves[exposure.index()] = true;
                }
            }
        }
        for (ambition, factor) in self.ambitions.iter().zip(factors) {
            if !ambition.cells[cell] {
                continue;
            }
            let ramp = ambition.ramp[year];
            if ambition.moved == Moved::Quitting {
                // Ambitions of one lever have no cell in common, so there is one factor on quitting at most.
                change.per_factor = change.quit * ramp;
                change.powers = ambition.ramp[..=year].iter().filter(|ramp| **ramp > 0.0).count();
            }
            if let Some(by) = change.factor(ambition.moved) {
                *by *= Lanes::ONE + (*factor - Lanes::ONE) * ramp;
            }
            if let Some(exposure) = ambition.moved.exposure() {
                change.moves[exposure.index()] |= ramp > 0.0;
            }
        }
        change
    }
}
