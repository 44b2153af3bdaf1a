#[derive(ModelEnum)]
pub enum Level {
    Max, Low,
}

#[derive(Model)]
pub struct Item {
    #[model(primary_key)]
    level: Level,
}

#[derive(Model)]
#[model(unique(n, l))]
pub struct Sub {
    id: i32,
    n: i32,
    #[model(references = "items.level", on_delete = "cascade")]
    l: Level,
}

#[derive(Model)]
#[model(foreign_key(n, l, references = "subs(n, l)"))]
pub struct Leaf {
    id: i32,
    n: i32,
    l: Level,
}
