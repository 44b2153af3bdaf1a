/// The flags that answer questions. Names are quoted as in SQL where they need it, with `ALIAS::` before them to say
/// which database is meant.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Answers")]
pub struct AnswerFlags {
    /// A table or a column has another name now: `users:accounts`, `users.name:full_name`
    #[arg(long, value_name = "OLD:NEW")]
    pub rename: Vec<String>,

    /// A table or a column goes, with what it holds
    #[arg(long, value_name = "TABLE[.COLUMN]")]
    pub drop: Vec<String>,

    /// Everything that is gone from the models and not renamed goes
    #[arg(long)]
    pub allow_drops: bool,

    /// Go on although values may not fit the new type, or although NULLs are left
    #[arg(long, value_name = "TABLE.COLUMN")]
    pub allow: Vec<String>,

    /// What rows get that have nothing yet: a literal, `sql(...)`, or `null` to let the column be nullable
    #[arg(long, value_name = "TABLE.COLUMN=VALUE")]
    pub backfill: Vec<String>,

    /// The expression that makes the new value out of the old one
    #[arg(long, value_name = "TABLE.COLUMN=EXPR")]
    pub using: Vec<String>,

    /// A value of an enum has another name now
    #[arg(long, value_name = "TABLE.COLUMN.OLD:NEW")]
    pub rename_value: Vec<String>,

    /// A value of an enum goes; rows that hold it get the replacement, or `null`
    #[arg(long, value_name = "TABLE.COLUMN.VALUE[=REPLACEMENT]")]
    pub drop_value: Vec<String>,
}
