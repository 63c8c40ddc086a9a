//! Tags: what comments of the database say to the generator.
//!
//! The rules:
//!
//! 1. A line of a comment that begins with `@scaffold`, then a blank, is a tag. It is no part of the documentation.
//! 2. `@scaffold key=value` means what `key = "value"` means in the settings of the table, view or column. A list is
//!    separated by commas, but for attributes, of which each has a line; `@scaffold exclude` has no value.
//! 3. A tag that means nothing is a mistake.
//! 4. Where tags and settings speak of the same, the settings hold; lists of both add up, but for a key.

use crate::config::{ColumnSettings, TableSettings};

/// What begins a tag.
const MARK: &str = "@scaffold";

/// The keys of tables and views.
const TABLE_KEYS: &[&str] = &["name", "exclude", "derive", "attribute", "key", "not_null", IGNORE];

/// The keys of columns.
const COLUMN_KEYS: &[&str] = &["name", "type", "attribute", "exclude", IGNORE];

/// Lets a finding of `scaffold lint` pass: `@scaffold ignore=RULE, and why`.
const IGNORE: &str = "ignore";

/// A tag that means nothing.
pub(super) struct Mistake {
    /// The line.
    pub(super) tag: String,
    /// What is wrong with its value; none where there is no such key.
    pub(super) reason: Option<String>,
    /// The key that it names.
    pub(super) key: String,
    /// The keys that there are.
    pub(super) known: &'static [&'static str],
}

/// What tags have said, and their mistakes.
pub(super) struct Told<T> {
    /// As settings.
    pub(super) said: T,
    /// By rule 3.
    pub(super) mistakes: Vec<Mistake>,
}

/// The comment without its tags; none where nothing is left.
pub(super) fn documentation(comment: &str) -> Option<String> {
    let lines: Vec<&str> = comment.lines().filter(|line| tag(line).is_none()).collect();
    Some(lines.join("\n").trim_matches('\n').trim_end().to_owned()).filter(|text| !text.is_empty())
}

/// What the comment of a table or view says; none where it has no tags.
pub(super) fn of_table(comment: Option<&str>) -> Option<Told<TableSettings>> {
    told(comment, TABLE_KEYS, |said: &mut TableSettings, key, value| {
        match key {
            "name" => said.name = Some(value.to_owned().try_into()?),
            "exclude" => said.exclude = Some(without_value(value)?),
            "derive" => said.derive.extend(parsed(list(value))?),
            "attribute" => said.attributes.extend(parsed([value.to_owned()])?),
            "key" => said.key.extend(list(value)),
            IGNORE => drop(ignored(value)?),
            _ => said.not_null.extend(list(value)),
        }
        Ok(())
    })
}

/// What the comment of a column says; none where it has no tags.
pub(super) fn of_column(comment: Option<&str>) -> Option<Told<ColumnSettings>> {
    told(comment, COLUMN_KEYS, |said: &mut ColumnSettings, key, value| {
        match key {
            "name" => said.name = Some(value.to_owned().try_into()?),
            "type" => said.rust = Some(value.to_owned().try_into()?),
            "attribute" => said.attributes.extend(parsed([value.to_owned()])?),
            IGNORE => drop(ignored(value)?),
            _ => said.exclude = Some(without_value(value)?),
        }
        Ok(())
    })
}

/// The rules whose findings a comment lets pass, each with its reason. Those without a reason are mistakes, by rule 3.
pub(crate) fn ignores(comment: &str) -> Vec<(&str, &str)> {
    let tags = comment.lines().filter_map(tag).filter_map(|text| text.split_once('='));
    tags.filter(|(key, _)| key.trim() == IGNORE).filter_map(|(_, value)| ignored(value).ok()).collect()
}

/// A rule, and why it may be broken.
fn ignored(value: &str) -> Result<(&str, &str), String> {
    let (rule, reason) = value.split_once(',').unwrap_or((value, ""));
    match reason.trim() {
        "" => Err("after the rule and a comma comes the reason".to_owned()),
        reason => Ok((rule.trim(), reason)),
    }
}

/// Rule 4 for a table or view.
pub(super) fn lay_over(tags: &mut TableSettings, settings: &TableSettings) {
    let TableSettings { name, exclude, format, derive, attributes, key, not_null, column, relation, relations } =
        settings.clone();
    tags.name = name.or(tags.name.take());
    tags.exclude = exclude.or(tags.exclude);
    tags.format = format;
    tags.derive.extend(derive);
    tags.attributes.extend(attributes);
    tags.not_null.extend(not_null);
    if !key.is_empty() {
        tags.key = key;
    }
    for (column, own) in column {
        let tags = tags.column.entry(column).or_default();
        tags.name = own.name.or(tags.name.take());
        tags.rust = own.rust.or(tags.rust.take());
        tags.exclude = own.exclude.or(tags.exclude);
        tags.attributes.extend(own.attributes);
    }
    (tags.relation, tags.relations) = (relation, relations);
}

/// Rules 1 to 3.
fn told<T: Default>(
    comment: Option<&str>,
    known: &'static [&'static str],
    read: impl Fn(&mut T, &str, &str) -> Result<(), String>,
) -> Option<Told<T>> {
    let tags: Vec<&str> = comment?.lines().filter_map(tag).collect();
    let mut told = Told { said: T::default(), mistakes: Vec::new() };
    for text in &tags {
        let (key, value) = text.split_once('=').unwrap_or((text, ""));
        let (key, value) = (key.trim(), value.trim());
        let reason = match known.contains(&key) {
            true => read(&mut told.said, key, value).map_err(Some),
            false => Err(None),
        };
        if let Err(reason) = reason {
            told.mistakes.push(Mistake { tag: format!("{MARK} {text}"), reason, key: key.to_owned(), known });
        }
    }
    (!tags.is_empty()).then_some(told)
}

/// What a line says, if it is a tag.
fn tag(line: &str) -> Option<&str> {
    let rest = line.trim().strip_prefix(MARK)?;
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| rest.trim())
}

fn list(value: &str) -> impl Iterator<Item = String> {
    value.split(',').map(|item| item.trim().to_owned())
}

fn parsed<T: TryFrom<String, Error = String>>(items: impl IntoIterator<Item = String>) -> Result<Vec<T>, String> {
    items.into_iter().map(T::try_from).collect()
}

fn without_value(value: &str) -> Result<bool, String> {
    if value.is_empty() { Ok(true) } else { Err("it takes no value".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_no_documentation() {
        let comment =
            "Who buys.\n@scaffold name=Buyer\n@scaffolding is no tag\nmail @scaffold neither\n  @scaffold exclude";
        assert_eq!(
            documentation(comment).as_deref(),
            Some("Who buys.\n@scaffolding is no tag\nmail @scaffold neither")
        );
        assert_eq!(documentation("@scaffold exclude\n"), None);
        let told = of_table(Some(comment)).unwrap();
        assert_eq!(told.said.name.unwrap().to_string(), "Buyer");
        assert!(told.said.exclude == Some(true) && told.mistakes.is_empty());
        assert!(of_table(Some("@scaffolding")).is_none() && of_column(None).is_none());
    }

    #[test]
    fn tags_that_mean_nothing_are_mistakes() {
        let comment = "@scaffold nmae=A\n@scaffold\n@scaffold type=&str\n@scaffold exclude=no\n@scaffold name=Type";
        let mistakes = of_column(Some(comment)).unwrap().mistakes;
        let told: Vec<(&str, bool)> =
            mistakes.iter().map(|mistake| (mistake.key.as_str(), mistake.reason.is_some())).collect();
        assert_eq!(told, [("nmae", false), ("", false), ("type", true), ("exclude", true), ("name", true)]);
    }

    #[test]
    fn settings_go_before_tags_and_lists_add_up() {
        let comment =
            "@scaffold name=A\n@scaffold derive=Hash, Ord\n@scaffold key=a,b\n@scaffold attribute=serde(a, b)";
        let mut tags = of_table(Some(comment)).unwrap().said;
        let settings = "name = 'B'\nderive = ['X']\nexclude = false\ncolumn.c.name = 'd'";
        lay_over(&mut tags, &toml::from_str(settings).unwrap());
        let derives: Vec<String> = tags.derive.iter().map(ToString::to_string).collect();
        assert_eq!(
            (tags.name.unwrap().to_string().as_str(), derives),
            ("B", vec!["Hash".into(), "Ord".into(), "X".into()])
        );
        assert_eq!(
            (tags.key, tags.exclude, tags.attributes.len()),
            (vec!["a".to_owned(), "b".to_owned()], Some(false), 1)
        );
        assert!(tags.column.contains_key("c"));
    }
}
