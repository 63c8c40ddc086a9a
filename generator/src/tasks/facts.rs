//! The objects of a catalog one by one, each with all that belongs to it, and what they refer to.

use crate::catalog::{
    self, Catalog, Column, Composite, DataType, Domain, Enum, QualifiedName, Returns, Routine, Schema, Structure,
    Table, View,
};
use crate::history::{Kind, Object};
use std::collections::BTreeMap;

/// The objects of a catalog.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// What the default schema is called.
    default: Option<String>,
    facts: BTreeMap<Object, Fact>,
}

/// One object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fact {
    body: Body,
    /// The enums of its columns, where types cannot be shared.
    enums: Vec<Enum>,
    /// What acts on it.
    objects: Vec<catalog::Object>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Body {
    Table(Table),
    View(View),
    Enum(Enum),
    Domain(Domain),
    Composite(Composite),
    Routines(Vec<Routine>),
}

/// What an object leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    pub(super) object: Object,
    /// The columns that it must have.
    columns: Vec<String>,
}

impl Facts {
    pub(super) fn of(catalog: &Catalog) -> Self {
        let default = catalog.default_schema().map(|schema| schema.name.clone());
        let mut facts = Self { default, facts: BTreeMap::new() };
        catalog.schemas.iter().for_each(|schema| facts.schema(schema));
        facts
    }

    fn schema(&mut self, schema: &Schema) {
        let name = schema.name.as_str();
        for table in &schema.tables {
            self.add(schema, (Kind::Table, &table.name), Body::Table(table.clone()));
        }
        for view in &schema.views {
            self.add(schema, (Kind::View, &view.name), Body::View(view.clone()));
        }
        for item in schema.enums.iter().filter(|item| owner(schema, item).is_none()) {
            self.add(schema, (Kind::Enum, &item.name), Body::Enum(item.clone()));
        }
        for domain in &schema.domains {
            self.add(schema, (Kind::Domain, &domain.name), Body::Domain(domain.clone()));
        }
        for composite in &schema.composites {
            self.add(schema, (Kind::Composite, &composite.name), Body::Composite(composite.clone()));
        }
        for routine in &schema.routines {
            let object = self.object(Kind::Routine, name, &routine.name);
            match self.facts.get_mut(&object).map(|fact| &mut fact.body) {
                Some(Body::Routines(overloads)) => overloads.push(routine.clone()),
                _ => self.add(schema, (Kind::Routine, &routine.name), Body::Routines(vec![routine.clone()])),
            }
        }
    }

    fn add(&mut self, schema: &Schema, (kind, name): (Kind, &str), body: Body) {
        let is_holder = matches!(kind, Kind::Table | Kind::View);
        let acts = |object: &&catalog::Object| is_holder && object.table.as_deref() == Some(name);
        let owned = |item: &&Enum| is_holder && owner(schema, item) == Some(name);
        let fact = Fact {
            body,
            enums: schema.enums.iter().filter(owned).cloned().collect(),
            objects: schema.objects.iter().filter(acts).cloned().collect(),
        };
        self.facts.insert(self.object(kind, &schema.name, name), fact);
    }

    fn object(&self, kind: Kind, schema: &str, name: &str) -> Object {
        let schema = (self.default.as_deref() != Some(schema)).then(|| schema.to_owned());
        Object { kind, schema, of: None, name: name.to_owned() }
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &Object> {
        self.facts.keys()
    }

    pub(super) fn get(&self, object: &Object) -> Option<&Fact> {
        self.facts.get(object)
    }

    pub(super) fn insert(&mut self, object: &Object, fact: &Fact) {
        self.facts.insert(object.clone(), fact.clone());
    }

    pub(super) fn remove(&mut self, object: &Object) {
        self.facts.remove(object);
    }

    /// The catalog that holds these objects, and of another all that belongs to none.
    pub(super) fn catalog(&self, other: &Catalog) -> Catalog {
        let mut catalog = other.clone();
        for schema in &mut catalog.schemas {
            let alone = std::mem::take(schema);
            let is_held = |object: &catalog::Object| {
                let holds = |name: &String| holder(&alone, name).is_some();
                object.table.as_ref().is_some_and(holds)
            };
            let objects = alone.objects.iter().filter(|object| !is_held(object)).cloned().collect();
            *schema = Schema { name: alone.name, is_default: alone.is_default, objects, ..Schema::default() };
        }
        for (object, fact) in &self.facts {
            let name = object.schema.clone().or_else(|| self.default.clone()).unwrap_or_default();
            let place = catalog.schemas.iter().position(|schema| match &object.schema {
                Some(name) => schema.name == *name,
                None => schema.is_default,
            });
            let place = place.unwrap_or_else(|| {
                catalog.schemas.push(Schema { name, is_default: object.schema.is_none(), ..Schema::default() });
                catalog.schemas.len() - 1
            });
            fact.put_into(&mut catalog.schemas[place]);
        }
        catalog.sort();
        catalog
    }

    /// What an object leads to: the targets of its foreign keys, the columns that those of a view come from, types.
    pub(super) fn references(&self, object: &Object) -> Vec<Reference> {
        let mut references = Vec::new();
        let Some(fact) = self.get(object) else { return references };
        match &fact.body {
            Body::Table(table) => {
                for key in &table.foreign_keys {
                    let object = self.object(Kind::Table, &key.target.schema, &key.target.name);
                    references.push(Reference { object, columns: key.target_columns.clone() });
                }
                table.columns.iter().for_each(|column| self.column(column, &mut references));
            }
            Body::View(view) => view.columns.iter().for_each(|column| self.column(column, &mut references)),
            Body::Domain(domain) => self.data_type(&domain.data_type, &mut references),
            Body::Composite(composite) => {
                composite.attributes.iter().for_each(|part| self.data_type(&part.data_type, &mut references));
            }
            Body::Routines(overloads) => overloads.iter().for_each(|routine| self.routine(routine, &mut references)),
            Body::Enum(_) => {}
        }
        references
    }

    fn column(&self, column: &Column, references: &mut Vec<Reference>) {
        self.data_type(&column.data_type, references);
        references.extend(column.domain.iter().map(|name| self.whole(Kind::Domain, name)));
        if let Some(origin) = &column.origin {
            let columns = vec![origin.column.clone()];
            references.push(Reference { columns, ..self.whole(Kind::Table, &origin.table) });
        }
    }

    fn routine(&self, routine: &Routine, references: &mut Vec<Reference>) {
        routine.parameters.iter().for_each(|parameter| self.data_type(&parameter.data_type, references));
        match &routine.returns {
            Returns::Value { data_type, .. } => self.data_type(data_type, references),
            Returns::Row { columns, .. } => {
                columns.iter().for_each(|column| self.data_type(&column.data_type, references));
            }
            Returns::Nothing | Returns::Unknown => {}
        }
    }

    fn data_type(&self, data_type: &DataType, references: &mut Vec<Reference>) {
        match data_type {
            DataType::Enum(name) => references.push(self.whole(Kind::Enum, name)),
            DataType::Array(element) => self.data_type(element, references),
            DataType::Castable { structure: Some(structure), .. } => match structure {
                Structure::Range(inner) | Structure::Multirange(inner) => self.data_type(inner, references),
                Structure::Composite(name) => references.push(self.whole(Kind::Composite, name)),
            },
            _ => {}
        }
    }

    fn whole(&self, kind: Kind, name: &QualifiedName) -> Reference {
        Reference { object: self.object(kind, &name.schema, &name.name), columns: Vec::new() }
    }

    /// Whether what is referred to is there.
    pub(super) fn has(&self, reference: &Reference) -> bool {
        let columns = match self.get(&reference.object).map(|fact| &fact.body) {
            None => return false,
            Some(Body::Table(table)) => &table.columns,
            Some(Body::View(view)) => &view.columns,
            Some(_) => return true,
        };
        reference.columns.iter().all(|name| columns.iter().any(|column| column.name == *name))
    }

    /// Takes the foreign keys from a table that lead nowhere.
    pub(super) fn cut_loose(&mut self, object: &Object) {
        let Some(Body::Table(mut table)) = self.get(object).map(|fact| fact.body.clone()) else { return };
        table.foreign_keys.retain(|key| {
            let object = self.object(Kind::Table, &key.target.schema, &key.target.name);
            self.has(&Reference { object, columns: key.target_columns.clone() })
        });
        if let Some(fact) = self.facts.get_mut(object) {
            fact.body = Body::Table(table);
        }
    }
}

impl Fact {
    fn put_into(&self, schema: &mut Schema) {
        match self.body.clone() {
            Body::Table(table) => schema.tables.push(table),
            Body::View(view) => schema.views.push(view),
            Body::Enum(item) => schema.enums.push(item),
            Body::Domain(domain) => schema.domains.push(domain),
            Body::Composite(composite) => schema.composites.push(composite),
            Body::Routines(overloads) => schema.routines.extend(overloads),
        }
        schema.enums.extend(self.enums.iter().cloned());
        schema.objects.extend(self.objects.iter().cloned());
    }
}

/// The table or view of that name.
fn holder<'a>(schema: &'a Schema, name: &str) -> Option<&'a str> {
    let mut tables = schema.tables.iter().map(|table| table.name.as_str());
    let mut views = schema.views.iter().map(|view| view.name.as_str());
    tables.find(|found| *found == name).or_else(|| views.find(|found| *found == name))
}

/// The table that an enum belongs to, where it is there.
fn owner<'a>(schema: &'a Schema, item: &Enum) -> Option<&'a str> {
    item.owner.as_ref().and_then(|owner| holder(schema, &owner.table))
}
