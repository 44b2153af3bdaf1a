#[derive(Model)]
pub struct User {
    id: i64,
    name: String,
    #[model(references = "teams.id", on_delete = "set null", index)]
    team_id: Option<i64>,
}

#[derive(Model)]
pub struct Team {
    id: i64,
}
