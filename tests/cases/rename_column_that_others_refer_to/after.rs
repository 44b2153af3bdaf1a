#[derive(Model)]
pub struct Team {
    #[model(primary_key, max_length = 20)]
    slug: String,
}

#[derive(Model)]
pub struct User {
    id: i64,
    #[model(references = "teams.slug", on_update = "cascade", max_length = 20)]
    team: String,
}
