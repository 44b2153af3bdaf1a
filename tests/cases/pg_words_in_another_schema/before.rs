#[derive(Model)]
#[model(schema = "shop", index("lower(name)", name = "low"), index(id, where = "name LIKE 'a%'", name = "some"))]
#[model(check(name = "named", expr = "length(name) > 1"))]
pub struct Item {
    id: i64,
    #[model(max_length = 10)]
    name: String,
    #[model(generated = "upper(name)", stored)]
    loud: Option<String>,
    #[model(default = sql("now() + interval '1 day'"))]
    due: chrono::DateTime<chrono::Utc>,
}
