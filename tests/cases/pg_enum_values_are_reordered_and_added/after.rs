#[derive(ModelEnum)]
pub enum Mood {
    Sad,
    Calm,
    Happy,
}

#[derive(Model)]
pub struct Person {
    id: i64,
    #[model(default = "happy")]
    mood: Mood,
}
