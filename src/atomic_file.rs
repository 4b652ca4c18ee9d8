//! Atomic files: complete or not there: written under another name, brought to the disk, then renamed.

use crate::error::Error;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// How often a file is begun anew whose unfinished one was taken away.
const TRIES: usize = 8;

/// Writes a file that has its name only once it is complete. Several processes may write the same file: the last one stays.
///
/// # Errors
/// If it cannot be written; nothing unfinished is left behind then, if it can be helped.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    finish(path, bytes, |unfinished| std::fs::rename(unfinished, path))
}

/// The same of a file that must not be there: of several processes one makes it. Whether it was this one.
///
/// # Errors
/// As [`write`].
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<bool, Error> {
    let mut made = true;
    finish(path, bytes, |unfinished| {
        made = match std::fs::hard_link(unfinished, path) {
            Ok(()) => true,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => false,
            // Where there are no links the name itself is made first, by one only, and then takes the bytes.
            Err(_) => match OpenOptions::new().write(true).create_new(true).open(path) {
                Ok(_) => return std::fs::rename(unfinished, path),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => false,
                Err(error) => return Err(error),
            },
        };
        Ok(())
    })?;
    Ok(made)
}

/// Writes an unfinished file, brings it to the disk and gives it its name by `name`.
fn finish(path: &Path, bytes: &[u8], mut name: impl FnMut(&Path) -> std::io::Result<()>) -> Result<(), Error> {
    let mut tries = 0;
    loop {
        let mut file = AtomicFile::create(path)?;
        match file.write_all(bytes).and_then(|()| file.named(&mut name)) {
            Ok(()) => return Ok(()),
            // Another process took it for a leftover between its making and its lock.
            Err(error) if error.kind() == ErrorKind::NotFound && tries < TRIES => tries += 1,
            Err(error) => return Err(Error::file(path, error)),
        }
    }
}

/// A file that is written piece by piece and has its name once it is [finished](Self::finish); if it never is, nothing is left of it and
/// what had the name before stays.
#[derive(Debug)]
pub(crate) struct AtomicFile {
    path: PathBuf,
    unfinished: PathBuf,
    file: File,
}

impl AtomicFile {
    /// Begins a file.
    ///
    /// # Errors
    /// If its folder cannot be written.
    pub(crate) fn create(path: &Path) -> Result<Self, Error> {
        let (unfinished, file) = begin(path)?;
        // Held until the file is closed, by the system even if this process is killed: whoever tidies up can tell that
        // it is being written. Where there are no locks, writing goes on without.
        let _ = file.try_lock();
        Ok(Self { path: path.to_owned(), unfinished, file })
    }

    /// Brings it to the disk and gives it its name.
    ///
    /// # Errors
    /// If that fails.
    pub(crate) fn finish(self) -> Result<(), Error> {
        self.named(|unfinished| std::fs::rename(unfinished, &self.path)).map_err(|error| Error::file(&self.path, error))
    }

    fn named(&self, name: impl FnOnce(&Path) -> std::io::Result<()>) -> std::io::Result<()> {
        self.file.sync_data()?;
        name(&self.unfinished)
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        // Nothing of that name is there any more if it was renamed.
        let _ = std::fs::remove_file(&self.unfinished);
    }
}

/// Opens an unfinished file that nobody else has: the name holds the process and a number, and must be new.
fn begin(path: &Path) -> Result<(PathBuf, File), Error> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    loop {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let unfinished = path.with_file_name(format!("{name}.{}-{number}.unfinished", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&unfinished) {
            Ok(file) => return Ok((unfinished, file)),
            // Left by an earlier process that had this one's number.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(Error::file(path, error)),
        }
    }
}

/// The name a file would have had, were it finished; none if `name` is not that of an unfinished file.
pub(crate) fn finished_name(name: &str) -> Option<&str> {
    let (rest, writer) = name.strip_suffix(".unfinished")?.rsplit_once('.')?;
    let (process, number) = writer.split_once('-')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(process) && digits(number)).then_some(rest)
}

/// Whether somebody holds an unfinished file; yes if it cannot be told.
pub(crate) fn is_held(path: &Path) -> bool {
    match File::open(path) {
        Ok(file) => match file.try_lock() {
            Ok(()) => false,
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => true,
        },
        Err(_) => true,
    }
}

/// Opens a file that is one: a pipe or a device would be waited for without end.
///
/// # Errors
/// If it is no regular file or cannot be opened.
pub(crate) fn open_regular(path: &Path) -> std::io::Result<File> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(std::io::Error::new(ErrorKind::InvalidInput, "is no regular file"));
    }
    File::open(path)
}

/// Deletes a file; another process may have done so.
///
/// # Errors
/// If it is there and cannot be deleted.
pub(crate) fn remove(path: &Path) -> Result<(), Error> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::file(path, error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfinished_names_are_told_from_others() {
        assert_eq!(finished_name("draws-00000008.f64.4711-2.unfinished"), Some("draws-00000008.f64"));
        assert_eq!(finished_name("run-folder.json.1-0.unfinished"), Some("run-folder.json"));
        for other in [
            "draws-00000008.f64",
            "draws-00000008.unfinished",
            "holiday.f64.x-1.unfinished",
            "a.1-.unfinished",
            ".unfinished",
        ] {
            assert_eq!(finished_name(other), None, "{other}");
        }
    }

    #[test]
    fn a_file_appears_complete_and_its_unfinished_one_is_held_while_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("draws-00000000.f64");
        let (unfinished, file) = begin(&path).unwrap();
        file.try_lock().unwrap();
        assert!(is_held(&unfinished));
        drop(file);
        assert!(!is_held(&unfinished));
        write(&path, b"all of it").unwrap();
        write(&path, b"all of it").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"all of it");
        let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let taken = folder.path().join("draws-00000000.f64");
        std::fs::create_dir_all(taken.join("a folder in the way")).unwrap();
        let error = write(&taken, b"numbers").unwrap_err().to_string();
        assert!(error.starts_with(&taken.display().to_string()), "{error}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
