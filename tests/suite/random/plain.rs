//! A sketch with plain names and texts in the place of hostile ones, and otherwise the same.

use super::sketch::{Name, Sketch};
use super::words;
use std::collections::BTreeMap;

/// How the values of enums read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Values {
    /// So that SeaORM's derive can tell them apart.
    Derivable,
    /// So that it cannot.
    ByHand,
}

/// How the names of enum types read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Types {
    /// As the database finds them without quotes.
    Plain,
    /// So that they need quotes, which SeaORM does not write.
    Quoted,
}

/// What a twin is like.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Twin {
    pub(crate) values: Values,
    pub(crate) types: Types,
    /// What numbers the constraints, modulo [`MODULUS`]: each puts their names in another order.
    stride: usize,
}

/// A prime, so that no two constraints get one number.
const MODULUS: usize = 997;

/// As they come, in reverse, and shuffled.
const STRIDES: [usize; 6] = [1, 996, 389, 617, 241, 853];

/// Every kind of twin, the likeliest first.
pub(crate) fn twins() -> Vec<Twin> {
    let mut twins = Vec::new();
    for stride in STRIDES {
        for values in [Values::Derivable, Values::ByHand] {
            twins.extend([Types::Plain, Types::Quoted].map(|types| Twin { values, types, stride }));
        }
    }
    twins
}

/// The sketch with words of business in it alone: those that it had are kept, for conventions may hang on them.
pub(crate) fn plain(sketch: &Sketch, twin: Twin) -> Sketch {
    let mut plain = sketch.clone();
    let mut pen = Pen { twin, count: 0 };
    plain.schemas.iter_mut().for_each(|name| pen.name(name));
    for item in &mut plain.enums {
        pen.name(&mut item.name);
        if let (Types::Quoted, Name::Own(text)) = (twin.types, &mut item.name) {
            *text = format!("Quoted {text}");
        }
        pen.values(&mut item.values);
        pen.text(item.comment.as_mut());
    }
    plain.domains.iter_mut().for_each(|item| pen.name(&mut item.name));
    for table in &mut plain.tables {
        pen.table(table);
    }
    for view in &mut plain.views {
        pen.name(&mut view.name);
        view.columns.iter_mut().filter_map(|(alias, _)| alias.as_mut()).for_each(|name| pen.name(name));
        pen.text(view.comment.as_mut());
    }
    plain
}

struct Pen {
    twin: Twin,
    count: usize,
}

impl Pen {
    fn name(&mut self, name: &mut Name) {
        match name {
            Name::Own(text) if !words::is_business(text) => {
                self.count += 1;
                *text = format!("zq{}", self.count);
            }
            _ => {}
        }
    }

    /// Of two constraints of the same columns, the names decide which comes first.
    fn constraint(&mut self, name: &mut Name) {
        self.count += 1;
        let number = self.count * self.twin.stride % MODULUS;
        *name = Name::Own(format!("zq{number:03}"));
    }

    /// Values that are told apart by their first letters, so that they stay different when a type cuts them.
    fn values(&mut self, values: &mut [String]) {
        let old = values.to_vec();
        for (idx, value) in values.iter_mut().enumerate() {
            let first = old.iter().position(|known| known == value).unwrap_or(idx);
            let letter = char::from_u32('b' as u32 + u32::try_from(first % 20).unwrap_or_default()).unwrap_or('b');
            *value = match (self.twin.values, first) {
                (Values::ByHand, 0) => "self".to_owned(),
                _ => format!("{letter}q"),
            };
        }
    }

    fn text(&mut self, text: Option<&mut String>) {
        if let Some(text) = text {
            "Plain".clone_into(text);
        }
    }

    fn table(&mut self, table: &mut super::sketch::TableSketch) {
        self.name(&mut table.name);
        self.text(table.comment.as_mut());
        for column in &mut table.columns {
            self.name(&mut column.name);
            self.text(column.comment.as_mut());
        }
        for reference in &mut table.references {
            self.constraint(&mut reference.name);
            self.name(&mut reference.column);
        }
        table.uniques.iter_mut().for_each(|unique| self.constraint(&mut unique.name));
        let mut known = BTreeMap::new();
        for check in &mut table.checks {
            self.name(&mut check.name);
            let old = check.values.clone();
            self.values(&mut check.values);
            known.extend(old.into_iter().zip(check.values.iter().cloned()));
        }
        // A default that is among the values of an enum is its default, too; any other may become a value of one.
        let other = if self.twin.values == Values::ByHand { "self" } else { "zq" };
        for (_, text) in table.columns.iter_mut().filter_map(|column| column.default.as_mut()) {
            *text = known.get(text).cloned().unwrap_or_else(|| other.to_owned());
        }
        table.indexes.iter_mut().for_each(|index| self.name(&mut index.parts.name));
    }
}
