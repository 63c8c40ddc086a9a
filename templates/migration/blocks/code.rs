//! Code in the database: functions, triggers, and the two triggers that most schemas have.

use super::{Block, Sql, Step, bare, beside, lacks, literal, owned, quote, quote_all, sql};
use sea_orm_migration::sea_orm::DbBackend;

/// A function.
#[derive(Clone, Debug)]
pub struct Function {
    name: String,
    arguments: Sql,
    returns: Sql,
    language: String,
    body: Sql,
}

/// A function with that body: on PostgreSQL a block of PL/pgSQL with its BEGIN and END, or what its [language](Function::language) asks for;
/// on MySQL and MariaDB a statement. SQLite has none.
pub fn function(
    name: &str,
    (arguments, returns): (impl Into<Sql>, impl Into<Sql>),
    body: impl Into<Sql>,
) -> Function {
    let (arguments, returns, body) = (arguments.into(), returns.into(), body.into());
    Function {
        name: name.to_owned(),
        arguments,
        returns,
        language: "plpgsql".to_owned(),
        body,
    }
}

impl Function {
    /// The language on PostgreSQL, and what else there is to say: `sql IMMUTABLE`.
    #[must_use]
    pub fn language(self, words: &str) -> Self {
        Self {
            language: words.to_owned(),
            ..self
        }
    }
}

impl Block for Function {
    fn creates(&self, backend: DbBackend) -> Vec<Step> {
        let (name, body) = (quote(backend, &self.name), self.body.of(backend));
        let (arguments, returns) = (self.arguments.of(backend), self.returns.of(backend));
        match backend {
            DbBackend::Sqlite => vec![lacks(
                backend,
                &format!("function \"{}\"", self.name),
                "functions",
            )],
            DbBackend::MySql => {
                vec![Step::Run(format!(
                    "CREATE FUNCTION {name}({arguments}) RETURNS {returns} DETERMINISTIC {body}"
                ))]
            }
            _ => {
                let (language, body) = (&self.language, dollars(body));
                let text = format!(
                    "CREATE FUNCTION {name}({arguments}) RETURNS {returns} LANGUAGE {language} AS {body}"
                );
                vec![Step::Run(text)]
            }
        }
    }

    fn drops(&self, backend: DbBackend) -> Vec<Step> {
        let name = quote(backend, &self.name);
        match backend {
            DbBackend::Sqlite => Vec::new(),
            DbBackend::MySql => vec![Step::Run(format!("DROP FUNCTION {name}"))],
            _ => vec![Step::Run(format!(
                "DROP FUNCTION {name}({})",
                self.arguments.of(backend)
            ))],
        }
    }
}

/// The text between marks that it does not hold.
fn dollars(text: &str) -> String {
    let marks =
        std::iter::once("$$".to_owned()).chain((0..).map(|number| format!("$block{number}$")));
    let mark = marks
        .into_iter()
        .find(|mark| !text.contains(mark.as_str()))
        .unwrap_or_default();
    format!("{mark}{text}{mark}")
}

/// What happens to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// It is made.
    Insert,
    /// It is changed.
    Update,
    /// It is deleted.
    Delete,
}

impl Event {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Insert, Self::Update, Self::Delete];

    fn word(self) -> &'static str {
        match self {
            Self::Insert => "INSERT",
            Self::Update => "UPDATE",
            Self::Delete => "DELETE",
        }
    }
}

/// What the database does for each row that changes.
#[derive(Clone, Debug)]
pub struct Trigger {
    name: String,
    table: String,
    time: &'static str,
    events: Vec<Event>,
    when: Option<Sql>,
    body: Sql,
    calls: Option<String>,
}

/// A trigger with that body, statements for each row: what PL/pgSQL has between BEGIN and END (`RETURN NEW;` and all), and
/// what MySQL, MariaDB and SQLite have there. It does nothing before [`before`](Trigger::before) or [`after`](Trigger::after) says when.
///
/// PostgreSQL wants a function for it, which has its name and comes and goes with it.
pub fn trigger(name: &str, table: &str, body: impl Into<Sql>) -> Trigger {
    let (name, table, body) = (name.to_owned(), table.to_owned(), body.into());
    Trigger {
        name,
        table,
        time: "AFTER",
        events: Vec::new(),
        when: None,
        body,
        calls: None,
    }
}

impl Trigger {
    /// It comes before this happens to a row, and may change it. On SQLite, where no trigger can, it comes after it.
    #[must_use]
    pub fn before(self, events: &[Event]) -> Self {
        Self {
            time: "BEFORE",
            events: events.to_vec(),
            ..self
        }
    }

    /// It comes after this happened to a row.
    #[must_use]
    pub fn after(self, events: &[Event]) -> Self {
        Self {
            time: "AFTER",
            events: events.to_vec(),
            ..self
        }
    }

    /// Only for rows for which this is true.
    #[must_use]
    pub fn when(self, condition: impl Into<Sql>) -> Self {
        Self {
            when: Some(condition.into()),
            ..self
        }
    }

    /// On PostgreSQL it calls this function, which is there, and brings none.
    #[must_use]
    pub fn calls(self, function: &str) -> Self {
        Self {
            calls: Some(function.to_owned()),
            ..self
        }
    }

    /// The triggers that it is where one is about one event: event and name.
    fn each(&self) -> impl Iterator<Item = (Event, String)> {
        self.events.iter().map(|event| match self.events.len() {
            1 => (*event, self.name.clone()),
            _ => (
                *event,
                format!("{}_{}", self.name, event.word().to_lowercase()),
            ),
        })
    }

    fn on_postgres(&self) -> Vec<Step> {
        let backend = DbBackend::Postgres;
        let own = quote(backend, &beside(&self.table, &self.name));
        let body = dollars(&format!(
            "\nBEGIN\n{}\nEND;\n",
            ended(self.body.of(backend))
        ));
        let text = format!("CREATE FUNCTION {own}() RETURNS trigger LANGUAGE plpgsql AS {body}");
        let function = self.calls.is_none().then_some(Step::Run(text));
        let called = self
            .calls
            .as_ref()
            .map_or(own, |function| quote(backend, function));
        let events = self
            .events
            .iter()
            .map(|event| event.word())
            .collect::<Vec<_>>()
            .join(" OR ");
        let when = self.when.as_ref().map_or(String::new(), |when| {
            format!(" WHEN ({})", when.of(backend))
        });
        let (name, time, table) = (
            quote(backend, &self.name),
            self.time,
            quote(backend, &self.table),
        );
        let text = format!(
            "CREATE TRIGGER {name} {time} {events} ON {table} FOR EACH ROW{when} EXECUTE FUNCTION {called}()"
        );
        function.into_iter().chain([Step::Run(text)]).collect()
    }

    fn for_one_event(&self, backend: DbBackend, (event, name): (Event, String)) -> Step {
        let when = self.when.as_ref().map(|when| when.of(backend));
        let body = ended(self.body.of(backend));
        let (event, table) = (event.word(), quote(backend, &self.table));
        let name = quote(backend, &beside(&self.table, &name));
        Step::Run(if backend == DbBackend::Sqlite {
            let when = when.map_or(String::new(), |when| format!(" WHEN ({when})"));
            format!(
                "CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW{when} BEGIN {body} END"
            )
        } else {
            let body = when.map_or(body.clone(), |when| {
                format!("IF ({when}) THEN {body} END IF;")
            });
            format!(
                "CREATE TRIGGER {name} {} {event} ON {table} FOR EACH ROW BEGIN {body} END",
                self.time
            )
        })
    }
}

/// The statements with a semicolon behind the last one.
fn ended(body: &str) -> String {
    let body = body.trim();
    if body.is_empty() || body.ends_with(';') {
        body.to_owned()
    } else {
        format!("{body};")
    }
}

impl Block for Trigger {
    fn creates(&self, backend: DbBackend) -> Vec<Step> {
        match backend {
            DbBackend::Postgres => self.on_postgres(),
            _ => self
                .each()
                .map(|each| self.for_one_event(backend, each))
                .collect(),
        }
    }

    fn drops(&self, backend: DbBackend) -> Vec<Step> {
        if backend != DbBackend::Postgres {
            let drop = |(_, name): (Event, String)| {
                format!(
                    "DROP TRIGGER {}",
                    quote(backend, &beside(&self.table, &name))
                )
            };
            return self.each().map(drop).map(Step::Run).collect();
        }
        let drop = format!(
            "DROP TRIGGER {} ON {}",
            quote(backend, &self.name),
            quote(backend, &self.table)
        );
        let own = quote(backend, &beside(&self.table, &self.name));
        let function = self
            .calls
            .is_none()
            .then(|| Step::Run(format!("DROP FUNCTION {own}()")));
        [Step::Run(drop)].into_iter().chain(function).collect()
    }
}

/// A trigger that notes in a column when its row was changed last, whoever changes it. It is called after both:
/// `users_updated_at`.
///
/// On SQLite it lets a time be that the statement itself gave, and wants a table with rowids.
pub fn updated_at(table: &str, column: &str) -> Trigger {
    let name = |backend| quote(backend, column);
    let (postgres, mysql, sqlite) = (
        name(DbBackend::Postgres),
        name(DbBackend::MySql),
        name(DbBackend::Sqlite),
    );
    let own = quote(DbBackend::Sqlite, bare(table));
    let body = sql(&format!("NEW.{postgres} = CURRENT_TIMESTAMP;\nRETURN NEW;"))
        .on_mysql(&format!("SET NEW.{mysql} = CURRENT_TIMESTAMP(6)"))
        .on_sqlite(&format!(
            "UPDATE {own} SET {sqlite} = strftime('%Y-%m-%d %H:%M:%f', 'now') \
             WHERE rowid = NEW.rowid AND {sqlite} IS OLD.{sqlite}"
        ));
    trigger(&format!("{}_{column}", bare(table)), table, body).before(&[Event::Update])
}

/// What writes down each change of a table's rows.
#[derive(Clone, Debug)]
pub struct Audit {
    table: String,
    log: String,
    key: String,
    columns: Vec<String>,
    before: String,
    after: String,
    fills: Vec<(String, Sql)>,
}

/// A trigger that writes each change of a row into a table of its own, which is there: its `table_name`, `record_id` and
/// `action`, and in `old_data` and `new_data` the row before and after, as JSON. It is called `products_audit`.
pub fn audit(table: &str, log: &str) -> Audit {
    let (before, after) = ("old_data".to_owned(), "new_data".to_owned());
    let (table, log, key) = (table.to_owned(), log.to_owned(), "id".to_owned());
    Audit {
        table,
        log,
        key,
        columns: Vec::new(),
        before,
        after,
        fills: Vec::new(),
    }
}

impl Audit {
    /// The column that goes into `record_id`; otherwise `id`.
    #[must_use]
    pub fn key(self, column: &str) -> Self {
        Self {
            key: column.to_owned(),
            ..self
        }
    }

    /// The columns of the row that are written down; otherwise all of them, which only PostgreSQL can say: elsewhere the row
    /// is left out then. On MySQL and MariaDB none of them may be binary.
    #[must_use]
    pub fn columns(self, columns: &[&str]) -> Self {
        Self {
            columns: owned(columns),
            ..self
        }
    }

    /// The columns of the log for the row before and after.
    #[must_use]
    pub fn rows(self, before: &str, after: &str) -> Self {
        Self {
            before: before.to_owned(),
            after: after.to_owned(),
            ..self
        }
    }

    /// A column of the log that gets this too; `{row}` in it is the row, as it is now or was last: `{row}.updated_by`.
    #[must_use]
    pub fn fill(mut self, column: &str, value: impl Into<Sql>) -> Self {
        self.fills.push((column.to_owned(), value.into()));
        self
    }

    fn name(&self) -> String {
        format!("{}_audit", bare(&self.table))
    }

    /// The row as JSON.
    fn row(&self, backend: DbBackend, row: &str) -> Option<String> {
        let value = |column: &String| {
            let value = format!("{row}.{}", quote(backend, column));
            match backend {
                // Its JSON holds no bytes.
                DbBackend::Sqlite => {
                    format!("CASE typeof({value}) WHEN 'blob' THEN hex({value}) ELSE {value} END")
                }
                _ => value,
            }
        };
        let pairs = self
            .columns
            .iter()
            .map(|column| format!("{}, {}", literal(backend, column), value(column)));
        let pairs = pairs.collect::<Vec<_>>().join(", ");
        match (backend, self.columns.is_empty()) {
            (DbBackend::Postgres, true) => Some(format!("to_jsonb({row})")),
            (_, true) => None,
            (DbBackend::Postgres, false) => Some(format!("jsonb_build_object({pairs})")),
            (_, false) => Some(format!("json_object({pairs})")),
        }
    }

    /// The statement that writes the change down.
    fn entry(&self, backend: DbBackend, event: Event) -> String {
        let now = if event == Event::Delete { "OLD" } else { "NEW" };
        let mut cells = vec![
            ("table_name".to_owned(), literal(backend, bare(&self.table))),
            (
                "record_id".to_owned(),
                format!("{now}.{}", quote(backend, &self.key)),
            ),
            ("action".to_owned(), literal(backend, event.word())),
        ];
        let old = (event != Event::Insert)
            .then(|| self.row(backend, "OLD"))
            .flatten();
        let new = (event != Event::Delete)
            .then(|| self.row(backend, "NEW"))
            .flatten();
        cells.extend(old.map(|row| (self.before.clone(), row)));
        cells.extend(new.map(|row| (self.after.clone(), row)));
        cells.extend(
            self.fills
                .iter()
                .map(|(name, value)| (name.clone(), value.of(backend).replace("{row}", now))),
        );
        let (columns, values): (Vec<String>, Vec<String>) = cells.into_iter().unzip();
        let log = quote(backend, &self.log);
        format!(
            "INSERT INTO {log} ({}) VALUES ({});",
            quote_all(backend, &columns),
            values.join(", ")
        )
    }

    /// The triggers that it is.
    fn triggers(&self, backend: DbBackend) -> Vec<Trigger> {
        let [insert, update, delete] = Event::ALL.map(|event| self.entry(backend, event));
        if backend == DbBackend::Postgres {
            let body = format!(
                "IF TG_OP = 'INSERT' THEN\n{insert}\nELSIF TG_OP = 'UPDATE' THEN\n{update}\nELSE\n{delete}\nEND IF;\nRETURN NULL;"
            );
            return vec![trigger(&self.name(), &self.table, body.as_str()).after(&Event::ALL)];
        }
        let one = |(event, entry): (Event, String)| {
            let name = format!("{}_{}", self.name(), event.word().to_lowercase());
            trigger(&name, &self.table, entry.as_str()).after(&[event])
        };
        Event::ALL
            .into_iter()
            .zip([insert, update, delete])
            .map(one)
            .collect()
    }
}

impl Block for Audit {
    fn creates(&self, backend: DbBackend) -> Vec<Step> {
        let less = self.columns.is_empty() && backend != DbBackend::Postgres;
        let what = format!(
            "rows before and after in \"{}\" for \"{}\"",
            self.log, self.table
        );
        let less = less.then(|| lacks(backend, &what, "word for all columns of a row"));
        less.into_iter()
            .chain(
                self.triggers(backend)
                    .iter()
                    .flat_map(|trigger| trigger.creates(backend)),
            )
            .collect()
    }

    fn drops(&self, backend: DbBackend) -> Vec<Step> {
        self.triggers(backend)
            .iter()
            .flat_map(|trigger| trigger.drops(backend))
            .collect()
    }
}
