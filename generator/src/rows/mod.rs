//! The rows of a database: put there as `seed` proposes and the database judges, and read to be compared.
//!
//! What is made up is plausible and means nothing: for scratch databases, and for tests under load.

mod bulk;
mod contents;
mod estimates;
mod fill;
mod grants;

pub use bulk::{Heap, Wanted, heap};
pub use contents::{Contents, contents};
pub use estimates::estimates;
pub use fill::{Filled, begin, dialect, fill, unchecked};
pub use grants::grants;
