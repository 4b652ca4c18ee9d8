//! Results for others to read: table files, the manifest of a run, short tables as text and Markdown.
//!
//! Files hold every digit; only what is printed is rounded, and the library prints nothing itself.

mod files;
mod folder;
mod manifest;
mod printed;
#[cfg(test)]
mod tests;

pub use files::{write_ambitions, write_draws, write_inequality, write_results, write_tornado};
pub use folder::{prepare_folder, verify_folder, write_folder};
pub use manifest::{Machine, Manifest, Written};
pub use printed::PrintedTable;
