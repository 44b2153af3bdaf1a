#[derive(Model)]
#[model(
    index(tags, using = "gin"),
    index(title, include(done)),
    index(title, name = "docs_open", where = "NOT done"),
    index("lower(title)", name = "docs_lower"),
    index(body, using = "hash"),
    unique(title, name = "docs_title_open", where = "NOT done")
)]
pub struct Doc {
    id: i64,
    title: String,
    tags: Vec<String>,
    body: Option<String>,
    done: bool,
}
