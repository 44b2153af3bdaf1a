//! What is common to databases on servers.

pub(super) mod runtime;
