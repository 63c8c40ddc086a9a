//! Five hundred rounds of random edits and runs, some of them killed: not a byte that the user wrote is lost.

use super::*;
use crate::disk::apply::{durability, stage};
use crate::disk::staging::Staging;

const TABLES: [&str; 6] = ["order", "user", "product", "tag", "review", "stock"];

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap()
    }
}

/// The user: what they wrote, and where.
struct User<'a> {
    directory: &'a Path,
    written: Vec<(PathBuf, String)>,
}

impl User<'_> {
    fn act(&mut self, random: &mut Random) {
        let paths: Vec<PathBuf> = snapshot(self.directory).into_keys().collect();
        let Some(path) = paths.get(random.below(paths.len().max(1))).cloned() else { return };
        let text = fs::read_to_string(&path).unwrap();
        let word = format!("mine{}", random.below(1_000_000));
        match random.below(9) {
            0 => self.write(&path, format!("{text}// {word}\n"), word),
            1 => self.write(&path, format!("{word}{text}"), word),
            2 => {
                let at = random.below(text.len() + 1);
                let broken = self.written.iter().any(|(edited, _)| *edited == path);
                if !broken {
                    self.write(&path, format!("{}{word}{}", &text[..at], &text[at..]), word);
                }
            }
            3 => self.write(&self.directory.join(format!("src/generated/{word}.rs")), word.clone(), word),
            4 => self.write(
                &self.directory.join("src/generated/entity").join(TABLES[random.below(6)]),
                word.clone(),
                word,
            ),
            5 => fs::write(&path, text.replace('\n', "\r\n")).unwrap(),
            6 | 7 => self.tidy_up(),
            _ => self.remove(&path),
        }
    }

    fn write(&mut self, path: &Path, text: String, word: String) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        self.written.retain(|(other, word)| other != path || text.contains(word));
        fs::write(path, text).unwrap();
        self.written.push((path.to_owned(), word));
    }

    fn remove(&mut self, path: &Path) {
        fs::remove_file(path).unwrap();
        self.written.retain(|(other, _)| other != path);
    }

    /// Follows the help of the diagnostics: moves the own code away.
    fn tidy_up(&mut self) {
        for (path, _) in std::mem::take(&mut self.written) {
            if path.exists() {
                fs::remove_file(path).unwrap();
            }
        }
    }

    fn assert_nothing_lost(&self, round: usize) {
        for (path, word) in &self.written {
            let text = fs::read_to_string(path).unwrap_or_default();
            assert!(text.contains(word), "round {round}: {word} is lost from {}:\n{text}", path.display());
        }
    }
}

fn killed_sync(directory: &Path, files: &[File], random: &mut Random) {
    let plan = plan(files, &read(directory, files).unwrap(), Overwrite::Refuse);
    if plan.conflicts().is_empty() {
        let mut staging = Staging::open(directory, durability(&plan)).unwrap();
        let steps = stage(&mut staging, directory, &plan).unwrap();
        let killed_after = random.below(steps.len() + 1);
        steps[..killed_after].iter().for_each(|step| step.run().unwrap());
        std::mem::forget(staging);
        fs::remove_dir_all(directory.join(".scaffold-staging")).unwrap();
    }
}

#[test]
fn five_hundred_random_rounds_lose_no_byte_of_the_user() {
    let home = TempDir::new().unwrap();
    let mut random = Random(0x5CAF_F01D);
    let mut user = User { directory: home.path(), written: Vec::new() };
    let (mut refused, mut converged) = (0, 0);
    for round in 0..500 {
        for _ in 0..random.below(3) {
            user.act(&mut random);
        }
        let tables: Vec<&str> = TABLES.into_iter().filter(|_| random.below(2) == 0).collect();
        let next = files(&tables, random.below(2));
        if random.below(4) == 0 {
            killed_sync(home.path(), &next, &mut random);
            user.assert_nothing_lost(round);
        }
        let before = snapshot(home.path());
        if sync(home.path(), &next).is_ok() {
            converged += 1;
            assert_converged(home.path(), &next, round);
        } else {
            refused += 1;
            assert_eq!(snapshot(home.path()), before, "round {round}");
        }
        user.assert_nothing_lost(round);
    }
    assert!(refused > 50 && converged > 50, "{refused} refused, {converged} converged");
}

fn assert_converged(directory: &Path, files: &[File], round: usize) {
    let tree = texts(directory);
    for file in files.iter().filter(|file| file.ownership == crate::render::Ownership::Generated) {
        assert_eq!(tree[&file.path].replace("\r\n", "\n"), file.text, "round {round}: {}", file.path);
    }
    assert!(!directory.join(".scaffold-staging").exists());
}
