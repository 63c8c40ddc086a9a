//! The objects of a catalog, each with all that is said of it, but not its name, and not what is said of its parts.

use super::{Kind, Object};
use crate::catalog::{Catalog, Check, Column, ForeignKey, Index, Key, Routine, Schema, Table, TypedName, View};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The objects, and what is said of each.
pub(super) type Items = BTreeMap<Object, Value>;

/// All objects of a catalog.
pub(super) fn items(catalog: &Catalog) -> Items {
    let mut items = Items::new();
    for schema in &catalog.schemas {
        let mut list = List { items: &mut items, schema: (!schema.is_default).then(|| schema.name.clone()) };
        list.schema(schema);
    }
    items
}

struct List<'a> {
    items: &'a mut Items,
    schema: Option<String>,
}

impl List<'_> {
    fn add(&mut self, kind: Kind, (of, name): (Option<&str>, &str), said: &impl Serialize) {
        // What cannot be told in JSON is no fact of a catalog; it would be one that never changes.
        let said = serde_json::to_value(said).unwrap_or(Value::Null);
        let object = Object { kind, schema: self.schema.clone(), of: of.map(str::to_owned), name: name.to_owned() };
        self.items.insert(object, said);
    }

    fn schema(&mut self, schema: &Schema) {
        schema.tables.iter().for_each(|table| self.table(table));
        schema.views.iter().for_each(|view| self.view(view));
        // An enum with an owner is the type of that column, and told with it.
        for item in schema.enums.iter().filter(|item| item.owner.is_none()) {
            self.add(Kind::Enum, (None, &item.name), &item.comment);
            item.values.iter().for_each(|value| self.add(Kind::Value, (Some(&item.name), value), &()));
        }
        for domain in &schema.domains {
            let said = json!([domain.data_type, domain.raw_type, domain.nullable, domain.default, domain.comment]);
            self.add(Kind::Domain, (None, &domain.name), &said);
            self.checks(&domain.name, &domain.checks);
        }
        for composite in &schema.composites {
            self.add(Kind::Composite, (None, &composite.name), &composite.comment);
            for attribute in &composite.attributes {
                let unnamed = TypedName { name: String::new(), ..attribute.clone() };
                self.add(Kind::Attribute, (Some(&composite.name), &attribute.name), &unnamed);
            }
        }
        for routine in &schema.routines {
            let unnamed = Routine { name: String::new(), ..routine.clone() };
            self.add(Kind::Routine, (None, &format!("{}({})", routine.name, routine.signature)), &unnamed);
        }
    }

    fn table(&mut self, table: &Table) {
        let name = table.name.as_str();
        let security = [table.row_security, table.row_security_forced];
        self.add(Kind::Table, (None, name), &json!([table.kind, table.comment, security]));
        self.columns(name, &table.columns);
        self.indexes(name, &table.indexes);
        let keys = table.primary_key.iter().map(|key| ("PRIMARY KEY", key));
        for (word, key) in keys.chain(table.unique_keys.iter().map(|key| ("UNIQUE", key))) {
            let text = format!("{word} ({})", key.columns.join(", "));
            let unnamed = Key { name: None, ..key.clone() };
            self.add(Kind::Constraint, (Some(name), key.name.as_deref().unwrap_or(&text)), &unnamed);
        }
        for key in &table.foreign_keys {
            let text = format!("FOREIGN KEY ({})", key.columns.join(", "));
            let unnamed = ForeignKey { name: None, ..key.clone() };
            self.add(Kind::Constraint, (Some(name), key.name.as_deref().unwrap_or(&text)), &unnamed);
        }
        self.checks(name, &table.checks);
    }

    fn view(&mut self, view: &View) {
        let said = json!([view.materialized, view.comment, view.options, view.definition]);
        self.add(Kind::View, (None, &view.name), &said);
        self.columns(&view.name, &view.columns);
        self.indexes(&view.name, &view.indexes);
    }

    fn checks(&mut self, of: &str, checks: &[Check]) {
        for check in checks {
            let unnamed = Check { name: None, ..check.clone() };
            self.add(Kind::Constraint, (Some(of), check.name.as_deref().unwrap_or(&check.expression)), &unnamed);
        }
    }

    fn columns(&mut self, of: &str, columns: &[Column]) {
        for column in columns {
            let unnamed = Column { name: String::new(), ..column.clone() };
            self.add(Kind::Column, (Some(of), &column.name), &unnamed);
        }
    }

    fn indexes(&mut self, of: &str, indexes: &[Index]) {
        for index in indexes {
            let unnamed = Index { name: String::new(), ..index.clone() };
            self.add(Kind::Index, (Some(of), &index.name), &unnamed);
        }
    }
}
