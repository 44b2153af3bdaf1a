#[derive(Model)]
#[model(primary_key(code))]
pub struct Country {
    #[model(max_length = 3, collate = "ascii_bin")]
    code: String,
    #[model(max_length = 50, unique, collate = "utf8mb4_bin")]
    name: String,
    note: Option<String>,
}

#[derive(Model)]
pub struct City {
    id: i64,
    #[model(max_length = 3, collate = "ascii_bin", references = "countrys.code")]
    country: String,
}
