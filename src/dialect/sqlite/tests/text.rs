//! The statements as they are written.

use super::bench::{Bench, Way, script};
use super::edit::Edit;
use crate::dialect::{Dialect, Sqlite};
use crate::schema::Column;

const BLOG: &str = "
    CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL UNIQUE, age INTEGER);
    CREATE TABLE posts (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        author_id INTEGER NOT NULL CONSTRAINT by REFERENCES users (id) ON DELETE CASCADE ON UPDATE SET NULL,
        status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published')), CHECK (id > author_id));
    CREATE INDEX posts_by ON posts (author_id DESC, lower(status)) WHERE id > 5;
    CREATE VIEW names AS SELECT name FROM users;";

fn written(edit: impl Fn(&mut Edit)) -> String {
    let schema = Bench::new(Way::all().next().unwrap(), BLOG).schema();
    let mut list = Edit::of(&schema);
    edit(&mut list);
    script(&Sqlite.render(&schema, &list.changes).unwrap())
}

#[test]
fn tables_are_written_as_by_hand() {
    let schema = Bench::new(Way::all().next().unwrap(), BLOG).schema();
    insta::assert_snapshot!(super::super::create_table(&schema.tables[&"posts".into()]));
}

#[test]
fn a_rebuild_reads_like_this() {
    insta::assert_snapshot!(written(|e| {
        e.alter("users", "age", |column| column.ty = "BIGINT".to_owned().into());
        e.add_filled("users", Column::new("email", "TEXT"), "name || '@example.org'");
        e.unique("users", &["email"]).rename_column("users", "name", "full_name");
    }));
}

#[test]
fn what_can_be_changed_in_place_is() {
    insta::assert_snapshot!(written(|e| {
        e.add("users", Column::new("team_id", "INTEGER").nullable()).refer("users", &["team_id"], "users", &["id"]);
        e.add("users", Column::new("joined", "INTEGER").default("0")).check("users", None, "joined >= 0");
        e.rename("posts", "articles").rename_column("articles", "author_id", "writer");
        e.drop_column("users", "age").rename_index("articles", "posts_by", "articles_by").drop("articles");
    }));
}
