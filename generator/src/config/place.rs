//! Where the settings of single schemas, tables and views stand in their file, so that what is wrong with them in view of
//! a database can be said of a line.

use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The sections that speak of single objects of a database, and of rules.
const SECTIONS: [&str; 4] = ["schema", "table", "view", "lint"];

/// The lines of settings, by the path of their key.
#[derive(Clone, Debug, Default)]
pub struct Places {
    file: String,
    lines: BTreeMap<Vec<String>, usize>,
}

impl Places {
    /// Finds every key of the sections; `file` is how messages call the file.
    pub(super) fn new(document: &DeTable<'_>, text: &str, file: &str) -> Self {
        let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
        let mut places = Self { file: file.to_owned(), lines: BTreeMap::new() };
        for (key, value) in document.iter().filter(|(key, _)| SECTIONS.contains(&&**key.get_ref())) {
            places.add(vec![key.get_ref().to_string()], (key.span(), value), &ends);
        }
        places
    }

    fn add(&mut self, path: Vec<String>, (span, value): (Range<usize>, &Spanned<DeValue<'_>>), ends: &[usize]) {
        let deeper = |key: String| path.iter().cloned().chain([key]).collect();
        for (key, value) in value.get_ref().as_table().into_iter().flatten() {
            self.add(deeper(key.get_ref().to_string()), (key.span(), value), ends);
        }
        for (number, value) in value.get_ref().as_array().into_iter().flatten().enumerate() {
            self.add(deeper(number.to_string()), (value.span(), value), ends);
        }
        self.lines.insert(path, ends.partition_point(|end| *end < span.start) + 1);
    }

    /// How messages call a setting: by file, line and key, or by key alone where no file was read. None where the file
    /// does not hold it.
    pub fn of(&self, path: &[&str]) -> Option<String> {
        let key = path.join(".");
        if self.file.is_empty() {
            return Some(key);
        }
        let path: Vec<String> = path.iter().map(ToString::to_string).collect();
        self.lines.get(&path).map(|line| format!("{}:{line}: {key}", self.file))
    }
}
