#[derive(Model)]
#[model(unique(name, years))]
pub struct User {
    id: i64,
    #[model(max_length = 50)]
    name: String,
    #[model(index, check = "years >= 0")]
    years: i32,
}
