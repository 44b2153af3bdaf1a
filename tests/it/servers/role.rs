//! Who connects: the roles that `tests/servers` makes.

use super::Kind;

/// A role, and with it what may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Everything.
    Admin,
    /// May create databases, and owns those of the tests.
    Creator,
    /// Works in the databases of the tests, and may not create one.
    Plain,
    /// Shows the client's certificate; on MariaDB beside a password.
    Certified,
    /// PostgreSQL: a password in clear.
    Clear,
    /// PostgreSQL: a password's MD5 digest.
    Md5,
    /// MariaDB: a signature instead of a password.
    Ed25519,
}

impl Role {
    /// Its name on such a server.
    pub(crate) fn name(self, kind: Kind) -> &'static str {
        match self {
            Self::Admin if kind == Kind::Postgres => "postgres",
            Self::Admin => "manage_admin",
            Self::Creator => "manage_creator",
            Self::Plain => "manage_plain",
            Self::Certified => "manage_certified",
            Self::Clear => "manage_clear",
            Self::Md5 => "manage_md5",
            Self::Ed25519 => "manage_ed25519",
        }
    }

    /// Its password: whoever finds `hush` in an output has found one.
    pub(crate) fn password(self, kind: Kind) -> String {
        format!("hush-{}", self.name(kind))
    }
}
