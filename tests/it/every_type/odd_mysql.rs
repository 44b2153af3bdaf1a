#[derive(Model)]
pub struct Odd {
    id: i32,
    #[model(sql_type = "year")]
    year: i32,
    #[model(sql_type = "bit(8)")]
    bits: Vec<u8>,
    #[model(sql_type = "set('a','bcd')")]
    some: String,
    #[model(sql_type = "enum('x','why')")]
    one: String,
    #[model(sql_type = "mediumint unsigned")]
    middle: i32,
    #[model(sql_type = "float unsigned")]
    positive: f32,
    #[model(sql_type = "decimal(8,3) unsigned")]
    price: i32,
    #[model(sql_type = "tinyint(4)")]
    tiny: i8,
    #[model(sql_type = "datetime")]
    moment: String,
    #[model(sql_type = "timestamp(3)", default = sql("CURRENT_TIMESTAMP(3)"))]
    stamp: String,
    #[model(sql_type = "time")]
    time: String,
    #[model(sql_type = "point")]
    place: String,
    #[model(sql_type = "tinyblob")]
    short: Vec<u8>,
    #[model(sql_type = "varbinary(20)")]
    bytes: Vec<u8>,
    #[model(sql_type = "uuid")]
    key: String,
    #[model(sql_type = "double(8,2)")]
    digits: String,
    #[model(sql_type = "int(5) unsigned zerofill")]
    zeros: u32,
}

#[derive(Model)]
#[model(table = "Odd Names")]
#[diesel(table_name = Odd_Names)]
pub struct OddName {
    id: i32,
    #[model(column = "type")]
    type_: HttpMood,
    #[model(column = "self")]
    self_: i32,
    #[model(column = "two words")]
    two_words: HttpMood,
    CamelCase: i32,
    #[model(column = "ünï")]
    _n_: i32,
}

#[derive(ModelEnum)]
pub enum HttpMood {
    A,
    #[model(value = "lönger")]
    Longer,
}

#[derive(Model)]
pub struct Child {
    id: i32,
    #[model(references = "odds.id")]
    odd_id: i32,
    #[model(references = "odds.id")]
    other_odd_id: i32,
    #[model(references = "parents.id")]
    parent_id: i32,
    #[model(references = "childs.id")]
    elder: Option<i32>,
}

#[derive(Model)]
#[model(primary_key(a, b))]
pub struct Pair {
    #[model(references = "childs.id")]
    a: i32,
    b: i64,
    #[model(references = "parents.code", max_length = 7)]
    code: String,
}

#[derive(Model)]
pub struct Parent {
    id: i32,
    #[model(unique, max_length = 7)]
    code: String,
}
