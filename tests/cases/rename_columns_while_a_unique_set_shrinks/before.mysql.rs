#[derive(Model)]
#[model(unique(one, two, three, name = "abc"))]
pub struct Book {
    id: i64,
    one: i32,
    #[model(max_length = 50)]
    two: String,
    three: i32,
}
