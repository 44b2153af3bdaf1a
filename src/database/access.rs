/// What a session is going to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Look only: what is there is not changed.
    ReadOnly,
    /// Change what is there.
    ReadWrite,
    /// Change, and make the database if there is none, where that is a file.
    Create,
}
