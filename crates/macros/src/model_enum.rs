use diesel_manage_syntax::ModelEnum;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// Diesel's traits for an enum that is stored as text, on every backend that reads `String` and writes `str`; what it
/// is read from and written to is `Text`, and each type that is named, which databases send as text as well.
pub(crate) fn implement(ident: &Ident, model_enum: &ModelEnum) -> TokenStream {
    let variants: Vec<Ident> = model_enum.variants.iter().map(|variant| raw(&variant.ident.value)).collect();
    let values: Vec<&String> = model_enum.variants.iter().map(|variant| &variant.value).collect();
    let unknown = format!("`{{}}` is no value of {ident}");
    let mut sql_types = vec![quote!(::diesel::sql_types::Text)];
    let named = model_enum.sql_types.iter().filter_map(|path| syn::parse_str::<syn::Path>(path).ok());
    sql_types.extend(named.map(|path| quote!(#path)));
    let expressions = as_expressions(ident, &sql_types);
    quote! {
        const _: () = {
            #expressions

            fn __text(value: &#ident) -> &'static str {
                match value {
                    #(#ident::#variants => #values,)*
                }
            }

            fn __value(text: &str) -> ::diesel::deserialize::Result<#ident> {
                match text {
                    #(#values => ::core::result::Result::Ok(#ident::#variants),)*
                    other => ::core::result::Result::Err(::std::format!(#unknown, other).into()),
                }
            }

            #(
            impl<__DB> ::diesel::serialize::ToSql<#sql_types, __DB> for #ident
            where
                __DB: ::diesel::backend::Backend,
                str: ::diesel::serialize::ToSql<::diesel::sql_types::Text, __DB>,
            {
                fn to_sql<'__b>(
                    &'__b self,
                    out: &mut ::diesel::serialize::Output<'__b, '_, __DB>,
                ) -> ::diesel::serialize::Result {
                    let text: &'static str = __text(self);
                    <str as ::diesel::serialize::ToSql<::diesel::sql_types::Text, __DB>>::to_sql(text, out)
                }
            }

            impl<__DB> ::diesel::serialize::ToSql<
                ::diesel::sql_types::Nullable<#sql_types>, __DB
            > for #ident
            where
                __DB: ::diesel::backend::Backend,
                Self: ::diesel::serialize::ToSql<#sql_types, __DB>,
            {
                fn to_sql<'__b>(
                    &'__b self,
                    out: &mut ::diesel::serialize::Output<'__b, '_, __DB>,
                ) -> ::diesel::serialize::Result {
                    <Self as ::diesel::serialize::ToSql<#sql_types, __DB>>::to_sql(self, out)
                }
            }

            impl<__DB> ::diesel::deserialize::FromSql<#sql_types, __DB> for #ident
            where
                __DB: ::diesel::backend::Backend,
                ::std::string::String: ::diesel::deserialize::FromSql<::diesel::sql_types::Text, __DB>,
            {
                fn from_sql(
                    bytes: <__DB as ::diesel::backend::Backend>::RawValue<'_>,
                ) -> ::diesel::deserialize::Result<Self> {
                    let text = <::std::string::String as ::diesel::deserialize::FromSql<
                        ::diesel::sql_types::Text, __DB
                    >>::from_sql(bytes)?;
                    __value(&text)
                }
            }
            )*

            impl<__DB, __ST> ::diesel::deserialize::Queryable<__ST, __DB> for #ident
            where
                __DB: ::diesel::backend::Backend,
                __ST: ::diesel::sql_types::SingleValue,
                Self: ::diesel::deserialize::FromSql<__ST, __DB>,
            {
                type Row = Self;

                fn build(row: Self) -> ::diesel::deserialize::Result<Self> {
                    ::core::result::Result::Ok(row)
                }
            }
        };
    }
}

/// `AsExpression` for the enum, a reference to it and a reference to that, for each SQL type and for the same with
/// NULL.
fn as_expressions(ident: &Ident, sql_types: &[TokenStream]) -> TokenStream {
    let types = [quote!(#ident), quote!(&'__a #ident), quote!(&'__b &'__a #ident)];
    let lifetimes = [quote!(), quote!(<'__a>), quote!(<'__b, '__a>)];
    let nullable = sql_types.iter().map(|own| quote!(::diesel::sql_types::Nullable<#own>));
    let sql_types: Vec<TokenStream> = sql_types.iter().cloned().chain(nullable).collect();
    let mut all = TokenStream::new();
    for (ty, lifetimes) in types.iter().zip(&lifetimes) {
        for sql_type in &sql_types {
            all.extend(quote! {
                impl #lifetimes ::diesel::expression::AsExpression<#sql_type> for #ty {
                    type Expression = ::diesel::internal::derives::as_expression::Bound<#sql_type, Self>;

                    fn as_expression(self) -> Self::Expression {
                        ::diesel::internal::derives::as_expression::Bound::new(self)
                    }
                }
            });
        }
    }
    all
}

/// The identifier, raw where it has to be.
fn raw(name: &str) -> Ident {
    syn::parse_str(name).unwrap_or_else(|_| Ident::new_raw(name, Span::call_site()))
}
