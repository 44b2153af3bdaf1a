use crate::history::{Migration, Version};

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The version of the migration; `None` where it is about all of them.
    pub version: Option<Version>,
    /// The directory's name.
    pub migration: Option<String>,
    /// Of what kind it is.
    pub fault: Fault,
    /// What it is about, in words: `down.sql does not lead back`.
    pub what: String,
    /// What differs, or is lost, or what the database says, in words.
    pub details: Vec<String>,
}

/// Kinds of [`Finding`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A statement fails.
    Fails,
    /// The schema is not what it should be.
    Schema,
    /// Rows, or values, are lost, or lead nowhere.
    Rows,
    /// Branches collide, and nobody has joined them.
    Branches,
}

impl Fault {
    /// What it is called in data: stable.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fails => "fails",
            Self::Schema => "schema",
            Self::Rows => "rows",
            Self::Branches => "branches",
        }
    }
}

/// Something that is worth knowing about a migration, though it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The version of the migration.
    pub version: Version,
    /// The directory's name.
    pub migration: String,
    /// In words.
    pub text: String,
}

impl Finding {
    pub(super) fn of(migration: &Migration, fault: Fault, what: impl Into<String>, details: Vec<String>) -> Self {
        let (version, name) = (migration.version.clone(), migration.name.clone());
        Self { version: Some(version), migration: Some(name), fault, what: what.into(), details }
    }
}

impl Remark {
    pub(super) fn of(migration: &Migration, text: impl Into<String>) -> Self {
        Self { version: migration.version.clone(), migration: migration.name.clone(), text: text.into() }
    }
}
