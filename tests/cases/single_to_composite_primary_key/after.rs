#[derive(Model)]
#[model(primary_key(user_id, team_id))]
pub struct Membership {
    user_id: i64,
    team_id: i64,
}
