#[derive(Model)]
#[model(primary_key(code))]
pub struct Part {
    code: String,
    number: i32,
}
