//! Optimistic locking over HTTP (RFC 9110, section 13): a row is answered with the tag of its state, and changed only
//! for those who say which state they mean to change.

use crate::problem::Problem;
use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sea_orm::prelude::DateTime;
use serde::Serialize;

/// A body with the tag of the state it shows.
pub(crate) struct Tagged<T>(pub(crate) DateTime, pub(crate) T);

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        ([(header::ETAG, tag(self.0))], Json(self.1)).into_response()
    }
}

/// The body of what is new, and where it is from now on.
pub(crate) struct Created<T>(pub(crate) String, pub(crate) Tagged<T>);

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        (StatusCode::CREATED, [(header::LOCATION, self.0)], self.1).into_response()
    }
}

/// Which states a request may change: the tags of its `If-Match`. A request without one is refused.
pub(crate) struct IfMatch(String);

impl IfMatch {
    /// Refuses to change a row that is in none of the states. Whoever changes it then must still ask for `current`, for
    /// others do not wait.
    pub(crate) fn check(&self, current: DateTime) -> Result<(), Problem> {
        let current = tag(current);
        // No tag of this service holds a comma. A weak tag, `W/"…"`, matches nothing here, as it has to.
        if self.0.split(',').map(str::trim).any(|given| given == "*" || given == current) {
            return Ok(());
        }
        let detail = format!("it was changed meanwhile, and its ETag is {current}");
        Err(Problem::new(StatusCode::PRECONDITION_FAILED, "stale", detail))
    }
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let given = parts.headers.get_all(header::IF_MATCH).iter().filter_map(|value| value.to_str().ok());
        let given: Vec<&str> = given.collect();
        if given.is_empty() {
            let detail = "say in If-Match which state is to be changed: the ETag it was read with";
            return Err(Problem::new(StatusCode::PRECONDITION_REQUIRED, "if_match_required", detail));
        }
        Ok(Self(given.join(",")))
    }
}

/// The tag of a version, as fine as databases keep times.
fn tag(version: DateTime) -> String {
    format!("\"{}\"", version.and_utc().timestamp_micros())
}
