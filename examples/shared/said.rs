//! What an example says to its reader, who may have gone.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write};
use std::sync::Mutex;

/// Why nothing more is said.
static SILENT: Mutex<Option<ErrorKind>> = Mutex::new(None);

/// Prints a line as `println!` does. A reader who has gone, as `head` goes, ends the words and not the program: its files are
/// still written and its temporary folders taken away.
#[macro_export]
macro_rules! say {
    ($($words:tt)*) => { $crate::said::line(format_args!($($words)*)) };
}

/// Tells of how a run goes, as `eprintln!` does, for as long as somebody reads it.
#[macro_export]
macro_rules! tell {
    ($($words:tt)*) => { $crate::said::aside(format_args!($($words)*)) };
}

#[doc(hidden)]
pub fn line(words: Arguments<'_>) {
    let Ok(mut silent) = SILENT.lock() else { return };
    if silent.is_none() {
        let mut out = std::io::stdout().lock();
        *silent = writeln!(out, "{words}").and_then(|()| out.flush()).err().map(|error| error.kind());
    }
}

#[doc(hidden)]
pub fn aside(words: Arguments<'_>) {
    // Nobody can be told that nobody listens.
    let _ = writeln!(std::io::stderr().lock(), "{words}");
}

/// Why what was said did not arrive; nothing if it did, or if the reader had gone.
pub fn lost() -> Option<ErrorKind> {
    SILENT.lock().ok()?.filter(|kind| *kind != ErrorKind::BrokenPipe)
}
