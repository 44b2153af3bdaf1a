#[derive(Model)]
#[model(check(name = "users_age", expr = "age >= 0"))]
pub struct User {
    id: i64,
    age: i32,
}
