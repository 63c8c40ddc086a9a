//! Pages of lists, as they are answered: by number with a total, or by position with tokens.

use entity::repository::{self, CursorRequest, NotLoaded, PageRequest};
use serde::Serialize;
use utoipa::ToSchema;

/// How many items a page has that nobody said a number for.
const SIZE: u64 = 20;

/// The most that a page has.
const MAX_SIZE: u64 = 100;

/// A page of a list, by number.
#[derive(Serialize, ToSchema)]
pub(crate) struct Page<T> {
    /// What is on the page.
    items: Vec<T>,
    /// Its number, counted from 1.
    page: u64,
    /// How many items a full page has.
    size: u64,
    /// How many pages there are.
    pages: u64,
    /// How many items there are on all pages.
    total: u64,
}

/// A page of a list, by position: items that come and go meanwhile neither repeat others nor hide them.
#[derive(Serialize, ToSchema)]
pub(crate) struct CursorPage<T> {
    /// What is on the page.
    items: Vec<T>,
    /// The `cursor` of the next page, where there is one.
    next: Option<String>,
    /// The `cursor` of the previous page, where there is one.
    previous: Option<String>,
}

impl<T> Page<T> {
    /// The page with what each row is answered as.
    pub(crate) fn of<R>(
        page: repository::Page<R>,
        body: impl FnMut(&R) -> Result<T, NotLoaded>,
    ) -> Result<Self, NotLoaded> {
        let (total, pages) = (page.total.unwrap_or_default(), page.pages().unwrap_or_default());
        let items = page.items.iter().map(body).collect::<Result<_, _>>()?;
        Ok(Self { items, page: page.number, size: page.size, pages, total })
    }
}

impl<T> CursorPage<T> {
    /// The page with what each row is answered as.
    pub(crate) fn of<R>(
        page: repository::CursorPage<R>,
        body: impl FnMut(&R) -> Result<T, NotLoaded>,
    ) -> Result<Self, NotLoaded> {
        let items = page.items.iter().map(body).collect::<Result<_, _>>()?;
        Ok(Self { items, next: page.next, previous: page.previous })
    }
}

/// The page that a query asks for.
pub(crate) fn by_number(page: Option<u64>, size: Option<u64>) -> PageRequest {
    PageRequest::new(page.unwrap_or(1), size.unwrap_or(SIZE).min(MAX_SIZE))
}

/// The page that a query asks for.
pub(crate) fn by_position(cursor: Option<String>, size: Option<u64>) -> CursorRequest {
    CursorRequest::new(size.unwrap_or(SIZE).min(MAX_SIZE)).at(cursor)
}
