//! The shop as a service over HTTP: what the generated crate `entity` is for.
//!
//! [`router`] is all of it. Handlers ask repositories for rows and answer with bodies of their own, so that the
//! database can have columns that nobody sees. What a repository refuses becomes a [`problem`], which names the
//! constraint; what a row was when it was read is its [`etag`]. There is no SQL in here: not a word of it.

mod api;
mod category;
mod etag;
mod extract;
mod fits;
mod listing;
mod money;
mod order;
mod page;
mod problem;
mod product;
mod review;
mod word;

pub use api::router;

use sea_orm::DatabaseConnection;
use tokio::net::TcpListener;

/// Answers on `listener` until the program ends.
///
/// # Errors
/// The listener fails.
pub async fn serve(listener: TcpListener, db: DatabaseConnection) -> std::io::Result<()> {
    axum::serve(listener, router(db)).await
}
