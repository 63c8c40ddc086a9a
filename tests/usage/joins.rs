//! Every relation of every entity against the catalog's foreign keys.
//!
//! A table's relations must be exactly its foreign keys, out and in: none missing, none invented, none pointing
//! elsewhere. Each join must have the rows that a join spelled from the catalog has, and a one-to-one must be
//! proved by a unique key.

use super::{Entity, Sides, plain};
use anyhow::{Context, Result, ensure};
use sea_orm::sea_query::{Expr, Query, TableName, TableRef};
use sea_orm::{ConnectionTrait, Identity, JoinType, RelationDef, RelationType};
use sea_scaffold::catalog::{ForeignKey, QualifiedName, Table};
use std::collections::BTreeMap;

/// One way from a table to another: the other table, and the pairs of columns that must be equal.
type Path = (QualifiedName, Vec<(String, String)>);

/// What the catalog says of a path.
struct Fact {
    /// Whether at most one row can be at the other end.
    to_one: bool,
    /// Whether a foreign key leads that way, and whether one leads back: tables may refer to each other.
    forth: bool,
    back: bool,
}

/// Follows every relation of the entity.
pub(super) async fn check(sides: &Sides, name: &QualifiedName, entity: &dyn Entity) -> Result<()> {
    let mut facts = facts(sides, name);
    let mut seen: Vec<Path> = Vec::new();
    for (relation, definition) in entity.relations() {
        let path = path(sides, &definition)?;
        let fact = facts.get(&path).with_context(|| format!("{relation}: no foreign key says {path:?}"))?;
        ensure!(
            fact.to_one == (definition.rel_type == RelationType::HasOne),
            "{relation} is {:?}; a unique key {} that",
            definition.rel_type,
            if fact.to_one { "forbids" } else { "does not prove" }
        );
        let times = seen.iter().filter(|other| **other == path).count();
        ensure!(times < usize::from(fact.forth) + usize::from(fact.back), "{relation} is there twice");
        let joined = joined(sides, definition).await.with_context(|| format!("joining {relation}"))?;
        let counted = plain::count(&sides.a, &join(sides, name, &path)).await?;
        ensure!(counted == u64::try_from(joined)?, "{relation} joins {joined} rows, plain SQL {counted}");
        seen.push(path);
    }
    facts.retain(|path, _| !seen.contains(path));
    ensure!(facts.is_empty(), "no relation follows {:?}", facts.keys());
    Ok(())
}

/// How many rows SeaORM's own join along the relation has.
async fn joined(sides: &Sides, mut definition: RelationDef) -> Result<i64> {
    let mut query = Query::select();
    query.expr(Expr::cust("COUNT(*)")).from(definition.from_tbl.clone());
    definition.to_tbl = definition.to_tbl.alias("other");
    query.join(JoinType::InnerJoin, definition.to_tbl.clone(), definition);
    let row = sides.a.query_one(&query).await?.context("COUNT has a row")?;
    Ok(row.try_get_by_index(0)?)
}

/// How many rows each path from a table joins, by plain SQL.
pub(super) async fn counts(sides: &Sides, name: &QualifiedName) -> Result<Vec<u64>> {
    let mut counts = Vec::new();
    for path in facts(sides, name).keys() {
        counts.push(plain::count(&sides.a, &join(sides, name, path)).await?);
    }
    Ok(counts)
}

/// The paths that the foreign keys of the catalog give, where both ends are in it.
fn facts(sides: &Sides, name: &QualifiedName) -> BTreeMap<Path, Fact> {
    let mut facts: BTreeMap<Path, Fact> = BTreeMap::new();
    let none = || Fact { to_one: true, forth: false, back: false };
    for schema in &sides.catalog.schemas {
        for table in &schema.tables {
            let source = QualifiedName { schema: schema.name.clone(), name: table.name.clone() };
            // A key that fits nothing, or nothing but its own columns, cannot be followed.
            let is_own = |key: &ForeignKey| key.target == source && key.target_columns == key.columns;
            let leads = |key: &&ForeignKey| !key.target_columns.is_empty() && !is_own(key);
            for key in table.foreign_keys.iter().filter(leads) {
                if source == *name && sides.table(&key.target).is_ok() {
                    let path = (key.target.clone(), pairs(&key.columns, &key.target_columns));
                    facts.entry(path).or_insert_with(none).forth = true;
                }
                if key.target == *name {
                    let path = (source.clone(), pairs(&key.target_columns, &key.columns));
                    let fact = facts.entry(path).or_insert_with(none);
                    (fact.back, fact.to_one) = (true, at_most_one(table, key));
                }
            }
        }
    }
    facts
}

/// Whether a valid, whole, plain unique key lies within the columns of the foreign key.
fn at_most_one(table: &Table, key: &ForeignKey) -> bool {
    let within = |set: Vec<&str>| set.iter().all(|column| key.columns.iter().any(|name| name == column));
    table.unique_column_sets().into_iter().any(within)
}

fn path(sides: &Sides, definition: &RelationDef) -> Result<Path> {
    let TableRef::Table(TableName(schema, table), _) = &definition.to_tbl else {
        anyhow::bail!("a relation to something that is no table: {:?}", definition.to_tbl);
    };
    let default = sides.catalog.schemas.iter().find(|schema| schema.is_default);
    let schema = schema.as_ref().map(|schema| schema.1.to_string()).or(default.map(|schema| schema.name.clone()));
    let target = QualifiedName { schema: schema.unwrap_or_default(), name: table.to_string() };
    Ok((target, pairs(&columns(&definition.from_col), &columns(&definition.to_col))))
}

fn columns(identity: &Identity) -> Vec<String> {
    identity.iter().map(ToString::to_string).collect()
}

fn pairs(from: &[String], to: &[String]) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = from.iter().cloned().zip(to.iter().cloned()).collect();
    pairs.sort();
    pairs
}

/// The FROM clause of the join, spelled by hand.
fn join(sides: &Sides, name: &QualifiedName, (target, pairs): &Path) -> String {
    let backend = sides.backend;
    let column = |side: &str, name: &str| format!("{side}.{}", plain::identifier(backend, name));
    let equal = pairs.iter().map(|(from, to)| format!("{} = {}", column("x", from), column("y", to)));
    let on = equal.collect::<Vec<_>>().join(" AND ");
    format!("{} x JOIN {} y ON {on}", plain::quoted(backend, name), plain::quoted(backend, target))
}
