//! The schema as data: what a database looks like after its migrations, and what the models want it to be.
//!
//! Nothing here reads a file, opens a connection or knows a dialect.

mod apply;
mod change;
mod column;
mod column_type;
mod constraint;
mod diesel_type;
mod difference;
#[cfg(feature = "cli")]
mod divergence;
mod enum_type;
mod enum_value;
mod expr;
mod index;
mod invert;
mod name;
mod object;
mod rename;
#[allow(clippy::module_inception)]
mod schema;
mod table;
#[cfg(feature = "cli")]
mod version_table;
mod wanted;
mod wording;

pub use change::{Change, Fill, ValueMove};
pub use column::{Column, Generated, Identity};
pub use column_type::ColumnType;
pub use constraint::{Action, Check, ForeignKey, PrimaryKey, Timing, Unique};
pub use diesel_type::DieselType;
#[cfg(feature = "cli")]
pub use divergence::{Deviation, Divergence};
pub use enum_type::{EnumType, name_of_type, type_named};
pub use expr::Expr;
pub use index::{Index, IndexKey, IndexPart, NullsOrder};
pub use invert::invert;
pub use name::TableName;
pub use object::{Object, ObjectKind};
pub use schema::Schema;
pub use table::Table;
#[cfg(feature = "cli")]
pub use version_table::VersionTable;
pub use wanted::{Declaration, Place, Wanted};
pub use wording::{Wording, Wordings};
