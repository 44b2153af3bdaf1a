diesel::table! {
    users (id) {
        id -> Integer,
        age -> Integer,
    }
}
