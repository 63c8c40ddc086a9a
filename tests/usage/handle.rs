//! Entities behind trait objects, so that a program that uses a thousand of them is compiled in seconds.
//!
//! What differs from entity to entity is a handful of small functions: which statement reads, how a row is decoded,
//! which statement writes. Everything else that tests do with entities is compiled once.

use sea_orm::sea_query::{InsertStatement, Query, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, FromQueryResult,
    IdenStatic, IntoActiveModel, Iterable, ModelTrait, QueryResult, QueryTrait, RelationDef, RelationTrait, Select,
    Value,
};
use std::any::Any;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

/// What using something gives, in time.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, DbErr>> + 'a>>;

/// A row as some entity's model.
pub type Row = Box<dyn Any>;

/// The values that a new row is given, one for each of [`Entity::columns`]; none where the database decides.
pub type Given = Vec<Option<Value>>;

/// An entity or view.
pub trait Entity: Sync {
    /// The schema, where the entity names one, and the table.
    fn table(&self) -> (Option<String>, String);
    /// The columns in order.
    fn columns(&self) -> Vec<String>;
    /// The statement that reads every row.
    fn select(&self) -> SelectStatement;
    /// The model of a row that such a statement read.
    fn decode(&self, row: &QueryResult) -> Result<Row, DbErr>;
    /// The values of a model in the order of the columns.
    fn values(&self, row: &Row) -> Vec<Value>;
    /// Every relation with its name.
    fn relations(&self) -> Vec<(String, RelationDef)>;
    /// Writes a new row and returns what the database made of it, where it tells.
    fn write<'a>(&'a self, given: Given, db: &'a DatabaseConnection) -> Answer<'a, Option<Row>>;
}

/// A way from one entity to another.
pub struct Link {
    /// The link's name, for messages.
    pub name: &'static str,
    /// The entity it starts from.
    pub near: &'static dyn Entity,
    /// The entity it leads to.
    pub far: fn() -> &'static dyn Entity,
    /// The statement that finds what belongs to one row.
    pub find: fn(&Row) -> SelectStatement,
    /// Loads what belongs to each of many rows.
    pub load: Load,
}

/// Loads what belongs to each row.
pub type Load = for<'a> fn(&'a [Row], &'a DatabaseConnection) -> Answer<'a, Vec<Vec<Row>>>;

/// An entity by its type. It writes through the statement that the entity builds.
pub struct Of<E>(pub PhantomData<fn() -> E>);

/// An entity by its type. It writes the way that a user would, which takes longer to compile.
pub struct Whole<E>(pub PhantomData<fn() -> E>);

impl<E: EntityTrait> Of<E> {
    fn new_row(given: Given) -> E::ActiveModel {
        let mut row = <E::ActiveModel as ActiveModelTrait>::default();
        for (column, value) in E::Column::iter().zip(given) {
            if let Some(value) = value {
                row.set(column, value);
            }
        }
        row
    }

    fn insert(given: Given, db: &DatabaseConnection) -> InsertStatement {
        let mut statement = E::insert(Self::new_row(given)).into_query();
        if db.support_returning() {
            let mut returned = Vec::new();
            for column in E::Column::iter() {
                returned.push(column.select_as(column.into_returning_expr(db.get_database_backend())));
            }
            statement.returning(Query::returning().exprs(returned));
        }
        statement
    }
}

impl<E: EntityTrait> Entity for Of<E> {
    fn table(&self) -> (Option<String>, String) {
        let entity = E::default();
        (entity.schema_name().map(str::to_owned), entity.table_name().to_owned())
    }

    fn columns(&self) -> Vec<String> {
        let mut columns = Vec::new();
        for column in E::Column::iter() {
            columns.push(column.as_str().to_owned());
        }
        columns
    }

    fn select(&self) -> SelectStatement {
        E::find().into_query()
    }

    fn decode(&self, row: &QueryResult) -> Result<Row, DbErr> {
        Ok(Box::new(E::Model::from_query_result(row, "")?))
    }

    fn values(&self, row: &Row) -> Vec<Value> {
        let mut values = Vec::new();
        if let Some(model) = row.downcast_ref::<E::Model>() {
            for column in E::Column::iter() {
                values.push(model.get(column));
            }
        }
        values
    }

    fn relations(&self) -> Vec<(String, RelationDef)> {
        let mut relations = Vec::new();
        for relation in E::Relation::iter() {
            relations.push((format!("{relation:?}"), relation.def()));
        }
        relations
    }

    fn write<'a>(&'a self, given: Given, db: &'a DatabaseConnection) -> Answer<'a, Option<Row>> {
        written(self, Self::insert(given, db), db)
    }
}

/// Executes an insert; apart from the entity, so that it is compiled once.
fn written<'a>(
    entity: &'a dyn Entity,
    statement: InsertStatement,
    db: &'a DatabaseConnection,
) -> Answer<'a, Option<Row>> {
    Box::pin(async move {
        if !db.support_returning() {
            return db.execute(&statement).await.map(|_| None);
        }
        let row = db.query_one(&statement).await?;
        row.map(|row| entity.decode(&row)).transpose()
    })
}

impl<E> Entity for Whole<E>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    fn table(&self) -> (Option<String>, String) {
        Of::<E>(PhantomData).table()
    }

    fn columns(&self) -> Vec<String> {
        Of::<E>(PhantomData).columns()
    }

    fn select(&self) -> SelectStatement {
        Of::<E>(PhantomData).select()
    }

    fn decode(&self, row: &QueryResult) -> Result<Row, DbErr> {
        Of::<E>(PhantomData).decode(row)
    }

    fn values(&self, row: &Row) -> Vec<Value> {
        Of::<E>(PhantomData).values(row)
    }

    fn relations(&self) -> Vec<(String, RelationDef)> {
        Of::<E>(PhantomData).relations()
    }

    fn write<'a>(&'a self, given: Given, db: &'a DatabaseConnection) -> Answer<'a, Option<Row>> {
        Box::pin(async move {
            let model = E::insert(Of::<E>::new_row(given)).exec_with_returning(db).await?;
            Ok(Some(Box::new(model) as Row))
        })
    }
}

/// The entity that a `find_…` method leads to.
pub fn far<M, T: EntityTrait>(_find: fn(&M) -> Select<T>) -> &'static dyn Entity {
    &Of::<T>(PhantomData)
}

/// Every row of the entity that a `find_…` method leads to.
pub fn everything<M, T: EntityTrait>(_find: fn(&M) -> Select<T>) -> Select<T> {
    T::find()
}

/// The statement that a `find_…` method gives for a row.
pub fn found<M: 'static, T: EntityTrait>(row: &Row, find: fn(&M) -> Select<T>) -> SelectStatement {
    // A row of another entity finds nothing, which the comparison with what is loaded shows.
    row.downcast_ref().map_or_else(SelectStatement::new, |model| find(model).into_query())
}

/// The models of rows that are of that type.
pub fn models<M: Clone + 'static>(rows: &[Row]) -> Vec<M> {
    let mut models = Vec::new();
    for row in rows {
        if let Some(model) = row.downcast_ref::<M>() {
            models.push(model.clone());
        }
    }
    models
}

/// What was loaded for each of many rows.
pub fn rows<M: 'static, L: IntoIterator<Item = M>>(loaded: Vec<L>) -> Vec<Vec<Row>> {
    let mut lists = Vec::new();
    for list in loaded {
        let mut rows: Vec<Row> = Vec::new();
        for model in list {
            rows.push(Box::new(model));
        }
        lists.push(rows);
    }
    lists
}
