//! One test for each rule of [`plan`].

use super::*;

const PATH: &str = "src/generated/entity/order.rs";

fn file(text: &str) -> File {
    File::generated(PATH, &format!("// head\n{text}"))
}

fn sealed(text: &str) -> String {
    file(text).text
}

fn tree(entries: impl IntoIterator<Item = (&'static str, Entry)>) -> Tree {
    Tree { entries: entries.into_iter().map(|(path, entry)| (path.to_owned(), entry)).collect() }
}

fn text(text: impl Into<String>) -> Entry {
    Entry::Text(text.into())
}

fn action(plan: &Plan, path: &str) -> Option<Action> {
    plan.changes.iter().find(|change| change.path == path).map(|change| change.action.clone())
}

/// What happens to a generated file when `entry` is in its place: the name of the action, or the code of the conflict.
fn outcome(entry: Entry, new: &str, overwrite: Overwrite) -> &'static str {
    named(action(&plan(&[file(new)], &tree([(PATH, entry)]), overwrite), PATH))
}

fn named(action: Option<Action>) -> &'static str {
    match action {
        None => "nothing",
        Some(Action::Create(_)) => "create",
        Some(Action::Update { .. }) => "update",
        Some(Action::Delete { .. }) => "delete",
        Some(Action::Keep) => "keep",
        Some(Action::Conflict { problem, .. }) => problem.code,
    }
}

/// What git leaves when both branches changed the same lines.
fn conflict(ours: &str, theirs: &str) -> String {
    let seal_of = |text: &str| format!("{}\n", sealed(text).lines().nth(1).unwrap());
    format!(
        "// head\n<<<<<<< HEAD\n{}=======\n{}>>>>>>> branch\ncommon\n<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> branch\n",
        seal_of(&format!("common\n{ours}")),
        seal_of(&format!("common\n{theirs}")),
    )
}

#[test]
fn rule_1_unsafe_and_colliding_paths_are_conflicts() {
    let files = [
        File::generated("../x.rs", ""),
        File::generated("src/generated/a.rs", ""),
        File::generated("src/generated/A.rs", ""),
        File::once("b.rs", "one"),
        File::once("b.rs", "two"),
        File::once("SRC/generated/.gitattributes", "the place of a file of ours"),
    ];
    let plan = plan(&files, &Tree::default(), Overwrite::Force);
    assert_eq!(
        plan.conflicts().iter().map(|problem| problem.code).collect::<Vec<_>>(),
        ["F007", "F008", "F008", "F008"]
    );
    assert_eq!(named(action(&plan, "src/generated/a.rs")), "create");
}

#[test]
fn rule_2_a_file_of_the_user_is_written_once() {
    let files = [File::once("Cargo.toml", "[package]\n")];
    let outcome = |entry| named(action(&plan(&files, &tree([("Cargo.toml", entry)]), Overwrite::Force), "Cargo.toml"));
    let absent = plan(&files, &Tree::default(), Overwrite::Refuse);
    assert_eq!(action(&absent, "Cargo.toml"), Some(Action::Create("[package]\n".to_owned())));
    assert_eq!(outcome(text("mine")), "keep");
    assert_eq!(outcome(Entry::ReadOnly("mine".to_owned())), "keep");
    assert_eq!(outcome(Entry::Obstacle(Obstacle::Symlink)), "keep");
    assert_eq!(outcome(Entry::Obstacle(Obstacle::NotText)), "keep");
    assert_eq!(outcome(Entry::Obstacle(Obstacle::Directory)), "F004");
    assert_eq!(outcome(Entry::Obstacle(Obstacle::Parent("src".to_owned()))), "F011");
}

#[test]
fn rule_3_line_ends_alone_are_no_difference() {
    assert_eq!(outcome(text(sealed("a\n")), "a\n", Overwrite::Refuse), "keep");
    assert_eq!(outcome(text(sealed("a\n").replace('\n', "\r\n")), "a\n", Overwrite::Refuse), "keep");
    assert_eq!(outcome(Entry::ReadOnly(sealed("a\n")), "a\n", Overwrite::Refuse), "keep");
}

#[test]
fn rule_4_what_nobody_wrote_is_updated() {
    assert_eq!(outcome(text(sealed("a\n")), "b\n", Overwrite::Refuse), "update");
    assert_eq!(outcome(text(sealed("a\n").replace('\n', "\r\n")), "b\n", Overwrite::Refuse), "update");
    for blank in ["", "\n \n", "\0\0\0"] {
        assert_eq!(outcome(text(blank), "b\n", Overwrite::Refuse), "update");
    }
    let resolved_by_hand = sealed("x\n").replace("x\n", "b\n");
    assert_eq!(outcome(text(resolved_by_hand), "b\n", Overwrite::Refuse), "update");
    assert_eq!(outcome(text(seal::bare(&sealed("b\n"))), "b\n", Overwrite::Refuse), "update");
}

#[test]
fn rule_4_merge_conflicts_heal_unless_somebody_wrote_in_them() {
    let both_sides_intact = conflict("a\n", "b\n");
    assert_eq!(outcome(text(&both_sides_intact), "common\nc\n", Overwrite::Refuse), "update");
    assert_eq!(outcome(text(both_sides_intact.replace('\n', "\r\n")), "c\n", Overwrite::Refuse), "update");
    let edited_on_one_side = both_sides_intact.replace("b\n", "mine\n");
    assert_eq!(outcome(text(&edited_on_one_side), "common\na\nb\n", Overwrite::Refuse), "F010");
    let merged_elsewhere = both_sides_intact.replace("common\n", "common\nmore\n");
    assert_eq!(outcome(text(&merged_elsewhere), "common\nmore\na\nb\n", Overwrite::Refuse), "update");
    assert_eq!(outcome(text(&merged_elsewhere), "common\na\nb\n", Overwrite::Refuse), "F010");
    assert_eq!(outcome(text("<<<<<<< a\n=======\n>>>>>>> b\n"), "a\n", Overwrite::Refuse), "F010");
}

#[test]
fn rule_4_a_manifest_is_replaced_after_any_merge() {
    let files = [file("a\n")];
    let [_, own] = manifest::files(&files).try_into().unwrap();
    let outcome = |old: String| {
        named(action(&plan(&files, &tree([(manifest::MANIFEST, text(old))]), Overwrite::Refuse), manifest::MANIFEST))
    };
    assert_eq!(outcome(own.text.clone()), "keep");
    assert_eq!(outcome(format!("{}<<<<<<< a\nx.rs\n=======\ny.rs\n>>>>>>> b\n", own.text)), "update");
    assert_eq!(outcome(format!("{0}{0}", own.text)), "update");
    assert_eq!(outcome(format!("{}z.rs\n", own.text)), "F001");
    assert_eq!(outcome(format!("{}my own notes\n", own.text)), "F001");
    assert_eq!(outcome("my own notes\n".to_owned()), "F002");
}

#[test]
fn rule_5_work_of_the_user_is_a_conflict_until_forced() {
    let edited = sealed("a\n") + "impl Mine {}\n";
    assert_eq!(outcome(text(&edited), "b\n", Overwrite::Refuse), "F001");
    assert_eq!(outcome(text(&edited), "b\n", Overwrite::Force), "update");
    assert_eq!(outcome(text("fn mine() {}\n"), "b\n", Overwrite::Refuse), "F002");
    assert_eq!(outcome(text("fn mine() {}\n"), "b\n", Overwrite::Force), "update");
    let refused = plan(&[file("b\n")], &tree([(PATH, text(&edited))]), Overwrite::Refuse);
    assert!(diff(&refused).contains("-impl Mine {}\n"), "the diff shows what would be lost");
    assert_eq!(refused.conflicts()[0].place, PATH);
}

#[test]
fn rule_6_what_is_no_writable_text_is_a_conflict_always() {
    let obstacles = [
        (Obstacle::Symlink, "F003"),
        (Obstacle::Directory, "F004"),
        (Obstacle::Unreadable("permission denied".to_owned()), "F005"),
        (Obstacle::Parent("src".to_owned()), "F011"),
        (Obstacle::NotText, "F017"),
    ];
    for overwrite in [Overwrite::Refuse, Overwrite::Force] {
        for (obstacle, code) in &obstacles {
            assert_eq!(outcome(Entry::Obstacle(obstacle.clone()), "a\n", overwrite), *code);
        }
        assert_eq!(outcome(Entry::ReadOnly(sealed("a\n")), "b\n", overwrite), "F006");
    }
}

#[test]
fn rule_7_stale_files_go_only_when_they_are_intact() {
    const STALE: &str = "src/generated/entity/user.rs";
    let outcome = |path: &'static str, entry: Entry, overwrite| {
        named(action(&plan(&[file("a\n")], &tree([(path, entry)]), overwrite), path))
    };
    assert_eq!(outcome(STALE, text(sealed("u\n")), Overwrite::Refuse), "delete");
    assert_eq!(outcome(STALE, text(sealed("u\n").replace('\n', "\r\n")), Overwrite::Refuse), "delete");
    assert_eq!(outcome(STALE, text(sealed("u\n") + "mine\n"), Overwrite::Refuse), "F009");
    assert_eq!(outcome(STALE, text(sealed("u\n") + "mine\n"), Overwrite::Force), "delete");
    assert_eq!(outcome(STALE, text("mine\n"), Overwrite::Force), "nothing");
    assert_eq!(outcome(STALE, text(""), Overwrite::Force), "nothing");
    assert_eq!(outcome(STALE, Entry::Obstacle(Obstacle::Symlink), Overwrite::Force), "nothing");
    assert_eq!(outcome(STALE, Entry::Obstacle(Obstacle::Unreadable("no".to_owned())), Overwrite::Force), "F005");
    assert_eq!(outcome(STALE, Entry::ReadOnly(sealed("u\n")), Overwrite::Force), "F006");
    assert_eq!(outcome("src/user.rs", text(sealed("u\n")), Overwrite::Force), "nothing");
    assert_eq!(outcome("src/generated_by_me.rs", text(sealed("u\n")), Overwrite::Force), "nothing");
}

#[test]
fn rule_7_the_manifest_makes_files_elsewhere_deletable_if_intact() {
    let [_, old_manifest, _] = manifest::files(&[File::generated("schema/user.txt", "")]).try_into().unwrap();
    let outcome = |entry: Entry| {
        let entries = [(manifest::MANIFEST, text(&old_manifest.text)), ("schema/user.txt", entry)];
        named(action(&plan(&[file("a\n")], &tree(entries), Overwrite::Refuse), "schema/user.txt"))
    };
    assert_eq!(outcome(text(sealed("u\n"))), "delete");
    assert_eq!(outcome(text(sealed("u\n") + "mine\n")), "F009");
    assert_eq!(outcome(text("mine\n")), "nothing");
    assert_eq!(outcome(Entry::Obstacle(Obstacle::Unreadable("no".to_owned()))), "F005");
}

#[test]
fn rule_8_a_new_file_is_not_deleted_under_its_old_spelling() {
    let entries = [("src/generated/entity/Order.rs", text(sealed("a\n")))];
    let plan = plan(&[file("a\n")], &tree(entries), Overwrite::Force);
    assert_eq!(plan.deleted(), 0);
}

#[test]
fn rule_9_a_run_that_only_makes_files_for_the_user_touches_nothing_else() {
    let stale = tree([(PATH, text(sealed("a\n")))]);
    let plan = plan(&[File::once("src/extension/order.rs", "")], &stale, Overwrite::Force);
    assert_eq!(plan.changes.len(), 1);
    assert_eq!(plan.created(), 1);
}

#[test]
fn the_counts_add_up_and_changes_are_sorted() {
    let files = [file("new\n"), File::once("Cargo.toml", ""), File::generated("src/generated/mod.rs", "// x\n")];
    let stale = "src/generated/entity/user.rs";
    let plan = plan(&files, &tree([(PATH, text(sealed("old\n"))), (stale, text(sealed("")))]), Overwrite::Refuse);
    assert_eq!((plan.created(), plan.updated(), plan.deleted(), plan.kept()), (4, 1, 1, 0));
    assert!(plan.changes.is_sorted_by_key(|change| &change.path));
    assert!(!plan.is_unchanged());
}
