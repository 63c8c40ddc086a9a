//! What there is besides tables: aggregates, operators, foreign servers and their tables; sequences and parts of MariaDB. They
//! come, change in every way there is, and go.

use super::{State, go};
use crate::servers;
use anyhow::{Context, Result, ensure};
use sea_scaffold::database::Backend;

/// One state after the other, each from nothing.
fn states(backend: Backend) -> Vec<Vec<&'static str>> {
    match backend {
        Backend::Postgres => vec![POSTGRES.to_vec(), POSTGRES_CHANGED.to_vec(), POSTGRES_MOVED.to_vec()],
        Backend::MySql => vec![MARIADB.to_vec(), MARIADB_MORE.to_vec(), MARIADB_OTHERWISE.to_vec()],
        Backend::Sqlite => Vec::new(),
    }
}

const POSTGRES: [&str; 16] = [
    "CREATE FOREIGN DATA WRAPPER nothing",
    "CREATE TYPE pair AS (one integer, other integer)",
    "CREATE TABLE notes (id integer PRIMARY KEY, size integer)",
    "CREATE FUNCTION z_add(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 2 * $2'",
    "CREATE FUNCTION z_done(integer) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text'",
    "CREATE AGGREGATE a_total(integer) (SFUNC = z_add, STYPE = integer, INITCOND = '0', FINALFUNC = z_done, \
     PARALLEL = SAFE)",
    "CREATE AGGREGATE a_rows(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0')",
    "COMMENT ON AGGREGATE a_rows(*) IS 'how many'",
    "CREATE FUNCTION alike(notes, notes) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.size = $2.size'",
    "CREATE OPERATOR === (FUNCTION = alike, LEFTARG = notes, RIGHTARG = notes, COMMUTATOR = ===)",
    "COMMENT ON OPERATOR === (notes, notes) IS 'as large'",
    "CREATE VIEW totals AS SELECT a_total(n.size), a_rows(*), bool_or(n === m) FROM notes n, notes m",
    "CREATE SERVER far TYPE 'a''b' VERSION '2' FOREIGN DATA WRAPPER nothing OPTIONS (host 'there', \"Port\" '1')",
    "COMMENT ON SERVER far IS 'elsewhere'",
    "CREATE FOREIGN TABLE far_notes (id integer OPTIONS (column_name 'ID') NOT NULL, note text DEFAULT 'x', \
     CHECK (id > 0)) SERVER far OPTIONS (table_name 'it''s')",
    "COMMENT ON FOREIGN TABLE far_notes IS 'notes elsewhere'",
];

/// The aggregate begins otherwise, the operator's function takes another type, the server is at another place.
const POSTGRES_CHANGED: [&str; 10] = [
    "CREATE FOREIGN DATA WRAPPER nothing",
    "CREATE TABLE notes (id integer PRIMARY KEY, size integer)",
    "CREATE FUNCTION z_add(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 3 * $2'",
    "CREATE AGGREGATE a_total(integer) (SFUNC = z_add, STYPE = integer, INITCOND = '7')",
    "CREATE FUNCTION alike(notes, notes) RETURNS boolean LANGUAGE sql STRICT AS 'SELECT $1.size <> $2.size'",
    "CREATE FUNCTION unlike(notes, notes) RETURNS boolean LANGUAGE sql STRICT AS 'SELECT $1.size <> $2.size'",
    "CREATE OPERATOR === (FUNCTION = alike, LEFTARG = notes, RIGHTARG = notes, COMMUTATOR = ===, NEGATOR = !==, \
     RESTRICT = eqsel, JOIN = eqjoinsel, HASHES)",
    "CREATE OPERATOR !== (FUNCTION = unlike, LEFTARG = notes, RIGHTARG = notes, NEGATOR = ===)",
    "CREATE SERVER far TYPE 'a''b' VERSION '2' FOREIGN DATA WRAPPER nothing OPTIONS (host 'elsewhere', name 'n')",
    "CREATE FOREIGN TABLE far_notes (id integer NOT NULL, note text OPTIONS (column_name 'N', more 'm'), size integer) \
     SERVER far OPTIONS (schema_name 's')",
];

/// The table lies on another server.
const POSTGRES_MOVED: [&str; 4] = [
    "CREATE FOREIGN DATA WRAPPER nothing",
    "CREATE SERVER far TYPE 'a''b' VERSION '2' FOREIGN DATA WRAPPER nothing",
    "CREATE SERVER farther FOREIGN DATA WRAPPER nothing",
    "CREATE FOREIGN TABLE far_notes (id integer NOT NULL) SERVER farther",
];

const MARIADB: [&str; 6] = [
    "CREATE SEQUENCE numbers START WITH 5 INCREMENT BY 2 MAXVALUE 1000 CACHE 3 CYCLE",
    "CREATE SEQUENCE plain",
    "CREATE TABLE orders (id bigint NOT NULL DEFAULT nextval(numbers), note varchar(20) COMMENT ') PARTITION BY x')",
    "CREATE TABLE days (day integer NOT NULL PRIMARY KEY) COMMENT = '\n PARTITION BY' \
     PARTITION BY RANGE (day) (PARTITION p1 VALUES LESS THAN (10), PARTITION p2 VALUES LESS THAN (20))",
    "CREATE TABLE words (word integer NOT NULL) PARTITION BY HASH (word) PARTITIONS 3",
    "CREATE TABLE whole (word integer NOT NULL)",
];

/// The sequence counts otherwise; parts come behind the others, are all others, and come to a table that was whole.
const MARIADB_MORE: [&str; 5] = [
    "CREATE SEQUENCE numbers START WITH 7 INCREMENT BY -1 MINVALUE -50 MAXVALUE 70 NOCACHE NOCYCLE",
    "CREATE TABLE days (day integer NOT NULL PRIMARY KEY) PARTITION BY RANGE (day) \
     (PARTITION p1 VALUES LESS THAN (10), PARTITION p2 VALUES LESS THAN (20), PARTITION p3 VALUES LESS THAN (30), \
     PARTITION rest VALUES LESS THAN MAXVALUE)",
    "CREATE TABLE words (word integer NOT NULL, other integer NOT NULL, PRIMARY KEY (word, other)) \
     PARTITION BY LIST (other) SUBPARTITION BY HASH (word) SUBPARTITIONS 2 \
     (PARTITION `it``s` VALUES IN (1, 2) COMMENT = 'x', PARTITION b VALUES IN (3))",
    "CREATE TABLE whole (word integer NOT NULL) PARTITION BY KEY (word) PARTITIONS 2",
    "CREATE TABLE orders (id bigint NOT NULL DEFAULT nextval(numbers))",
];

const MARIADB_OTHERWISE: [&str; 3] = [
    "CREATE TABLE days (day integer NOT NULL PRIMARY KEY)",
    "CREATE TABLE words (word integer NOT NULL, other integer NOT NULL) PARTITION BY LIST (other) \
     (PARTITION a VALUES IN (1), PARTITION b VALUES IN (3))",
    "CREATE TABLE whole (word integer NOT NULL) PARTITION BY KEY (word) PARTITIONS 3",
];

#[test]
fn what_there_is_besides_tables_comes_changes_and_goes() -> Result<()> {
    for server in servers::databases().iter().filter(|server| server.backend != Backend::Sqlite) {
        let database = server.database("besides")?;
        if server.backend == Backend::Postgres {
            // No statement is known for a wrapper, which needs a library too.
            database.execute(POSTGRES[0])?;
        }
        let base = State::seen(&database, &[])?;
        let mut wanted = Vec::new();
        for statements in states(server.backend) {
            let target = server.database("besides_target")?;
            statements.iter().try_for_each(|sql| target.execute(sql).with_context(|| (*sql).to_owned()))?;
            wanted.push(State::seen(&target, &[])?);
        }
        let mut now = base.clone();
        let (there, back) = (wanted.iter(), wanted.iter().rev());
        for (place, state) in there.chain(back).chain([&base]).enumerate() {
            now = go(&database, &now, state).with_context(|| format!("step {place} on {}", server.backend))?;
        }
        ensure!(wanted.len() == 3, "{}", server.backend);
    }
    Ok(())
}

#[test]
fn parts_that_come_last_move_no_row_and_a_server_is_altered() -> Result<()> {
    for server in servers::databases().iter().filter(|server| server.backend != Backend::Sqlite) {
        let states = states(server.backend);
        let mut seen = Vec::new();
        for statements in &states[..2] {
            let target = server.database("besides_said")?;
            statements.iter().try_for_each(|sql| target.execute(sql))?;
            seen.push(State::seen(&target, &[])?);
        }
        let said: Vec<String> = seen[0].script_to(&seen[1]).statements.into_iter().map(|own| own.sql).collect();
        let expected: &[&str] = match server.backend {
            Backend::Postgres => {
                &["ALTER SERVER \"far\" OPTIONS (SET \"host\" 'elsewhere', ADD \"name\" 'n', DROP \"Port\")"]
            }
            _ => &["ALTER TABLE `days` ADD PARTITION (PARTITION `p3` ", "ALTER SEQUENCE `numbers` START WITH 7 "],
        };
        for start in expected {
            ensure!(said.iter().any(|sql| sql.starts_with(start)), "{start}: {said:#?}");
        }
        // Of facts alone not enough is known.
        let bare = State::of_facts(server.backend, seen[0].catalog.clone())?;
        let script = seen[0].without_anything().script_to(&bare);
        let unsaid: Vec<&str> = script.unsaid.iter().map(|own| own.place.as_str()).collect();
        let expected: &[&str] = match server.backend {
            Backend::Postgres => &["aggregate a_total(integer)", "foreign server far", "table far_notes"],
            _ => &["sequence numbers", "table days"],
        };
        ensure!(expected.iter().all(|own| unsaid.contains(own)), "{unsaid:?}");
    }
    Ok(())
}
