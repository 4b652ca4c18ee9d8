//! What several test programs share: where the repository is, the published figures, short runs of London, and what is known of
//! each measure.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

pub mod london;
pub mod measures;
pub mod published;

use std::path::{Path, PathBuf};

/// The top folder of the repository; tests run in `tests`.
pub fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}
