#[derive(Model)]
pub struct Log {
    id: i64,
}
