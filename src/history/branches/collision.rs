use std::fmt;

use serde::Serialize;

/// Something on which branches collide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Collision {
    /// What it is.
    #[serde(flatten)]
    pub what: What,
    /// The migrations of each branch that have to do with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sides: Vec<Side>,
}

/// What branches collide on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A table that more than one of them touches.
    Table(String),
    /// An index of which more than one of them says something.
    Index(String),
    /// A statement of which nobody can tell what it touches.
    #[serde(serialize_with = "nothing")]
    Unknown,
    /// The orders lead to different schemas: what differs, in words.
    Schema(Vec<String>),
    /// In one order they do not run: why.
    Fails(String),
}

/// The part of one branch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The name of the migration that the branch ends with.
    pub head: String,
    /// The names of the migrations, oldest first.
    pub migrations: Vec<String>,
}

impl fmt::Display for Collision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |side: &Side| side.migrations.join(", ");
        let sides: Vec<String> = self.sides.iter().map(names).collect();
        match &self.what {
            What::Table(name) => write!(f, "table {name} is touched by {}", sides.join(" and by ")),
            What::Index(name) => write!(f, "index {name} is touched by {}", sides.join(" and by ")),
            What::Unknown => {
                write!(f, "{} cannot change places: what one of them touches cannot be told", sides.join(" and "))
            }
            What::Schema(differences) => {
                write!(f, "the order makes a difference: {}", differences.join("; "))
            }
            What::Fails(why) => f.write_str(why),
        }
    }
}

/// A key without more to say.
fn nothing<S: serde::Serializer>(serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_unit()
}
