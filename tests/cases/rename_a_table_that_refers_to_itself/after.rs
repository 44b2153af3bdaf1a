#[derive(Model)]
pub struct Folder {
    id: i64,
    #[model(references = "folders.id", on_delete = "cascade", index)]
    parent_id: Option<i64>,
}
