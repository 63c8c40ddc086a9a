//! A synthetic schema of any size: the same tables, keys and indexes on every backend, and on every run.
//!
//! Of each twenty tables, two are junctions and one brings a new enum; the others have about twelve columns of mixed
//! types, one to three foreign keys to earlier tables, three indexes, a unique key and a check. It writes SQL and
//! runs nothing.

use sea_scaffold::database::Backend;
use std::collections::BTreeSet;

const ERAS: &[&str] = &["", "archived", "draft", "external", "internal", "legacy", "shared"];

const DOMAINS: &[&str] = &[
    "account", "asset", "audit", "billing", "booking", "campaign", "catalog", "claim", "clinic", "contract", "course",
    "credit", "customer", "device", "energy", "event", "export", "finance", "fleet", "grant", "hiring", "import",
    "legal", "loyalty", "market", "media", "member", "mobile", "network", "partner", "payroll", "pension", "portal",
    "pricing", "project", "quality", "retail", "sales", "school", "stock", "support", "tax", "travel", "vendor", "web",
];

const NOUNS: &[&str] = &[
    "address", "agent", "alert", "article", "batch", "branch", "budget", "category", "channel", "check", "city",
    "code", "comment", "company", "contact", "country", "delivery", "entry", "fee", "file", "goal", "group", "image",
    "invoice", "item", "key", "label", "lease", "limit", "list", "message", "note", "offer", "order", "parcel",
    "party", "payment", "person", "plan", "policy", "price", "product", "query", "rate", "reason", "receipt", "region",
    "report", "role", "route", "rule", "session", "shift", "signal", "step", "survey", "task", "team", "ticket",
    "vehicle",
];

/// Columns beside those that every table has: a name, and the types of PostgreSQL, MySQL and SQLite.
const COLUMNS: &[(&str, [&str; 3])] = &[
    ("description", ["text", "text", "text"]),
    ("quantity", ["integer NOT NULL DEFAULT 0", "int NOT NULL DEFAULT 0", "integer NOT NULL DEFAULT 0"]),
    ("position", ["smallint", "smallint", "smallint"]),
    ("views", ["bigint NOT NULL DEFAULT 0", "bigint NOT NULL DEFAULT 0", "bigint NOT NULL DEFAULT 0"]),
    ("is_active", ["boolean NOT NULL DEFAULT true", "boolean NOT NULL DEFAULT true", "boolean NOT NULL DEFAULT 1"]),
    ("external_ref", ["uuid", "char(36)", "uuid_text"]),
    ("payload", ["jsonb", "json", "json_text"]),
    ("valid_from", ["date", "date", "date_text"]),
    ("opens_at", ["time", "time", "time_text"]),
    ("measured_at", ["timestamp", "datetime", "datetime_text"]),
    ("ratio", ["double precision", "double", "double"]),
    ("country_code", ["char(2)", "char(2)", "char(2)"]),
    ("checksum", ["bytea", "varbinary(64)", "blob"]),
    ("labels", ["text[]", "text", "text"]),
];

const STATES: &[&str] = &["new", "open", "on_hold", "in_review", "approved", "rejected", "closed"];

/// How many tables back a foreign key may reach; one in seven reaches for one of the first five tables instead.
const REACH: usize = 60;

/// What SeaORM leaves behind where it has migrated.
const MIGRATIONS: &str =
    "CREATE TABLE seaql_migrations (version varchar(255) NOT NULL PRIMARY KEY, applied_at bigint NOT NULL);\n";

/// The statements that make `tables` tables on `backend`, a text for each, as migrations would have made them.
pub(super) fn statements(backend: Backend, tables: usize) -> Vec<String> {
    let mut schema = Schema { backend, random: Random(0x5eed), targets: Vec::new(), junctions: BTreeSet::new() };
    [MIGRATIONS.to_owned()].into_iter().chain((0..tables).map(|number| schema.table(number))).collect()
}

struct Schema {
    backend: Backend,
    random: Random,
    /// The tables that foreign keys may refer to, by their name in the singular.
    targets: Vec<String>,
    junctions: BTreeSet<String>,
}

impl Schema {
    fn table(&mut self, number: usize) -> String {
        if number % 10 == 9 { self.junction(number) } else { self.plain_table(number) }
    }

    fn plain_table(&mut self, number: usize) -> String {
        let name = singular_name(number);
        let mut columns =
            vec![self.identity(), "code varchar(32) NOT NULL".to_owned(), "name varchar(120) NOT NULL".to_owned()];
        let mut constraints = vec![format!("CONSTRAINT uq_{number} UNIQUE (code)")];
        for (key, target) in self.foreign_keys().into_iter().enumerate() {
            let required = self.random.below(10) < 7;
            columns.push(format!("{target}_id bigint{}", if required { " NOT NULL" } else { "" }));
            let action = if required { "CASCADE" } else { "SET NULL" };
            constraints.push(format!(
                "CONSTRAINT fk_{number}_{key} FOREIGN KEY ({target}_id) REFERENCES {} (id) ON DELETE {action}",
                plural(&target)
            ));
        }
        let first = self.random.below(COLUMNS.len());
        let extra = (0..4).map(|step| COLUMNS[(first + 3 * step) % COLUMNS.len()]);
        columns.extend(extra.map(|(name, types)| format!("{name} {}", self.of(types))));
        columns.push(format!(
            "amount {} NOT NULL DEFAULT 0",
            self.of(["numeric(19,4)", "decimal(19,4)", "real_decimal(19,4)"])
        ));
        columns.push(format!("created_at {}", self.now()));
        columns.push(format!("updated_at {}", self.now()));
        constraints.push(format!("CONSTRAINT ck_{number} CHECK (amount >= 0)"));
        let (before, status) = self.status(number);
        columns.push(status);
        let create = self.create(&plural(&name), columns.iter().chain(&constraints));
        self.targets.push(name.clone());
        before + &create + &indexes(number, &plural(&name))
    }

    fn junction(&mut self, number: usize) -> String {
        let (left, right) = loop {
            let (left, right) = (self.target(), self.target());
            if left != right && self.junctions.insert(format!("{left}_{right}")) {
                break (left, right);
            }
        };
        let reference = |side: &str, target: &str| {
            format!(
                "CONSTRAINT fk_{number}_{side} FOREIGN KEY ({target}_id) REFERENCES {} (id) ON DELETE CASCADE",
                plural(target)
            )
        };
        let name = format!("{left}_{right}");
        let lines = [
            format!("{left}_id bigint NOT NULL"),
            format!("{right}_id bigint NOT NULL"),
            format!("PRIMARY KEY ({left}_id, {right}_id)"),
            reference("left", &left),
            reference("right", &right),
        ];
        self.create(&name, lines.iter()) + &format!("CREATE INDEX ix_{number}_right ON {name} ({right}_id);\n")
    }

    /// One to three different targets, as far as there are any.
    fn foreign_keys(&mut self) -> BTreeSet<String> {
        let count = if self.targets.is_empty() { 0 } else { 1 + self.random.below(3) };
        (0..count).map(|_| self.target()).collect()
    }

    fn target(&mut self) -> String {
        let count = self.targets.len();
        let idx = match self.random.below(7) {
            0 => self.random.below(count.min(5)),
            _ => count - 1 - self.random.below(count.min(REACH)),
        };
        self.targets[idx].clone()
    }

    fn create<'a>(&self, table: &str, lines: impl Iterator<Item = &'a String>) -> String {
        let lines: Vec<&str> = lines.map(String::as_str).collect();
        let comment = format!("Table {} of the synthetic schema.", table.replace('_', " "));
        let (inside, after) = match self.backend {
            Backend::Postgres => (String::new(), format!("COMMENT ON TABLE {table} IS '{comment}';\n")),
            Backend::MySql => (format!(" COMMENT '{comment}'"), String::new()),
            Backend::Sqlite => (String::new(), String::new()),
        };
        format!("CREATE TABLE {table} (\n  {}\n){inside};\n{after}", lines.join(",\n  "))
    }

    fn identity(&self) -> String {
        let type_ = self.of([
            "bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
            "bigint NOT NULL AUTO_INCREMENT PRIMARY KEY",
            "integer NOT NULL PRIMARY KEY AUTOINCREMENT",
        ]);
        format!("id {type_}")
    }

    fn now(&self) -> &'static str {
        self.of([
            "timestamptz NOT NULL DEFAULT now()",
            "timestamp NOT NULL DEFAULT current_timestamp",
            "timestamp_with_timezone_text NOT NULL DEFAULT current_timestamp",
        ])
    }

    /// The column `status`, and what must be there before it. Twenty tables share a type where types can be shared;
    /// elsewhere the first of them has the enum alone.
    fn status(&self, number: usize) -> (String, String) {
        let states = &STATES[..3 + number / 20 % 5];
        let listed = states.iter().map(|state| format!("'{state}'")).collect::<Vec<_>>().join(", ");
        let is_first = number.is_multiple_of(20);
        match self.backend {
            Backend::Postgres => {
                let type_ = format!("{}_status", singular_name(number - number % 20));
                let create =
                    if is_first { format!("CREATE TYPE {type_} AS ENUM ({listed});\n") } else { String::new() };
                (create, format!("status {type_} NOT NULL DEFAULT 'new'"))
            }
            Backend::MySql if is_first => (String::new(), format!("status enum({listed}) NOT NULL DEFAULT 'new'")),
            Backend::Sqlite if is_first => {
                (String::new(), format!("status varchar(20) NOT NULL DEFAULT 'new' CHECK (status IN ({listed}))"))
            }
            Backend::MySql | Backend::Sqlite => (String::new(), "status varchar(20) NOT NULL DEFAULT 'new'".to_owned()),
        }
    }

    fn of(&self, spellings: [&'static str; 3]) -> &'static str {
        let [postgres, mysql, sqlite] = spellings;
        match self.backend {
            Backend::Postgres => postgres,
            Backend::MySql => mysql,
            Backend::Sqlite => sqlite,
        }
    }
}

fn indexes(number: usize, table: &str) -> String {
    let index = |suffix: &str, columns: &str| format!("CREATE INDEX ix_{number}_{suffix} ON {table} ({columns});\n");
    index("name", "name") + &index("status", "status, created_at") + &index("updated", "updated_at")
}

/// The name of a table in the singular. The step has no divisor in common with the number of names, so that all of
/// them are used before one comes again, which then gets a number.
fn singular_name(number: usize) -> String {
    const STEP: usize = 7_919;
    let names = ERAS.len() * DOMAINS.len() * NOUNS.len();
    let place = number * STEP % names;
    let (era, domain) = (ERAS[place / NOUNS.len() / DOMAINS.len()], DOMAINS[place / NOUNS.len() % DOMAINS.len()]);
    let again = if number < names { String::new() } else { format!("{}_", number / names) };
    let separator = if era.is_empty() { "" } else { "_" };
    format!("{era}{separator}{domain}_{again}{}", NOUNS[place % NOUNS.len()])
}

fn plural(singular: &str) -> String {
    match singular {
        word if word.ends_with("person") => word.replace("person", "people"),
        word if ["ay", "ey"].iter().any(|ending| word.ends_with(ending)) => format!("{word}s"),
        word if word.ends_with('y') => format!("{}ies", &word[..word.len() - 1]),
        word if ["s", "ch", "x"].iter().any(|ending| word.ends_with(ending)) => format!("{word}es"),
        word => format!("{word}s"),
    }
}

/// A linear congruential generator: the same numbers everywhere, which is all that is asked of it.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // The low bits of such a generator repeat soon; the high ones do not.
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit
    }
}
