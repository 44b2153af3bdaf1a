#[derive(Model)]
pub struct Team {
    #[model(primary_key, max_length = 20)]
    code: String,
}

#[derive(Model)]
pub struct User {
    id: i64,
    #[model(references = "teams.code", on_delete = "cascade", index, max_length = 20)]
    team: String,
}
