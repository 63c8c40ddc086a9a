//! Indexes as sea-query has none: over expressions, with included columns, by GIN, without holding up writers.

use super::{Block, Sql, Step, beside, lacks, owned, quote, quote_all};
use sea_orm_migration::sea_orm::DbBackend;

/// An index.
#[derive(Clone, Debug)]
pub struct Index {
    name: String,
    table: String,
    keys: Vec<Key>,
    unique: bool,
    method: Option<String>,
    included: Vec<String>,
    only: Option<Sql>,
    concurrently: bool,
}

#[derive(Clone, Debug)]
enum Key {
    Column(String),
    Descending(String),
    Expression(Sql),
}

/// An index of that name, over what [`column`](Index::column) and [`expression`](Index::expression) say.
pub fn index(name: &str, table: &str) -> Index {
    Index {
        name: name.to_owned(),
        table: table.to_owned(),
        keys: Vec::new(),
        unique: false,
        method: None,
        included: Vec::new(),
        only: None,
        concurrently: false,
    }
}

impl Index {
    /// One more column of the key.
    #[must_use]
    pub fn column(self, name: &str) -> Self {
        self.key(Key::Column(name.to_owned()))
    }

    /// One more column of the key, the greatest first.
    #[must_use]
    pub fn descending(self, name: &str) -> Self {
        self.key(Key::Descending(name.to_owned()))
    }

    /// One more part of the key, computed: `lower(email)`.
    #[must_use]
    pub fn expression(self, text: impl Into<Sql>) -> Self {
        self.key(Key::Expression(text.into()))
    }

    /// No two rows have the same key.
    #[must_use]
    pub fn unique(self) -> Self {
        Self {
            unique: true,
            ..self
        }
    }

    /// The kind of index: `gin`, `gist`, `brin`, `hash`. PostgreSQL alone has them.
    #[must_use]
    pub fn using(self, method: &str) -> Self {
        Self {
            method: Some(method.to_owned()),
            ..self
        }
    }

    /// Columns that are in the index and not in its key, so that a query need not look at the table. Where there is no
    /// INCLUDE they are the last of the key, which finds the same rows; in a unique key they would say something else.
    #[must_use]
    pub fn include(self, columns: &[&str]) -> Self {
        Self {
            included: owned(columns),
            ..self
        }
    }

    /// Only rows for which this is true: `deleted_at IS NULL`. Where there are no such indexes it is left out: over all rows
    /// it would claim something else.
    #[must_use]
    pub fn only(self, condition: impl Into<Sql>) -> Self {
        Self {
            only: Some(condition.into()),
            ..self
        }
    }

    /// On PostgreSQL, without holding up those who write. Such a migration can have no transaction: `use_transaction` has to
    /// be `Some(false)`.
    #[must_use]
    pub fn concurrently(self) -> Self {
        Self {
            concurrently: true,
            ..self
        }
    }

    fn key(mut self, key: Key) -> Self {
        self.keys.push(key);
        self
    }

    fn what(&self) -> String {
        format!("index \"{}\" on \"{}\"", self.name, self.table)
    }

    /// What of it that kind of database has not.
    fn lacking(&self, backend: DbBackend) -> Option<Step> {
        let has_expression = self
            .keys
            .iter()
            .any(|key| matches!(key, Key::Expression(_)));
        match (backend, &self.method) {
            (DbBackend::Postgres, _) => None,
            (_, Some(method)) => Some(lacks(backend, &self.what(), &format!("{method} indexes"))),
            (DbBackend::MySql, None) if self.only.is_some() => {
                Some(lacks(backend, &self.what(), "partial indexes"))
            }
            (DbBackend::MySql, None) if has_expression => Some(Step::LeftOut(format!(
                "{}: no indexes over expressions on MariaDB",
                self.what()
            ))),
            _ => None,
        }
    }

    fn keys(&self, backend: DbBackend) -> String {
        let mut keys: Vec<String> = self.keys.iter().map(|key| key.text(backend)).collect();
        if backend != DbBackend::Postgres && !self.unique {
            keys.extend(self.included.iter().map(|column| quote(backend, column)));
        }
        keys.join(", ")
    }

    /// The word that lets others write meanwhile.
    fn way(&self, backend: DbBackend) -> &'static str {
        if self.concurrently && backend == DbBackend::Postgres {
            "CONCURRENTLY "
        } else {
            ""
        }
    }
}

impl Key {
    fn text(&self, backend: DbBackend) -> String {
        match self {
            Self::Column(name) => quote(backend, name),
            Self::Descending(name) => format!("{} DESC", quote(backend, name)),
            Self::Expression(text) => format!("({})", text.of(backend)),
        }
    }
}

impl Block for Index {
    fn creates(&self, backend: DbBackend) -> Vec<Step> {
        if let Some(step) = self.lacking(backend) {
            return vec![step];
        }
        let unique = if self.unique { "UNIQUE " } else { "" };
        let (way, name, table) = (
            self.way(backend),
            quote(backend, &self.name),
            quote(backend, &self.table),
        );
        let method = self
            .method
            .as_ref()
            .map_or(String::new(), |method| format!(" USING {method}"));
        let only = self
            .only
            .as_ref()
            .map_or(String::new(), |only| format!(" WHERE {}", only.of(backend)));
        let (mut include, mut steps) = (String::new(), Vec::new());
        if !self.included.is_empty() && backend == DbBackend::Postgres {
            include = format!(" INCLUDE ({})", quote_all(backend, &self.included));
        } else if !self.included.is_empty() && self.unique {
            steps.push(lacks(
                backend,
                &format!("included columns of {}", self.what()),
                "INCLUDE",
            ));
        }
        let keys = self.keys(backend);
        let text =
            format!("CREATE {unique}INDEX {way}{name} ON {table}{method} ({keys}){include}{only}");
        steps.push(Step::Run(text));
        steps
    }

    fn drops(&self, backend: DbBackend) -> Vec<Step> {
        if self.lacking(backend).is_some() {
            return Vec::new();
        }
        let text = match backend {
            DbBackend::MySql => {
                format!(
                    "DROP INDEX {} ON {}",
                    quote(backend, &self.name),
                    quote(backend, &self.table)
                )
            }
            _ => {
                format!(
                    "DROP INDEX {}{}",
                    self.way(backend),
                    quote(backend, &beside(&self.table, &self.name))
                )
            }
        };
        vec![Step::Run(text)]
    }
}
