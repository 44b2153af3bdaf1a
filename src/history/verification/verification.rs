use std::collections::BTreeSet;

use super::agreed::Agreed;
use super::astray::Astray;
use super::catalog::Delta;
use super::contents::{Contents, contents};
use super::fill::Rows;
use super::finding::{Fault, Finding, Remark};
use super::ground::{Ground, Scratch};
use super::loss::Passage;
use super::picture::part;
use super::renames::Renames;
use super::run::{Failure, Way, run};
use super::touched::touched;
use crate::error::Result;
use crate::history::{History, Migration, Script};
use crate::interruption;
use crate::schema::{Schema, TableName};

/// How the migrations of a history are tried.
#[derive(Clone, Copy, Debug)]
pub struct Verification<'a> {
    /// The history.
    pub history: &'a History,
    /// How many of its migrations are run without a look at them.
    pub passed_over: usize,
    /// How many rows each table gets.
    pub rows: usize,
    /// Which rows.
    pub seed: usize,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Verified {
    /// How many migrations were tried.
    pub tried: usize,
    /// What does not hold.
    pub findings: Vec<Finding>,
    /// The migrations that nothing leads back from, and why.
    pub irreversible: Vec<Remark>,
    /// What is worth knowing beside that.
    pub remarks: Vec<Remark>,
    /// What the migrations lead to.
    pub schema: Schema,
}

impl Verification<'_> {
    /// Tries each migration: forward, back, and forward again, with rows in the tables. `begins` is told of each.
    ///
    /// # Errors
    /// When there is no scratch database, a migration does not apply to an empty one, or the connection is lost.
    pub fn run(&self, scratch: Scratch<'_>, begins: &mut dyn FnMut(&Migration)) -> Result<Verified> {
        let mut walk = Walk {
            ground: Ground::new(self.history, scratch)?,
            rows: Rows { count: self.rows, seed: self.seed },
            verified: Verified::default(),
            empty: BTreeSet::new(),
            bare: false,
        };
        let (passed_over, tried) =
            self.history.migrations.split_at(self.passed_over.min(self.history.migrations.len()));
        for migration in passed_over {
            interruption::check()?;
            begins(migration);
            walk.ground.pass(migration)?;
        }
        walk.empty = walk.ground.look(walk.rows)?.into_iter().collect();
        for (place, migration) in tried.iter().enumerate() {
            interruption::check()?;
            begins(migration);
            walk.step(passed_over.len() + place, migration)?;
            walk.verified.tried += 1;
        }
        walk.verified.schema = walk.ground.picture.schema;
        Ok(walk.verified)
    }
}

/// The walk through the history.
struct Walk<'a, 'b> {
    ground: Ground<'a, 'b>,
    rows: Rows,
    verified: Verified,
    /// The tables for which no rows could be made up.
    empty: BTreeSet<TableName>,
    /// Whether the database is another one, in which only some tables have rows.
    bare: bool,
}

/// A migration on its way.
struct Step<'m> {
    migration: &'m Migration,
    /// How many migrations come before it.
    place: usize,
    up: &'m Script,
    /// The tables whose rows can be concerned.
    touched: BTreeSet<TableName>,
    /// What `up.sql` can change in the catalog, and what it can with `down.sql`; `None` where that can be anything.
    concern: [Option<BTreeSet<String>>; 2],
}

/// The rows that a migration can do something to.
#[derive(Default)]
struct Concerned {
    contents: Contents,
    astray: Astray,
}

/// What was there before a migration, as far as it is concerned.
struct Before {
    schema: Schema,
    /// What the way forward changed in the catalog.
    delta: Option<Delta>,
    contents: Contents,
    /// The foreign keys that lead nowhere after the way forward.
    astray: Astray,
    /// The names that were looked at; `None` if that is everything.
    names: Option<BTreeSet<TableName>>,
    /// Whether rows are lost on the way forward, which no way back can bring again.
    has_lost: bool,
}

impl Walk<'_, '_> {
    /// Tries the migration at this place.
    fn step(&mut self, place: usize, migration: &Migration) -> Result<()> {
        let (up, down) = (migration.plain_up(), migration.way_back_from(None));
        let scripts: Vec<&Script> = std::iter::once(up).chain(down.as_ref().ok().copied()).collect();
        let touched = touched(&self.ground.picture.schema, &scripts);
        let concern = self.ground.session.concern(&up.statements);
        let both = concern.clone().and_then(|mut both| {
            if let Ok(down) = down {
                both.extend(self.ground.session.concern(&down.statements)?);
            }
            Some(both)
        });
        let step = Step { migration, place, up, touched, concern: [concern, both] };
        let before = self.forward(&step)?;
        match down {
            Ok(down) if self.back(&step, down, &before)? => {}
            Ok(_) => {
                self.bare = false;
                return self.start_over(&step);
            }
            Err(error) => self.verified.irreversible.push(Remark::of(migration, error.to_string())),
        }
        self.fill(&step, &before)
    }

    /// Puts rows into what is new, and again into what has fewer now, so that the next migration meets some.
    fn fill(&mut self, step: &Step<'_>, before: &Before) -> Result<()> {
        let schema = &self.ground.picture.schema;
        let names: BTreeSet<&TableName> = match &before.names {
            Some(names) if !self.bare => names.iter().filter(|name| schema.table(name).is_some()).collect(),
            None if !self.bare => {
                let differs = |name: &&TableName| schema.table(name) != before.schema.table(name);
                let touched = step.touched.iter().filter(|name| schema.table(name).is_some());
                schema.tables.keys().filter(differs).chain(touched).collect()
            }
            _ => schema.tables.keys().collect(),
        };
        let (known, new): (Vec<TableName>, Vec<TableName>) =
            names.into_iter().cloned().partition(|name| before.schema.table(name).is_some());
        self.bare = false;
        let empty = self.rows.fill(self.ground.session.as_mut(), schema, &new, &known)?;
        self.empty.retain(|name| empty.contains(name) || !(new.contains(name) || known.contains(name)));
        for table in empty {
            if self.empty.insert(table.clone()) {
                self.remark(
                    step.migration,
                    format!("no rows could be made up for {table}, so that what follows was tried while it was empty"),
                );
            }
        }
        Ok(())
    }

    /// Runs `up.sql` and looks at what became of schema and rows.
    fn forward(&mut self, step: &Step<'_>) -> Result<Before> {
        let Concerned { contents, astray } = self.run_up(step)?;
        let ground = &mut self.ground;
        let [concern, _] = &step.concern;
        let news = ground.picture.news(None, concern.as_ref(), ground.session.as_mut())?;
        let names = news.names().map(|names| names | &step.touched);
        let schema = part(&ground.picture.schema, names.as_ref());
        let delta = ground.picture.take(news);
        let after = &ground.picture.schema;
        let now = match &names {
            Some(names) => Astray::of(ground.session.as_mut(), after, names),
            None => Astray::of(ground.session.as_mut(), after, after.tables.keys()),
        };
        let new = now.since(&astray);
        let mut before = Before { schema, delta, contents, astray: now, names, has_lost: false };

        let (renames, agreed) = (Renames::of([step.up]), Agreed::of([step.up]));
        let passage = Passage { before: &before.schema, after, renames: &renames, agreed: &agreed };
        let successors: Vec<TableName> = before.contents.keys().filter_map(|name| passage.successor(name)).collect();
        let now = self::contents(ground.session.as_mut(), after, &successors)?;
        let losses = passage.losses(&before.contents, &now);
        before.has_lost = !losses.is_empty();
        self.judge_rows(step, step.up, "up.sql loses what nobody agreed to lose", &agreed, losses);
        self.lead_nowhere(step, "up.sql leaves rows that lead nowhere", new);
        Ok(before)
    }

    /// Runs `up.sql`, where the rows are not such as it takes with fewer of them, or none. Gives those that were there.
    fn run_up(&mut self, step: &Step<'_>) -> Result<Concerned> {
        let concerned = self.concerned(step)?;
        let Err(failure) = self.run(step, step.up, Way::Forward)? else { return Ok(concerned) };
        let mut undone = failure.undone;
        for count in [1, 0] {
            if !(undone && self.ground.empty(&step.touched)) {
                self.ground.renew(step.place)?;
                self.bare = true;
            }
            let rows = Rows { count, ..self.rows };
            let tables: Vec<TableName> = step.touched.iter().cloned().collect();
            rows.fill(self.ground.session.as_mut(), &self.ground.picture.schema, &tables, &[])?;
            let concerned = self.concerned(step)?;
            match self.run(step, step.up, Way::Forward)? {
                Ok(()) => {
                    let how = if count == 0 { "on empty tables" } else { "with one row in each table" };
                    let text = format!("with rows it fails, so that it was tried {how}: {}", failure.says);
                    self.remark(step.migration, text);
                    return Ok(concerned);
                }
                Err(again) => undone = again.undone,
            }
        }
        // Without any rows it ends as it does for a new database.
        self.ground.renew(step.place)?;
        self.bare = true;
        self.ground.pass(step.migration)?;
        self.remark(step.migration, format!("with rows it fails, so that it was tried without any: {}", failure.says));
        Ok(Concerned::default())
    }

    /// Runs `down.sql`, looks at what became of schema and rows, and runs `up.sql` again. Whether the database then stands
    /// where it should.
    fn back(&mut self, step: &Step<'_>, down: &Script, before: &Before) -> Result<bool> {
        if let Err(failure) = self.run(step, down, Way::Back)? {
            self.fails(step, "down.sql fails", &failure);
            return Ok(failure.undone);
        }
        let [_, concern] = &step.concern;
        let ground = &mut self.ground;
        let news = ground.picture.news(before.delta.as_ref(), concern.as_ref(), ground.session.as_mut())?;
        let own = &self.ground.picture.schema;
        let differences = news.differences(|asked| before.meant(asked, own));
        if differences.is_empty() {
            if !before.has_lost {
                self.compare_back(step, down, before)?;
            }
            let tables = before.names.as_ref().unwrap_or(&step.touched);
            let astray = Astray::of(self.ground.session.as_mut(), &before.schema, tables);
            self.lead_nowhere(step, "down.sql leaves rows that lead nowhere", astray.since(&before.astray));
        } else {
            let what = "down.sql does not lead back to what was before";
            self.verified.findings.push(Finding::of(step.migration, Fault::Schema, what, differences));
        }
        if let Err(failure) = self.run(step, step.up, Way::Forward)? {
            self.fails(step, "up.sql fails after down.sql", &failure);
            return Ok(false);
        }
        let ground = &mut self.ground;
        let again = ground.picture.news(None, concern.as_ref(), ground.session.as_mut())?;
        let differences = again.differences(|asked| part(&self.ground.picture.schema, asked));
        if differences.is_empty() {
            self.ground.picture.take(again);
            return Ok(true);
        }
        let what = "up.sql does not lead to the same after down.sql";
        // What down.sql left behind is no second fault.
        if self.verified.findings.last().is_none_or(|last| last.version.as_ref() != Some(&step.migration.version)) {
            self.verified.findings.push(Finding::of(step.migration, Fault::Schema, what, differences));
        }
        Ok(false)
    }

    /// Whether the rows are as they were, but for what the way forward did to them.
    fn compare_back(&mut self, step: &Step<'_>, down: &Script, before: &Before) -> Result<()> {
        let (there, both) = (Renames::of([step.up]), Renames::of([step.up, down]));
        let agreed = Agreed::of([step.up, down]);
        let forward =
            Passage { before: &before.schema, after: &self.ground.picture.schema, renames: &there, agreed: &agreed };
        let kept = forward.kept(&before.contents);
        let now = contents(self.ground.session.as_mut(), &before.schema, kept.keys())?;
        let passage = Passage { before: &before.schema, after: &before.schema, renames: &both, agreed: &agreed };
        let losses = passage.losses(&kept, &now);
        self.judge_rows(step, down, "down.sql loses what nobody agreed to lose", &agreed, losses);
        Ok(())
    }

    /// Another database that stands after the migration.
    fn start_over(&mut self, step: &Step<'_>) -> Result<()> {
        self.ground.renew(step.place + 1)?;
        self.empty = self.ground.look(self.rows)?.into_iter().collect();
        Ok(())
    }

    fn run(&mut self, step: &Step<'_>, script: &Script, way: Way) -> Result<Result<(), Failure>> {
        run(self.ground.session.as_mut(), step.migration, script, way)
    }

    fn concerned(&mut self, step: &Step<'_>) -> Result<Concerned> {
        let (session, schema) = (self.ground.session.as_mut(), &self.ground.picture.schema);
        Ok(Concerned {
            contents: contents(session, schema, &step.touched)?,
            astray: Astray::of(session, schema, &step.touched),
        })
    }

    fn lead_nowhere(&mut self, step: &Step<'_>, what: &str, details: Vec<String>) {
        if !details.is_empty() {
            self.verified.findings.push(Finding::of(step.migration, Fault::Rows, what, details));
        }
    }

    fn fails(&mut self, step: &Step<'_>, what: &str, failure: &Failure) {
        let details = vec![failure.says.clone()];
        self.verified.findings.push(Finding::of(step.migration, Fault::Fails, what, details));
    }

    /// Losses are a fault, unless the script holds what nobody can see through.
    fn judge_rows(&mut self, step: &Step<'_>, script: &Script, what: &str, agreed: &Agreed, losses: Vec<String>) {
        if losses.is_empty() {
            return;
        }
        if agreed.opaque {
            let file = script.path.file_name().unwrap_or_default().to_string_lossy();
            let text = format!("{}, by what {file} does and its words do not tell", losses.join(", "));
            self.remark(step.migration, text);
        } else {
            self.verified.findings.push(Finding::of(step.migration, Fault::Rows, what, losses));
        }
    }

    fn remark(&mut self, migration: &Migration, text: String) {
        self.verified.remarks.push(Remark::of(migration, text));
    }
}

impl Before {
    /// What was there under these names. What was not looked at is as it is now.
    fn meant(&self, asked: Option<&BTreeSet<TableName>>, now: &Schema) -> Schema {
        match (asked, &self.names) {
            (Some(asked), Some(names)) => {
                let mut meant = part(&self.schema, Some(asked));
                let rest = part(now, Some(&(asked - names)));
                meant.tables.extend(rest.tables);
                meant.objects.extend(rest.objects);
                meant
            }
            _ => self.schema.clone(),
        }
    }
}
