//! Tables and their columns.

use super::super::ddl::Quote;
use super::super::scope::{Scope, pick};
use super::super::sketch::{ColumnSketch, KeySketch, Sketch, TableSketch, Wrap};
use super::super::types::{self, Sort, Type};
use super::{Pen, keys, references, values};
use sea_scaffold::catalog::{
    Column, DataType, Default, DefaultValue, Enum, EnumOwner, Generated, Identity, Object, ObjectKind, QualifiedName,
    Table, TableKind,
};
use sea_scaffold::database::Backend;

/// A table while it is drawn.
pub(super) struct TablePen {
    pub(super) schema: usize,
    pub(super) name: QualifiedName,
    pub(super) table: Table,
    /// The types of the columns, in their order.
    pub(super) types: Vec<Type>,
    pub(super) columns: Scope,
    /// Names of constraints, where each table has its own.
    pub(super) constraints: Scope,
    /// Enum types that belong to columns of this table.
    pub(super) enums: Vec<Enum>,
    pub(super) partitions: Vec<Object>,
}

/// Draws all tables with all that belongs to them.
pub(super) fn draw(pen: &mut Pen, sketch: &Sketch) -> Vec<TablePen> {
    let mut tables: Vec<TablePen> = Vec::new();
    for item in &sketch.tables {
        let mut table = blank(pen, item);
        for column in &item.columns {
            table.column(pen, column);
        }
        // A key can hold references to earlier tables alone, whose keys are known.
        for reference in item.references.iter().filter(|reference| reference.in_key) {
            references::add(pen, &mut table, reference, &tables);
        }
        keys::add_primary(pen, &mut table, item);
        keys::add_uniques(pen, &mut table, item);
        tables.push(table);
    }
    for (idx, item) in sketch.tables.iter().enumerate() {
        for reference in item.references.iter().filter(|reference| !reference.in_key) {
            // The table itself is one of the targets.
            let mut table = tables[idx].clone_head();
            std::mem::swap(&mut table, &mut tables[idx]);
            references::add(pen, &mut table, reference, &tables);
            tables[idx] = table;
        }
        partition(pen, &mut tables[idx], item);
        keys::add_checks(pen, &mut tables[idx], item);
        keys::add_indexes(pen, &mut tables[idx], item);
    }
    tables
}

fn blank(pen: &mut Pen, item: &TableSketch) -> TablePen {
    let schema = pen.schema(item.schema);
    let name = pen.schemas[schema].objects.give(&item.name);
    let comment = pen.comment(item.comment.as_ref());
    TablePen {
        schema,
        name: pen.qualified(schema, &name),
        table: Table { name, comment, ..Table::default() },
        types: Vec::new(),
        columns: Scope::new(pen.backend),
        constraints: Scope::new(pen.backend),
        enums: Vec::new(),
        partitions: Vec::new(),
    }
}

impl TablePen {
    /// What others need to know to refer to it.
    fn clone_head(&self) -> Self {
        Self {
            schema: self.schema,
            name: self.name.clone(),
            table: self.table.clone(),
            types: self.types.clone(),
            columns: Scope::new(Backend::Sqlite),
            constraints: Scope::new(Backend::Sqlite),
            enums: Vec::new(),
            partitions: Vec::new(),
        }
    }

    /// The places of the columns that a key or an index could have.
    pub(super) fn places(&self, fits: impl Fn(&Column, &Type) -> bool) -> Vec<usize> {
        let columns = self.table.columns.iter().zip(&self.types).enumerate();
        columns.filter(|(_, (column, type_))| fits(column, type_)).map(|(place, _)| place).collect()
    }

    /// The names of columns at places that were picked from these, each once.
    pub(super) fn picked(&self, places: &[usize], picks: &[u8]) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for which in picks {
            let name = pick(places, *which).map(|place| self.table.columns[*place].name.clone());
            names.extend(name.filter(|name| !names.contains(name)));
        }
        names
    }

    fn column(&mut self, pen: &Pen, item: &ColumnSketch) {
        let name = self.columns.give(&item.name);
        let (type_, domain) = match self.own_enum(pen, item, &name) {
            Some(type_) => (type_, None),
            None => pen.type_(&item.type_),
        };
        let generated = item.generated.and_then(|(which, how)| self.generated(pen.backend, which, how));
        let (generated, type_) = generated.map_or((None, type_), |(generated, type_)| (Some(generated), type_));
        let (domain, not_null) = domain.filter(|_| generated.is_none()).unzip();
        let column = Column {
            nullable: generated.is_some() || (item.nullable && not_null != Some(true)),
            default: if generated.is_none() { self.default(pen, item, &type_) } else { None },
            generated,
            domain,
            comment: pen.comment(item.comment.as_ref()),
            ..column(name, &type_)
        };
        self.table.columns.push(column);
        self.types.push(type_);
    }

    /// MySQL's enum, which belongs to its column. Its name is how the reader calls it.
    fn own_enum(&mut self, pen: &Pen, item: &ColumnSketch, column: &str) -> Option<Type> {
        let (_, text) = item.default.as_ref()?;
        if pen.backend != Backend::MySql || item.type_.wrap != Wrap::Enum {
            return None;
        }
        let values = values(pen.backend, &[text.clone(), "other".to_owned()]);
        let quoted: Vec<String> = values.iter().map(|value| types::quoted(pen.backend, value)).collect();
        let name = format!("{}_{column}", self.table.name);
        let owner = EnumOwner { table: self.table.name.clone(), column: column.to_owned() };
        self.enums.push(Enum { name: name.clone(), values, comment: None, owner: Some(owner) });
        let data_type = DataType::Enum(QualifiedName { schema: self.name.schema.clone(), name });
        Some(Type { raw: format!("enum({})", quoted.join(",")), data_type, sort: Sort::Unordered })
    }

    fn generated(&self, backend: Backend, which: u8, how: u8) -> Option<(Generated, Type)> {
        let computable = |column: &Column, type_: &Type| {
            // What MariaDB makes of a CHAR depends on the session.
            let padded = backend == Backend::MySql && matches!(type_.data_type, DataType::Char(_));
            let plain = column.generated.is_none() && column.domain.is_none() && !padded;
            plain && matches!(type_.sort, Sort::Whole | Sort::Character)
        };
        let place = *pick(&self.places(computable), which)?;
        let (source, type_) = (backend.quote(&self.table.columns[place].name), &self.types[place]);
        let expression = if type_.sort == Sort::Whole { format!("({source} + 1)") } else { format!("lower({source})") };
        Some((Generated { expression, stored: backend == Backend::Postgres || how.is_multiple_of(2) }, type_.clone()))
    }

    fn default(&self, pen: &Pen, item: &ColumnSketch, type_: &Type) -> Option<Default> {
        let (which, text) = item.default.as_ref()?;
        let enums = pen.enums.iter().map(|(name, drawn)| (name, drawn));
        let own = self.enums.last().map(|own| (pen.qualified(self.schema, &own.name), own));
        let mut enums = enums.chain(own.as_ref().map(|(name, own)| (name, *own)));
        let (raw, value) = match &type_.data_type {
            DataType::Enum(name) => {
                let (_, found) = enums.find(|(candidate, _)| *candidate == name)?;
                let value = pick(&found.values, *which)?.clone();
                (types::quoted(pen.backend, &value), DefaultValue::Text(value))
            }
            _ => types::literal(pen.backend, type_, *which, text)?,
        };
        Some(Default { raw, value })
    }
}

/// A column of that type, with nothing else to say.
pub(super) fn column(name: String, type_: &Type) -> Column {
    Column { nullable: true, ..Column::plain(name, type_.data_type.clone(), type_.raw.clone()) }
}

/// The column that the database numbers.
pub(super) fn number(pen: &Pen, table: &mut TablePen, item: &TableSketch) -> Option<String> {
    let KeySketch::Number(always) = item.key else { return None };
    let pick = if pen.backend == Backend::Sqlite || !item.schema.is_multiple_of(3) { 0 } else { 6 };
    let type_ = types::spelled(pen.backend, pick, 0);
    let name = table.columns.own("id");
    let identity = if always && pen.backend == Backend::Postgres { Identity::Always } else { Identity::ByDefault };
    let number = Column { nullable: false, identity: Some(identity), ..column(name.clone(), &type_) };
    table.table.columns.insert(0, number);
    table.types.insert(0, type_);
    Some(name)
}

/// Splits the table by the hash of the first column of its key, where PostgreSQL can.
fn partition(pen: &mut Pen, table: &mut TablePen, item: &TableSketch) {
    let Some(first) = table.table.primary_key.as_ref().map(|key| key.columns[0].clone()) else { return };
    let hashable = |column: &Column, type_: &Type| {
        column.name == first
            && column.identity.is_none()
            && matches!(type_.sort, Sort::Whole | Sort::Character | Sort::Instant)
    };
    if pen.backend != Backend::Postgres || item.partitions == 0 || table.places(hashable).is_empty() {
        return;
    }
    // A unique key that another table refers to must stay, and one without the column cannot.
    if table.table.unique_keys.iter().any(|key| !key.columns.contains(&first)) {
        return;
    }
    table.table.kind = TableKind::Partitioned;
    for remainder in 0..item.partitions {
        let name = pen.schemas[table.schema].objects.own(&format!("{}_p{remainder}", table.table.name));
        table.partitions.push(Object {
            kind: ObjectKind::Partition,
            name,
            table: Some(table.table.name.clone()),
            definition: Some(format!("FOR VALUES WITH (modulus {}, remainder {remainder})", item.partitions)),
            comment: None,
        });
    }
}
