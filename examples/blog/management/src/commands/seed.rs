use blog::models::{NewComment, NewPost, NewUser};
use blog::schema::{comments, users};
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use diesel_manage::cli::{Arguments, Context, Outcome};
use diesel_manage::error::{Error, Result};

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

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let database = context.database(self.database.as_deref())?;
        let file = database.address()?.to_string();
        let mut connection = SqliteConnection::establish(&file)
            .map_err(|error| Error::failure(format!("cannot open {file}")).because(error))?;
        let seeded = connection.transaction(|connection| seed(connection, self.posts)).map_err(|error| {
            Error::failure(format!("cannot fill {file}")).because(error).hint("manage migrate makes the tables")
        })?;
        if seeded {
            context.ui.say(format!("{}: a user and {} posts", database.alias(), self.posts));
        } else {
            context.ui.say(format!("{}: there are users already", database.alias()));
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
