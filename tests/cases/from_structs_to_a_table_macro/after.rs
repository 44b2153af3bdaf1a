diesel::table! {
    users (id) {
        id -> Integer,
        name -> Text,
        age -> Integer,
        boss -> Nullable<BigInt>,
    }
}
