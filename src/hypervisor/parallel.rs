//! One kind of work on many items, with a few threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// Does `work` on every item with a few threads and hands each result to `take` on this thread, in
/// the order in which they are ready. A thread takes so many items at a time, and hands them on together.
pub(super) fn in_parallel<T: Sync, R: Send>(
    items: &[T],
    (threads, at_a_time): (usize, usize),
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(&T, R),
) {
    let threads = threads.min(items.len().div_ceil(at_a_time));
    if threads <= 1 {
        for item in items {
            take(item, work(item));
        }
        return;
    }
    let next = AtomicUsize::new(0);
    let (sender, results) = mpsc::channel::<(usize, Vec<R>)>();
    std::thread::scope(|scope| {
        for number in 0..threads {
            let (sender, next, work) = (sender.clone(), &next, &work);
            let reading = move || {
                loop {
                    let start = next.fetch_add(at_a_time, Ordering::Relaxed);
                    let Some(chunk) =
                        items.get(start..items.len().min(start + at_a_time)).filter(|chunk| !chunk.is_empty())
                    else {
                        break;
                    };
                    if sender.send((start, chunk.iter().map(work).collect())).is_err() {
                        break;
                    }
                }
            };
            let spawned = std::thread::Builder::new().name(format!("read-{number}")).spawn_scoped(scope, reading);
            // The other threads, or at last this one, do its part.
            if let Err(error) = spawned {
                tracing::warn!(%error, "a reading thread could not be started");
            }
        }
        drop(sender);
        for (start, chunk) in results {
            for (item, result) in items[start..].iter().zip(chunk) {
                take(item, result);
            }
        }
    });
    for item in items.iter().skip(next.into_inner()) {
        take(item, work(item));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;
    use std::time::Duration;

    #[test]
    fn one_that_hangs_keeps_no_other_waiting() {
        let items: Vec<usize> = (0..40).collect();
        let (others_are_there, released) = mpsc::channel();
        let released = Mutex::new(released);
        let work = |item: &usize| match item {
            3 => released.lock().unwrap().recv_timeout(Duration::from_mins(1)).is_ok(),
            _ => true,
        };
        let mut count = 0;
        in_parallel(&items, (2, 1), work, |item, in_time| {
            assert!(in_time, "{count} others came before {item} was given up");
            count += 1;
            if count == items.len() - 1 {
                others_are_there.send(()).unwrap();
            }
        });
        assert_eq!(count, items.len());
    }
}
