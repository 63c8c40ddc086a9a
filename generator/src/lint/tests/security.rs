//! Rules about who sees which rows, and with whose rights code runs.

use super::*;
use crate::catalog::{Object, ObjectKind, Routine, View};

fn notes(row_security: bool) -> Table {
    table("notes", "id:bigint user_id:bigint").with(|table| table.row_security = row_security)
}

fn with(table: Table, change: impl FnOnce(&mut Schema)) -> Catalog {
    catalog(&[table]).with(|catalog| change(&mut catalog.schemas[0]))
}

fn policy(schema: &mut Schema) {
    schema.objects.push(Object {
        kind: ObjectKind::Policy,
        name: "own".to_owned(),
        table: Some("notes".to_owned()),
        definition: None,
        comment: None,
    });
}

fn told(rule: &str, catalog: &Catalog, version: u32) -> Vec<String> {
    let settings = Settings::default();
    let server = Server { system: PG, version: Some(Version(version, 0, 0)) };
    let subject = Subject { catalog, committed: None, server, settings: &settings };
    let findings = lint(&subject, &Baseline::default()).unwrap().findings;
    findings.into_iter().filter(|finding| finding.rule == rule).map(|finding| finding.place).collect()
}

#[test]
fn policies_and_what_asks_them_come_together() {
    for (rule, row_security, has_policy) in [("policy/missing", true, false), ("policy/idle", false, true)] {
        for (on, there) in [(true, true), (true, false), (false, true), (false, false)] {
            let catalog = with(notes(on), |schema| {
                if there {
                    policy(schema)
                }
            });
            let places = told(rule, &catalog, 15);
            assert_eq!(places.is_empty(), (on, there) != (row_security, has_policy), "{rule}: {on} {there}");
            assert!(places.iter().all(|place| place == "notes"), "{places:?}");
        }
    }
}

#[test]
fn a_view_of_guarded_rows_asks_who_reads_it() {
    let view = |options: &[&str], materialized, definition: &str| View {
        name: "recent".to_owned(),
        materialized,
        options: options.iter().map(|option| (*option).to_owned()).collect(),
        definition: definition.to_owned(),
        ..View::default()
    };
    let places = |row_security, view: View, version| {
        told("view/security", &with(notes(row_security), |schema| schema.views.push(view)), version)
    };
    let of_notes = "SELECT notes.id FROM public.notes";
    assert_eq!(places(true, view(&[], false, of_notes), 15), ["recent"]);
    assert_eq!(places(true, view(&["security_invoker=false"], false, of_notes), 15), ["recent"]);
    assert_eq!(places(true, view(&["security_barrier=true"], false, of_notes), 16), ["recent"]);
    assert_eq!(places(true, view(&[], true, of_notes), 14), ["recent"], "its rows are stored");
    let fine = [
        (true, view(&["security_barrier=true", "security_invoker=true"], false, of_notes), 15),
        (true, view(&["security_invoker=on"], false, of_notes), 15),
        (false, view(&[], false, of_notes), 15),
        (true, view(&[], false, "SELECT footnotes.id FROM public.footnotes"), 15),
        (true, view(&[], false, of_notes), 14),
    ];
    for (row_security, view, version) in fine {
        assert!(places(row_security, view.clone(), version).is_empty(), "{view:?}");
    }
}

#[test]
fn a_function_with_rights_of_its_own_says_where_it_looks() {
    let routine = |security_definer, settings: &[&str]| Routine {
        name: "f".to_owned(),
        signature: "integer, text".to_owned(),
        security_definer,
        settings: settings.iter().map(|setting| (*setting).to_owned()).collect(),
        ..Routine::default()
    };
    let places = |routine: Routine| {
        told("function/search-path", &with(notes(false), |schema| schema.routines.push(routine)), 15)
    };
    assert_eq!(places(routine(true, &[])), ["f(integer, text)"]);
    assert_eq!(places(routine(true, &["work_mem=1MB"])), ["f(integer, text)"]);
    assert!(places(routine(true, &["search_path=\"\""])).is_empty());
    assert!(places(routine(false, &[])).is_empty());
}
