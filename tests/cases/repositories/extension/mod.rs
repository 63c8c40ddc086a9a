//! What a user of the case has written beside the generated code.

mod member;
mod plan;
mod team;
