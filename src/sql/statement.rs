/// One statement of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its text from the first word to the last, without the closing semicolon; comments inside stay.
    pub text: String,
    /// The line of the script that its first word stands on, counted from 1.
    pub line: usize,
}
