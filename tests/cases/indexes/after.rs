#[derive(Model)]
#[model(index(age desc, name), index("lower(email)", name = "users_email_lower"), index(name, name = "adults", where = "age >= 18"), unique(email, where = "age > 0"))]
pub struct User {
    id: i64,
    #[model(index)]
    name: String,
    email: String,
    age: i32,
}
