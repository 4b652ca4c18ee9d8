//! What a run's differences do to risks.

use crate::disease::DISEASES;
use crate::mortality::CAUSES;
use crate::multistate::lanes::Lanes;

/// What a run's differences do to risks at one sex and age. Each part has values only where it differs from the baseline's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ratios {
    /// Ratio on the death rate of each cause in the order of [`CAUSE_ORDER`].
    deaths: [Lanes; CAUSES],
    pub(crate) dying_differs: bool,
    /// Ratio on falling ill, by disease.
    cases: [Lanes; DISEASES],
    falling_ill_differs: bool,
    /// Ratio on days off sick.
    pub(crate) absence: Lanes,
}

impl Ratios {
    pub(crate) const NONE: Self = Self {
        deaths: [Lanes::ONE; CAUSES],
        dying_differs: false,
        cases: [Lanes::ONE; DISEASES],
        falling_ill_differs: false,
        absence: Lanes::ONE,
    };

    /// Back to the baseline's risks. What has no value stays unread.
    #[inline(always)]
    pub(crate) fn clear(&mut self) {
        self.dying_differs = false;
        self.falling_ill_differs = false;
        self.absence = Lanes::ONE;
    }

    /// The ratios on deaths, to be changed.
    #[inline(always)]
    pub(crate) fn deaths_mut(&mut self) -> &mut [Lanes; CAUSES] {
        if !self.dying_differs {
            self.dying_differs = true;
            self.deaths = [Lanes::ONE; CAUSES];
        }
        &mut self.deaths
    }

    /// The ratios on deaths, where they differ.
    #[inline(always)]
    pub(crate) fn deaths(&self) -> &[Lanes; CAUSES] {
        &self.deaths
    }

    #[inline(always)]
    pub(super) fn cases_mut(&mut self) -> &mut [Lanes; DISEASES] {
        if !self.falling_ill_differs {
            self.falling_ill_differs = true;
            self.cases = [Lanes::ONE; DISEASES];
        }
        &mut self.cases
    }

    /// The ratios on falling ill, if they differ.
    #[inline(always)]
    pub(crate) fn cases(&self) -> Option<&[Lanes; DISEASES]> {
        self.falling_ill_differs.then_some(&self.cases)
    }
}
