use super::CheckError;

/// How the schema stands to a build that can work with it. See [`check`](super::check).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// Every migration that the build knows is applied, and no other.
    Exact,
    /// Every migration that the build knows is applied, and others, that it does not know: a newer build was deployed
    /// before, or beside this one.
    Ahead {
        /// The newest version that is applied.
        at: String,
        /// The newest migration that the build knows; none if it knows none.
        knows: Option<String>,
        /// The versions that it does not know.
        unknown: Vec<String>,
    },
}

impl Standing {
    /// For applications that work with no newer schema than their own.
    ///
    /// # Errors
    /// [`CheckError::Ahead`] when the schema is ahead of the build.
    pub fn exact(self) -> Result<(), CheckError> {
        match self {
            Self::Exact => Ok(()),
            Self::Ahead { at, knows, unknown } => Err(CheckError::Ahead { at, knows, unknown }),
        }
    }
}
