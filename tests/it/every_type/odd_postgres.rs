#[derive(Model)]
pub struct Odd {
    id: i32,
    #[model(sql_type = "TSVECTOR")]
    words: String,
    #[model(sql_type = "XML")]
    page: Option<String>,
    #[model(sql_type = "LTREE")]
    tree: String,
    #[model(sql_type = "LTREE[]")]
    trees: String,
    #[model(sql_type = "POINT")]
    place: String,
    #[model(sql_type = "BIT(8)")]
    bits: Vec<u8>,
    #[model(sql_type = "BIT VARYING(9)")]
    more_bits: Vec<u8>,
    #[model(sql_type = "BIT VARYING")]
    most_bits: Vec<u8>,
    #[model(sql_type = "TIMETZ")]
    zoned: String,
    #[model(sql_type = "TIMESTAMP(3)")]
    millis: String,
    #[model(sql_type = "\"char\"")]
    one: String,
    #[model(sql_type = "NAME")]
    name: String,
    #[model(sql_type = "VARCHAR")]
    endless: String,
    #[model(sql_type = "VARCHAR(5)[]")]
    fives: String,
    #[model(sql_type = "INTEGER[][]")]
    square: String,
    #[model(sql_type = "JSONPATH")]
    way: String,
    #[model(sql_type = "INT8MULTIRANGE")]
    ranges: String,
    #[model(sql_type = "REGCLASS")]
    class: String,
    #[model(sql_type = "pair")]
    both: String,
    #[model(sql_type = "HSTORE")]
    store: String,
    #[model(sql_type = "a_type_with_a_name_that_is_as_long_as_names_can_be_in_postgres")]
    long: String,
}

#[derive(Model)]
#[model(table = "Odd Names")]
#[diesel(table_name = Odd_Names)]
pub struct OddName {
    id: i32,
    #[model(column = "type")]
    type_: i32,
    #[model(column = "self")]
    self_: i32,
    #[model(column = "two words")]
    two_words: i32,
    CamelCase: i32,
    #[model(column = "ünï")]
    _n_: i32,
    #[model(column = "Odd_Names")]
    Odd_Names_: i32,
    #[model(column = "1st \"one\"")]
    _1st_one_: i32,
    mood: HttpMood,
    other: CamelMood,
}

#[derive(ModelEnum)]
#[model(name = "HTTPMood2_x")]
pub enum HttpMood {
    A,
}

#[derive(ModelEnum)]
#[model(name = "camelMood")]
pub enum CamelMood {
    A,
}

#[derive(Model)]
pub struct Child {
    id: i32,
    #[model(references = "odds.id")]
    odd_id: i32,
    #[model(references = "odds.id")]
    other_odd_id: i32,
    #[model(references = "Parent.id")]
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
    #[model(references = "Parent.code")]
    code: String,
}

#[derive(Model)]
#[diesel(table_name = Parent)]
pub struct Parent {
    id: i32,
    #[model(unique, max_length = 7)]
    code: String,
}

#[derive(Model)]
#[model(schema = "Other place", table = "childs")]
#[diesel(table_name = childs)]
pub struct OtherChild {
    id: i32,
    mood: HttpMood,
    #[model(references = "\"Other place\".childs.id")]
    elder: i32,
}

#[derive(Model)]
#[model(schema = "Other place", table = "grand_childs")]
#[diesel(table_name = grand_childs)]
pub struct GrandChild {
    id: i32,
    #[model(references = "\"Other place\".childs.id")]
    child_id: i32,
}
