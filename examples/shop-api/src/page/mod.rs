//! The page for people at `/`: three files, which bring all that they need and may load nothing from elsewhere.

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use std::future::ready;

/// What the page may do: run its own script, wear its own style, ask its own server.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let file = |kind: &'static str, text: &'static str| get(move || ready(answer(kind, text)));
    Router::new()
        .route("/", file("text/html; charset=utf-8", include_str!("index.html")))
        .route("/shop.js", file("text/javascript; charset=utf-8", include_str!("shop.js")))
        .route("/shop.css", file("text/css; charset=utf-8", include_str!("shop.css")))
}

fn answer(kind: &'static str, text: &'static str) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, text)
}
