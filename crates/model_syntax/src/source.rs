use std::str::FromStr;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, DeriveInput, ItemType, Path, Result, Token, Visibility};

use crate::attribute::{derives, flatten, only_for_tests};
use crate::key::{located, with_hint};
use crate::model::Errors;
use crate::{Joinable, Located, Model, ModelEnum, TableMacro, TypeSyntax};

/// What a source file declares, modules inside included, what is compiled for tests alone left out.
///
/// Only what declares something is looked at closely: whatever else stands in the file may be in the middle of
/// being written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Structs with `#[derive(Model)]`.
    pub models: Vec<Model>,
    /// Enums with `#[derive(ModelEnum)]`.
    pub enums: Vec<ModelEnum>,
    /// `type` aliases without parameters.
    pub aliases: Vec<TypeAlias>,
    /// `table!` and `diesel::table!`.
    pub tables: Vec<TableMacro>,
    /// `joinable!`.
    pub joinables: Vec<Joinable>,
}

/// `type Id = i64;`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeAlias {
    /// Its name.
    pub ident: Located<String>,
    /// What it stands for.
    pub ty: TypeSyntax,
}

impl Source {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// When the text is not Rust as far as brackets and literals go, or a declaration is not understood; all errors
    /// of the file in one.
    pub fn parse(text: &str) -> Result<Self> {
        // Neither word: nothing here can matter, and most files of a project are like that.
        if !["Model", "table!", "joinable!"].iter().any(|word| text.contains(word)) && !text.contains("type ") {
            return Ok(Self::default());
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        // A script's first line is a comment to cargo; the line stays, for the places.
        let script = (text.starts_with("#!") && !text.starts_with("#![")).then(|| format!("//{text}"));
        let tokens = TokenStream::from_str(script.as_deref().unwrap_or(text)).map_err(|error| {
            let message = with_hint("this is no Rust", "a bracket or a quote is not closed, or closed twice");
            syn::Error::new(error.span(), message)
        })?;
        crate::depth::check(text, &tokens)?;
        let mut source = Self::default();
        let mut errors = Errors::default();
        let items = |input: ParseStream<'_>| source.items(input, &mut errors);
        items.parse2(tokens)?;
        errors.end()?;
        Ok(source)
    }

    /// Whether nothing was found that makes a table.
    pub fn declares_no_table(&self) -> bool {
        self.models.is_empty() && self.tables.is_empty()
    }

    fn items(&mut self, input: ParseStream<'_>, errors: &mut Errors) -> Result<()> {
        while !input.is_empty() {
            if input.peek(Token![#]) && input.peek2(Token![!]) {
                input.call(Attribute::parse_inner)?;
                continue;
            }
            let begin = input.fork();
            let result = self.item(input, errors);
            if errors.catch(result).is_none() {
                // The item is given up as a whole, and the next one looked at.
                input.advance_to(&begin);
                skip_item(input);
            }
        }
        Ok(())
    }

    fn item(&mut self, input: ParseStream<'_>, errors: &mut Errors) -> Result<()> {
        let attributes = input.call(Attribute::parse_outer)?;
        let metas = flatten(&attributes);
        if only_for_tests(&metas) {
            skip_item(input);
            return Ok(());
        }
        let (model, model_enum) = (derives(&metas, "Model"), derives(&metas, "ModelEnum"));
        let ahead = input.fork();
        if model
            && !model_enum
            && let Ok(plain) = Model::plain(&metas, &ahead)
        {
            input.advance_to(&ahead);
            self.models.push(plain);
            return Ok(());
        }
        if model || model_enum {
            let mut item: DeriveInput = input.parse()?;
            item.attrs = attributes;
            if model {
                self.models.extend(errors.catch(Model::new(&item)));
            }
            if model_enum {
                self.enums.extend(errors.catch(ModelEnum::new(&item)));
            }
            return Ok(());
        }
        if input.peek(syn::Ident) && (input.peek2(Token![!]) || input.peek2(Token![::])) {
            return self.macro_call(input, errors);
        }
        let ahead = input.fork();
        let _: Visibility = ahead.parse()?;
        if ahead.peek(Token![mod]) {
            input.advance_to(&ahead);
            return self.module(input, errors);
        }
        if ahead.peek(Token![type]) {
            self.alias(&ahead);
        }
        skip_item(input);
        Ok(())
    }

    fn module(&mut self, input: ParseStream<'_>, errors: &mut Errors) -> Result<()> {
        input.parse::<Token![mod]>()?;
        input.parse::<TokenTree>()?;
        if input.peek(Token![;]) {
            input.parse::<Token![;]>()?;
            return Ok(());
        }
        let content;
        syn::braced!(content in input);
        self.items(&content, errors)
    }

    fn alias(&mut self, input: ParseStream<'_>) {
        if let Ok(alias) = input.parse::<ItemType>()
            && alias.generics.params.is_empty()
        {
            self.aliases.push(TypeAlias { ident: located(&alias.ident), ty: TypeSyntax::new(&alias.ty) });
        }
    }

    fn macro_call(&mut self, input: ParseStream<'_>, errors: &mut Errors) -> Result<()> {
        let ahead = input.fork();
        let path = Path::parse_mod_style(&ahead)?;
        let words: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let name = match words.as_slice() {
            [name] => name.as_str(),
            [owner, name] if owner == "diesel" => name.as_str(),
            _ => "",
        };
        if ahead.peek(Token![!]) && matches!(name, "table" | "joinable") {
            ahead.parse::<Token![!]>()?;
            let TokenTree::Group(group) = ahead.parse()? else {
                return Err(
                    ahead.error(with_hint("a macro call is expected here", "table! { users { id -> Integer, } }"))
                );
            };
            if name == "table" {
                self.tables.extend(errors.catch(syn::parse2(group.stream())));
            } else {
                self.joinables.extend(errors.catch(syn::parse2(group.stream())));
            }
        }
        skip_item(input);
        Ok(())
    }
}

/// Skips to behind the next `;` or `{…}`.
fn skip_item(input: ParseStream<'_>) {
    while !input.is_empty() {
        match input.parse::<TokenTree>() {
            Ok(TokenTree::Punct(sign)) if sign.as_char() == ';' => break,
            Ok(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                if input.peek(Token![;]) {
                    continue;
                }
                break;
            }
            Ok(_) => {}
            Err(_) => break,
        }
    }
}
