//! The rows of the PostgreSQL catalog, as the `.sql` files beside this one list them.
//!
//! Object identifiers travel as 64-bit integers and names as text, so that the driver need not ask the server
//! what a type is.

use sqlx::FromRow;

/// The answer of `session.sql`.
#[derive(FromRow)]
pub(super) struct SessionRow {
    pub(super) current_schema: Option<String>,
    pub(super) usable: Vec<String>,
    pub(super) hidden: Vec<String>,
}

/// A row of `objects.sql`.
#[derive(FromRow)]
pub(super) struct ObjectRow {
    /// The letter of `pg_class` for tables and views, a word for everything else.
    pub(super) kind: String,
    pub(super) id: i64,
    pub(super) schema: String,
    /// The table or view that it belongs to, 0 for none; for what a partition has, the table at the top.
    pub(super) owner: i64,
    pub(super) owner_name: Option<String>,
    pub(super) name: String,
    pub(super) definition: Option<String>,
    pub(super) row_security: bool,
    pub(super) row_security_forced: bool,
    /// What it was made WITH.
    pub(super) options: Vec<String>,
    pub(super) comment: Option<String>,
}

impl ObjectRow {
    /// Whether it is a table or a view.
    pub(super) fn is_relation(&self) -> bool {
        self.kind.len() == 1
    }
}

/// A row of `columns.sql`.
#[derive(FromRow)]
pub(super) struct ColumnRow {
    pub(super) relation: i64,
    pub(super) position: i16,
    pub(super) name: String,
    pub(super) type_id: i64,
    pub(super) modifier: i32,
    pub(super) dimensions: i32,
    pub(super) raw_type: String,
    pub(super) not_null: bool,
    pub(super) identity: String,
    pub(super) generated: String,
    pub(super) expression: Option<String>,
    pub(super) collation: Option<String>,
    pub(super) comment: Option<String>,
}

/// A row of `types.sql`.
#[derive(FromRow)]
pub(super) struct TypeRow {
    pub(super) id: i64,
    pub(super) schema: String,
    pub(super) name: String,
    pub(super) spelling: String,
    pub(super) kind: String,
    pub(super) element: i64,
    pub(super) base: i64,
    pub(super) base_modifier: i32,
    pub(super) base_spelling: Option<String>,
    pub(super) not_null: bool,
    pub(super) expression: Option<String>,
    /// What holds the attributes of a composite type.
    pub(super) relation: i64,
    /// What a range is between, 0 for any other type.
    pub(super) subtype: i64,
    pub(super) labels: Vec<String>,
    pub(super) comment: Option<String>,
    pub(super) from_extension: bool,
}

/// A row of `constraints.sql`.
#[derive(FromRow)]
pub(super) struct ConstraintRow {
    pub(super) relation: i64,
    /// The domain whose check it is; 0 for a constraint of a table.
    pub(super) domain: i64,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) columns: Vec<i16>,
    pub(super) deferrable: bool,
    pub(super) deferred: bool,
    pub(super) validated: bool,
    pub(super) index_id: i64,
    pub(super) target: i64,
    pub(super) target_schema: Option<String>,
    pub(super) target_name: Option<String>,
    pub(super) target_columns: Vec<i16>,
    pub(super) distant_columns: Vec<String>,
    pub(super) on_update: String,
    pub(super) on_delete: String,
    pub(super) expression: Option<String>,
}

/// A row of `indexes.sql`.
#[derive(FromRow)]
pub(super) struct IndexRow {
    pub(super) id: i64,
    pub(super) relation: i64,
    pub(super) name: String,
    pub(super) method: String,
    pub(super) is_unique: bool,
    pub(super) valid: bool,
    pub(super) positions: Vec<i16>,
    pub(super) options: Vec<i16>,
    pub(super) key_parts: i16,
    pub(super) operator_classes: Vec<String>,
    pub(super) collations: Vec<String>,
    pub(super) expressions: Vec<String>,
    pub(super) predicate: Option<String>,
    pub(super) is_partial: bool,
    pub(super) nulls_not_distinct: bool,
}

/// A row of `routines.sql`.
#[derive(Default, FromRow)]
pub(super) struct RoutineRow {
    pub(super) schema: String,
    pub(super) name: String,
    pub(super) signature: String,
    pub(super) kind: String,
    pub(super) strict: bool,
    pub(super) shadowed: bool,
    pub(super) types: Vec<i64>,
    pub(super) raw_types: Vec<String>,
    pub(super) relations: Vec<i64>,
    pub(super) modes: Vec<String>,
    pub(super) names: Vec<String>,
    pub(super) defaults: i16,
    pub(super) returns: i64,
    pub(super) raw_returns: String,
    pub(super) is_set: bool,
    pub(super) row_schema: Option<String>,
    pub(super) row_name: Option<String>,
    pub(super) row_names: Vec<String>,
    pub(super) row_types: Vec<i64>,
    pub(super) row_modifiers: Vec<i32>,
    pub(super) row_raw_types: Vec<String>,
    pub(super) security_definer: bool,
    pub(super) settings: Vec<String>,
    pub(super) comment: Option<String>,
}

/// All rows of one reading, taken from one snapshot.
pub(super) struct Rows {
    pub(super) columns: Vec<ColumnRow>,
    pub(super) types: Vec<TypeRow>,
    pub(super) constraints: Vec<ConstraintRow>,
    pub(super) indexes: Vec<IndexRow>,
    pub(super) routines: Vec<RoutineRow>,
    pub(super) objects: Vec<ObjectRow>,
}

impl Rows {
    /// Whether an expression that is there could not be spelled, because what it belongs to is gone by now.
    pub(super) fn are_torn(&self) -> bool {
        let columns = self.columns.iter().any(|row| !row.generated.is_empty() && row.expression.is_none());
        let checks = self.constraints.iter().any(|row| row.kind == "c" && row.expression.is_none());
        columns || checks || self.indexes.iter().any(|row| row.is_partial && row.predicate.is_none())
    }
}

#[cfg(test)]
impl TypeRow {
    /// A type of the server's own, or from number 1000 on of the schema `app`.
    pub(super) fn named(id: i64, kind: &str, name: &str) -> Self {
        let schema = if id < 1000 { "pg_catalog" } else { "app" };
        Self {
            id,
            schema: schema.to_owned(),
            name: name.to_owned(),
            spelling: format!("{schema}.{name}"),
            kind: kind.to_owned(),
            element: 0,
            base: 0,
            base_modifier: -1,
            base_spelling: None,
            not_null: false,
            expression: None,
            relation: 0,
            subtype: 0,
            labels: Vec::new(),
            comment: None,
            from_extension: false,
        }
    }
}
