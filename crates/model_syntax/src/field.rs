use proc_macro2::Delimiter;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Ident, LitStr, Meta, Result, Token, Visibility, token};

use crate::attribute::flatten;
use crate::diesel_attribute::DieselAttribute;
use crate::foreign_key::action;
use crate::key::{each_key, flag, literal_text, located, name, number, once, text, unknown, with_hint};
use crate::{CheckSyntax, DefaultSyntax, IndexSyntax, Located, Position, ReferenceSyntax, TimingSyntax, TypeSyntax};

/// A field of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub ident: Located<String>,
    /// Its type.
    pub ty: Located<TypeSyntax>,
    /// `#[diesel(column_name = …)]`.
    pub column_name: Option<Located<String>>,
    /// What `#[model(…)]` says.
    pub options: FieldOptions,
}

/// What `#[model(…)]` on a field says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldOptions {
    /// `primary_key`.
    pub primary_key: Option<Position>,
    /// `column = "…"`: the column's name in the database.
    pub column: Option<Located<String>>,
    /// `sql_type = "…"`.
    pub sql_type: Option<Located<String>>,
    /// `max_length = N`.
    pub max_length: Option<Located<u64>>,
    /// `precision = N`.
    pub precision: Option<Located<u64>>,
    /// `scale = N`.
    pub scale: Option<Located<u64>>,
    /// `unsigned`.
    pub unsigned: bool,
    /// `default = …`.
    pub default: Option<Located<DefaultSyntax>>,
    /// `unique`, `unique(name = "…")`.
    pub unique: Option<IndexSyntax>,
    /// `index`, `index(desc, name = "…")`.
    pub index: Option<IndexSyntax>,
    /// `references = "…"`, with `on_delete` and `on_update`.
    pub reference: Option<ReferenceSyntax>,
    /// `check = "…"`, `check("…", name = "…")`.
    pub checks: Vec<CheckSyntax>,
    /// `collate = "…"`.
    pub collate: Option<Located<String>>,
    /// `generated = "…"`, with `stored` beside it, or `generated("…", stored)`.
    pub generated: Option<GeneratedSyntax>,
    /// `identity`, with `= "always"`, `"by default"`, `"serial"` or `"none"`.
    pub identity: Option<Located<IdentitySyntax>>,
    /// `on_update_now`: set to the time of every change of the row (MySQL).
    pub on_update_now: Option<Position>,
    /// `renamed_from = "…"`.
    pub renamed_from: Option<Located<String>>,
    /// `comment = "…"`.
    pub comment: Option<Located<String>>,
}

/// How a column is counted up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentitySyntax {
    /// `identity`: as the database does it by habit.
    Plain,
    /// `identity = "always"`.
    Always,
    /// `identity = "by default"`.
    ByDefault,
    /// `identity = "serial"`.
    Serial,
    /// `identity = "none"`: not at all, though it is an integer key.
    None,
}

/// `generated("first || last", stored)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedSyntax {
    /// The expression.
    pub expr: Located<String>,
    /// Whether `stored` follows.
    pub stored: bool,
}

const KEYS: [&str; 23] = [
    "primary_key",
    "column",
    "sql_type",
    "max_length",
    "precision",
    "scale",
    "unsigned",
    "default",
    "unique",
    "index",
    "references",
    "on_delete",
    "on_update",
    "on_update_now",
    "deferrable",
    "deferred",
    "check",
    "collate",
    "generated",
    "stored",
    "identity",
    "renamed_from",
    "comment",
];

impl Field {
    /// Takes a named field.
    pub(crate) fn new(field: &syn::Field) -> Result<Self> {
        let Some(ident) = &field.ident else {
            return Err(syn::Error::new(field.span(), "a model's fields have names"));
        };
        let metas = flatten(&field.attrs);
        let diesel = DieselAttribute::read(&metas);
        if diesel.embed {
            let message = "a model cannot embed another struct: its columns must stand here";
            let hint = "derive Model for a struct that lists all columns, and embed in a struct for queries";
            return Err(syn::Error::new(ident.span(), with_hint(message, hint)));
        }
        Ok(Self {
            ident: located(ident),
            ty: Located::new(TypeSyntax::new(&field.ty), field.ty.span()),
            column_name: diesel.column_name,
            options: Keys::of(ident).read(&metas)?,
        })
    }

    /// Reads a field as most fields are, straight from the tokens. An error says no more than that
    /// [`new`](Self::new) has to look at it.
    pub(crate) fn plain(input: ParseStream<'_>) -> Result<Self> {
        // What an attribute says can be about the field's name, which stands behind it.
        let attributes = input.fork();
        while input.peek(Token![#]) {
            input.step(|cursor| {
                let group = cursor.punct().and_then(|(_, rest)| rest.group(Delimiter::Bracket));
                group.map(|(_, _, rest)| ((), rest)).ok_or_else(|| cursor.error("no attribute"))
            })?;
        }
        input.parse::<Visibility>()?;
        let ident: Ident = input.parse()?;
        input.parse::<Token![:]>()?;
        let at = Position::from(input.span());
        let ty = Located { value: TypeSyntax::plain(input)?, at };
        let mut keys = Keys::of(&ident);
        while attributes.peek(Token![#]) {
            keys.read_plain(&attributes)?;
        }
        let options = keys.end()?;
        Ok(Self { ident: located(&ident), ty, column_name: None, options })
    }
}

/// The keys of one field, while they are read.
struct Keys<'a> {
    field: &'a Ident,
    found: FieldOptions,
    on_delete: Option<Located<String>>,
    on_update: Option<Located<String>>,
    timing: Option<TimingSyntax>,
    stored: Option<proc_macro2::Span>,
}

impl<'a> Keys<'a> {
    fn of(field: &'a Ident) -> Self {
        Self { field, found: FieldOptions::default(), on_delete: None, on_update: None, timing: None, stored: None }
    }

    /// Reads an attribute that says nothing, or `#[model(…)]`; an error for what has to be looked at more closely.
    fn read_plain(&mut self, input: ParseStream<'_>) -> Result<()> {
        input.parse::<Token![#]>()?;
        let content;
        syn::bracketed!(content in input);
        let name = Ident::parse_any(&content)?;
        if name == "doc" && content.peek(Token![=]) {
            content.parse::<Token![=]>()?;
            content.parse::<LitStr>()?;
        } else if content.peek(token::Paren) {
            let keys;
            syn::parenthesized!(keys in content);
            if name == "model" {
                each_key(&keys, |key, input| self.key(key, input))?;
            } else if name == "diesel" || name == "cfg_attr" {
                return Err(keys.error("no plain attribute"));
            } else {
                keys.step(|cursor| {
                    let mut rest = *cursor;
                    while let Some((_, next)) = rest.token_tree() {
                        rest = next;
                    }
                    Ok(((), rest))
                })?;
            }
        } else if name == "model" {
            return Err(content.error("no plain attribute"));
        }
        if content.is_empty() { Ok(()) } else { Err(content.error("no plain attribute")) }
    }

    fn read(mut self, metas: &[Meta]) -> Result<FieldOptions> {
        for meta in metas.iter().filter(|meta| meta.path().is_ident("model")) {
            meta.require_list()?
                .parse_args_with(|input: ParseStream<'_>| each_key(input, |key, input| self.key(key, input)))?;
        }
        self.end()
    }

    /// What the keys come to together.
    fn end(mut self) -> Result<FieldOptions> {
        match (&mut self.found.generated, self.stored) {
            (Some(generated), Some(_)) => generated.stored = true,
            (None, Some(at)) => {
                let message = "stored says nothing without generated";
                return Err(syn::Error::new(at, with_hint(message, "generated = \"price * amount\", stored")));
            }
            (_, None) => {}
        }
        match (&mut self.found.reference, self.on_delete, self.on_update) {
            (Some(reference), on_delete, on_update) => {
                reference.on_delete = on_delete;
                reference.on_update = on_update;
                reference.timing = self.timing;
            }
            (None, None, None) if self.timing.is_none() => {}
            (None, ..) => {
                let message = "on_delete, on_update, deferrable and deferred say nothing without references";
                return Err(syn::Error::new(self.field.span(), with_hint(message, "references = \"table.column\"")));
            }
        }
        Ok(self.found)
    }

    fn key(&mut self, key: &Ident, input: ParseStream<'_>) -> Result<()> {
        let found = &mut self.found;
        match key.unraw().to_string().as_str() {
            "primary_key" => {
                let at = flag(input)?.then(|| Position::from(key.span()));
                at.map_or(Ok(()), |at| once(&mut found.primary_key, key, at))
            }
            "identity" => {
                let at = Position::from(key.span());
                match identity(input)? {
                    Some(value) => once(&mut found.identity, key, Located { value, at }),
                    None => Ok(()),
                }
            }
            "on_update_now" => {
                let at = flag(input)?.then(|| Position::from(key.span()));
                at.map_or(Ok(()), |at| once(&mut found.on_update_now, key, at))
            }
            "deferrable" => {
                self.timing = flag(input)?.then_some(TimingSyntax::Deferrable);
                Ok(())
            }
            "deferred" => {
                self.timing = flag(input)?.then_some(TimingSyntax::Deferred);
                Ok(())
            }
            "unsigned" => {
                found.unsigned = flag(input)?;
                Ok(())
            }
            "column" => once(&mut found.column, key, name(input)?),
            "sql_type" => once(&mut found.sql_type, key, name(input)?),
            "max_length" => once(&mut found.max_length, key, number(input)?),
            "precision" => once(&mut found.precision, key, number(input)?),
            "scale" => once(&mut found.scale, key, number(input)?),
            "collate" => once(&mut found.collate, key, name(input)?),
            "renamed_from" => once(&mut found.renamed_from, key, name(input)?),
            "comment" => once(&mut found.comment, key, text(input)?),
            "default" => {
                input.parse::<Token![=]>()?;
                let at = input.span();
                once(&mut found.default, key, Located::new(DefaultSyntax::parse(input)?, at))
            }
            "unique" => once(&mut found.unique, key, IndexSyntax::parse_on_field(key, self.field, input)?),
            "index" => once(&mut found.index, key, IndexSyntax::parse_on_field(key, self.field, input)?),
            "references" => {
                let references = name(input)?;
                once(
                    &mut found.reference,
                    key,
                    ReferenceSyntax { references, on_delete: None, on_update: None, timing: None },
                )
            }
            "on_delete" => once(&mut self.on_delete, key, action(input)?),
            "on_update" => once(&mut self.on_update, key, action(input)?),
            "check" => {
                found.checks.push(CheckSyntax::parse(key, input)?);
                Ok(())
            }
            "generated" => once(&mut found.generated, key, generated(input)?),
            "stored" => {
                let at = flag(input)?.then(|| key.span());
                at.map_or(Ok(()), |at| once(&mut self.stored, key, at))
            }
            _ => Err(unknown(key, "#[model(...)] on a field", &KEYS)),
        }
    }
}

/// Nothing, a truth value, or the kind; `None` for `false`.
fn identity(input: ParseStream<'_>) -> Result<Option<IdentitySyntax>> {
    if !(input.peek(Token![=]) && input.peek2(LitStr)) {
        return Ok(flag(input)?.then_some(IdentitySyntax::Plain));
    }
    let span = input.span();
    Ok(Some(match text(input)?.value.replace(['_', '-'], " ").to_lowercase().as_str() {
        "always" => IdentitySyntax::Always,
        "by default" => IdentitySyntax::ByDefault,
        "serial" => IdentitySyntax::Serial,
        "none" => IdentitySyntax::None,
        other => {
            let message = format!("`{other}` is no identity");
            let hint = "it is one of always, by default, serial, none";
            return Err(syn::Error::new(span, with_hint(&message, hint)));
        }
    }))
}

/// `= "…"`, or `("…", stored)`.
fn generated(input: ParseStream<'_>) -> Result<GeneratedSyntax> {
    if input.peek(Token![=]) {
        return Ok(GeneratedSyntax { expr: text(input)?, stored: false });
    }
    if !input.peek(token::Paren) {
        return Err(input.error(with_hint("an expression is expected here", "generated(\"price * amount\", stored)")));
    }
    let content;
    syn::parenthesized!(content in input);
    let expr = literal_text(&content)?;
    crate::key::comma(&content)?;
    let mut stored = false;
    each_key(&content, |key, input| match key.unraw().to_string().as_str() {
        "stored" => flag(input).map(|value| stored = value),
        "virtual" => flag(input).map(|value| stored = !value),
        _ => Err(unknown(key, "generated(...)", &["stored", "virtual"])),
    })?;
    Ok(GeneratedSyntax { expr, stored })
}
