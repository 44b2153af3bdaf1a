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
/// the `table!`.
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
#[proc_macro_derive(ModelEnum, attributes(model))]
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
