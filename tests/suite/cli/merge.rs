//! `scaffold merge`, called by git itself: what two branches did to one table is merged by what it means.

use super::offline::{alone, generated, is_made_of};
use super::place::{Outcome, Place};
use anyhow::{Result, ensure};
use std::fs;

const PARTS: &str = "CREATE TABLE parts (id INTEGER PRIMARY KEY, name text NOT NULL, size integer)";
const FILE: &str = "entity/schema/table/parts.toml";

/// A repository with the crates of two schemas on the branches `ours`, which is checked out, and `theirs`, and that of a
/// third on the branch both come from.
fn repository(base: &[&str], ours: &[&str], theirs: &[&str]) -> Result<Place> {
    let place = generated(base)?;
    let done = |arguments: &[&str]| place.git(arguments)?.ends_with_code(0).map(|_| ());
    done(&["init", "-q"])?;
    done(&["config", "merge.scaffold.driver", "scaffold merge %O %A %B %P"])?;
    done(&["add", "-A"])?;
    done(&["commit", "-qm", "base"])?;
    for (branch, schema) in [("theirs", theirs), ("ours", ours)] {
        done(&["checkout", "-q", "-b", branch, "main"])?;
        fs::remove_dir_all(place.path("entity"))?;
        for (path, text) in generated(schema)?.entity() {
            place.write(&format!("entity/{path}"), &text)?;
        }
        done(&["add", "-A"])?;
        done(&["commit", "-qm", branch])?;
    }
    Ok(place)
}

fn merge(place: &Place) -> Result<Outcome> {
    place.git(&["merge", "-q", "theirs"])
}

/// The files that git leaves for people to decide about.
fn undecided(place: &Place) -> Result<Vec<String>> {
    let run = place.git(&["diff", "--name-only", "--diff-filter=U"])?;
    Ok(run.ends_with_code(0)?.stdout.lines().map(str::to_owned).collect())
}

#[test]
fn two_columns_in_one_place_are_both_there() -> Result<()> {
    let (ours, theirs) = ("ALTER TABLE parts ADD COLUMN age integer", "ALTER TABLE parts ADD COLUMN colour text");
    let place = repository(&[PARTS], &[PARTS, ours], &[PARTS, theirs])?;
    merge(&place)?.ends_with_code(1)?;
    let undecided = undecided(&place)?;
    ensure!(!undecided.is_empty() && undecided.iter().all(|path| path.contains("src/generated")), "{undecided:?}");
    alone(&place, &["sync", "--offline"])?.ends_with_code(0)?;
    is_made_of(&place, &[PARTS, ours, theirs])
}

#[test]
fn a_rename_and_an_addition_are_both_there() -> Result<()> {
    let ours = "ALTER TABLE parts RENAME COLUMN size TO width";
    let theirs = "ALTER TABLE parts ADD COLUMN colour text; CREATE INDEX by_name ON parts (name)";
    let place = repository(&[PARTS], &[PARTS, ours], &[PARTS, theirs])?;
    merge(&place)?.ends_with_code(1)?;
    alone(&place, &["sync", "--offline"])?.ends_with_code(0)?;
    is_made_of(&place, &[PARTS, ours, theirs])
}

#[test]
fn a_table_that_both_branches_made_is_one() -> Result<()> {
    let boxes = "CREATE TABLE boxes (id INTEGER PRIMARY KEY)";
    let (ours, theirs) = ("CREATE INDEX by_size ON parts (size)", "ALTER TABLE boxes ADD COLUMN label text");
    let place = repository(&[PARTS], &[PARTS, ours, boxes, theirs], &[PARTS, boxes, theirs])?;
    merge(&place)?;
    alone(&place, &["sync", "--offline"])?.ends_with_code(0)?;
    is_made_of(&place, &[PARTS, ours, boxes, theirs])
}

#[test]
fn what_both_branches_changed_is_for_people_to_decide() -> Result<()> {
    let (ours, theirs) = (PARTS.replace("size integer", "size bigint"), PARTS.replace("size integer", "size real"));
    let theirs = [theirs.as_str(), "ALTER TABLE parts ADD COLUMN colour text"];
    let place = repository(&[PARTS], &[&ours], &theirs)?;
    merge(&place)?.ends_with_code(1)?;
    ensure!(undecided(&place)?.contains(&FILE.to_owned()), "git knows of the conflict");
    let text = place.read(FILE)?;
    ensure!(text.contains("<<<<<<< ours\ndata_type") && text.contains("name = \"colour\""), "{text}");
    alone(&place, &["sync", "--offline"])?.ends_with_code(1)?.says(&["P003", "schema/table/parts.toml"])?;
    let mut side = 0;
    let decided = text.split_inclusive('\n').filter(|line| {
        let marker = ["<<<<<<<", "=======", ">>>>>>>"].iter().position(|marker| line.starts_with(marker));
        side = marker.map_or(side, |marker| (marker + 1) % 3);
        marker.is_none() && side != 2
    });
    place.write(FILE, &decided.collect::<String>())?;
    alone(&place, &["sync", "--offline"])?.ends_with_code(0)?;
    is_made_of(&place, &[&ours, theirs[1]])
}

#[test]
fn a_table_that_one_branch_dropped_and_the_other_changed_is_for_people_to_decide() -> Result<()> {
    let (boxes, theirs) = ("CREATE TABLE boxes (id INTEGER PRIMARY KEY)", "ALTER TABLE parts ADD COLUMN colour text");
    let place = repository(&[PARTS, boxes], &[boxes], &[PARTS, boxes, theirs])?;
    merge(&place)?.ends_with_code(1)?;
    ensure!(undecided(&place)?.contains(&FILE.to_owned()), "git knows of the conflict");
    alone(&place, &["sync", "--offline"])?.ends_with_code(0)?;
    is_made_of(&place, &[PARTS, boxes, theirs])?;
    place.git(&["rm", "-q", FILE])?.ends_with_code(0)?;
    alone(&place, &["sync", "--offline"])?.ends_with_code(0)?;
    is_made_of(&place, &[boxes])
}

#[test]
fn a_file_with_the_work_of_somebody_in_it_is_merged_by_lines() -> Result<()> {
    let place = generated(&[PARTS])?;
    let base = place.read(FILE)?;
    let theirs = base.replace("name = \"size\"", "name = \"width\"");
    let edited = base.clone() + "# mine\n";
    for (name, text) in [("base", &base), ("ours", &edited), ("theirs", &theirs)] {
        place.write(name, text)?;
    }
    alone(&place, &["merge", "base", "ours", "theirs", FILE])?.ends_with_code(0)?;
    ensure!(place.read("ours")? == theirs + "# mine\n", "{}", place.read("ours")?);
    Ok(())
}

#[test]
fn init_and_new_tell_git() -> Result<()> {
    let (place, alone) = (Place::shop()?, Place::empty()?);
    alone.run(&["new", "alone"])?.ends_with_code(0)?.says(&["git config merge.scaffold.driver"])?;
    place.git(&["init", "-q"])?.ends_with_code(0)?;
    place.run(&["init"])?.ends_with_code(0)?.says(&["git merges the schema files of this repository"])?;
    let told = || place.git(&["config", "--local", "merge.scaffold.driver"]);
    ensure!(told()?.ends_with_code(0)?.stdout == "scaffold merge %O %A %B %P\n", "{:?}", told()?);
    place.git(&["config", "--local", "--unset", "merge.scaffold.driver"])?.ends_with_code(0)?;
    place.run(&["new", "within"])?.ends_with_code(0)?.says(&["git merges the schema files"])?;
    told()?.ends_with_code(0)?;
    Ok(())
}
