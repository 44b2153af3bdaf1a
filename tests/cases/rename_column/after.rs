#[derive(Model)]
#[model(unique(name, years))]
pub struct User {
    id: i64,
    name: String,
    #[model(index, check = "years >= 0")]
    years: i32,
}
