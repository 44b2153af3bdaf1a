#[derive(Model)]
#[model(primary_key(code), comment = "What we sell")]
pub struct Part {
    #[model(comment = "Printed on the part's back")]
    code: String,
    #[model(identity)]
    number: i32,
}
