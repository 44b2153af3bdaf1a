#[derive(Model)]
#[model(unique(email, nulls_not_distinct), unique(team, badge, nulls_not_distinct, include(email)), unique(code))]
pub struct Member {
    id: i64,
    email: Option<String>,
    team: Option<i32>,
    badge: Option<i32>,
    code: Option<String>,
}
