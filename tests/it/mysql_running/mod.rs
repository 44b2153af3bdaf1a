//! Migrations on MariaDB, where every statement that changes the schema commits by itself.

mod interrupted;
mod killed;
mod limits;
mod lock;
mod resume;
mod scene;
mod together;
