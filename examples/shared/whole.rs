//! Files of an example that are whole or not there.

use std::io::Write;
use std::path::Path;
use tempfile::NamedTempFile;

/// Writes a file under a random name beside its own, which it takes once it is complete.
pub fn write(path: &Path, text: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text)?;
    file.as_file().sync_data()?;
    file.persist(path)?;
    Ok(())
}
