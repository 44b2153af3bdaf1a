#[derive(Model)]
#[model(unique(team, name))]
pub struct User {
    id: i64,
    #[model(max_length = 50)]
    name: String,
    team: i32,
}
