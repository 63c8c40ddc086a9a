//! Ejecting and updating, on texts alone.

use super::*;

const NAME: &str = "entity/compact.rs.jinja";

fn built_in() -> &'static str {
    render::built_in().find(|(name, _)| *name == NAME).map(|(_, text)| text).unwrap()
}

/// A project after ejecting by a version whose template was `base`.
fn project(own: &str, base: &str) -> Project {
    let texts = [(NAME.to_owned(), own.to_owned()), (format!("{BASE}{NAME}"), base.to_owned())];
    Project::of(texts.into())
}

fn eject(project: &Project) -> Vec<(String, &'static str)> {
    let plan = project.eject(&chosen(&[NAME.to_owned()]).unwrap());
    let word = |action: Action| match action {
        Action::Create(text) | Action::Update { new: text, .. } if text == built_in() => "written",
        Action::Keep => "kept",
        other => panic!("{other:?}"),
    };
    plan.changes.into_iter().map(|change| (change.path, word(change.action))).collect()
}

#[test]
fn what_is_ejected_is_written_with_its_base_and_never_over_what_is_there() {
    let base = format!("{BASE}{NAME}");
    let both = |own, begun| vec![(base.clone(), begun), (NAME.to_owned(), own)];
    assert_eq!(eject(&Project::default()), both("written", "written"));
    assert_eq!(eject(&project(built_in(), built_in())), both("kept", "kept"));
    assert_eq!(eject(&Project::of([(NAME.to_owned(), built_in().to_owned())].into())), both("kept", "written"));
    assert_eq!(eject(&Project::of([(NAME.to_owned(), "mine".to_owned())].into())), [(NAME.to_owned(), "kept")]);
    assert_eq!(eject(&Project::of([(base.clone(), "old".to_owned())].into())), both("written", "written"));
    assert_eq!(eject(&project("mine", "old")), [(NAME.to_owned(), "kept")]);
}

#[test]
fn names_mean_single_files_and_folders() {
    let chosen = |name: &str| chosen(&[name.to_owned()]);
    assert_eq!(chosen(NAME).unwrap(), BTreeSet::from([NAME]));
    let folder = chosen("entity").unwrap();
    assert!(folder.len() > 5 && folder.iter().all(|name| name.starts_with("entity/")), "{folder:?}");
    assert_eq!(chosen("entity/").unwrap(), folder);
    for (wrong, hint) in [("entty", "did you mean entity?"), ("zzzzzzzz", "enums.rs.jinja"), ("", "there are:")] {
        let error = chosen(wrong).unwrap_err();
        assert!(error.code == "C070" && error.help.contains(hint), "{error}");
    }
}

#[test]
fn three_texts_tell_who_changed_what() {
    let standing = |own: &str, base: &str| {
        let project = project(own, base);
        let standing = project.ejected().next().unwrap().standing();
        assert_eq!(project.out_of_date().len(), usize::from(standing.upstream_changed));
        (standing.changed_by_you, standing.upstream_changed)
    };
    let crlf = built_in().replace('\n', "\r\n");
    assert_eq!(standing(built_in(), built_in()), (false, false));
    assert_eq!(standing(&crlf, built_in()), (false, false));
    assert_eq!(standing("mine", built_in()), (true, false));
    assert_eq!(standing("old", "old"), (false, true));
    assert_eq!(standing("mine", "old"), (true, true));
    assert_eq!(standing(built_in(), "old"), (true, false), "upstream's changes are there already");
}

#[test]
fn an_update_takes_what_meets_cleanly_and_leaves_the_rest() {
    // What was the first line and the last but one of the template before the upgrade.
    let old = built_in().replacen("{% include \"entity/head.rs.jinja\" %}", "{# old #}", 1);
    let mine = format!("{old}// mine\n");
    let update = project(&mine, &old).update(&BTreeSet::new());
    assert_eq!(update.updated, [NAME]);
    let texts: BTreeMap<&str, &str> = update.plan.texts().into_iter().collect();
    assert_eq!(texts[NAME], format!("{}// mine\n", built_in()));
    assert_eq!(texts[format!("{BASE}{NAME}").as_str()], built_in());

    let update = project(&old.replace("{# old #}", "{# mine #}"), &old).update(&BTreeSet::new());
    assert_eq!((update.conflicts, update.plan.is_unchanged()), (vec![(NAME.to_owned(), vec![1])], true));

    let kept = project(&old.replace("{# old #}", "{# mine #}"), &old).update(&BTreeSet::from([NAME]));
    assert_eq!((kept.conflicts.len(), kept.plan.texts().len()), (0, 1), "the base alone moves");

    let update = project(built_in(), &old).update(&BTreeSet::new());
    assert_eq!(
        (update.updated.len(), update.plan.texts().len()),
        (0, 1),
        "so it does where upstream's changes are there"
    );
    assert!(project("mine", built_in()).update(&BTreeSet::new()).plan.is_unchanged());
}

#[test]
fn what_is_gone_is_named_and_a_base_without_a_template_goes() {
    let texts = [("gone.rs.jinja", "a"), (".base/gone.rs.jinja", "a"), (".base/key.rs", "b"), ("partial.jinja", "c")];
    let project = Project::of(texts.map(|(name, text)| (name.to_owned(), text.to_owned())).into());
    assert_eq!(project.out_of_date(), ["gone.rs.jinja"]);
    let update = project.update(&BTreeSet::new());
    assert_eq!(update.gone, ["gone.rs.jinja"]);
    let deleted = Action::Delete { old: "b".to_owned() };
    assert_eq!(update.plan.changes, [Change { path: ".base/key.rs".to_owned(), action: deleted }]);
}
