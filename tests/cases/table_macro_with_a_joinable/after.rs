diesel::table! {
    users (id) {
        id -> Integer,
    }
}
diesel::table! {
    posts (id) {
        id -> Integer,
        user_id -> Nullable<Integer>,
        title -> Nullable<Text>,
    }
}
diesel::joinable!(posts -> users (user_id));
