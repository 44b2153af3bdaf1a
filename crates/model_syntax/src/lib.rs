//! The grammar of `#[model(...)]` and `table!`, shared by the macros, the build step and `diesel_manage`.
//!
//! [`Source`] reads a file; [`Model`] and [`ModelEnum`] read what a derive macro is given. What comes out is plain
//! data with positions; what goes wrong is a [`syn::Error`], whose message may carry a hint (see [`hint_of`]).

mod attribute;
mod check;
mod default;
mod depth;
mod diesel_attribute;
mod field;
mod foreign_key;
mod index;
mod joinable;
mod key;
mod model;
mod model_enum;
mod model_options;
mod name;
mod position;
mod source;
mod table_macro;
mod type_syntax;

pub use check::CheckSyntax;
pub use default::DefaultSyntax;
pub use field::{Field, FieldOptions, GeneratedSyntax, IdentitySyntax};
pub use foreign_key::{ForeignKeySyntax, ReferenceSyntax};
pub use index::{IndexSyntax, NullsSyntax, PartKey, PartSyntax, TimingSyntax};
pub use joinable::Joinable;
pub use key::{hint_of, nearest};
pub use model::Model;
pub use model_enum::{ModelEnum, VariantSyntax};
pub use model_options::ModelOptions;
pub use name::{infer_table_name, is_identifier, schema_file, snake_case};
pub use position::{Located, Position};
pub use source::{Source, TypeAlias};
pub use table_macro::{TableColumn, TableMacro};
pub use type_syntax::TypeSyntax;
