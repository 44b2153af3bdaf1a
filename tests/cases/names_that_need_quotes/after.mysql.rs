#[derive(Model)]
#[model(table = "order")]
pub struct Order {
    id: i64,
    #[model(column = "group", index, max_length = 50)]
    group: Option<String>,
    #[model(column = "say \"hi\" `été`", default = "x")]
    say: Option<String>,
    #[model(column = "select")]
    select: Option<i32>,
}
