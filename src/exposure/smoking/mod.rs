//! Smoking: never, current, former by years since quitting.

pub mod borough;
pub(crate) mod calibration;
pub mod cases;
pub(crate) mod chain;
pub(crate) mod component;
pub mod decline;
pub(crate) mod former;
pub(crate) mod hazard;
pub mod history;
pub mod occupation;
pub mod risk;
pub mod service;
pub mod states;
pub(crate) mod stock;
pub mod survey;
mod tables;

pub(crate) use tables::TABLES;
