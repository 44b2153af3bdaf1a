diesel::table! {
    users (id) {
        id -> Integer,
        full_name -> Text,
    }
}
