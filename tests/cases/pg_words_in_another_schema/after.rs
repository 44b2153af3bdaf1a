#[derive(Model)]
#[model(schema = "shop", index("lower(title)", name = "low"), index(id, where = "title LIKE 'a%'", name = "some"))]
#[model(check(name = "named", expr = "length(title) > 1"))]
pub struct Item {
    id: i64,
    #[model(max_length = 10)]
    title: String,
    #[model(generated = "upper(title)", stored)]
    loud: Option<String>,
    #[model(default = sql("now() + interval '1 day'"))]
    due: chrono::DateTime<chrono::Utc>,
}
