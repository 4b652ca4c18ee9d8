//! What is fitted once and then stays: surveys, history, areas, services, risks.

pub(crate) mod area_survey;
pub(crate) mod borough;
pub(crate) mod cases;
pub(crate) mod decline;
pub(crate) mod history;
pub(crate) mod occupation;
mod published_risk;
pub(crate) mod risk;
pub(crate) mod service;
pub(crate) mod survey;
