//! Short runs of London: what must hold in them, what is refused, and what came out when it was pinned.

mod bad_ambitions;
mod bad_settings;
mod delivery;
mod exposures;
mod groups;
mod honest_trends;
mod if_met;
mod if_met_indicators;
mod inequality;
mod laws;
mod left_out;
mod measures;
mod nothing_wrong;
mod own_indicator;
mod plausible;
mod sampling;
mod threads;
mod together;
mod value_stability;
