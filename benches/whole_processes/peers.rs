//! Programs of other languages, which are set up when they are asked for.

use std::fs;
use std::path::{Path, PathBuf};

use super::contest::Contest;
use super::contest::Role::{Ours, Peer};
use super::process::Process;
use super::scene::Scene;

/// Django and Alembic, in a folder below `target/`.
pub(crate) struct Peers {
    python: PathBuf,
    writer: PathBuf,
}

/// A project of one of them.
struct Project {
    folder: PathBuf,
}

impl Peers {
    /// Installs them, unless that is done.
    pub(crate) fn set_up() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let (scripts, folder) = (here.join("benches/peers"), here.join("target/peers"));
        Process::new(here, scripts.join("setup"), &[&folder.to_string_lossy()]).run();
        Self { python: folder.join("bin/python"), writer: scripts.join("projects.py") }
    }

    /// Measures them beside ours, whose scenes are ready.
    pub(crate) fn measure(&self, folder: &Path, models: usize, empty: &Scene, full: &Scene) {
        let write = |kind: &str, name: &str, flags: &[&str]| {
            let project = folder.join(format!("{kind}_{name}"));
            fs::create_dir_all(&project).expect("a folder");
            let (writer, models) = (self.writer.to_string_lossy(), models.to_string());
            let own = project.to_string_lossy();
            let arguments = [&[&*writer, kind, &*own, &models], flags].concat();
            Process::new(&project, &self.python, &arguments).run();
            Project { folder: project }
        };
        let projects = |kind: &str| {
            ["nothing", "history", "column"].map(|name| match name {
                "nothing" => write(kind, name, &[]),
                "history" => write(kind, name, &["history"]),
                _ => write(kind, name, &["history", "column"]),
            })
        };
        let ([empty_django, django, django_column], [empty_alembic, alembic, alembic_column]) =
            (projects("django"), projects("alembic"));
        // Alembic compares with a database.
        let upgrade = |project: &Project| self.alembic(project, &["upgrade", "head"]).run();
        upgrade(&alembic_column);

        let mut contest = Contest::new("makemigrations from nothing, beside others");
        contest.enter(
            Ours,
            "manage",
            || empty.forget_migrations(),
            Process::manage(empty.folder(), &["makemigrations"]),
        );
        contest.enter(
            Peer,
            "django makemigrations",
            || empty_django.forget_new(),
            self.django(&empty_django, &["makemigrations"]),
        );
        contest.enter(
            Peer,
            "alembic revision --autogenerate",
            || empty_alembic.forget_new(),
            self.revision(&empty_alembic),
        );
        contest.run();

        full.add_a_column(models);
        let state = fs::read(full.migrations().join("schema.json")).expect("a state");
        let mut contest = Contest::new("one new column, beside others");
        contest.enter(
            Ours,
            "manage",
            || full.forget_what_is_new(&state),
            Process::manage(full.folder(), &["makemigrations"]),
        );
        contest.enter(
            Peer,
            "django makemigrations",
            || django_column.forget_new(),
            self.django(&django_column, &["makemigrations"]),
        );
        contest.enter(
            Peer,
            "alembic revision --autogenerate",
            || alembic_column.forget_new(),
            self.revision(&alembic_column),
        );
        contest.run();
        full.forget_what_is_new(&state);

        let mut contest = Contest::new("migrate on a fresh file, beside others");
        contest.enter(Ours, "manage migrate", || full.forget_database(), Process::manage(full.folder(), &["migrate"]));
        contest.enter(Peer, "django migrate", || django.forget_database(), self.django(&django, &["migrate"]));
        contest.enter(
            Peer,
            "alembic upgrade head",
            || alembic.forget_database(),
            self.alembic(&alembic, &["upgrade", "head"]),
        );
        contest.run();

        full.keep_database("migrated");
        django.keep_database();
        alembic.keep_database();
        let mut contest = Contest::new("downgrade to nothing, beside others");
        contest.enter(
            Ours,
            "manage downgrade base",
            || full.bring_database("migrated"),
            Process::manage(full.folder(), &["downgrade", "base"]),
        );
        contest.enter(
            Peer,
            "django migrate zero",
            || django.bring_database(),
            self.django(&django, &["migrate", "items", "zero"]),
        );
        contest.enter(
            Peer,
            "alembic downgrade base",
            || alembic.bring_database(),
            self.alembic(&alembic, &["downgrade", "base"]),
        );
        contest.run();

        full.bring_database("migrated");
        django.bring_database();
        alembic.bring_database();
        let mut contest = Contest::new("nothing to do, beside others");
        contest.enter(Ours, "manage migrate", || (), Process::manage(full.folder(), &["migrate"]));
        contest.enter(Peer, "django migrate", || (), self.django(&django, &["migrate"]));
        contest.enter(Peer, "django showmigrations", || (), self.django(&django, &["showmigrations"]));
        contest.enter(Peer, "alembic upgrade head", || (), self.alembic(&alembic, &["upgrade", "head"]));
        contest.run();
    }

    fn django(&self, project: &Project, arguments: &[&str]) -> Process {
        Process::new(&project.folder, &self.python, &[&["manage.py"], arguments].concat())
    }

    fn alembic(&self, project: &Project, arguments: &[&str]) -> Process {
        Process::new(&project.folder, &self.python, &[&["-m", "alembic"], arguments].concat())
    }

    fn revision(&self, project: &Project) -> Process {
        self.alembic(project, &["revision", "--autogenerate", "-m", "new"])
    }
}

impl Project {
    /// Migrations go that were made since the project was written.
    fn forget_new(&self) {
        for folder in ["items/migrations", "migrations/versions"] {
            let Ok(entries) = fs::read_dir(self.folder.join(folder)) else { continue };
            for path in entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file()) {
                let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                // `0007_item0007.py` and `r0007_create.py` were written, `__init__.py` has to be there.
                let number = name.get(..4).unwrap_or_default();
                let ours = name.ends_with(&format!("_item{number}.py")) || name.ends_with("_create.py");
                if !ours && name != "__init__.py" {
                    fs::remove_file(path).expect("a migration that goes");
                }
            }
        }
    }

    fn forget_database(&self) {
        let _ = fs::remove_file(self.folder.join("db.sqlite3"));
    }

    fn keep_database(&self) {
        fs::copy(self.folder.join("db.sqlite3"), self.folder.join("migrated")).expect("a copy");
    }

    fn bring_database(&self) {
        fs::copy(self.folder.join("migrated"), self.folder.join("db.sqlite3")).expect("a copy");
    }
}
