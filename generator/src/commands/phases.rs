//! How long each phase of a run takes, and a line of progress for who waits at a terminal.

use super::output::Output;
use indicatif::{ProgressBar, ProgressStyle};
use serde::{Serialize, Serializer};
use std::time::{Duration, Instant};

/// The phases of one run.
pub(super) struct Phases {
    output: Output,
    spinner: ProgressBar,
    done: Vec<Phase>,
    running: Option<(&'static str, Instant)>,
}

/// A phase that is over.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Phase {
    /// Its name.
    pub(super) name: &'static str,
    /// How long it took.
    #[serde(rename = "milliseconds", serialize_with = "milliseconds")]
    pub(super) duration: Duration,
}

/// What stands in the progress line as long as nobody knows how long it takes.
const WAITING: &str = "{spinner} {msg} {elapsed}";

/// The same where it is known how much there is to do.
const MEASURED: &str = "{spinner} {bar:32} {human_pos} of {human_len}, {eta} left: {msg}";

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}

impl Phases {
    /// Nothing has begun.
    pub(super) fn new(output: Output) -> Self {
        let spinner = if output.shows_progress() { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        spinner.set_style(style(WAITING));
        spinner.enable_steady_tick(Duration::from_millis(100));
        Self { output, spinner, done: Vec::new(), running: None }
    }

    /// Ends the phase that runs and begins the next; `doing` tells it to people.
    pub(super) fn begin(&mut self, name: &'static str, doing: &'static str) {
        self.end();
        self.spinner.set_style(style(WAITING));
        self.spinner.set_message(doing);
        self.running = Some((name, Instant::now()));
    }

    /// Says how far the phase is.
    pub(super) fn say(&self, text: String) {
        self.spinner.set_message(text);
    }

    /// Says how much of so much the phase has done.
    pub(super) fn measure(&self, done: u64, all: u64) {
        if self.spinner.length() != Some(all) {
            self.spinner.set_style(style(MEASURED));
            self.spinner.set_length(all);
            self.spinner.reset_eta();
        }
        self.spinner.set_position(done);
    }

    /// Says something without getting in the way of the progress line.
    pub(super) fn note(&self, text: &str) {
        // A note that cannot be printed is not worth ending the run for.
        let _ = self.spinner.suspend(|| self.output.note(text));
    }

    /// Prints something without getting in the way of the progress line.
    pub(super) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.spinner.suspend(print)
    }

    /// Ends the last phase.
    pub(super) fn finish(mut self) -> Vec<Phase> {
        self.end();
        std::mem::take(&mut self.done)
    }

    fn end(&mut self) {
        if let Some((name, begun)) = self.running.take() {
            match self.done.iter_mut().find(|phase| phase.name == name) {
                // Phases that take turns are told once each.
                Some(phase) => phase.duration += begun.elapsed(),
                None => self.done.push(Phase { name, duration: begun.elapsed() }),
            }
        }
    }
}

impl Drop for Phases {
    fn drop(&mut self) {
        self.spinner.finish_and_clear();
    }
}

fn milliseconds<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
}
