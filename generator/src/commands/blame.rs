//! `scaffold blame`: which migration made an object of the schema, and which changed it since. Asks the project file alone.

use super::exit::Exit;
use super::output::{FAINT, Output, STRONG};
use super::stages;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, printable};
use crate::history::{self, Deed, Event, Object};
use anyhow::Result;
use serde::Serialize;

/// What became of one object.
#[derive(Serialize)]
struct Blame {
    #[serde(flatten)]
    object: Object,
    events: Vec<Event>,
}

/// Prints the history of each object that is named.
pub(super) fn run(config: &Config, names: &[String], output: Output) -> Result<Exit> {
    let seen = stages::seen_last(config, output)?;
    let objects = history::objects(&seen.catalog);
    let default = seen.catalog.default_schema().map(|schema| format!("{}.", schema.name)).unwrap_or_default();
    let mut found = Vec::new();
    for name in names {
        let bare = name.strip_prefix(&default).unwrap_or(name);
        let before = found.len();
        let named = objects.iter().filter(|object| object.place() == *name || object.place() == bare);
        found.extend(named.map(|object| Blame { object: object.clone(), events: seen.history.timeline(object) }));
        if found.len() == before {
            return Err(Diagnostic::unknown_object(name, objects.iter().map(Object::place)).into());
        }
    }
    if output.is_json() {
        output.json(&found)?;
        return Ok(Exit::Fine);
    }
    output.data(&found.iter().map(Blame::human).collect::<String>())?;
    Ok(Exit::Fine)
}

impl Blame {
    fn human(&self) -> String {
        let line = |event: &Event| {
            let word = match &event.deed {
                Deed::Made => "made".to_owned(),
                Deed::Changed => "changed".to_owned(),
                Deed::Renamed { from } => format!("renamed from {}", printable(from)),
            };
            format!("  {} {FAINT}{word}{FAINT:#}\n", printable(&event.migration))
        };
        let head = format!("{} {STRONG}{}{STRONG:#}\n", self.object.kind.word(), printable(&self.object.place()));
        let lines: String = self.events.iter().map(line).collect();
        let nothing = || format!("  {FAINT}no migration that was seen{FAINT:#}\n");
        head + &if lines.is_empty() { nothing() } else { lines }
    }
}
