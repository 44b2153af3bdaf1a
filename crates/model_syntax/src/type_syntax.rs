use std::fmt;

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{GenericArgument, Ident, PathArguments, Result, Token, Type};

/// Types that are nested more deeply are not plain.
const DEEPEST: usize = 8;

/// A type as it is written, as far as names go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeSyntax {
    /// `chrono::DateTime<Utc>`.
    Path {
        /// `chrono`, `DateTime`.
        segments: Vec<String>,
        /// The type arguments of the last segment.
        arguments: Vec<TypeSyntax>,
    },
    /// `&'a T`.
    Reference(Box<TypeSyntax>),
    /// `(A, B)`.
    Tuple(Vec<TypeSyntax>),
    /// Anything else, in words.
    Other(&'static str),
}

impl TypeSyntax {
    /// Takes what counts from the syntax tree.
    pub(crate) fn new(ty: &Type) -> Self {
        match ty {
            Type::Path(path) => {
                let segments = path.path.segments.iter().map(|segment| segment.ident.unraw().to_string()).collect();
                let arguments = match path.path.segments.last().map(|segment| &segment.arguments) {
                    Some(PathArguments::AngleBracketed(arguments)) => arguments
                        .args
                        .iter()
                        .filter_map(|argument| match argument {
                            GenericArgument::Type(ty) => Some(Self::new(ty)),
                            _ => None,
                        })
                        .collect(),
                    _ => Vec::new(),
                };
                Self::Path { segments, arguments }
            }
            Type::Group(group) => Self::new(&group.elem),
            Type::Paren(paren) => Self::new(&paren.elem),
            Type::Reference(reference) => Self::Reference(Box::new(Self::new(&reference.elem))),
            Type::Tuple(tuple) => Self::Tuple(tuple.elems.iter().map(Self::new).collect()),
            Type::Array(_) => Self::Other("an array"),
            Type::Slice(_) => Self::Other("a slice"),
            Type::FnPtr(_) => Self::Other("a function"),
            Type::Macro(_) => Self::Other("a macro"),
            _ => Self::Other("a type without a name"),
        }
    }

    /// A path of plain names, as nearly all types of columns are, read without a syntax tree; an error for any other
    /// type.
    pub(crate) fn plain(input: ParseStream<'_>) -> Result<Self> {
        Self::plain_inside(input, 0)
    }

    fn plain_inside(input: ParseStream<'_>, depth: usize) -> Result<Self> {
        let mut segments = vec![plain_segment(input)?];
        while input.peek(Token![::]) {
            input.parse::<Token![::]>()?;
            segments.push(plain_segment(input)?);
        }
        let mut arguments = Vec::new();
        if input.peek(Token![<]) && depth < DEEPEST {
            input.parse::<Token![<]>()?;
            arguments.push(Self::plain_inside(input, depth + 1)?);
            while input.peek(Token![,]) {
                input.parse::<Token![,]>()?;
                arguments.push(Self::plain_inside(input, depth + 1)?);
            }
            input.parse::<Token![>]>()?;
        }
        let ends = input.is_empty() || input.peek(Token![,]) || input.peek(Token![>]);
        if ends { Ok(Self::Path { segments, arguments }) } else { Err(input.error("no plain type")) }
    }

    /// The last segment of a path and its arguments.
    pub fn last(&self) -> Option<(&str, &[TypeSyntax])> {
        match self {
            Self::Path { segments, arguments } => segments.last().map(|name| (name.as_str(), arguments.as_slice())),
            _ => None,
        }
    }

    /// The inner type, if this is `Name<T>` by its last segment.
    pub fn inside(&self, name: &str) -> Option<&TypeSyntax> {
        match self.last()? {
            (own, [inner]) if own == name => Some(inner),
            _ => None,
        }
    }
}

fn plain_segment(input: ParseStream<'_>) -> Result<String> {
    let is_place = input.peek(Token![crate]) || input.peek(Token![self]) || input.peek(Token![super]);
    let word = if is_place { Ident::parse_any(input)? } else { input.parse::<Ident>()? };
    Ok(word.unraw().to_string())
}

impl fmt::Display for TypeSyntax {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, items: &[TypeSyntax]| {
            items.iter().enumerate().try_for_each(|(place, item)| {
                if place > 0 {
                    f.write_str(", ")?;
                }
                write!(f, "{item}")
            })
        };
        match self {
            Self::Path { segments, arguments } => {
                f.write_str(&segments.join("::"))?;
                if !arguments.is_empty() {
                    f.write_str("<")?;
                    list(f, arguments)?;
                    f.write_str(">")?;
                }
                Ok(())
            }
            Self::Reference(inner) => write!(f, "&{inner}"),
            Self::Tuple(items) => {
                f.write_str("(")?;
                list(f, items)?;
                f.write_str(")")
            }
            Self::Other(words) => f.write_str(words),
        }
    }
}
