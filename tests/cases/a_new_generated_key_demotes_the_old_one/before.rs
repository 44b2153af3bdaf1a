#[derive(Model)]
pub struct Country {
    #[model(primary_key)]
    code: i32,
    name: String,
}
