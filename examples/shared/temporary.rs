//! Temporary folders: of a random name, made by this process alone, gone at every end of it that can be caught.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, Once};
use tempfile::TempDir;

/// The folders there are, for when the process is told to end.
static FOLDERS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
static HANDLER: Once = Once::new();

/// What a shell says of a program that was interrupted.
const INTERRUPTED: i32 = 130;
/// A folder in which threads still write can take several tries to empty.
const TRIES: usize = 100;

/// A temporary folder.
#[derive(Debug)]
pub struct Temporary(TempDir);

impl Temporary {
    /// Makes one.
    pub fn new() -> std::io::Result<Self> {
        HANDLER.call_once(|| {
            // Where signals cannot be caught, the folders go when the program ends by itself.
            let _ = ctrlc::set_handler(|| {
                let folders = FOLDERS.lock().map(|folders| folders.clone()).unwrap_or_default();
                for folder in &folders {
                    let _ = (0..TRIES).try_for_each(|_| {
                        let _ = std::fs::remove_dir_all(folder);
                        folder.exists().then_some(())
                    });
                }
                std::process::exit(INTERRUPTED);
            });
        });
        let folder = tempfile::Builder::new().prefix("health-impact-").tempdir()?;
        if let Ok(mut folders) = FOLDERS.lock() {
            folders.push(folder.path().to_owned());
        }
        Ok(Self(folder))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}
