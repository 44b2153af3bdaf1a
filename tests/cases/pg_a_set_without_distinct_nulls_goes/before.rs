#[derive(Model)]
#[model(unique(team, name, nulls_not_distinct), unique(code, nulls_not_distinct), unique(open, nulls_not_distinct))]
pub struct Item {
    id: i64,
    name: String,
    team: Option<i32>,
    code: Option<String>,
    open: Option<bool>,
}
