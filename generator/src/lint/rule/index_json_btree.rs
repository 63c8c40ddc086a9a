//! `index/json-btree`: a B-tree over a whole JSON document.
//!
//! It finds a document that is equal to another, and fails on one that is longer than a third of a page. What is inside it
//! does not find.
//!
//! ```sql
//! CREATE INDEX idx_events_data ON events (data);                    -- bad
//! CREATE INDEX idx_events_data ON events USING gin (data);          -- good: WHERE data @> '{"kind": "paid"}'
//! CREATE INDEX idx_events_kind ON events ((data ->> 'kind'));       -- good: WHERE data ->> 'kind' = 'paid'
//! ```
//!
//! For PostgreSQL. Unique indexes are passed over.

use super::super::context::{Context, Flaw};
use super::{Rule, index_array_btree};
use crate::catalog::DataType;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "index/json-btree", level: Level::Warn, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    index_array_btree::of_type(context, |data_type| matches!(data_type, DataType::JsonBinary), "sorts whole documents")
}
