//! Who may see and change which rows, and types with rules of their own.

use super::{Block, Sql, Step, bare, lacks, quote};
use sea_orm_migration::prelude::{Alias, ColumnDef, SchemaManager};
use sea_orm_migration::sea_orm::DbBackend;

/// That a table has policies.
#[derive(Clone, Debug)]
pub struct RowLevelSecurity {
    table: String,
    forced: bool,
}

/// From now on a row of the table is seen by those to whom a [`policy`] shows it: but by its owner and by superusers always.
pub fn row_level_security(table: &str) -> RowLevelSecurity {
    RowLevelSecurity {
        table: table.to_owned(),
        forced: false,
    }
}

impl RowLevelSecurity {
    /// The owner of the table is bound by its policies too.
    #[must_use]
    pub fn forced(self) -> Self {
        Self {
            forced: true,
            ..self
        }
    }
}

impl Block for RowLevelSecurity {
    fn creates(&self, backend: DbBackend) -> Vec<Step> {
        if backend != DbBackend::Postgres {
            return vec![lacks(
                backend,
                &format!("policies of \"{}\"", self.table),
                "row-level security",
            )];
        }
        let table = quote(backend, &self.table);
        let forced = self
            .forced
            .then(|| Step::Run(format!("ALTER TABLE {table} FORCE ROW LEVEL SECURITY")));
        [Step::Run(format!(
            "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        ))]
        .into_iter()
        .chain(forced)
        .collect()
    }

    fn drops(&self, backend: DbBackend) -> Vec<Step> {
        if backend != DbBackend::Postgres {
            return Vec::new();
        }
        let table = quote(backend, &self.table);
        let forced = self
            .forced
            .then(|| Step::Run(format!("ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")));
        forced
            .into_iter()
            .chain([Step::Run(format!(
                "ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
            ))])
            .collect()
    }
}

/// Which rows a role may see and change.
#[derive(Clone, Debug)]
pub struct Policy {
    name: String,
    table: String,
    command: Option<String>,
    roles: Option<String>,
    using: Option<Sql>,
    with_check: Option<Sql>,
}

/// A policy of a table that has [`row_level_security`].
pub fn policy(name: &str, table: &str) -> Policy {
    let (name, table) = (name.to_owned(), table.to_owned());
    Policy {
        name,
        table,
        command: None,
        roles: None,
        using: None,
        with_check: None,
    }
}

impl Policy {
    /// The command that it is about, `SELECT` or `UPDATE`; otherwise all of them.
    #[must_use]
    pub fn command(self, command: &str) -> Self {
        Self {
            command: Some(command.to_owned()),
            ..self
        }
    }

    /// The roles that it is about, as SQL has them; otherwise everybody.
    #[must_use]
    pub fn to(self, roles: &str) -> Self {
        Self {
            roles: Some(roles.to_owned()),
            ..self
        }
    }

    /// The rows that are seen, and may be changed.
    #[must_use]
    pub fn using(self, condition: impl Into<Sql>) -> Self {
        Self {
            using: Some(condition.into()),
            ..self
        }
    }

    /// What a row must be after it was written.
    #[must_use]
    pub fn with_check(self, condition: impl Into<Sql>) -> Self {
        Self {
            with_check: Some(condition.into()),
            ..self
        }
    }
}

impl Block for Policy {
    fn creates(&self, backend: DbBackend) -> Vec<Step> {
        if backend != DbBackend::Postgres {
            let what = format!("policy \"{}\" on \"{}\"", self.name, self.table);
            return vec![lacks(backend, &what, "row-level security")];
        }
        let mut text = format!(
            "CREATE POLICY {} ON {}",
            quote(backend, &self.name),
            quote(backend, &self.table)
        );
        let parts = [("FOR", &self.command), ("TO", &self.roles)];
        text.extend(
            parts
                .into_iter()
                .filter_map(|(word, part)| Some(format!(" {word} {}", part.as_ref()?))),
        );
        let parts = [("USING", &self.using), ("WITH CHECK", &self.with_check)];
        text.extend(
            parts.into_iter().filter_map(|(word, part)| {
                Some(format!(" {word} ({})", part.as_ref()?.of(backend)))
            }),
        );
        vec![Step::Run(text)]
    }

    fn drops(&self, backend: DbBackend) -> Vec<Step> {
        let text = format!(
            "DROP POLICY {} ON {}",
            quote(backend, &self.name),
            quote(backend, &self.table)
        );
        if backend == DbBackend::Postgres {
            vec![Step::Run(text)]
        } else {
            Vec::new()
        }
    }
}

/// A type with rules of its own.
#[derive(Clone, Debug)]
pub struct Domain {
    name: String,
    of: Sql,
    default: Option<Sql>,
    check: Option<Sql>,
    not_null: bool,
}

/// A type of that name, which is another type with rules of its own.
pub fn domain(name: &str, of: impl Into<Sql>) -> Domain {
    Domain {
        name: name.to_owned(),
        of: of.into(),
        default: None,
        check: None,
        not_null: false,
    }
}

impl Domain {
    /// What must hold for each `VALUE`.
    #[must_use]
    pub fn check(self, condition: impl Into<Sql>) -> Self {
        Self {
            check: Some(condition.into()),
            ..self
        }
    }

    /// What a column of it holds where nothing is said.
    #[must_use]
    pub fn default(self, value: impl Into<Sql>) -> Self {
        Self {
            default: Some(value.into()),
            ..self
        }
    }

    /// Its values are never NULL.
    #[must_use]
    pub fn not_null(self) -> Self {
        Self {
            not_null: true,
            ..self
        }
    }

    /// A column of it; where there are no domains, one of the type that it is made of.
    pub fn column(&self, name: &str, manager: &SchemaManager<'_>) -> ColumnDef {
        let backend = manager.get_database_backend();
        let own = quote(backend, &self.name);
        let ty = if backend == DbBackend::Postgres {
            own.as_str()
        } else {
            self.of.of(backend)
        };
        ColumnDef::new(Alias::new(name))
            .custom(Alias::new(ty))
            .take()
    }
}

impl Block for Domain {
    fn creates(&self, backend: DbBackend) -> Vec<Step> {
        if backend != DbBackend::Postgres {
            return vec![lacks(
                backend,
                &format!("rules of type \"{}\"", self.name),
                "domains",
            )];
        }
        let mut text = format!(
            "CREATE DOMAIN {} AS {}",
            quote(backend, &self.name),
            self.of.of(backend)
        );
        if let Some(value) = &self.default {
            text += &format!(" DEFAULT {}", value.of(backend));
        }
        if self.not_null {
            text += " NOT NULL";
        }
        if let Some(condition) = &self.check {
            let name = quote(backend, &format!("chk_{}", bare(&self.name)));
            text += &format!(" CONSTRAINT {name} CHECK ({})", condition.of(backend));
        }
        vec![Step::Run(text)]
    }

    fn drops(&self, backend: DbBackend) -> Vec<Step> {
        let text = format!("DROP DOMAIN {}", quote(backend, &self.name));
        if backend == DbBackend::Postgres {
            vec![Step::Run(text)]
        } else {
            Vec::new()
        }
    }
}
