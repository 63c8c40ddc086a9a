//! The only writer: reads what is there, applies a plan, all of it or nothing.
