use serde::Serialize;

use super::merging::Merging;
use super::objects::objects;
use crate::autodetect::{Ignore, slug_of_message};
use crate::cli::Context;
use crate::commands::makemigrations::asking::Asking;
use crate::commands::makemigrations::drafted::{Drafted, Ready};
use crate::commands::makemigrations::found::{Found, ground};
use crate::commands::makemigrations::goal::Goal;
use crate::commands::scratch::scratch;
use crate::dialect::postgres::if_not_there;
use crate::dialect::{Dialect, Driver, Rendered};
use crate::error::{Error, ErrorKind, Result};
use crate::history::{
    Beside, Branches, Collision, Draft, History, Meeting, NewMigration, Route, State, Stuck, foresee,
};
use crate::schema::{Change, Schema, Wanted, invert};
use crate::settings::Database;

/// Written into a merge that holds only for the order of an empty database.
const IN_ORDER: &str = "manage: in-order";

/// What a merge joins.
#[derive(Debug, Serialize)]
pub(super) struct Joined {
    /// The names of the heads, oldest version first.
    pub(super) revises: Vec<String>,
    /// The names of the heads in the order that counts, the last one last; nothing where it is all the same.
    pub(super) order: Vec<String>,
    /// On what they collided.
    pub(super) collisions: Vec<Collision>,
    /// Whether databases on which they ran in another order are led to the same.
    pub(super) any_order: bool,
}

/// What it takes to get from one schema to the other.
struct Way {
    changes: Vec<Change>,
    up: Vec<Rendered>,
    down: Vec<Rendered>,
}

impl Joined {
    /// The merge, tried and ready to be written.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn of(
        asked: &Merging,
        context: &mut Context,
        database: &Database,
        history: &History,
        branches: &Branches<'_>,
        meeting: &Meeting,
        chosen: &Route,
        asking: &mut Asking,
    ) -> Result<(Self, Drafted)> {
        let schema = |route: &Route| route.schema.as_ref().ok().cloned();
        let (Some(goal), Some(fresh)) = (schema(chosen), meeting.fresh().and_then(schema)) else {
            return Err(Error::failure("the order does not run"));
        };
        let dialect = database.driver()?.dialect();
        let others = || meeting.routes.iter().filter_map(|route| route.schema.as_ref().ok());
        let differs = |schema: &&Schema| !goal.differences(schema).is_empty();
        let from = others().find(differs).cloned();
        let state = State { schema: fresh.clone(), beside: Beside::default(), fresh: true, notes: Vec::new() };
        let mut found = Found::with(context, database, history.clone(), state)?;
        let name = |own: &crate::history::Version| {
            history.get(own).map_or_else(|| own.to_string(), |migration| migration.name.clone())
        };
        let mut joined = Self {
            revises: branches.heads.iter().map(|head| head.name.clone()).collect(),
            order: match from.is_some() || !meeting.rows.is_empty() {
                true => chosen.heads.iter().map(name).collect(),
                false => Vec::new(),
            },
            collisions: meeting.collisions.clone(),
            any_order: true,
        };
        let mut way = Way { changes: Vec::new(), up: Vec::new(), down: Vec::new() };
        if let Some(from) = &from {
            (way, found) = Self::way(context, asking, found, from, &goal)?;
            if !asking.open.is_empty() {
                // What is open is told for all databases at once.
                way = Way { changes: Vec::new(), up: Vec::new(), down: Vec::new() };
            }
        }
        let leads_back = !fresh.differences(&goal).is_empty();
        let mut down = if leads_back { way.down.clone() } else { Vec::new() };
        if !asked.no_verify
            && let Some(stuck) = branches.stuck(&mut || ground(database))?
        {
            Self::tell_of_way_back(context, &stuck, &mut down);
        }
        let draft = Draft {
            message: asked.message.clone().unwrap_or_else(|| message(branches)),
            slug: match (&asked.name, &asked.message) {
                (Some(name), _) => slug_of_message(name)?,
                (None, Some(message)) => slug_of_message(message).unwrap_or_else(|_| "merge".to_owned()),
                (None, None) => slug_of_message(&message(branches)).unwrap_or_else(|_| "merge".to_owned()),
            },
            parents: branches.heads.iter().map(|head| head.version.clone()).collect(),
            up: way.up,
            down,
            run_in_transaction: true,
        };
        let now = context.clock.now();
        let prepare = |draft: &Draft| draft.prepare(history, dialect, &found.templates, now);
        let mut new = prepare(&draft)?;
        if let Some(because) = meeting.in_order_because().filter(|_| asking.open.is_empty()) {
            new = prepare(&in_order(&draft, leads_back))?;
            joined.any_order = false;
            Self::tell_of_order(context, &new, &because);
            if !meeting.rows.is_empty() && !chosen.heads.is_empty() && !is_sorted(&chosen.heads) {
                let tables = meeting.rows.join(", ");
                context
                    .ui
                    .warn(format!("what the rows of {tables} hold is what the order of the versions made of them"));
                context
                    .ui
                    .hint("where that is not what is wanted, write it into the merge, or into a migration after it");
            }
        }
        let is_tried = from.is_some() && !asked.no_verify;
        if asked.no_verify {
            context.ui.warn(format!("{} was not tried (--no-verify)", new.migration.name));
        }
        if is_tried && asking.open.is_empty() {
            let _work = context.ui.work(format!("trying {} after every order", new.migration.name), None);
            let prove = |new: &NewMigration, only_fresh: bool| {
                meeting.prove(new, &goal, &way.changes, only_fresh, dialect, &mut || ground(database))
            };
            let fails = |result: Result<()>| match result {
                Err(error) if error.kind() != ErrorKind::Failure => Err(error),
                other => Ok(other.err()),
            };
            if !joined.any_order {
                prove(&new, true)?;
            } else if let Some(error) = fails(prove(&new, false))? {
                let tolerant = Draft { up: tolerant(&draft.up, dialect), ..draft.clone() };
                let other = prepare(&tolerant)?;
                new = match fails(prove(&other, false))? {
                    None => other,
                    // No SQL is right after every order: the order of the versions is what counts.
                    Some(_) => {
                        let in_order = prepare(&in_order(&draft, leads_back))?;
                        prove(&in_order, true)?;
                        joined.any_order = false;
                        Self::tell_of_order(context, &in_order, &error.to_string());
                        in_order
                    }
                };
            }
        }
        let after = match branches.migrations.len() == history.migrations.len() {
            true => goal,
            // Other branches are still apart.
            false => State::replayed(&new.history, dialect, &mut || scratch(database), &mut |_| {})?,
        };
        if let Some(others) = history.others() {
            let theirs = State::replayed(&others, dialect, &mut || scratch(database), &mut |_| {})?;
            found.state.beside = Beside::of(&theirs);
        }
        let ready = Ready::known(new, way.changes, after, is_tried || from.is_none());
        Ok((joined, Drafted { found, migrations: vec![ready] }))
    }

    fn tell_of_order(context: &Context, new: &NewMigration, because: &str) {
        context.ui.warn(format!(
            "{}: it joins databases on which the branches ran in the order of their versions: {because}",
            new.migration.name
        ));
        context.ui.hint("elsewhere go back first (`manage downgrade`), and then forward in order");
    }

    /// Says, here and where it would be undone, that what is joined cannot be undone one by one.
    fn tell_of_way_back(context: &Context, stuck: &Stuck, down: &mut Vec<Rendered>) {
        let Stuck { migration, says } = stuck;
        context.ui.warn(format!("{migration} cannot be undone any more once the branches are joined: {says}"));
        context.ui.hint("`manage downgrade` goes as far back as to the branches: write what leads further by hand");
        let comments = || {
            vec![
                format!("What comes before this cannot be undone after the other branch: {migration} fails with"),
                says.lines().next().unwrap_or_default().to_owned(),
            ]
        };
        match down.first_mut() {
            Some(first) => first.comments.splice(0..0, comments()).for_each(drop),
            None => down.push(Rendered { comments: comments(), sql: "SELECT 1".to_owned() }),
        }
    }

    /// What leads from the one schema to the other, whoever is asked where that would lose something.
    fn way(
        context: &Context,
        asking: &mut Asking,
        mut found: Found,
        from: &Schema,
        goal: &Schema,
    ) -> Result<(Way, Found)> {
        let dialect = found.dialect;
        found.state.schema = from.clone();
        let aim = Goal { wanted: Wanted { schema: goal.clone(), ..Wanted::default() }, ignore: Ignore::default() };
        let found = asking.detect(context, found, aim)?;
        let changes = found.changes.clone();
        let mut up = dialect.render(from, &changes)?;
        let after = foresee(from, &changes, &up, dialect, &mut || scratch(&found.database))?;
        let mut down = dialect.render(&after, &invert(&changes))?;
        up.extend(objects(&Schema { objects: after.objects.clone(), ..Schema::default() }, goal, dialect)?);
        down.extend(objects(goal, from, dialect)?);
        Ok((Way { changes, up, down }, found))
    }
}

/// What the merge says that it is, where nobody says otherwise.
fn message(branches: &Branches<'_>) -> String {
    let title = |own: &crate::history::Migration| match own.slug() {
        "" => own.version.to_string(),
        slug => slug.to_owned(),
    };
    let names: Vec<String> = branches.heads.iter().map(|head| title(head)).collect();
    format!("Merge {}", names.join(" and "))
}

/// Whether that is the order of the versions.
fn is_sorted(heads: &[crate::history::Version]) -> bool {
    heads.windows(2).all(|pair| matches!(pair, [one, other] if one <= other))
}

/// The draft for the order of an empty database alone: what leads from where that ends, or nothing.
fn in_order(draft: &Draft, leads_back: bool) -> Draft {
    let comment = || vec![IN_ORDER.to_owned(), "What it joins must have run in the order of the versions.".to_owned()];
    let mut up = if leads_back { draft.up.clone() } else { Vec::new() };
    match up.first_mut() {
        Some(first) => first.comments.splice(0..0, comment()).for_each(drop),
        None => up.push(Rendered { comments: comment(), sql: "SELECT 1".to_owned() }),
    }
    Draft { up, ..draft.clone() }
}

/// The statements as they run whether what they make is there already or not, as far as the database has words for it.
fn tolerant(statements: &[Rendered], dialect: &dyn Dialect) -> Vec<Rendered> {
    const EVERYWHERE: [(&str, &str); 2] =
        [("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS "), ("DROP TABLE ", "DROP TABLE IF EXISTS ")];
    const NOT_MYSQL: [(&str, &str); 3] = [
        ("CREATE INDEX ", "CREATE INDEX IF NOT EXISTS "),
        ("CREATE UNIQUE INDEX ", "CREATE UNIQUE INDEX IF NOT EXISTS "),
        ("DROP INDEX ", "DROP INDEX IF EXISTS "),
    ];
    const POSTGRES: [(&str, &str); 3] = [
        (" ADD COLUMN ", " ADD COLUMN IF NOT EXISTS "),
        (" DROP COLUMN ", " DROP COLUMN IF EXISTS "),
        (" DROP CONSTRAINT ", " DROP CONSTRAINT IF EXISTS "),
    ];
    let driver = dialect.driver();
    let say = |own: &Rendered| {
        let mut sql = own.sql.clone();
        let begins = EVERYWHERE.iter().chain(NOT_MYSQL.iter().filter(|_| driver != Driver::Mysql));
        for (plain, tolerant) in begins {
            if let Some(rest) = sql.strip_prefix(plain) {
                sql = format!("{tolerant}{rest}");
                break;
            }
        }
        if driver == Driver::Postgres
            && let Some(tolerant) = if_not_there(&sql)
        {
            sql = tolerant;
        }
        if driver == Driver::Postgres && sql.starts_with("ALTER TABLE ") {
            for (plain, tolerant) in POSTGRES {
                sql = sql.replacen(plain, tolerant, 1);
            }
        }
        Rendered { comments: own.comments.clone(), sql }
    };
    statements.iter().map(say).collect()
}
