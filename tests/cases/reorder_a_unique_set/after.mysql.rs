#[derive(Model)]
#[model(unique(name, team))]
pub struct User {
    id: i64,
    #[model(max_length = 50)]
    name: String,
    team: i32,
}
