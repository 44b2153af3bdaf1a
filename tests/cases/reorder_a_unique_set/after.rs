#[derive(Model)]
#[model(unique(name, team))]
pub struct User {
    id: i64,
    name: String,
    team: i32,
}
