#[derive(Model)]
#[model(unique(first, second, name = "abc"))]
pub struct Book {
    id: i64,
    first: i32,
    #[model(max_length = 50)]
    second: String,
    three: i32,
}
