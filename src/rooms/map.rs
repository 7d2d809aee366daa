//! x
mod layout;
