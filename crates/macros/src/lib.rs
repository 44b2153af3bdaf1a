//! `#[derive(Model)]`, `#[derive(ModelEnum)]` and `schema!()`.

mod model_enum;

use diesel_manage_syntax::{Model, ModelEnum, schema_file};
use proc_macro::TokenStream;
use proc_macro2::Literal;
use quote::quote;
use syn::{DeriveInput, LitStr, parse_macro_input};

/// Marks a struct as the model of a table, from which `manage makemigrations` writes migrations.
///
/// The derive checks what `#[model(...)]` says and makes no code: the struct stays what it is, and `schema!()` makes
/// the `table!`. Of Diesel's attributes, `table_name`, `primary_key` and `column_name` count.
///
/// On the struct:
///
/// | key | says |
/// |---|---|
/// | `table = "..."`, `schema = "..."` | the table's name in the database, where it is not Diesel's |
/// | `primary_key(a, b)` | the key; without it the marked fields, else Diesel's `primary_key`, else `id` |
/// | `index(a, b desc, c collate "NOCASE", "lower(d)")` | an index; a word is a column, a text an SQL expression |
/// | `unique(a, b)` | a unique set, or with more than columns a unique index |
/// | `name = "..."`, `where = "..."`, `using = "..."`, `include(e)` | at the end of both |
/// | `nulls_not_distinct`, `concurrently` (indexes), `deferrable`, `deferred` (unique sets) | likewise |
/// | `a nulls last`, `a opclass "..."`, `a length 20` | behind a column of an index |
/// | `foreign_key(a, b, references = "table(a, b)")` | a foreign key, with `on_delete`, `on_update`, `name` |
/// | `check("a > 0")`, `check(name = "...", expr = "a > 0")` | a check |
/// | `renamed_from = "..."` | what the table was called before |
/// | `comment = "..."` | a comment, where the database keeps one |
/// | `managed = false` | that no migration is made for it |
/// | `database = "..."` | the alias of the only database that it is for |
///
/// On a field:
///
/// | key | says |
/// |---|---|
/// | `primary_key` | that it is the key, or a part of it |
/// | `column = "..."` | the column's name in the database, where it is not the field's |
/// | `sql_type = "..."` | the column's type, where the field's does not tell |
/// | `max_length = 50`, `precision = 10`, `scale = 2`, `unsigned` | more about the type |
/// | `default = 0`, `"..."`, `true`, `Status::Draft`, `sql("...")` | what the database fills in |
/// | `unique`, `index`, both with options: `index(desc, name = "...", where = "...")` | a set or an index of its own |
/// | `references = "table.column"` | a foreign key, with `on_delete = "cascade"`, `on_update = "..."`, `deferrable`, `deferred` |
/// | `check = "..."`, `check("...", name = "...")` | a check |
/// | `collate = "..."` | the collation |
/// | `generated = "..."`, `stored` | the expression that the value is computed by, and that it is kept |
/// | `identity` | that the database counts it up and never uses a number twice |
/// | `identity = "always"`, `"by default"`, `"serial"`, `"none"` | how, where there is a choice |
/// | `on_update_now` | that MySQL sets it to the time of each change of its row |
/// | `renamed_from = "..."` | what the column was called before |
/// | `comment = "..."` | a comment, where the database keeps one |
#[proc_macro_derive(Model, attributes(model, diesel))]
pub fn derive_model(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    match Model::new(&input) {
        Ok(_) => TokenStream::new(),
        Err(error) => error.into_compile_error().into(),
    }
}

/// Makes an enum of plain variants a column's type: `#[derive(ModelEnum)]` writes and reads it as text.
///
/// A variant is stored under its name in snake case, or what `#[model(value = "...")]` says.
///
/// On PostgreSQL the enum is a type of the database, called as the enum in snake case, or what `#[model(name = "...")]`
/// says, in the default schema or `#[model(schema = "...")]`. `schema!()` then has a struct for it, which the enum
/// names: `#[diesel(sql_type = crate::schema::sql_types::Status)]`. On MySQL there is one for each column that holds the
/// enum; name them all: `#[diesel(sql_type = ..., sql_type = ...)]`. On SQLite there is none.
#[proc_macro_derive(ModelEnum, attributes(model, diesel))]
pub fn derive_model_enum(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    match ModelEnum::new(&input) {
        Ok(model_enum) => model_enum::implement(&input.ident, &model_enum).into(),
        Err(error) => error.into_compile_error().into(),
    }
}

/// Includes the `table!`, `joinable!` and `allow_tables_to_appear_in_same_query!` that the project's `build.rs` made
/// from its models: `schema!();` for the default database, `schema!("analytics");` for another.
#[proc_macro]
pub fn schema(input: TokenStream) -> TokenStream {
    let alias = if input.is_empty() { None } else { Some(parse_macro_input!(input as LitStr).value()) };
    let file = Literal::string(&format!("/{}", schema_file(alias.as_deref())));
    quote! {
        ::core::include!(::core::concat!(
            ::core::env!("OUT_DIR", "schema!() needs a build.rs that calls diesel_manage_build::run()"),
            #file
        ));
    }
    .into()
}
