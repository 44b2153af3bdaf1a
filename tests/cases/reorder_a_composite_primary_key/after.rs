#[derive(Model)]
#[model(primary_key(role, team_id))]
pub struct Member {
    team_id: i64,
    #[model(max_length = 20)]
    role: String,
}

