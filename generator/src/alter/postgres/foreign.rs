//! Foreign servers and tables, of which the facts say that they are there, and the server where. Who may log in there is no
//! part of a schema: user mappings are not written.

use super::spell::{self, name};
use super::tables::Placed;
use super::{Both, Writer};
use crate::alter::steps::Phase;
use crate::catalog::{Object, TableKind, TextKind, Texts};
use std::collections::BTreeMap;

/// What is said of a server, a table or a column elsewhere, by name.
type Options<'a> = BTreeMap<&'a str, &'a str>;

impl<'a> Writer<'a> {
    /// A server that comes.
    pub(super) fn create_server(&mut self, server: &Object) {
        let (head, options) = server_of(self.to.texts, &server.name);
        let Some(head) = head else {
            self.steps.cannot_say(format!("foreign server {}", server.name), "where it is, only a live database tells");
            return;
        };
        let options = listed(&options).map(|list| format!(" OPTIONS ({list})")).unwrap_or_default();
        self.steps.add(Phase::Schema, format!("CREATE SERVER {} {head}{options}", name(&server.name)));
    }

    /// A server that stays: tables and logins stand on it.
    pub(super) fn change_server(&mut self, server: &Object) {
        if !self.to.texts.asked || !self.from.texts.asked {
            return;
        }
        let (old, new) = (server_of(self.from.texts, &server.name), server_of(self.to.texts, &server.name));
        if old.0 != new.0 {
            self.steps.cannot_say(format!("foreign server {}", server.name), "it is of another kind now");
        } else if let Some(list) = changed(&old.1, &new.1) {
            self.steps.add(Phase::Schema, format!("ALTER SERVER {} OPTIONS ({list})", name(&server.name)));
        }
    }

    /// Whether a foreign table lies on another server now.
    pub(super) fn is_moved(&self, both: Both<'a>, table: &str) -> bool {
        let server = |texts: &'a Texts| texts.of(TextKind::ForeignTable, &both.any().name, table);
        matches!((server(self.from.texts), server(self.to.texts)), (Some(old), Some(new)) if old != new)
    }

    /// A foreign table that comes.
    pub(super) fn create_foreign(&mut self, new: Placed<'a>) {
        let parts = self.to.texts.parts(TextKind::ForeignTable, (&new.schema.name, &new.table.name));
        let Some(server) = parts.get("") else {
            self.steps
                .cannot_say(format!("table {}", new.shown(None)), "where its rows are, only a live database tells");
            return;
        };
        let options =
            |of: &str| listed(&within(&parts, of)).map(|list| format!(" OPTIONS ({list})")).unwrap_or_default();
        let columns = new.table.columns.iter().map(|column| {
            let spelled = self.column(new, column);
            // The options stand behind the type.
            let (head, rest) = spelled.split_at(self.end_of_type(column, &spelled));
            format!("{head}{}{rest}", options(&column.name))
        });
        let columns: Vec<String> = columns.collect();
        let checks = new.table.checks.iter().map(spell::check);
        let items: Vec<String> = columns.into_iter().chain(checks).collect();
        let body = if items.is_empty() { String::new() } else { format!("\n    {}\n", items.join(",\n    ")) };
        let (quoted, table_options) = (new.quoted(), options(""));
        let sql = format!("CREATE FOREIGN TABLE {quoted} ({body}) SERVER {}{table_options}", name(server));
        self.steps.add(Phase::Table, sql);
        self.comments(new, None);
    }

    fn end_of_type(&self, column: &crate::catalog::Column, spelled: &str) -> usize {
        let head = format!("{} {}", name(&column.name), spell::data_type(column));
        if spelled.starts_with(&head) { head.len() } else { spelled.len() }
    }

    /// What a foreign table that stays says of its rows elsewhere.
    pub(super) fn change_foreign(&mut self, new: Placed<'a>) {
        if new.table.kind != TableKind::Foreign {
            return;
        }
        let of = (new.schema.name.as_str(), new.table.name.as_str());
        let parts = |texts: &'a Texts| texts.parts(TextKind::ForeignTable, of);
        let (old, now) = (parts(self.from.texts), parts(self.to.texts));
        if old.is_empty() || now.is_empty() {
            return;
        }
        let alter = format!("ALTER FOREIGN TABLE {}", new.quoted());
        if let Some(list) = changed(&within(&old, ""), &within(&now, "")) {
            self.steps.add(Phase::AlterColumn, format!("{alter} OPTIONS ({list})"));
        }
        for column in &new.table.columns {
            if let Some(list) = changed(&within(&old, &column.name), &within(&now, &column.name)) {
                let sql = format!("{alter} ALTER COLUMN {} OPTIONS ({list})", name(&column.name));
                self.steps.add(Phase::AlterColumn, sql);
            }
        }
    }
}

/// Of what kind a server is, and what it is told.
fn server_of<'t>(texts: &'t Texts, server: &str) -> (Option<&'t str>, Options<'t>) {
    let mut parts = texts.parts(TextKind::ForeignServer, ("", server));
    (parts.remove(""), parts)
}

/// The options of a column, or of the table itself.
fn within<'t>(parts: &Options<'t>, column: &str) -> Options<'t> {
    let split = parts.iter().filter_map(|(part, text)| Some((part.split_once('\n')?, *text)));
    split.filter(|((of, _), _)| *of == column).map(|((_, option), text)| (option, text)).collect()
}

fn listed(options: &Options<'_>) -> Option<String> {
    let list: Vec<String> = options.iter().map(|(own, text)| format!("{} {}", name(own), spell::text(text))).collect();
    (!list.is_empty()).then(|| list.join(", "))
}

/// What turns the one into the other.
fn changed(old: &Options<'_>, new: &Options<'_>) -> Option<String> {
    let said = |(own, text): (&&str, &&str)| match old.get(*own) {
        Some(before) if before == text => None,
        Some(_) => Some(format!("SET {} {}", name(own), spell::text(text))),
        None => Some(format!("ADD {} {}", name(own), spell::text(text))),
    };
    let gone = old.keys().filter(|own| !new.contains_key(*own)).map(|own| format!("DROP {}", name(own)));
    let list: Vec<String> = new.iter().filter_map(said).chain(gone).collect();
    (!list.is_empty()).then(|| list.join(", "))
}
