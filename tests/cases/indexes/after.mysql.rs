#[derive(Model)]
#[model(index(age desc, name), index(name), unique(email, age))]
pub struct User {
    id: i64,
    #[model(max_length = 50)]
    name: String,
    #[model(max_length = 50)]
    email: String,
    age: i32,
}
