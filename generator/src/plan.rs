//! Files against what is on disk → what is to be created, updated, deleted, kept, or is in the way.
//!
//! Pure: it reads and writes nothing; `disk` does.
