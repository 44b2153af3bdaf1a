#[derive(Model)]
pub struct Member {
    id: i64,
    team_id: i64,
    #[model(max_length = 20)]
    role: String,
}

