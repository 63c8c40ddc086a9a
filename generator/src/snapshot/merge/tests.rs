use super::*;
use crate::catalog::{self, Catalog, Check, Column, DataType, Index, Schema};
use crate::database::Backend;
use crate::history::History;
use crate::model::Names;
use crate::snapshot::Snapshot;

const PATH: &str = "db/entity/schema/table/parts.toml";

fn column(name: &str) -> Column {
    Column::plain(name, DataType::Integer, "integer")
}

fn index(name: &str) -> Index {
    Index {
        name: name.to_owned(),
        unique: false,
        method: "btree".to_owned(),
        parts: Vec::new(),
        include: Vec::new(),
        predicate: None,
        valid: true,
        nulls_not_distinct: false,
    }
}

fn check(name: Option<&str>, expression: &str) -> Check {
    Check {
        name: name.map(str::to_owned),
        expression: expression.to_owned(),
        allowed: None,
        no_null_elements: None,
        validated: true,
    }
}

fn parts() -> catalog::Table {
    catalog::Table {
        name: "parts".to_owned(),
        columns: ["id", "name", "size"].map(column).into(),
        indexes: vec![index("by_name")],
        ..catalog::Table::default()
    }
}

/// What the generator writes for a table.
fn written(table: &catalog::Table) -> String {
    let schema = Schema { is_default: true, tables: vec![table.clone()], ..Schema::default() };
    let mut catalog = Catalog { schemas: vec![schema], ..Catalog::default() };
    catalog.sort();
    let files = Snapshot {
        backend: Backend::Postgres,
        catalog,
        history: History::default(),
        names: Names::new(),
        orphans: BTreeSet::new(),
    }
    .files()
    .unwrap();
    files.into_iter().find(|file| file.path != DATABASE).unwrap().text
}

fn edited(edit: impl FnOnce(&mut catalog::Table)) -> String {
    let mut table = parts();
    edit(&mut table);
    written(&table)
}

fn merged(base: &str, ours: &str, theirs: &str) -> Merged {
    merge(PATH, base, ours, theirs).unwrap().unwrap()
}

/// Asserts that both merges of the two changes give the table with all of `both`.
#[track_caller]
fn assert_merge(ours: &str, theirs: &str, both: impl FnOnce(&mut catalog::Table)) {
    let (base, expected) = (written(&parts()), edited(both));
    assert_eq!(merged(&base, ours, theirs), Merged::Clean(expected.clone()));
    assert_eq!(merged(&base, theirs, ours), Merged::Clean(expected));
}

/// The sides of the conflict between two changes, each a text of the generator's.
#[track_caller]
fn sides(ours: &str, theirs: &str) -> [String; 2] {
    let Merged::Conflict(text) = merged(&written(&parts()), ours, theirs) else { panic!("there is no conflict") };
    assert_eq!(seal::inspect(&text), Seal::Intact, "{text}");
    seal::sides(&text).unwrap()
}

#[test]
fn what_is_new_in_one_place_on_both_sides_is_all_there() {
    let ours = edited(|table| table.columns.extend([column("weight"), column("age")]));
    let theirs = edited(|table| {
        table.columns.push(column("colour"));
        table.indexes.push(index("by_colour"));
    });
    assert_merge(&ours, &theirs, |table| {
        table.columns.extend(["colour", "weight", "age"].map(column));
        table.indexes.push(index("by_colour"));
    });
}

#[test]
fn a_rename_keeps_its_place_beside_an_addition() {
    let ours = edited(|table| table.columns[1].name = "title".to_owned());
    let theirs = edited(|table| table.columns.insert(2, column("colour")));
    assert_merge(&ours, &theirs, |table| {
        table.columns[1].name = "title".to_owned();
        table.columns.insert(2, column("colour"));
    });
}

#[test]
fn facts_of_one_object_are_merged_one_by_one() {
    let ours = edited(|table| {
        table.columns[1].nullable = true;
        table.comment = Some("ours".to_owned());
    });
    let theirs = edited(|table| {
        table.columns[1].comment = Some("theirs".to_owned());
        table.columns.swap(0, 2);
    });
    assert_merge(&ours, &theirs, |table| {
        table.columns[1].nullable = true;
        table.columns[1].comment = Some("theirs".to_owned());
        table.comment = Some("ours".to_owned());
        table.columns.swap(0, 2);
    });
}

#[test]
fn what_both_sides_did_is_done_once() {
    let add = |table: &mut catalog::Table| {
        table.columns.remove(1);
        table.columns.push(column("colour"));
        table.checks.push(check(None, "size > 0"));
    };
    assert_merge(&edited(add), &edited(add), add);
    let ours = edited(|table| table.columns.extend([column("colour"), column("weight")]));
    let theirs = edited(|table| table.columns.extend([column("age"), column("colour")]));
    assert_merge(&ours, &theirs, |table| table.columns.extend(["age", "colour", "weight"].map(column)));
    let made = written(&parts());
    assert_eq!(merged("", &made, &made), Merged::Clean(made));
}

#[test]
fn a_value_that_both_sides_changed_is_a_conflict_in_its_place() {
    let ours = edited(|table| table.columns[1].comment = Some("one".to_owned()));
    let theirs = edited(|table| {
        table.columns[1].comment = Some("other".to_owned());
        table.columns.push(column("colour"));
    });
    let sides = sides(&ours, &theirs);
    assert_eq!(sides[1], theirs);
    let with_both = edited(|table| {
        table.columns[1].comment = Some("one".to_owned());
        table.columns.push(column("colour"));
    });
    assert_eq!(sides[0], with_both);
    let Merged::Conflict(text) = merged(&written(&parts()), &ours, &theirs) else { panic!("there is no conflict") };
    let place =
        "raw_type = \"integer\"\n<<<<<<< ours\ncomment = \"one\"\n=======\ncomment = \"other\"\n>>>>>>> theirs\n";
    assert!(text.contains(place) && text.matches(">>>>>>>").count() == 2, "the seal and the comment alone: {text}");
    let database = "backend = \"postgres\"\nschemas = [{ name = \"\", is_default = true }]\n".to_owned();
    let files = BTreeMap::from([(DATABASE.to_owned(), database), ("schema/table/parts.toml".to_owned(), text)]);
    assert_eq!(read(&files).unwrap_err()[0].code, "P003");
}

#[test]
fn what_makes_sense_together_is_not_torn_apart() {
    let retype = |table: &mut catalog::Table, data_type, raw_type: &str| {
        table.columns[1].data_type = data_type;
        table.columns[1].raw_type = raw_type.to_owned();
    };
    let ours = edited(|table| retype(table, DataType::Integer, "int"));
    let theirs = edited(|table| retype(table, DataType::Double, "real"));
    assert_eq!(sides(&ours, &theirs), [ours, theirs], "theirs alone changed the type, and both how it is spelled");
}

#[test]
fn what_one_side_changed_and_the_other_removed_is_a_conflict() {
    let ours = edited(|table| drop(table.columns.remove(1)));
    let theirs = edited(|table| table.columns[1].nullable = true);
    assert_eq!(sides(&ours, &theirs), [ours.clone(), theirs.clone()]);
    assert_eq!(sides(&theirs, &ours), [theirs, ours]);
}

#[test]
fn a_text_with_the_work_of_somebody_in_it_is_left_to_git() {
    let (base, theirs) = (written(&parts()), edited(|table| table.columns.push(column("colour"))));
    assert_eq!(merge(PATH, &base, &(base.clone() + "# mine\n"), &theirs).unwrap(), None);
    assert_eq!(merge(PATH, &base, &theirs, "mine = 1\n").unwrap(), None);
    let Merged::Conflict(text) = merged(&base, &theirs, &edited(|table| table.columns[1].name = "x".to_owned())) else {
        return;
    };
    assert_eq!(merge(PATH, &base, &text, &theirs).unwrap(), None, "a merge that is not over");
}

#[test]
fn what_no_type_knows_is_carried() {
    let base = written(&parts());
    let with =
        |key: &str, text: &str| seal::seal(PATH, &seal::bare(text).replacen("kind = ", &format!("{key}\nkind = "), 1));
    let ours = with("origin = { table = \"user\", first = 1 }", &base);
    let theirs = with("zone = 3", &edited(|table| table.columns.push(column("colour"))));
    let (one, other) = (merged(&base, &ours, &theirs), merged(&base, &theirs, &ours));
    assert_eq!(one, other);
    let Merged::Clean(text) = one else { panic!("there is no conflict in {one:?}") };
    for line in ["origin = { table = \"user\", first = 1 }\n", "zone = 3\n", "name = \"colour\"\n"] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
    assert_eq!(seal::inspect(&text), Seal::Intact);
}

/// One edit of the object that `number` names; edits of two numbers have nothing to do with each other.
fn edit(table: &mut catalog::Table, number: usize, new: &str) {
    let column = |table: &mut catalog::Table| table.columns.iter().position(|found| found.name == format!("c{number}"));
    match (number % 8, column(table)) {
        (0, Some(at)) => drop(table.columns.remove(at)),
        (1, Some(at)) => table.columns[at].name = format!("{new}{number}"),
        (2, Some(at)) => table.columns[at].comment = Some(new.to_owned()),
        (3, Some(at)) => table.columns.insert(at, self::column(&format!("{new}{number}"))),
        (4, Some(at)) => table.columns.insert(at + 1, self::column(&format!("{new}{number}"))),
        (5, _) => table.indexes.retain(|index| index.name != format!("i{number}")),
        (6, _) => table.indexes.push(index(&format!("{new}{number}"))),
        _ => table.checks.push(check((!number.is_multiple_of(3)).then_some(new), &format!("c{number} > 0"))),
    }
}

/// The same table, its columns in the order of their names.
fn unordered(mut table: catalog::Table) -> catalog::Table {
    table.columns.sort_by(|a, b| a.name.cmp(&b.name));
    table
}

#[test]
fn edits_that_have_nothing_to_do_with_each_other_are_merged_in_any_order() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut below = |bound: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % bound
    };
    for round in 0..25 {
        let base = catalog::Table {
            columns: (0..24).map(|number| column(&format!("c{number}"))).collect(),
            indexes: (0..24).map(|number| index(&format!("i{number}"))).collect(),
            ..parts()
        };
        let (mut branches, mut all) = ([base.clone(), base.clone(), base.clone()], base.clone());
        for number in 0..24 {
            if let Some((branch, new)) = branches.iter_mut().zip(["zeta", "alpha", "mid"]).nth(below(5) as usize) {
                edit(branch, number, new);
                edit(&mut all, number, new);
            }
        }
        let (base, [a, b, c]) = (written(&base), branches.map(|branch| written(&branch)));
        let clean = |ours: &str, theirs: &str| match merged(&base, ours, theirs) {
            Merged::Clean(text) => text,
            Merged::Conflict(text) => panic!("round {round}: {text}"),
        };
        let texts = [clean(&clean(&a, &b), &c), clean(&c, &clean(&b, &a)), clean(&b, &clean(&c, &a))];
        assert!(texts.iter().all(|text| *text == texts[0]), "round {round}");
        let table: catalog::Table = toml::from_str(&texts[0]).unwrap();
        assert_eq!(written(&table), texts[0], "round {round}: the generator would write it so");
        all.indexes.sort_by(|a, b| a.name.cmp(&b.name));
        all.checks.sort_by(|a, b| (&a.name, &a.expression).cmp(&(&b.name, &b.expression)));
        assert_eq!(unordered(table), unordered(all), "round {round}");
    }
}
