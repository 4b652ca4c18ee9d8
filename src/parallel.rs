//! The same work on many items, in the order of the items.

/// Does `work` on each item, over the caller's rayon pool if the feature `parallel` is on; results keep the order, and
/// nothing is added up across items, so that the number of threads cannot be seen in them.
#[cfg(feature = "parallel")]
pub(crate) fn each<T: Sync, R: Send, E: Send>(
    items: &[T],
    work: impl Fn(&T) -> Result<R, E> + Sync + Send,
) -> Result<Vec<R>, E> {
    use rayon::prelude::*;
    // Collected before the first error is looked for: rayon would return whichever error came first in time.
    items.par_iter().map(work).collect::<Vec<_>>().into_iter().collect()
}

/// Does `work` on each item, in order.
#[cfg(not(feature = "parallel"))]
pub(crate) fn each<T: Sync, R: Send, E: Send>(
    items: &[T],
    work: impl Fn(&T) -> Result<R, E> + Sync + Send,
) -> Result<Vec<R>, E> {
    items.iter().map(work).collect()
}

/// As [`each`] for long work, all of it done whatever fails: every item is a task of its own, so that no thread is idle
/// while another has items in hand.
#[cfg(feature = "parallel")]
pub(crate) fn each_apart<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    use rayon::prelude::*;
    items.par_iter().with_max_len(1).map(work).collect()
}

/// As [`each`], all of it done whatever fails.
#[cfg(not(feature = "parallel"))]
pub(crate) fn each_apart<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    items.iter().map(work).collect()
}
