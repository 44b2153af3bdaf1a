#[derive(Model)]
pub struct Membership {
    #[model(primary_key)]
    user_id: i64,
    team_id: i64,
}
