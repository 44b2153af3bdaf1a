//! `manage` on PostgreSQL: several at once, killed, interrupted, refused, and what migrations may ask of a server.

mod connecting;
mod denied;
mod enums;
mod interrupted;
mod killed;
mod lock;
mod newer;
mod outside;
mod parameters;
mod random;
mod rights;
mod running;
mod search_path;
mod session;
mod shared;
mod together;
