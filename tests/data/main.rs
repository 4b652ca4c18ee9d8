//! The tables: those that come with the crate, those that are refused, and a region of one's own.

mod bad_tables;
mod downloads;
mod my_city;
mod slips;
mod tables;
