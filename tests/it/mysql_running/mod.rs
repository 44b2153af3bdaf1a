//! Migrations on MariaDB, where every statement that changes the schema commits by itself.

mod interrupted;
mod killed;
mod limits;
mod lock;
mod lost;
mod modes;
mod online;
mod programs;
mod refused;
mod resume;
mod scene;
mod together;
