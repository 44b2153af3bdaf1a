//! A blog: the demo project of `diesel_manage`, laid out as a project of one's own would be.

pub mod models;
pub mod schema;

use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;

use models::{Comment, NewPost, NewUser, Post, PostTag, Status, Tag, User};
use schema::{comments, post_tags, posts, tags, users};

/// Adds a user.
///
/// # Errors
/// When the name or the address is taken, or the database cannot be written.
pub fn add_user(connection: &mut SqliteConnection, user: NewUser<'_>) -> QueryResult<User> {
    diesel::insert_into(users::table).values(user).returning(User::as_returning()).get_result(connection)
}

/// Begins a post, as a draft.
///
/// # Errors
/// When the slug is taken, there is no such author, or the database cannot be written.
pub fn begin_post(connection: &mut SqliteConnection, post: NewPost<'_>) -> QueryResult<Post> {
    diesel::insert_into(posts::table).values(post).returning(Post::as_returning()).get_result(connection)
}

/// Publishes a post now.
///
/// # Errors
/// When the database cannot be written.
pub fn publish(connection: &mut SqliteConnection, post: &Post) -> QueryResult<Post> {
    diesel::update(post)
        .set((posts::status.eq(Status::Published), posts::published_at.eq(diesel::dsl::now.nullable())))
        .returning(Post::as_returning())
        .get_result(connection)
}

/// Puts a tag, made if need be, on a post.
///
/// # Errors
/// When the database cannot be written.
pub fn tag(connection: &mut SqliteConnection, post: &Post, name: &str) -> QueryResult<Tag> {
    connection.transaction(|connection| {
        diesel::insert_or_ignore_into(tags::table).values(tags::name.eq(name)).execute(connection)?;
        let tag: Tag = tags::table.filter(tags::name.eq(name)).select(Tag::as_select()).first(connection)?;
        diesel::insert_or_ignore_into(post_tags::table)
            .values(PostTag { post_id: post.id, tag_id: tag.id })
            .execute(connection)?;
        Ok(tag)
    })
}

/// The published posts, newest first, with their authors.
///
/// # Errors
/// When the database cannot be read.
pub fn published(connection: &mut SqliteConnection) -> QueryResult<Vec<(Post, User)>> {
    posts::table
        .inner_join(users::table)
        .filter(posts::status.eq(Status::Published))
        .order(posts::published_at.desc())
        .select((Post::as_select(), User::as_select()))
        .load(connection)
}

/// The comments on the posts of an author, with the title of the post.
///
/// # Errors
/// When the database cannot be read.
pub fn comments_for(connection: &mut SqliteConnection, author: &User) -> QueryResult<Vec<(Comment, String)>> {
    comments::table
        .inner_join(posts::table.inner_join(users::table))
        .filter(users::id.eq(author.id))
        .order(comments::id)
        .select((Comment::as_select(), posts::title))
        .load(connection)
}

/// The posts with this tag.
///
/// # Errors
/// When the database cannot be read.
pub fn posts_about(connection: &mut SqliteConnection, name: &str) -> QueryResult<Vec<Post>> {
    posts::table
        .inner_join(post_tags::table.inner_join(tags::table))
        .filter(tags::name.eq(name))
        .order(posts::id)
        .select(Post::as_select())
        .load(connection)
}

// Without a use of its own: SQLite is linked in by it.
use libsqlite3_sys as _;
