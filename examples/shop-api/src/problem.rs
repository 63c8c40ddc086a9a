//! What goes wrong, as problem details (RFC 9457): a status, words for people, and a `code` for programs.
//!
//! The code of a violated constraint is its name, which the generated crate knows to be the same on every database. A
//! database that does not say which constraint it was, as SQLite for foreign keys, leaves the code of its kind.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use entity::repository::{Constraint, Error, NotLoaded};
use sea_orm::DbErr;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response as Described, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

/// What problems are on the wire.
const KIND: &str = "application/problem+json";

/// What went wrong. There is no `type`: the status and the code say it all.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// The status of the answer.
    status: u16,
    /// What the status means.
    title: String,
    /// What is wrong, for people.
    detail: String,
    /// What is wrong, for programs: the name of the violated constraint, or the kind of problem.
    #[schema(example = "products_sku_key")]
    code: String,
    /// The fields that it is about, where they are known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<String>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> Self {
        let title = status.canonical_reason().unwrap_or_default().to_owned();
        Self { status: status.as_u16(), title, detail: detail.into(), code: code.to_owned(), fields: Vec::new() }
    }

    pub(crate) fn about(mut self, fields: &[&str]) -> Self {
        self.fields = fields.iter().map(|field| (*field).to_owned()).collect();
        self
    }

    /// The problem of a row that cannot be deleted: a reference that is in the way is one to it, not its own.
    pub(crate) fn of_delete<K: Constraint>(error: Error<K>) -> Self {
        match error {
            Error::ForeignKey { .. } => Self::new(StatusCode::CONFLICT, "in_use", "other rows refer to it"),
            other => other.into(),
        }
    }

    /// What broke a rule of the table: `kind` is the code where nobody says which one.
    fn violated<K: Constraint>(status: StatusCode, kind: &str, detail: &str, constraint: Option<K>) -> Self {
        match constraint {
            Some(constraint) => Self::new(status, constraint.name(), detail).about(constraint.columns()),
            None => Self::new(status, kind, detail),
        }
    }

    /// What is nobody's business but the operator's.
    fn internal(error: &dyn std::error::Error) -> Self {
        let _ = writeln!(std::io::stderr(), "error: {error}");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "the shop could not do that; its log says why")
    }
}

impl<K: Constraint> From<Error<K>> for Problem {
    fn from(error: Error<K>) -> Self {
        match &error {
            Error::NotFound { .. } => Self::new(StatusCode::NOT_FOUND, "not_found", error.to_string()),
            Error::Conflict { constraint, .. } => {
                Self::violated(StatusCode::CONFLICT, "conflict", "another one has the same value", *constraint)
            }
            Error::ForeignKey { constraint, .. } => {
                let detail = "it refers to something that is not there";
                Self::violated(StatusCode::UNPROCESSABLE_ENTITY, "foreign_key", detail, *constraint)
            }
            Error::Check { constraint, .. } => {
                let detail = "it breaks a rule of the shop";
                Self::violated(StatusCode::UNPROCESSABLE_ENTITY, "check", detail, *constraint)
            }
            Error::Required { column, .. } => {
                let fields: Vec<&str> = column.iter().copied().collect();
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "required", error.to_string()).about(&fields)
            }
            Error::Stale { .. } => Self::new(StatusCode::PRECONDITION_FAILED, "stale", error.to_string()),
            Error::InvalidCursor => Self::new(StatusCode::BAD_REQUEST, "invalid_cursor", error.to_string()),
            _ => DbErr::from(error).into(),
        }
    }
}

impl From<DbErr> for Problem {
    fn from(error: DbErr) -> Self {
        match error {
            DbErr::ConnectionAcquire(_) => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "the database has no connection to spare")
            }
            other => Self::internal(&other),
        }
    }
}

impl From<NotLoaded> for Problem {
    fn from(relation: NotLoaded) -> Self {
        Self::internal(&relation)
    }
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        Self::new(rejection.status(), "invalid_body", rejection.body_text())
    }
}

impl From<PathRejection> for Problem {
    fn from(rejection: PathRejection) -> Self {
        Self::new(rejection.status(), "invalid_path", rejection.body_text())
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        Self::new(rejection.status(), "invalid_query", rejection.body_text())
    }
}

/// Whatever has no answer of its own in the document is a problem.
impl IntoResponses for Problem {
    fn responses() -> BTreeMap<String, RefOr<Described>> {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let response = ResponseBuilder::new().description("A problem.").content(KIND, content);
        BTreeMap::from([("default".to_owned(), response.build().into())])
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, [(header::CONTENT_TYPE, KIND)], Json(self)).into_response()
    }
}
