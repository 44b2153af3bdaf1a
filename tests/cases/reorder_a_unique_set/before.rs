#[derive(Model)]
#[model(unique(team, name))]
pub struct User {
    id: i64,
    name: String,
    team: i32,
}
