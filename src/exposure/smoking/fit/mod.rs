//! What is fitted once and then stays: surveys, history, areas, services, risks.

pub mod borough;
pub mod cases;
pub mod decline;
pub mod history;
pub mod occupation;
pub mod risk;
pub mod service;
pub mod survey;
