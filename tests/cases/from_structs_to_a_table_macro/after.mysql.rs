diesel::table! {
    users (id) {
        id -> BigInt,
        name -> Text,
        age -> Integer,
        boss -> Nullable<BigInt>,
    }
}
