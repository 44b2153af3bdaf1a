#[derive(Model)]
pub struct Team {
    #[model(primary_key)]
    code: String,
}

#[derive(Model)]
pub struct User {
    id: i64,
    #[model(references = "teams.code", on_delete = "cascade", index)]
    team: String,
}
