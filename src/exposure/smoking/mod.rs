//! Smoking: never, current, former by years since quitting.
//!
//! What is [fitted](fit) once knows the [states] alone; the chain and its dynamics, which move people while a model runs, know both.

pub(crate) mod agreement;
pub(crate) mod component;
pub(crate) mod dynamics;
pub(crate) mod fit;
pub(crate) mod states;
mod tables;

pub(crate) use tables::TABLES;
