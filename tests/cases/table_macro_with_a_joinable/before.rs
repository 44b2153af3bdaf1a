diesel::table! {
    users (id) {
        id -> Integer,
    }
}
diesel::table! {
    posts (id) {
        id -> Integer,
        user_id -> Integer,
        title -> Text,
    }
}
diesel::joinable!(posts -> users (user_id));
