#[derive(Model)]
#[model(unique(name, age))]
pub struct User {
    id: i64,
    #[model(max_length = 50)]
    name: String,
    #[model(index, check = "age >= 0")]
    age: i32,
}
