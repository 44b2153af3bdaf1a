//! The queries of the blog, on a database that the project's own migrations have made.

use std::error::Error as _;

use blog::models::{Comment, NewComment, NewPost, NewUser, Post, PostTag, Status, Tag, User};
use blog::schema::{comments, post_tags, posts, tags, users};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};
use diesel::sqlite::SqliteConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

/// What `manage makemigrations` wrote, as an application takes it along.
const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../app_migrations/default");

fn database() -> SqliteConnection {
    let mut connection = SqliteConnection::establish(":memory:").unwrap();
    connection.batch_execute("PRAGMA foreign_keys = ON").unwrap();
    connection.run_pending_migrations(MIGRATIONS).unwrap();
    connection
}

fn ada(connection: &mut SqliteConnection) -> User {
    blog::add_user(connection, NewUser { name: "ada", email: "ada@example.org" }).unwrap()
}

fn post(connection: &mut SqliteConnection, author: &User, slug: &str) -> Post {
    blog::begin_post(connection, NewPost { author_id: author.id, title: "On engines", slug }).unwrap()
}

fn comment(connection: &mut SqliteConnection, post: &Post, author: Option<i64>, parent: Option<i64>) -> Comment {
    diesel::insert_into(comments::table)
        .values(NewComment { post_id: post.id, author_id: author, parent_id: parent, body: "Indeed" })
        .returning(Comment::as_returning())
        .get_result(connection)
        .unwrap()
}

fn kind(error: Error) -> DatabaseErrorKind {
    match error {
        Error::DatabaseError(kind, _) => kind,
        other => panic!("{other}"),
    }
}

#[test]
fn defaults_are_those_of_the_models() {
    let connection = &mut database();
    let ada = ada(connection);
    assert!(ada.active && ada.about.is_none());
    assert!((chrono::Utc::now().naive_utc() - ada.joined_at).num_minutes().abs() < 5);
    let post = post(connection, &ada, "engines");
    assert_eq!((post.status, post.views, post.body.as_str(), post.published_at), (Status::Draft, 0, "", None));
}

#[test]
fn posts_belong_to_their_authors() {
    let connection = &mut database();
    let ada = ada(connection);
    let bob = blog::add_user(connection, NewUser { name: "bob", email: "bob@example.org" }).unwrap();
    let first = post(connection, &ada, "first");
    let second = post(connection, &ada, "second");
    let third = post(connection, &bob, "third");
    let own: Vec<Post> = Post::belonging_to(&ada).order(posts::id).select(Post::as_select()).load(connection).unwrap();
    assert_eq!(own, [first, second]);
    let authors = vec![ada, bob];
    let all: Vec<Post> = Post::belonging_to(&authors).select(Post::as_select()).load(connection).unwrap();
    let grouped = all.grouped_by(&authors);
    assert_eq!(grouped.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(grouped[1], [third]);
}

#[test]
fn joins_over_three_tables_and_more() {
    let connection = &mut database();
    let ada = ada(connection);
    let engines = post(connection, &ada, "engines");
    let numbers = post(connection, &ada, "numbers");
    let said = comment(connection, &engines, Some(ada.id), None);
    let answer = comment(connection, &engines, None, Some(said.id));
    assert_eq!(
        blog::comments_for(connection, &ada).unwrap(),
        [(said, "On engines".to_owned()), (answer, "On engines".to_owned())]
    );

    let tag = blog::tag(connection, &engines, "Machines").unwrap();
    assert_eq!(blog::tag(connection, &numbers, "machines").unwrap(), tag, "the collation knows no capitals");
    assert_eq!(blog::posts_about(connection, "MACHINES").unwrap(), [engines.clone(), numbers]);
    let tags_of_engines: Vec<(PostTag, Tag)> = PostTag::belonging_to(&engines)
        .inner_join(tags::table)
        .select((PostTag::as_select(), Tag::as_select()))
        .load(connection)
        .unwrap();
    assert_eq!(tags_of_engines, [(PostTag { post_id: engines.id, tag_id: tag.id }, tag)]);

    // Five tables that no foreign key joins in a row meet in one query.
    let rows: i64 = users::table
        .inner_join(posts::table.inner_join(comments::table).inner_join(post_tags::table.inner_join(tags::table)))
        .filter(tags::name.eq("machines"))
        .count()
        .get_result(connection)
        .unwrap();
    assert_eq!(rows, 2);
}

#[test]
fn an_enum_is_written_read_and_compared() {
    let connection = &mut database();
    let ada = ada(connection);
    let draft = post(connection, &ada, "draft");
    let engines = post(connection, &ada, "engines");
    let engines = blog::publish(connection, &engines).unwrap();
    assert_eq!(engines.status, Status::Published);
    assert_eq!(blog::published(connection).unwrap(), [(engines.clone(), ada)]);
    let stored: String = posts::table
        .find(engines.id)
        .select(diesel::dsl::sql::<diesel::sql_types::Text>("status"))
        .first(connection)
        .unwrap();
    assert_eq!(stored, "published");
    let either = [Status::Draft, Status::Archived];
    let found: Vec<i64> =
        posts::table.filter(posts::status.eq_any(&either)).select(posts::id).load(connection).unwrap();
    assert_eq!(found, [draft.id]);
    let statuses: Vec<Option<Status>> =
        posts::table.order(posts::id).select(posts::status.nullable()).load(connection).unwrap();
    assert_eq!(statuses, [Some(Status::Draft), Some(Status::Published)]);

    // What is no value is refused by the database, and, where that was evaded, by the enum.
    let bad = "UPDATE posts SET status = 'lost', published_at = CURRENT_TIMESTAMP";
    let error = diesel::sql_query(bad).execute(connection).unwrap_err();
    assert_eq!(kind(error), DatabaseErrorKind::CheckViolation);
    connection.batch_execute(&format!("PRAGMA ignore_check_constraints = ON; {bad}")).unwrap();
    let error = posts::table.select(posts::status).first::<Status>(connection).unwrap_err();
    assert_eq!(error.source().unwrap().to_string(), "`lost` is no value of Status");
}

#[test]
fn the_database_keeps_the_rules_of_the_models() {
    let connection = &mut database();
    let ada = ada(connection);
    for (name, email) in [("ada", "other@example.org"), ("other", "ADA@example.org")] {
        let error = blog::add_user(connection, NewUser { name, email }).unwrap_err();
        assert_eq!(kind(error), DatabaseErrorKind::UniqueViolation, "{name} {email}");
    }
    let error = blog::add_user(connection, NewUser { name: "", email: "x" }).unwrap_err();
    assert_eq!(kind(error), DatabaseErrorKind::CheckViolation);
    let engines = post(connection, &ada, "engines");
    let error = diesel::update(&engines).set(posts::views.eq(-1)).execute(connection).unwrap_err();
    assert_eq!(kind(error), DatabaseErrorKind::CheckViolation);
    let error = diesel::update(&engines).set(posts::status.eq(Status::Published)).execute(connection).unwrap_err();
    assert_eq!(kind(error), DatabaseErrorKind::CheckViolation, "published, but never");

    // RESTRICT, SET NULL and CASCADE.
    let error = diesel::delete(&ada).execute(connection).unwrap_err();
    assert_eq!(error.to_string(), "FOREIGN KEY constraint failed");
    let bob = blog::add_user(connection, NewUser { name: "bob", email: "bob@example.org" }).unwrap();
    let said = comment(connection, &engines, Some(bob.id), None);
    let answer = comment(connection, &engines, Some(ada.id), Some(said.id));
    diesel::delete(&bob).execute(connection).unwrap();
    let said: Comment = comments::table.find(said.id).select(Comment::as_select()).first(connection).unwrap();
    assert_eq!(said.author_id, None);
    diesel::delete(&said).execute(connection).unwrap();
    assert_eq!(comments::table.find(answer.id).count().get_result(connection), Ok(0_i64));
    comment(connection, &engines, None, None);
    diesel::delete(&engines).execute(connection).unwrap();
    assert_eq!(comments::table.count().get_result(connection), Ok(0_i64));
}
