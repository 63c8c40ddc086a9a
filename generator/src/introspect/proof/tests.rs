//! Proofs of definitions over a few tables, by backend, without a database.
//!
//! A column list such as `id! name code?` says what is there: `!` is NOT NULL. What a definition proves is written the
//! same way, as the names that are never NULL. That the servers agree is for the suite to show.

use super::settle;
use crate::catalog::{Catalog, Column, DataType, Key, Schema, Table, TableKind, View};
use crate::database::Backend::{self, MySql, Postgres, Sqlite};

fn data_type(name: &str) -> DataType {
    match name {
        "int" => DataType::Integer,
        "real" => DataType::Double,
        "money" => DataType::Decimal(Some((10, 2))),
        "flag" => DataType::Boolean,
        "name" => DataType::Varchar(Some(40)),
        "day" => DataType::Date,
        "doc" => DataType::JsonBinary,
        "body" => DataType::Text,
        other => panic!("no such type: {other}"),
    }
}

fn column(name: &str, data_type: DataType, nullable: bool) -> Column {
    Column { nullable, ..Column::plain(name, data_type, String::new()) }
}

/// `t(id int! name name)`: a table whose first column is its primary key.
fn table(text: &str) -> Table {
    let (name, columns) = text.strip_suffix(')').and_then(|text| text.split_once('(')).unwrap();
    let words: Vec<&str> = columns.split_whitespace().collect();
    let columns = words.chunks(2).map(|pair| {
        let kind = pair[1].trim_end_matches('!');
        column(pair[0], data_type(kind), kind == pair[1])
    });
    let columns: Vec<Column> = columns.collect();
    let key = Key {
        name: None,
        columns: vec![columns[0].name.clone()],
        prefixes: Vec::new(),
        include: Vec::new(),
        deferral: crate::catalog::Deferral::NotDeferrable,
        nulls_not_distinct: false,
    };
    Table { name: name.to_owned(), primary_key: Some(key), columns, ..Table::default() }
}

/// The tables that the definitions below speak of, and views with so many columns.
fn catalog(backend: Backend, views: &[(&str, usize, &str)]) -> Catalog {
    let mut tables: Vec<Table> = [
        "a(id int! b_id int n int name name! nick name price money! rate real! on_day day! day day doc doc! body body!)",
        "b(id int! name name! note name flag flag!)",
        "c(id int! a_id int! b_id int! name name)",
    ]
    .into_iter()
    .map(table)
    .collect();
    let mut far = table("far(id int!)");
    far.kind = TableKind::Foreign;
    tables.push(far);
    let view = |&(name, count, definition): &(&str, usize, &str)| View {
        name: name.to_owned(),
        columns: (0..count).map(|idx| column(&format!("c{idx}"), DataType::Integer, true)).collect(),
        definition: definition.replace("$", if backend == Sqlite { "" } else { "s." }),
        ..View::default()
    };
    let schema = if backend == Sqlite { "main" } else { "s" };
    let views = views.iter().map(view).collect();
    let schema = Schema { name: schema.to_owned(), is_default: true, tables, views, ..Schema::default() };
    let mut catalog = Catalog { schemas: vec![schema], ..Catalog::default() };
    settle(&mut catalog, backend);
    catalog
}

/// What a definition of so many columns proves: `!` for each that is never NULL, `?` for each other.
fn proof(backend: Backend, count: usize, definition: &str) -> String {
    let catalog = catalog(backend, &[("v", count, definition)]);
    let view = &catalog.schemas[0].views[0];
    if let Some(reason) = &view.unread {
        return reason.clone();
    }
    view.columns.iter().map(|column| if column.nullable { '?' } else { '!' }).collect()
}

#[track_caller]
fn check(backends: &[Backend], definition: &str, expected: &str) {
    for &backend in backends {
        assert_eq!(proof(backend, expected.len(), definition), expected, "{backend}: {definition}");
    }
}

/// Checks expressions over a row of `a`.
#[track_caller]
fn check_each(backends: &[Backend], never_null: &[&str], perhaps_null: &[&str]) {
    for (expressions, expected) in [(never_null, "!"), (perhaps_null, "?")] {
        for expression in expressions {
            check(backends, &format!("SELECT {expression} AS x FROM $a AS a"), expected);
        }
    }
}

const ALL: &[Backend] = &[Postgres, MySql, Sqlite];

#[test]
fn columns_are_what_they_are_in_their_table() {
    check(ALL, "SELECT a.id, a.b_id, a.name AS other FROM $a AS a", "!?!");
    check(ALL, "SELECT id, nick FROM $a", "!?");
    check(ALL, "SELECT a.id FROM $nothing AS a", "?");
    check(ALL, "SELECT a.nothing FROM $a AS a", "?");
    check(ALL, "SELECT far.id FROM $far AS far", "?");
    check(&[Postgres, MySql], "SELECT s.a.id FROM s.a", "!");
    check(&[Postgres, MySql], "SELECT id FROM a", "?");
    check(&[Sqlite], "SELECT A.ID, main.a.Name, [nick] FROM \"A\"", "!!?");
    check(&[MySql], "SELECT `a`.`ID` FROM `s`.`a` `a`", "!");
    check(&[Postgres], "SELECT a.\"ID\" FROM s.a", "?");
}

#[test]
fn columns_that_are_passed_on_are_known_by_their_table() {
    let check = |definition: &str, expected: &str| {
        for &backend in ALL {
            let views = [("w", 2, "SELECT x.id, x.nick FROM $a AS x"), ("v", expected.split(' ').count(), definition)];
            let catalog = catalog(backend, &views);
            let columns = &catalog.schemas[0].views[1].columns;
            let origin = |column: &Column| match &column.origin {
                Some(origin) => format!("{}.{}", origin.table.name, origin.column),
                None => "-".to_owned(),
            };
            let origins: Vec<String> = columns.iter().map(origin).collect();
            assert_eq!(origins.join(" "), expected, "{backend}: {definition}");
        }
    };
    check("SELECT a.id, a.id + 1, (b.id) FROM $a AS a LEFT JOIN $b AS b ON a.b_id = b.id", "a.id - b.id");
    check("SELECT c0 AS x, count(*) FROM $w AS w GROUP BY c0", "a.id -");
    check("SELECT a.id FROM $a AS a UNION SELECT x.id FROM $a AS x WHERE x.n = 1", "a.id");
    check("SELECT a.id FROM $a AS a UNION SELECT b.id FROM $b AS b", "-");
    check(
        "WITH q AS (SELECT a.b_id AS y FROM $a AS a) SELECT q.y, q.y * 2, max(q.y) FROM q GROUP BY q.y",
        "a.b_id - -",
    );
    check("SELECT x.* FROM (SELECT a.id, a.name FROM $a AS a) AS x", "a.id a.name");
}

#[test]
fn outer_joins_leave_their_other_side_absent() {
    check(ALL, "SELECT a.id, b.id FROM $a AS a JOIN $b AS b ON a.b_id = b.id", "!!");
    check(ALL, "SELECT a.id, b.id FROM $a AS a LEFT JOIN $b AS b ON a.b_id = b.id", "!?");
    check(ALL, "SELECT a.id, b.id FROM $a AS a RIGHT JOIN $b AS b ON a.b_id = b.id", "?!");
    check(ALL, "SELECT a.id, b.id FROM $a AS a FULL JOIN $b AS b ON a.b_id = b.id", "??");
    check(ALL, "SELECT a.id, b.id FROM $a AS a, $b AS b", "!!");
    check(ALL, "SELECT a.id, b.id, c.id FROM $c AS c LEFT JOIN ($a AS a JOIN $b AS b ON TRUE) ON c.a_id = a.id", "??!");
    check(ALL, "SELECT a.id, b.id, c.id FROM ($c AS c LEFT JOIN $a AS a ON TRUE) FULL JOIN $b AS b ON TRUE", "???");
    check(ALL, "SELECT x.id FROM $c AS c LEFT JOIN (SELECT b.id FROM $b AS b) AS x ON x.id = c.b_id", "?");
}

#[test]
fn a_comma_is_a_join_to_sqlite() {
    let query = "SELECT a.id, b.id, c.id FROM $a AS a, $b AS b RIGHT JOIN $c AS c ON c.b_id = b.id";
    check(&[Sqlite], query, "??!");
    check(&[Postgres, MySql], query, "!?!");
}

#[test]
fn conditions_refuse_null() {
    check(ALL, "SELECT n FROM $a WHERE n IS NOT NULL", "!");
    check(ALL, "SELECT n, nick FROM $a WHERE (n > 1) AND ((nick LIKE 'x%') AND name = 'y')", "!!");
    check(ALL, "SELECT n FROM $a WHERE n IS NOT NULL OR id = 1", "?");
    check(ALL, "SELECT n FROM $a WHERE NOT (n IS NULL)", "!");
    check(ALL, "SELECT n FROM $a WHERE NOT (n IN (1, 2))", "?");
    check(ALL, "SELECT n FROM $a WHERE n IN (1, 2)", "!");
    check(ALL, "SELECT n FROM $a WHERE n NOT IN (SELECT b.id FROM $b AS b)", "?");
    check(ALL, "SELECT n FROM $a WHERE COALESCE(n, 1) = 1", "?");
    check(ALL, "SELECT n FROM $a WHERE CAST(n AS CHAR(3)) = '1'", "!");
    check(ALL, "SELECT a.b_id FROM $a AS a JOIN $b AS b ON a.b_id = b.id", "!");
    check(ALL, "SELECT b.id, b.note FROM $a AS a LEFT JOIN $b AS b ON a.b_id = b.id WHERE b.note = 'x'", "!!");
    check(ALL, "SELECT b.id, b.note FROM $a AS a LEFT JOIN $b AS b ON b.note = 'x' WHERE b.flag", "!!");
    check(ALL, "SELECT a.b_id FROM $a AS a LEFT JOIN $b AS b ON a.b_id = b.id", "?");
    check(ALL, "SELECT b.id FROM ($a AS a LEFT JOIN $b AS b ON a.b_id = b.id) JOIN $c AS c ON c.b_id = b.id", "!");
    check(&[MySql], "SELECT n FROM $a WHERE n <=> 1", "?");
    check(&[MySql], "SELECT n FROM $a WHERE !(n) is null", "?");
    check(&[Postgres], "SELECT n FROM $a WHERE n IS NOT DISTINCT FROM 1", "?");
    check(&[Postgres], "SELECT n FROM $a WHERE n OPERATOR(s.=) 1", "?");
    check(&[Postgres], "SELECT n FROM $a WHERE (n)::s.other = 1", "?");
    check(&[Postgres], "SELECT n FROM $a WHERE (n = ANY (ARRAY[1, 2]))", "!");
}

#[test]
fn merged_columns_are_of_the_side_that_is_there() {
    for (join, expected) in [("JOIN", "!!!"), ("LEFT JOIN", "!!?"), ("RIGHT JOIN", "!?!"), ("FULL JOIN", "!??")] {
        check(ALL, &format!("SELECT id, a.id, b.id FROM $a AS a {join} $b AS b USING (id)"), expected);
    }
    check(ALL, "SELECT b_id FROM $a AS a JOIN $c AS c USING (b_id)", "!");
    check(ALL, "SELECT b_id FROM $a AS a LEFT JOIN $c AS c USING (b_id)", "?");
    check(ALL, "SELECT b_id FROM $a AS a FULL JOIN $c AS c USING (b_id)", "?");
    check(ALL, "SELECT id FROM ($a AS a FULL JOIN $b AS b USING (id)) FULL JOIN $c AS c USING (id)", "!");
    check(ALL, "SELECT id FROM $b AS b NATURAL LEFT JOIN (SELECT a.id FROM $a AS a) AS x", "!");
    check(ALL, "SELECT name FROM $a AS a JOIN $b AS b USING (id)", "?");
}

#[test]
fn wildcards_of_sqlite_are_spelled_out() {
    check(&[Sqlite], "SELECT * FROM b", "!!?!");
    check(&[Sqlite], "SELECT b.*, c.name FROM c LEFT JOIN b ON b.id = c.b_id", "?????");
    check(&[Sqlite], "SELECT * FROM b JOIN c USING (id)", "!!?!!!?");
    check(&[Sqlite], "SELECT * FROM b FULL JOIN (SELECT id FROM c) USING (id)", "!???");
    check(&[Sqlite], "SELECT * FROM b, nothing", "a wildcard of unknown columns");
    check(&[Sqlite], "SELECT * FROM b LIMIT 1", "!!?!");
    assert_eq!(proof(Sqlite, 2, "SELECT * FROM b"), "the columns of the view and of its definition cannot be paired");
}

#[test]
fn rows_of_several_queries_are_joined_by_position() {
    check(ALL, "SELECT id, name FROM $a UNION ALL SELECT id, note FROM $b", "!?");
    check(ALL, "SELECT id FROM $a UNION SELECT id FROM $b UNION SELECT b_id FROM $a", "?");
    check(ALL, "SELECT id FROM $a EXCEPT SELECT b_id FROM $a", "!");
    check(ALL, "SELECT b_id FROM $a INTERSECT SELECT id FROM $a", "?");
    check(&[Postgres, Sqlite], "VALUES (1, NULL), (2, 'x')", "!?");
    check(&[Postgres], "SELECT v.x FROM ( VALUES (1), (2)) v(x)", "!");
}

#[test]
fn with_queries_are_seen_by_those_after_them() {
    check(ALL, "WITH x AS (SELECT id, nick FROM $a), y AS (SELECT id FROM x) SELECT y.id, x.nick FROM x, y", "!?");
    check(ALL, "WITH x (k) AS (SELECT id FROM $a) SELECT k FROM x", "!");
    check(ALL, "WITH RECURSIVE x (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM x) SELECT k FROM x", "?");
    check(&[Sqlite], "WITH x AS (SELECT id FROM b), b AS (SELECT NULL AS id) SELECT id FROM x", "?");
    check(&[Sqlite], "WITH b AS (SELECT nick AS id FROM a) SELECT id FROM b", "?");
}

#[test]
fn groups_have_rows_and_the_whole_may_have_none() {
    check(ALL, "SELECT name, COUNT(*), COUNT(n), MAX(id), MIN(n), SUM(id) FROM $a GROUP BY name", "!!!!?!");
    check(ALL, "SELECT COUNT(*), MAX(id), SUM(id), COALESCE(SUM(n), 0) FROM $a", "!??!");
    check(ALL, "SELECT id, COUNT(*) FROM $a", "?!");
    check(ALL, "SELECT COALESCE(id, 1), COUNT(*), 'x' FROM $a", "?!!");
    check(ALL, "SELECT id FROM $a ORDER BY COUNT(*)", "?");
    check(ALL, "SELECT id FROM $a HAVING 1 = 1", "?");
    check(
        &[Postgres, Sqlite],
        "SELECT name, SUM(id) FILTER (WHERE n > 1), COUNT(*) FILTER (WHERE n > 1) FROM $a GROUP BY name",
        "!?!",
    );
    check(&[Postgres], "SELECT name, count(*) FROM $a GROUP BY ROLLUP(name)", "?!");
    check(&[Postgres], "SELECT name, count(*) FROM $a GROUP BY GROUPING SETS ((name), ())", "?!");
    check(&[Postgres], "SELECT 1, count(*) FROM $a GROUP BY ()", "?!");
    check(&[Postgres], "SELECT COALESCE(nick, 'x') FROM $a GROUP BY CUBE(COALESCE(nick, 'x'))", "?");
    check(&[MySql], "SELECT name, count(0), sum(id) FROM $a GROUP BY name WITH ROLLUP", "?!?");
    check(&[MySql], "SELECT name, s.f(id) FROM $a", "??");
    check(&[Sqlite], "SELECT name, MAX(id, 2) FROM a", "!!");
}

#[test]
fn windows_without_a_frame_see_their_row() {
    let numbers = "ROW_NUMBER() OVER (ORDER BY id), RANK() OVER (ORDER BY n), COUNT(n) OVER (PARTITION BY n)";
    check(ALL, &format!("SELECT {numbers} FROM $a"), "!!!");
    check(ALL, "SELECT MAX(id) OVER (PARTITION BY n), MAX(n) OVER (), LAG(id) OVER (ORDER BY id) FROM $a", "!??");
    check(ALL, "SELECT MAX(id) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) FROM $a", "?");
    check(ALL, "SELECT MAX(id) OVER w, COUNT(*) OVER w FROM $a WINDOW w AS (ORDER BY id)", "?!");
}

#[test]
fn subqueries_are_sure_only_as_aggregates() {
    check(ALL, "SELECT (SELECT COUNT(*) FROM $c AS c WHERE c.a_id = a.id) FROM $a AS a", "!");
    check(ALL, "SELECT a.id, (SELECT COUNT(c.id) FROM $c AS c WHERE c.a_id = a.id) FROM $a AS a", "!!");
    check(ALL, "SELECT (SELECT COALESCE(MAX(c.id), 0) FROM $c AS c) FROM $a AS a", "!");
    check(ALL, "SELECT (SELECT MAX(c.id) FROM $c AS c) FROM $a AS a", "?");
    check(ALL, "SELECT (SELECT c.id FROM $c AS c LIMIT 1) FROM $a AS a", "?");
    check(ALL, "SELECT (SELECT COUNT(*) FROM $c AS c GROUP BY c.a_id) FROM $a AS a", "?");
    check(ALL, "SELECT (SELECT COUNT(*) FROM $c AS c HAVING COUNT(*) > 1) FROM $a AS a", "?");
    check(ALL, "SELECT (SELECT COUNT(*) FROM $c AS c LIMIT 0) FROM $a AS a", "?");
    check(ALL, "SELECT (SELECT COUNT(a.id) FROM $c AS c) FROM $a AS a", "?");
    check(&[MySql, Sqlite], "SELECT a.id, (SELECT COUNT(a.id) FROM $c AS c) FROM $a AS a", "??");
    check(ALL, "SELECT EXISTS (SELECT 1 FROM $c AS c WHERE c.a_id = a.id) FROM $a AS a", "!");
    check(&[Postgres], "SELECT l.x, l.y FROM $a AS a, LATERAL (SELECT a.id AS x, a.nick AS y) AS l", "!?");
}

#[test]
fn expressions_of_all_backends() {
    check_each(
        ALL,
        &[
            "1",
            "1.5",
            "'x'",
            "TRUE",
            "(a.id)",
            "-a.id",
            "a.id + 1",
            "a.id - a.id",
            "a.id * 2",
            "a.price + a.id",
            "a.id = 1",
            "a.name <> 'x'",
            "a.id = 1 AND a.id > 2 OR NOT a.id < 3",
            "a.id IN (1, 2)",
            "a.name LIKE 'x'",
            "a.id BETWEEN 1 AND 2",
            "a.n IS NULL",
            "a.n IS NOT NULL",
            "COALESCE(a.n, 1)",
            "COALESCE(a.n, a.b_id, a.id)",
            "CASE WHEN a.n = 1 THEN 'x' ELSE a.name END",
            "CASE a.n WHEN 1 THEN 2 ELSE 3 END",
            "LOWER(a.name)",
            "UPPER(a.name)",
            "TRIM(a.name)",
            "LENGTH(a.name)",
            "CURRENT_TIMESTAMP",
            "a.id / 2",
        ],
        &[
            "NULL",
            "a.n",
            "-a.n",
            "a.n + 1",
            "a.n = 1",
            "a.id = a.n",
            "a.id IN (1, a.n)",
            "NULLIF(a.id, 1)",
            "a.id BETWEEN 1 AND a.n",
            "a.n IS NULL AND a.n = 1",
            "COALESCE(a.n, a.b_id)",
            "unknown(a.id)",
            "LOWER(a.nick)",
            "CASE WHEN a.n = 1 THEN 'x' END",
            "CASE WHEN a.n = 1 THEN a.nick ELSE 'x' END",
            "a.doc -> 'x'",
        ],
    );
}

#[test]
fn expressions_of_postgres() {
    check_each(
        &[Postgres],
        &[
            "a.id / a.id",
            "a.id % a.id",
            "a.on_day - a.on_day",
            "a.rate * a.rate",
            "((a.name)::text || ' '::text)",
            "(a.id)::text",
            "(a.name)::integer",
            "(a.id)::numeric(10,2)",
            "'x'::s.mood",
            "'1 day'::interval",
            "(now() - '1 day'::interval)",
            "TRIM(BOTH FROM a.name)",
            "lower((a.name)::text)",
            "\"left\"((a.name)::text, 2)",
            "(a.name = ANY (ARRAY['x'::text, 'y'::text]))",
            "(a.id <> ALL (ARRAY[1, 2]))",
            "a.name ~~ 'x%'::text",
            "EXTRACT(year FROM a.on_day)",
            "concat(a.nick, a.n)",
            "ARRAY[a.n]",
            "ARRAY( SELECT 1)",
            "(a.doc)::text",
            "(a.on_day)::timestamp without time zone",
            "GREATEST(a.n, 1)",
            "SUBSTRING(a.name FROM 1 FOR 2)",
            "a.n IS DISTINCT FROM 1",
            "jsonb_build_object('x', a.n)",
            "(a.* IS NOT NULL)",
            "date_trunc('day'::text, a.on_day)",
            "(a.on_day AT TIME ZONE 'UTC'::text)",
            "round(a.price, 2)",
            "a.id = 1.5",
        ],
        &[
            "(a.doc ->> 'x'::text)",
            "(a.doc)::integer",
            "((a.doc || a.doc))::integer",
            "(a.on_day)::time without time zone",
            "EXTRACT(month FROM a.on_day)",
            "to_char(a.on_day, 'YYYY'::text)",
            "SUBSTRING(a.name FROM 'x'::text)",
            "\"substring\"(a.name, 'x'::text)",
            "lower(a.doc)",
            "s.lower(a.name)",
            "(a.name)::s.mood",
            "a.id OPERATOR(s.+) 1",
            "(a.name = ANY (ARRAY['x'::text, a.nick]))",
            "(a.name = ANY (a.tags))",
            "a.doc + 1",
            "LEAST(a.n, NULL)",
            "a.*::s.a",
            "ROW(a.n, 1) = ROW(1, 1)",
            "\"LOWER\"(a.name)",
            "(a.pair).x",
            "unnest(ARRAY[1])",
        ],
    );
}

#[test]
fn expressions_of_mysql() {
    check_each(
        &[MySql],
        &[
            "concat(a.name,' ',a.id)",
            "concat_ws(',',a.nick,a.name)",
            "ifnull(a.n,0)",
            "if(a.n > 1,'x','y')",
            "cast(a.name as char(3) charset utf8mb4)",
            "cast(a.name as unsigned)",
            "a.id MOD 3",
            "(a.id) MOD (3)",
            "!exists(select 1)",
            "!(a.id = 1)",
            "a.id DIV 2",
            "a.id / 100",
            "a.n <=> 1",
            "_utf8mb4'x'",
            "\"x\"",
            "a.name collate utf8mb4_bin",
            "round(a.price,2)",
            "curdate()",
            "current_timestamp()",
            "date'2020-01-01'",
            "greatest(a.id,1)",
        ],
        &[
            "a.id / a.id",
            "a.id MOD a.id",
            "a.id / 0",
            "a.id % 0",
            "a.id DIV 0.4",
            "cast(a.name as date)",
            "a.on_day + interval 1 day",
            "year(a.on_day)",
            "date_format(a.on_day,'%Y')",
            "concat(a.body,'x')",
            "lower(a.body)",
            "a.on_day = 'x'",
            "a.name = a.id",
            "least(a.id,a.name)",
            "concat_ws(a.nick,'x')",
            "replace(a.name,'a','b')",
            "`lower`(a.name)",
            "a.n xor a.id is null",
            "a.name || 'x'",
            "convert(a.name using utf8mb4)",
            "json_extract(a.doc,'$.x')",
            "if(a.n > 1,'x',NULL)",
            "sqrt(a.id)",
            "!(a.n = 1)",
        ],
    );
}

#[test]
fn expressions_of_sqlite() {
    check_each(
        &[Sqlite],
        &[
            "a.name || 'x'",
            "a.name || (a.id + 1)",
            "CAST(a.name AS INTEGER)",
            "ifnull(a.n, 0)",
            "iif(a.n, 1, 2)",
            "a.id % 2",
            "substr(a.name, 1, 2)",
            "max(a.id, 2)",
            "a.id == 1",
            "CAST(a.name AS REAL)",
            "typeof(a.n)",
            "a.n NOTNULL",
            "round(a.price, 2)",
            "total + 1 IS NULL",
            "a.price + a.id + 1",
        ],
        &[
            "a.id / a.id",
            "a.id / 0.0",
            "a.id % 0.5",
            "a.rate + a.rate",
            "a.rate - 9e999",
            "-CAST('9e999' AS REAL)",
            "a.id * a.id * a.id",
            "a.price * a.id - 1",
            "a.name || a.id / 2",
            "strftime('%Y', a.on_day)",
            "max(a.id, a.n)",
            "date 'x'",
            "n'x'",
            "a.id / '2'",
            "sum(a.rate)",
            "a.id + a.name",
            "unicode(a.name)",
        ],
    );
}

#[test]
fn views_stand_on_views() {
    let views = [
        ("v1", 2, "SELECT v2.c0, v3.c0 FROM $v2 AS v2 LEFT JOIN $v3 AS v3 ON v3.c0 = v2.c1"),
        ("v2", 2, "SELECT c0, c1 FROM $v3 WHERE c1 IS NOT NULL"),
        ("v3", 2, "SELECT id, n FROM $a"),
        ("x1", 1, "SELECT c0 FROM $x2"),
        ("x2", 1, "SELECT c0 FROM $x1"),
    ];
    for &backend in ALL {
        let catalog = catalog(backend, &views);
        let proofs = catalog.schemas[0]
            .views
            .iter()
            .map(|view| view.columns.iter().map(|column| if column.nullable { '?' } else { '!' }).collect::<String>());
        assert_eq!(proofs.collect::<Vec<_>>(), ["!?", "!!", "!?", "?", "?"], "{backend}");
        let unread = catalog.schemas[0].views.iter().filter(|view| view.unread.is_some()).count();
        assert_eq!(unread, 2, "{backend}");
    }
}

#[track_caller]
fn check_key(backends: &[Backend], count: usize, definition: &str, key: &[&str]) {
    for &backend in backends {
        let catalog = catalog(backend, &[("v", count, definition)]);
        assert_eq!(catalog.schemas[0].views[0].key, key, "{backend}: {definition}");
    }
}

#[test]
fn keys_survive_what_does_not_repeat_them() {
    check_key(ALL, 2, "SELECT name, id FROM $a WHERE n > 1", &["c1"]);
    check_key(ALL, 1, "SELECT name FROM $a", &[]);
    check_key(ALL, 2, "SELECT a.id, b.name FROM $a AS a LEFT JOIN $b AS b ON b.id = a.b_id", &["c0"]);
    check_key(ALL, 2, "SELECT a.id, b.id FROM $a AS a JOIN $b AS b ON a.b_id = b.id", &["c0"]);
    check_key(ALL, 2, "SELECT b.id, a.id FROM $a AS a JOIN $b AS b ON a.b_id = b.id", &["c1"]);
    check_key(ALL, 1, "SELECT b.id FROM $a AS a JOIN $b AS b ON a.b_id = b.id", &[]);
    check_key(ALL, 2, "SELECT a.id, b.id FROM $a AS a RIGHT JOIN $b AS b ON a.b_id = b.id", &[]);
    check_key(ALL, 2, "SELECT a.id, b.id FROM $a AS a RIGHT JOIN $b AS b ON a.id = b.id", &["c1"]);
    check_key(ALL, 2, "SELECT a.id, b.id FROM $a AS a LEFT JOIN $b AS b ON a.b_id = b.id OR a.id = 1", &[]);
    check_key(ALL, 2, "SELECT a.id, b.id FROM $a AS a, $b AS b", &[]);
    check_key(ALL, 2, "SELECT COUNT(*), name FROM $a GROUP BY name", &["c1"]);
    check_key(ALL, 2, "SELECT COUNT(*), nick FROM $a GROUP BY nick", &[]);
    check_key(ALL, 1, "SELECT COUNT(*) FROM $a GROUP BY name", &[]);
    check_key(ALL, 2, "SELECT name, id FROM $a UNION ALL SELECT name, id FROM $b", &[]);
    check_key(ALL, 1, "SELECT x.id FROM (SELECT id FROM $a) AS x", &["c0"]);
    check_key(&[Postgres], 2, "SELECT id, unnest(ARRAY[1, 2]) FROM $a", &[]);
}

#[test]
fn nonsense_is_said_and_nothing_more() {
    for (definition, reason) in [
        ("", "the definition is hidden from the connected role"),
        ("SELECT", "Expected: an expression"),
        ("DELETE FROM a", "the query has a form of its own"),
        ("SELECT 'x", "Unterminated string literal"),
        ("SELECT 1 AS x; SELECT 2", "Expected: EOF"),
        ("SELECT 1 AS x FROM a SEMI JOIN b", "a join is of an unknown kind"),
    ] {
        let said = proof(Postgres, 1, definition);
        assert!(said.starts_with(reason), "{definition}: {said}");
    }
}

#[test]
fn depth_is_no_danger() {
    let deep = |open: &str, inner: &str, close: &str, times: usize| {
        format!("SELECT {}{inner}{} FROM $a AS a", open.repeat(times), close.repeat(times))
    };
    for &backend in ALL {
        assert_eq!(proof(backend, 1, &deep("(", "a.id", ")", 60)), "!", "{backend}");
        for (open, close) in [("(", ")"), ("coalesce(", ")"), ("CASE WHEN ", " THEN 1 ELSE 2 END"), ("- ", "")] {
            for times in [100, 399, 3000] {
                let _ = proof(backend, 1, &deep(open, "a.id", close, times));
            }
        }
        let chain = format!("SELECT a.n FROM $a AS a WHERE {} a.n = 1", "a.id = 1 AND ".repeat(5000));
        assert_eq!(proof(backend, 1, &chain), "!", "{backend}");
        let sum = format!("SELECT {} 1 FROM $a AS a", "a.id + ".repeat(5000));
        assert_eq!(proof(backend, 1, &sum), "?", "{backend}");
        let union = vec!["SELECT id FROM $a"; 1000].join(" UNION ALL ");
        assert_eq!(proof(backend, 1, &union), "!", "{backend}");
        let joins: String = (0..60).map(|n| format!(" JOIN $b AS b{n} ON b{n}.id = a.b_id)")).collect();
        let nested = format!("SELECT a.id, b59.id FROM {}$a AS a{joins}", "(".repeat(60));
        assert_eq!(proof(backend, 2, &nested), "!!", "{backend}");
        let tables = format!("SELECT x.id FROM {}$a AS x{}", "(SELECT x.id FROM ".repeat(200), ") AS x".repeat(200));
        let _ = proof(backend, 1, &tables);
    }
}
