use blog::models::{NewComment, NewPost, NewUser};
use blog::schema::{comments, users};
use diesel_manage::diesel::prelude::*;
use diesel_manage::diesel::sqlite::SqliteConnection;
use diesel_manage::{Arguments, Context, Error, Manual, Outcome, Result, clap, diesel};

/// Fill the database with rows to look at
///
/// A user, posts of theirs with tags, and comments. It does nothing where there are users already.
#[derive(Debug, clap::Args)]
pub struct Seed {
    /// How many posts
    #[arg(long, default_value_t = 3, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=1000))]
    posts: u32,

    /// The database [default: the one that the settings name]
    #[arg(long, value_name = "ALIAS")]
    database: Option<String>,
}

impl Arguments for Seed {
    const NAME: &'static str = "seed";

    fn manual() -> Manual {
        Manual::new().example("manage seed --posts 20", "twenty posts").see_also("migrate")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let mut connection: SqliteConnection = context.connection(self.database.as_deref())?;
        let seeded = connection.transaction(|connection| seed(connection, self.posts)).map_err(|error| {
            Error::failure("cannot fill the database").because(error).hint("`manage migrate` makes the tables")
        })?;
        if seeded {
            context.ui.say(format!("a user and {} posts", self.posts));
        } else {
            context.ui.say("there are users already");
        }
        Ok(Outcome::Done)
    }
}

/// Says whether there was something to do.
fn seed(connection: &mut SqliteConnection, posts: u32) -> QueryResult<bool> {
    if users::table.count().get_result::<i64>(connection)? > 0 {
        return Ok(false);
    }
    let ada = blog::add_user(connection, NewUser { name: "ada", email: "ada@example.org" })?;
    for number in 1..=posts {
        let (title, slug) = (format!("Note {number}"), format!("note-{number}"));
        let post = blog::begin_post(connection, NewPost { author_id: ada.id, title: &title, slug: &slug })?;
        blog::publish(connection, &post)?;
        blog::tag(connection, &post, if number % 2 == 0 { "even" } else { "odd" })?;
        let comment = NewComment { post_id: post.id, author_id: Some(ada.id), parent_id: None, body: "Indeed" };
        diesel::insert_into(comments::table).values(comment).execute(connection)?;
    }
    Ok(true)
}
