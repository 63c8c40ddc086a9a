//! Ctrl-C and its like: work that leaves something behind is told to stop, so that what it made can be removed.

use crate::diagnostic::Diagnostic;
use anyhow::Result;
use std::io;
use tokio::signal;

/// The outcome of `work`, which is dropped and becomes an error when someone ends the run first.
pub(super) async fn ends<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::select! {
        done = work => done,
        asked = asked() => {
            asked?;
            Err(Diagnostic::interrupted().into())
        }
    }
}

/// Whether the error is that someone ended the run.
pub(super) fn is(error: &anyhow::Error) -> bool {
    error.downcast_ref::<Diagnostic>() == Some(&Diagnostic::interrupted())
}

/// Waits until the terminal or the system asks for the end.
#[cfg(unix)]
async fn asked() -> io::Result<()> {
    use signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = signal::ctrl_c() => interrupted,
        _ = terminate.recv() => Ok(()),
    }
}

/// Waits until the terminal asks for the end.
#[cfg(not(unix))]
async fn asked() -> io::Result<()> {
    signal::ctrl_c().await
}
