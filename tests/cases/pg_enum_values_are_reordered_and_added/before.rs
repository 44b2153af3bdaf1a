#[derive(ModelEnum)]
pub enum Mood {
    Happy,
    Sad,
}

#[derive(Model)]
pub struct Person {
    id: i64,
    #[model(default = "happy")]
    mood: Mood,
}
