use super::*;
use crate::catalog::{
    Action, Deferral, Enum, ForeignKey, Identity, IndexPart, Key, QualifiedName, Schema, Table, TextOf, View,
};

fn column(name: &str, raw_type: &str) -> Column {
    Column { nullable: true, ..Column::plain(name, DataType::Integer, raw_type) }
}

fn table(name: &str, columns: &[&str]) -> Table {
    let columns = columns.iter().map(|name| column(name, "integer")).collect();
    Table { name: name.to_owned(), columns, ..Table::default() }
}

fn key(table: &str, target: &str) -> ForeignKey {
    ForeignKey {
        name: Some(format!("{table}_{target}")),
        columns: vec!["a".to_owned()],
        target: QualifiedName { schema: "main".to_owned(), name: target.to_owned() },
        target_columns: vec!["id".to_owned()],
        on_update: Action::NoAction,
        on_delete: Action::Cascade,
        deferral: Deferral::NotDeferrable,
        validated: true,
    }
}

fn catalog(tables: Vec<Table>) -> Catalog {
    let schema = Schema { name: "main".to_owned(), is_default: true, tables, ..Schema::default() };
    Catalog { schemas: vec![schema], ..Catalog::default() }
}

fn between(dialect: Dialect, from: &Catalog, to: &Catalog) -> Script {
    let none = Texts::default();
    script(dialect, Side { catalog: from, texts: &none }, Side { catalog: to, texts: &none })
}

fn said(dialect: Dialect, from: &Catalog, to: &Catalog) -> Vec<String> {
    between(dialect, from, to).statements.into_iter().map(|statement| statement.sql).collect()
}

/// Where the first statement is that begins so.
fn place(statements: &[String], start: &str) -> usize {
    let found = statements.iter().position(|sql| sql.starts_with(start));
    found.unwrap_or_else(|| panic!("no {start} in {statements:#?}"))
}

const ALL: [Dialect; 3] = [Dialect::Postgres, Dialect::MySql, Dialect::Sqlite];

#[test]
fn where_nothing_differs_nothing_is_said() {
    let one = catalog(vec![table("a", &["id", "a"])]);
    for dialect in ALL {
        assert_eq!(between(dialect, &one, &one), Script::default());
    }
}

#[test]
fn tables_that_refer_to_each_other_are_made_before_their_keys_and_go_after_them() {
    let with = |name: &str, target: &str| Table { foreign_keys: vec![key(name, target)], ..table(name, &["id", "a"]) };
    let (none, both) = (catalog(Vec::new()), catalog(vec![with("a", "b"), with("b", "a")]));
    for dialect in [Dialect::Postgres, Dialect::MySql] {
        let up = said(dialect, &none, &both);
        let first = place(&up, &format!("ALTER TABLE {}", dialect.name("a")));
        assert!(place(&up, &format!("CREATE TABLE {}", dialect.name("b"))) < first, "{up:#?}");
        let down = said(dialect, &both, &none);
        assert!(down[..2].iter().all(|sql| sql.contains(" DROP ")) && down[2].starts_with("DROP TABLE"), "{down:#?}");
    }
    let down = between(Dialect::Sqlite, &both, &none);
    assert!(down.rebuilds && down.statements.iter().all(|own| matches!(own.cautions[..], [Caution::Loses(_)])));
}

#[test]
fn what_loses_data_or_needs_values_says_so() {
    let from = catalog(vec![table("a", &["id", "gone"])]);
    let mut to = catalog(vec![table("a", &["id"])]);
    to.schemas[0].tables[0].columns.push(Column { nullable: false, ..column("must", "integer") });
    for dialect in ALL {
        let cautions: Vec<Caution> =
            between(dialect, &from, &to).statements.into_iter().flat_map(|statement| statement.cautions).collect();
        assert!(cautions.contains(&Caution::Loses("a.gone".to_owned())), "{cautions:?}");
        assert!(cautions.contains(&Caution::NeedsValues("a.must".to_owned())), "{cautions:?}");
    }
}

#[test]
fn a_view_goes_and_comes_again_where_a_column_under_it_changes() {
    let with = |raw: &str, query: &str| {
        let mut made = catalog(vec![Table { columns: vec![column("a", raw)], ..table("t", &[]) }]);
        let view = |name: &str, definition: &str| View {
            name: name.to_owned(),
            definition: definition.to_owned(),
            ..View::default()
        };
        made.schemas[0].views = vec![view("above", "SELECT a FROM v"), view("other", "SELECT 1"), view("v", query)];
        made
    };
    let up = said(Dialect::Postgres, &with("integer", "SELECT a FROM t"), &with("bigint", "SELECT a FROM t"));
    let places =
        ["DROP VIEW \"above\"", "DROP VIEW \"v\"", "ALTER TABLE", "CREATE VIEW \"v\"", "CREATE VIEW \"above\""]
            .map(|start| place(&up, start));
    assert!(places.is_sorted() && !up.iter().any(|sql| sql.contains("other")), "{up:#?}");
}

#[test]
fn a_value_is_added_to_an_enum_unless_one_goes_or_it_is_used_at_once() {
    let with = |values: &[&str], default: Option<&str>| {
        let default =
            default.map(|raw| crate::catalog::Default { raw: raw.to_owned(), value: DefaultValue::Expression });
        let column = Column { default, ..column("m", "main.mood") };
        let mut made = catalog(vec![Table { columns: vec![column], ..table("t", &[]) }]);
        let values = values.iter().map(ToString::to_string).collect();
        made.schemas[0].enums = vec![Enum { name: "mood".to_owned(), values, ..Enum::default() }];
        made
    };
    let old = with(&["a", "c"], None);
    assert_eq!(
        said(Dialect::Postgres, &old, &with(&["a", "b", "c"], None)),
        ["ALTER TYPE \"mood\" ADD VALUE 'b' AFTER 'a'"]
    );
    for new in [with(&["a"], None), with(&["a", "b", "c"], Some("'b'::main.mood"))] {
        let up = said(Dialect::Postgres, &old, &new);
        let places =
            ["ALTER TYPE \"mood\" RENAME", "CREATE TYPE \"mood\"", "ALTER TABLE \"t\"", "DROP TYPE \"former_mood\""]
                .map(|start| place(&up, start));
        assert!(places.is_sorted(), "{up:#?}");
    }
}

#[test]
fn sqlite_adds_what_it_can_and_puts_a_new_table_in_place_otherwise() {
    let old = catalog(vec![table("t", &["id", "a"])]);
    assert_eq!(
        said(Dialect::Sqlite, &old, &catalog(vec![table("t", &["id", "a", "b"])])),
        ["ALTER TABLE \"t\" ADD COLUMN \"b\" integer"]
    );
    let up = between(Dialect::Sqlite, &old, &catalog(vec![table("t", &["id", "b", "a"])]));
    let statements: Vec<&str> = up.statements.iter().map(|statement| statement.sql.as_str()).collect();
    assert!(up.rebuilds);
    assert_eq!(
        statements[1..],
        [
            "INSERT INTO \"next_t\" (\"id\", \"a\") SELECT \"id\", \"a\" FROM \"t\"",
            "DROP TABLE \"t\"",
            "ALTER TABLE \"next_t\" RENAME TO \"t\""
        ]
    );
}

#[test]
fn mysql_alters_a_table_by_one_statement() {
    let mut old = table("t", &["a"]);
    old.primary_key = Some(Key::plain(None, vec!["a".to_owned()]));
    let mut new = table("t", &["a"]);
    new.columns.insert(0, Column { identity: Some(Identity::ByDefault), nullable: false, ..column("id", "int") });
    new.primary_key = old.primary_key.clone().map(|key| Key { columns: vec!["id".to_owned()], ..key });
    new.indexes.push(Index {
        name: "i".to_owned(),
        unique: false,
        method: "btree".to_owned(),
        parts: vec![IndexPart { prefix: Some(3), ..IndexPart::plain(IndexKey::Column("a".to_owned())) }],
        include: Vec::new(),
        predicate: None,
        valid: true,
        nulls_not_distinct: false,
    });
    let up = said(Dialect::MySql, &catalog(vec![old]), &catalog(vec![new]));
    let clauses = [
        "ALTER TABLE `t`",
        "DROP PRIMARY KEY",
        "ADD COLUMN `id` int NOT NULL AUTO_INCREMENT FIRST",
        "ADD PRIMARY KEY (`id`)",
        "ADD KEY `i` (`a`(3))",
    ];
    assert_eq!(up, [clauses.join(",\n    ").replacen(',', "", 1)]);
}

#[test]
fn a_routine_without_a_text_cannot_be_said() {
    let none = catalog(Vec::new());
    let mut some = none.clone();
    let routine =
        crate::catalog::Routine { name: "f".to_owned(), signature: "integer".to_owned(), ..Default::default() };
    some.schemas[0].routines.push(routine);
    let script = between(Dialect::Postgres, &none, &some);
    assert!(script.statements.is_empty() && script.unsaid[0].place == "function f(integer)", "{script:?}");
    let mut texts = Texts::default();
    let of = TextOf { kind: TextKind::Function, schema: "main".into(), name: "f".into(), part: "integer".into() };
    texts.add(of, "CREATE FUNCTION f".to_owned());
    let (from, to) = (Side { catalog: &none, texts: &Texts::default() }, Side { catalog: &some, texts: &texts });
    assert_eq!(super::script(Dialect::Postgres, from, to).statements[0].sql, "CREATE FUNCTION f");
    assert_eq!(other_texts(to, from), Vec::<String>::new());
}

#[test]
fn what_has_another_name_alone_is_renamed_where_the_database_can() {
    let named = |key_name: &str, index_name: &str, once: &str| {
        let index = Index {
            name: index_name.to_owned(),
            unique: false,
            method: "btree".to_owned(),
            parts: vec![IndexPart::plain(IndexKey::Column("a".to_owned()))],
            include: Vec::new(),
            predicate: None,
            valid: true,
            nulls_not_distinct: false,
        };
        let unique = Key::plain(Some(once.to_owned()), vec!["id".to_owned()]);
        let foreign = ForeignKey { name: Some(key_name.to_owned()), ..key("b", "a") };
        let table = Table {
            foreign_keys: vec![foreign],
            indexes: vec![index],
            unique_keys: vec![unique],
            ..table("b", &["id", "a"])
        };
        catalog(vec![table])
    };
    let (one, other) = (named("k1", "i1", "u1"), named("k2", "i2", "u2"));
    let renames = [
        "ALTER INDEX \"i1\" RENAME TO \"i2\"",
        "ALTER TABLE \"b\" RENAME CONSTRAINT \"u1\" TO \"u2\"",
        "ALTER TABLE \"b\" RENAME CONSTRAINT \"k1\" TO \"k2\"",
    ];
    assert_eq!(said(Dialect::Postgres, &one, &other), renames);
    let told = said(Dialect::MySql, &one, &other);
    place(&told, "ALTER TABLE `b` RENAME INDEX `i1` TO `i2`");
    place(&told, "ALTER TABLE `b` RENAME INDEX `u1` TO `u2`");
    place(&told, "ALTER TABLE `b` DROP FOREIGN KEY `k1`");
    // One that is another besides is made anew, and names that stay are those of what they were.
    let mut changed = other.clone();
    changed.schemas[0].tables[0].indexes[0].unique = true;
    place(&said(Dialect::Postgres, &one, &changed), "DROP INDEX \"i1\"");
    let mut swapped = one.clone();
    let table = &mut swapped.schemas[0].tables[0];
    let copy = Index { name: "i2".to_owned(), unique: true, ..table.indexes[0].clone() };
    table.indexes.push(copy);
    let mut back = swapped.clone();
    let table = &mut back.schemas[0].tables[0];
    (table.indexes[0].unique, table.indexes[1].unique) = (true, false);
    assert!(said(Dialect::Postgres, &swapped, &back).iter().all(|sql| !sql.contains("RENAME")));
}
