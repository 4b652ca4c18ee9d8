//! The step of a cohort through one cycle, for eight draws at once, and the choice of instruction set.
//!
//! ```
//! use health_impact::multistate::Structure;
//! use health_impact::multistate::kernel::{Batch, dispatch, step};
//! use health_impact::multistate::lanes::Lanes;
//!
//! /// Ten years of one cohort, well or dead; gives those still well.
//! struct TenYears<'a> {
//!     structure: &'a Structure,
//!     probability: &'a [Lanes],
//! }
//!
//! impl Batch for TenYears<'_> {
//!     type Output = Lanes;
//!
//!     #[inline(always)]
//!     fn run(self) -> Lanes {
//!         let mut now = [[Lanes::splat(100.0)], [Lanes::ZERO]];
//!         let mut next = [[Lanes::ZERO]; 2];
//!         for _ in 0..10 {
//!             step(self.structure, self.probability, &now, &mut next);
//!             std::mem::swap(&mut now, &mut next);
//!         }
//!         now[0][0]
//!     }
//! }
//!
//! let structure = Structure::new(&["well", "dead"], &[("well", "well"), ("well", "dead"), ("dead", "dead")])?;
//! let mut probability = vec![Lanes::ONE; structure.arcs()];
//! if let (Some(stay), Some(die)) = (structure.arc(0, 0), structure.arc(0, 1)) {
//!     (probability[stay], probability[die]) = (Lanes::splat(0.5), Lanes::splat(0.5));
//! }
//! let well = dispatch(TenYears { structure: &structure, probability: &probability });
//! assert_eq!(well, Lanes::splat(100.0 / 1024.0));
//! # Ok::<(), health_impact::Error>(())
//! ```

use super::lanes::{Lanes, one_by_one};
use super::structure::Structure;

/// Work that is compiled once for each instruction set and run with the best one the processor has.
///
/// [`run`](Batch::run) **and everything it calls in its hot loop must be `#[inline(always)]`**: what is not inlined is
/// compiled for the plain processor only and loses the speed, though never the result.
pub trait Batch {
    /// What the work returns.
    type Output;

    /// Does the work. Write `#[inline(always)]` on the implementation.
    fn run(self) -> Self::Output;
}

/// An instruction set that a [`Batch`] can be run with. All give the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum InstructionSet {
    /// What every processor of the target has.
    Baseline,
    /// 256-bit vectors: AVX2.
    Avx2,
    /// 512-bit vectors: AVX-512.
    Avx512,
}

struct Inlined<B>(B);

impl<B: Batch> pulp::NullaryFnOnce for Inlined<B> {
    type Output = B::Output;
    #[inline(always)]
    fn call(self) -> B::Output {
        self.0.run()
    }
}

/// An instruction set that this processor has. It is known once, so that many small batches can be run with it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Processor {
    Baseline,
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    Avx2(pulp::x86::V3),
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    Avx512(pulp::x86::V4),
}

impl Processor {
    /// The best this processor has.
    pub(crate) fn best() -> Self {
        let sets = [InstructionSet::Avx512, InstructionSet::Avx2];
        sets.into_iter().find_map(Self::with).unwrap_or(Self::Baseline)
    }

    /// A stated one; `None` if this processor does not have it.
    pub(crate) fn with(set: InstructionSet) -> Option<Self> {
        match set {
            InstructionSet::Baseline => Some(Self::Baseline),
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
            InstructionSet::Avx2 => pulp::x86::V3::try_new().map(Self::Avx2),
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
            InstructionSet::Avx512 => pulp::x86::V4::try_new().map(Self::Avx512),
            #[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
            _ => None,
        }
    }

    /// Runs a batch. Batches may run further ones: a long loop compiles faster, and side by side, in several of moderate size.
    #[inline]
    pub(crate) fn run<B: Batch>(self, batch: B) -> B::Output {
        match self {
            Self::Baseline => plain(batch),
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
            Self::Avx2(v3) => pulp::Simd::vectorize(v3, Inlined(batch)),
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
            Self::Avx512(v4) => pulp::Simd::vectorize(v4, Inlined(batch)),
        }
    }
}

/// Apart, so that it is not compiled into every caller.
#[inline(never)]
fn plain<B: Batch>(batch: B) -> B::Output {
    batch.run()
}

/// Runs a batch with the best instruction set of this processor.
///
/// Call it around a whole batch of draws rather than around each step: the call cannot be inlined.
#[inline]
pub fn dispatch<B: Batch>(batch: B) -> B::Output {
    Processor::best().run(batch)
}

impl InstructionSet {
    /// Whether this processor has it.
    #[must_use]
    pub fn is_available(self) -> bool {
        Processor::with(self).is_some()
    }
}

/// Runs a batch with a stated instruction set, for tests and timing; `None` if this processor does not have it.
pub fn dispatch_on<B: Batch>(set: InstructionSet, batch: B) -> Option<B::Output> {
    Processor::with(set).map(|processor| processor.run(batch))
}

/// The probability of an arc for `B` cohorts: one for all ([`Lanes`]) or one for each (`[Lanes; B]`).
pub trait ArcProbability<const B: usize>: Copy {
    /// The probability for the cohort at position `cohort` of the block.
    fn of(&self, cohort: usize) -> Lanes;
}

impl<const B: usize> ArcProbability<B> for Lanes {
    #[inline(always)]
    fn of(&self, _: usize) -> Lanes {
        *self
    }
}

impl<const B: usize> ArcProbability<B> for [Lanes; B] {
    #[inline(always)]
    fn of(&self, cohort: usize) -> Lanes {
        self[cohort]
    }
}

/// Moves `B` cohorts on by one cycle: everyone in `from` follows the arcs into `to`, which is overwritten.
///
/// Shapes: `probability` has one entry per arc in the order of [`Structure`], `from` and `to` one per state, each
/// holding the `B` cohorts beside each other; each number is eight draws. People are counted in any unit; a
/// probability is per cycle, 0 to 1, unchecked here. Returns the people who arrived, the sum of `to` over states.
///
/// A block shares the cost of following the structure, so cohorts (areas, years, scenarios) that are at the same point
/// of a loop are best moved together, 4 or 5 at a time; with `B` = 1 this is the plain step. Nothing is allocated.
/// Runs at full speed only inside [`dispatch`].
///
/// # Formula
/// ```text
/// to[k][b] = from[j1][b] * p[j1 -> k] + from[j2][b] * p[j2 -> k] + ...     summed in the order of the arcs
/// ```
/// # Panics
/// If a slice is shorter than said above.
#[inline(always)]
pub fn step<const B: usize, P: ArcProbability<B>>(
    structure: &Structure,
    probability: &[P],
    from: &[[Lanes; B]],
    to: &mut [[Lanes; B]],
) -> [Lanes; B] {
    let order = structure.order();
    let (probability, from) = (&probability[..structure.arcs()], &from[..structure.len()]);
    let to = &mut to[..structure.len()];
    let mut all = [Lanes::ZERO; B];
    for run in &order.ones {
        let (to, from) = (&mut to[run.to..run.to + run.len], &from[run.from..run.from + run.len]);
        for ((to, from), &p) in to.iter_mut().zip(from).zip(&probability[run.arc..run.arc + run.len]) {
            for cohort in 0..B {
                to[cohort] = from[cohort] * p.of(cohort);
                all[cohort] += to[cohort];
            }
        }
    }
    for two in &order.twos {
        let (first, p) = (&from[two.from[0]], probability[two.arc]);
        let (second, q) = (&from[two.from[1]], probability[two.arc + 1]);
        let to = &mut to[two.to];
        for cohort in 0..B {
            to[cohort] = first[cohort] * p.of(cohort) + second[cohort] * q.of(cohort);
            all[cohort] += to[cohort];
        }
    }
    for others in &order.others {
        let mut sum = [Lanes::ZERO; B];
        for run in &others.runs {
            let from = &from[run.from..run.from + run.len];
            for (from, &p) in from.iter().zip(&probability[run.arc..run.arc + run.len]) {
                for cohort in 0..B {
                    sum[cohort] += from[cohort] * p.of(cohort);
                }
            }
        }
        for cohort in 0..B {
            all[cohort] += sum[cohort];
        }
        to[others.to] = sum;
    }
    all
}

/// Probabilities of surviving a cycle and then moving, for [`step`].
///
/// Shapes: `survival` has one entry per state, `moves` (the probabilities of survivors) and `probability`, which is
/// overwritten, one per arc in the order of [`Structure`].
///
/// # Formula
/// ```text
/// p[j -> k] = survival[j] * moves[j -> k]
/// ```
/// # Panics
/// If a slice is shorter than said above.
#[inline(always)]
pub fn survive_and_move(structure: &Structure, survival: &[Lanes], moves: &[Lanes], probability: &mut [Lanes]) {
    for run in &structure.order().sources {
        let arcs = run.arc..run.arc + run.len;
        let survival = &survival[run.from..run.from + run.len];
        let slots = probability[arcs.clone()].iter_mut().zip(&moves[arcs]);
        for ((slot, of_survivors), survival) in one_by_one(slots.zip(survival)) {
            *slot = *survival * *of_survivors;
        }
    }
}
