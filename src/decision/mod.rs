//! Which strategy is worth its cost: dominance and ratios, net benefit, acceptability, and the value of knowing more.
//!
//! [`CostsAndEffects`] holds the costs and effects of strategies in the same draws. Their means give dominance and
//! incremental cost-effectiveness ratios ([`cost_effectiveness`]); a willingness to pay gives the [`Decision`] at it; and two
//! strategies give an [`Increment`].
//!
//! ```
//! use health_impact::decision::CostsAndEffects;
//!
//! let compared = CostsAndEffects::new()
//!     .with("usual care", vec![100.0, 100.0], vec![1.0, 1.0])?
//!     .with("new drug", vec![1_100.0, 1_100.0], vec![1.04, 1.02])?;
//! let decision = compared.at(30_000.0)?;
//! // Worth 200 in one draw and -400 in the other: on average not.
//! assert_eq!(decision.best().name, "usual care");
//! assert_eq!(decision.best().probability_best, 0.5);
//! assert!((decision.evpi() - 100.0).abs() < 1e-9);
//! # Ok::<(), health_impact::Error>(())
//! ```

mod cost_effectiveness;
mod costs_and_effects;
mod increment;
mod net_benefit;

pub use cost_effectiveness::{DominanceStatus, Strategy, cost_effectiveness};
pub use costs_and_effects::CostsAndEffects;
pub use increment::{Increment, Quadrants};
pub use net_benefit::{Decision, Prospect};
