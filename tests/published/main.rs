//! Published models and test data, reproduced to the tolerance of each figure.

mod draws;
mod inequality;
mod life_table;
mod models;
mod rates;
mod tobacco;
