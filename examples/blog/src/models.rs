//! The models: what is written by hand. After an edit, `manage makemigrations` writes the migration.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel_manage::{Model, ModelEnum};

use crate::schema::{comments, post_tags, posts, tags, users};

/// Someone who writes.
#[derive(Clone, Debug, PartialEq, Eq, Model, Queryable, Selectable, Identifiable)]
#[model(
    unique("lower(email)", name = "users_email_unique"),
    check(name = "users_name_not_empty", expr = "length(name) > 0")
)]
pub struct User {
    /// The key.
    pub id: i64,
    /// The name under which the user writes.
    #[model(max_length = 50, unique)]
    pub name: String,
    /// Where the user can be reached.
    #[model(max_length = 254)]
    pub email: String,
    /// What the user says about themselves.
    pub about: Option<String>,
    /// Whether the user may write.
    #[model(default = true)]
    pub active: bool,
    /// When the user joined.
    #[model(default = sql("CURRENT_TIMESTAMP"))]
    pub joined_at: NaiveDateTime,
}

/// How far a post is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ModelEnum)]
pub enum Status {
    /// Only its author sees it.
    Draft,
    /// Everybody sees it.
    Published,
    /// It was published, and is kept.
    Archived,
}

/// Something written.
#[derive(Clone, Debug, PartialEq, Eq, Model, Queryable, Selectable, Identifiable, Associations)]
#[diesel(belongs_to(User, foreign_key = author_id))]
#[model(
    index(author_id, published_at desc),
    index(published_at desc, name = "posts_published", where = "status = 'published'"),
    check("(status = 'draft') = (published_at IS NULL)")
)]
pub struct Post {
    /// The key.
    pub id: i64,
    /// Who wrote it.
    #[model(references = "users.id", on_delete = "restrict")]
    pub author_id: i64,
    /// The title.
    #[model(max_length = 200)]
    pub title: String,
    /// The name in the address.
    #[model(max_length = 200, unique)]
    pub slug: String,
    /// The text.
    #[model(default = "")]
    pub body: String,
    /// How far it is.
    #[model(default = Status::Draft)]
    pub status: Status,
    /// How often it was read.
    #[model(default = 0, check = "views >= 0")]
    pub views: i32,
    /// When it was published.
    pub published_at: Option<NaiveDateTime>,
}

/// An answer to a post, or to another answer.
#[derive(Clone, Debug, PartialEq, Eq, Model, Queryable, Selectable, Identifiable, Associations)]
#[diesel(belongs_to(Post), belongs_to(User, foreign_key = author_id))]
pub struct Comment {
    /// The key.
    pub id: i64,
    /// The post.
    #[model(references = "posts.id", on_delete = "cascade", index)]
    pub post_id: i64,
    /// Who wrote it; nobody any more, when the user is gone.
    #[model(references = "users.id", on_delete = "set null", index)]
    pub author_id: Option<i64>,
    /// The comment that it answers.
    #[model(references = "comments.id", on_delete = "cascade")]
    pub parent_id: Option<i64>,
    /// The text.
    pub body: String,
    /// When it was written.
    #[model(default = sql("CURRENT_TIMESTAMP"))]
    pub written_at: NaiveDateTime,
}

/// What a post can be about.
#[derive(Clone, Debug, PartialEq, Eq, Model, Queryable, Selectable, Identifiable)]
pub struct Tag {
    /// The key.
    pub id: i32,
    /// Its name, the same in capitals.
    #[model(max_length = 30, unique, collate = "NOCASE")]
    pub name: String,
}

/// That a post is about something.
#[derive(Clone, Debug, PartialEq, Eq, Model, Queryable, Selectable, Identifiable, Insertable, Associations)]
#[diesel(table_name = post_tags, primary_key(post_id, tag_id), belongs_to(Post), belongs_to(Tag))]
pub struct PostTag {
    /// The post.
    #[model(references = "posts.id", on_delete = "cascade")]
    pub post_id: i64,
    /// What it is about.
    #[model(references = "tags.id", on_delete = "cascade", index)]
    pub tag_id: i32,
}

/// A user to insert: the columns that have no default.
#[derive(Clone, Copy, Debug, Insertable)]
#[diesel(table_name = users)]
pub struct NewUser<'a> {
    /// The name.
    pub name: &'a str,
    /// The address.
    pub email: &'a str,
}

/// A post to insert.
#[derive(Clone, Copy, Debug, Insertable)]
#[diesel(table_name = posts)]
pub struct NewPost<'a> {
    /// Who writes it.
    pub author_id: i64,
    /// The title.
    pub title: &'a str,
    /// The name in the address.
    pub slug: &'a str,
}

/// A comment to insert.
#[derive(Clone, Copy, Debug, Insertable)]
#[diesel(table_name = comments)]
pub struct NewComment<'a> {
    /// The post.
    pub post_id: i64,
    /// Who writes it.
    pub author_id: Option<i64>,
    /// The comment that it answers.
    pub parent_id: Option<i64>,
    /// The text.
    pub body: &'a str,
}

/// A tag to insert.
#[derive(Clone, Copy, Debug, Insertable)]
#[diesel(table_name = tags)]
pub struct NewTag<'a> {
    /// Its name.
    pub name: &'a str,
}
