//! A large project: many models, as a machine would write them and a person would not tell.

use std::fs;
use std::path::Path;

/// How many models stand in one file, as an application has modules.
const PER_FILE: usize = 20;

/// What is generated.
#[derive(Clone, Copy)]
pub(crate) struct LargeProject {
    /// How many models; each has twelve columns, three indexes and a foreign key.
    pub(crate) models: usize,
    /// Whether one of them, in the middle, has a column more.
    pub(crate) one_more_column: bool,
}

impl LargeProject {
    /// Writes `settings.json` and `src/models/*.rs` into the folder. Files that are more than the models need go.
    pub(crate) fn write(self, folder: &Path) -> std::io::Result<()> {
        match fs::remove_dir_all(folder.join("src/models")) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => fs::create_dir_all(folder.join("src/models"))?,
        }
        fs::write(
            folder.join("settings.json"),
            r#"{"databases": {"default": {"driver": "sqlite", "database": "db.sqlite3", "models": ["src/models/"]}}}"#,
        )?;
        let numbers: Vec<usize> = (0..self.models).collect();
        for (file, numbers) in numbers.chunks(PER_FILE).enumerate() {
            let text: String = numbers.iter().map(|number| self.model(*number)).collect();
            fs::write(folder.join(format!("src/models/part{file:04}.rs")), text)?;
        }
        Ok(())
    }

    fn model(self, number: usize) -> String {
        let parent = parent(number);
        let more =
            if self.one_more_column && number == self.models / 2 { "    pub remark: Option<String>,\n" } else { "" };
        format!(
            r#"#[derive(Model)]
#[diesel(table_name = item{number:04})]
#[model(index(name, count), index(kind, happened_at desc), unique(code, parent_id))]
pub struct Item{number:04} {{
    pub id: i64,
    #[model(max_length = 80)]
    pub name: String,
    #[model(default = 0)]
    pub count: i32,
    #[model(max_length = 20, default = "plain")]
    pub kind: String,
    #[model(max_length = 40)]
    pub code: String,
    pub happened_at: chrono::NaiveDateTime,
    pub note: Option<String>,
    pub amount: f64,
    #[model(default = false)]
    pub done: bool,
    pub picture: Option<Vec<u8>>,
    pub day: Option<chrono::NaiveDate>,
    #[model(references = "item{parent:04}.id", on_delete = "cascade", index)]
    pub parent_id: Option<i64>,
{more}}}

"#
        )
    }
}

/// The model that a model refers to: a tree of modest depth, where what is referred to comes from another file as often
/// as not, and always before.
pub(crate) fn parent(number: usize) -> usize {
    number / 3
}
