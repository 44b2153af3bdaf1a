#[derive(Model)]
#[model(primary_key(code))]
pub struct Country {
    #[model(max_length = 3, collate = "latin1_swedish_ci")]
    code: String,
    #[model(max_length = 50, unique)]
    name: String,
    #[model(collate = "utf8mb4_bin")]
    note: Option<String>,
}

#[derive(Model)]
pub struct City {
    id: i64,
    #[model(max_length = 3, collate = "latin1_swedish_ci", references = "countrys.code")]
    country: String,
}
