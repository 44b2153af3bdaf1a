#[derive(Model)]
#[model(index(d, n), unique(d, n), check("d > 0"))]
pub struct Item {
    id: i64,
    n: i32,
    #[model(generated = "n * 2", stored, unique, comment = "twice")]
    d: Option<i32>,
}

#[derive(Model)]
pub struct Sub {
    id: i64,
    #[model(references = "items.d")]
    d: i32,
}
