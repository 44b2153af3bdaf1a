#[derive(Model)]
#[model(unique(email), index(team, badge), unique(code, nulls_not_distinct))]
pub struct Member {
    id: i64,
    email: Option<String>,
    team: Option<i32>,
    badge: Option<i32>,
    code: Option<String>,
}
