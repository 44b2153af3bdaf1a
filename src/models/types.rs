use std::collections::BTreeMap;

use diesel_manage_syntax::{ModelEnum, TypeSyntax};

use super::parsed::Parsed;
use crate::dialect::RustType;

/// The types that the sources define, by name: enums and aliases.
#[derive(Debug, Default)]
pub(super) struct Types<'a> {
    enums: BTreeMap<&'a str, Vec<(usize, &'a ModelEnum)>>,
    aliases: BTreeMap<&'a str, Vec<(usize, &'a TypeSyntax)>>,
}

/// What a field's type comes to.
#[derive(Clone, Debug)]
pub(super) struct FieldType<'a> {
    /// The type inside `Option`, `None` if it is not known.
    pub(super) rust: Option<RustType>,
    /// Whether it is an `Option`.
    pub(super) nullable: bool,
    /// Whether it is a list with gaps, `Vec<Option<T>>`.
    pub(super) gaps: bool,
    /// The enum, where it is one.
    pub(super) model_enum: Option<&'a ModelEnum>,
}

/// Aliases of aliases are followed so far; a circle ends here.
const DEPTH: usize = 16;

/// Crates whose types are known by name, whatever the sources call theirs.
const CRATES: [&str; 10] =
    ["std", "core", "alloc", "chrono", "time", "uuid", "bigdecimal", "rust_decimal", "serde_json", "ipnetwork"];

impl<'a> Types<'a> {
    pub(super) fn new(files: &'a [Parsed]) -> Self {
        let mut types = Self::default();
        for (file, parsed) in files.iter().enumerate() {
            for own in &parsed.source.enums {
                types.enums.entry(&own.ident.value).or_default().push((file, own));
            }
            for own in &parsed.source.aliases {
                types.aliases.entry(&own.ident.value).or_default().push((file, &own.ty));
            }
        }
        types
    }

    /// Follows `Option`, aliases and enums, as seen from the file. An error says in words what is wrong.
    pub(super) fn resolve(&self, ty: &TypeSyntax, file: usize) -> Result<FieldType<'a>, String> {
        self.follow(ty, file, 0)
    }

    fn follow(&self, ty: &TypeSyntax, file: usize, depth: usize) -> Result<FieldType<'a>, String> {
        if depth > DEPTH {
            return Err(format!("the alias `{ty}` goes round in circles"));
        }
        if let TypeSyntax::Reference(inner) = ty {
            return self.follow(inner, file, depth + 1);
        }
        let plain = |rust| FieldType { rust, nullable: false, gaps: false, model_enum: None };
        let (Some((name, arguments)), TypeSyntax::Path { segments, .. }) = (ty.last(), ty) else {
            return Ok(plain(None));
        };
        let own = segments.len() == 1 || !segments.first().is_some_and(|first| CRATES.contains(&first.as_str()));
        if own && arguments.is_empty() {
            if let Some(found) = pick(&self.enums, name, file)? {
                let values = found.variants.iter().map(|variant| variant.value.clone()).collect();
                let rust = Some(RustType::Enum { name: found.name.clone(), values });
                return Ok(FieldType { rust, nullable: false, gaps: false, model_enum: Some(found) });
            }
            if let Some(alias) = pick(&self.aliases, name, file)? {
                return self.follow(alias, file, depth + 1);
            }
        }
        match (name, arguments) {
            ("Option", [inner]) => {
                let inner = self.follow(inner, file, depth + 1)?;
                if inner.nullable {
                    return Err("an Option in an Option: a column knows only one NULL".to_owned());
                }
                Ok(FieldType { nullable: true, ..inner })
            }
            ("Cow", [inner]) => self.follow(inner, file, depth + 1),
            ("Vec", [inner]) => {
                let inner = self.follow(inner, file, depth + 1)?;
                let rust = match inner.rust {
                    Some(RustType::U8) if !inner.nullable => Some(RustType::Bytes),
                    Some(rust) => Some(RustType::Array(Box::new(rust))),
                    None => None,
                };
                Ok(FieldType { rust, nullable: false, gaps: inner.nullable, model_enum: inner.model_enum })
            }
            ("DateTime", [_]) => Ok(plain(RustType::named(name))),
            ("DateTime", _) => Ok(plain(None)),
            (_, []) => Ok(plain(RustType::named(name))),
            _ => Ok(plain(None)),
        }
    }

    /// The enums' names, to guess from.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.enums.keys().chain(self.aliases.keys()).copied()
    }
}

/// The definition of that name: the file's own, else the only one.
fn pick<T: Copy>(all: &BTreeMap<&str, Vec<(usize, T)>>, name: &str, file: usize) -> Result<Option<T>, String> {
    let Some(found) = all.get(name) else { return Ok(None) };
    if let Some((_, own)) = found.iter().find(|(owner, _)| *owner == file) {
        return Ok(Some(*own));
    }
    match found.as_slice() {
        [(_, only)] => Ok(Some(*only)),
        _ => Err(format!("`{name}` is defined {} times in the models, and not in this file", found.len())),
    }
}
