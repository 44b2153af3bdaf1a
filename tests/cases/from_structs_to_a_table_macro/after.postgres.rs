diesel::table! {
    users (id) {
        id -> BigInt,
        name -> Varchar,
        age -> Integer,
        boss -> Nullable<BigInt>,
    }
}
