use std::fmt;

use syn::ext::IdentExt;
use syn::{GenericArgument, PathArguments, Type};

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
