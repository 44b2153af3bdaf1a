#[derive(Model)]
#[model(primary_key(team_id, role))]
pub struct Member {
    team_id: i64,
    #[model(max_length = 20)]
    role: String,
}

#[derive(Model)]
#[model(foreign_key(team_id, role, references = "members(team_id, role)", on_delete = "cascade"))]
pub struct Task {
    id: i64,
    team_id: Option<i64>,
    #[model(max_length = 20)]
    role: Option<String>,
}
