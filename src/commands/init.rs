mod checkout;
mod disagreement;
mod files;
mod found;
mod layout;
mod manifest;
mod package_name;
mod report;
mod workspace;

use std::path::{Path, PathBuf};

pub(super) use checkout::Checkout;
pub(super) use files::{NewFile, write};
pub(super) use layout::management;
pub(super) use manifest::Manifest;

use crate::cli::{Arguments, Context, Manual, Outcome};
use crate::error::{Error, Result};
use crate::settings::FILE_NAME;
use crate::templates::Templates;
use found::Found;
use package_name::PackageName;

/// Make a new project, or settings for an existing one
///
/// In a new folder, or one without a crate: a project that compiles, with a first model, the launcher `manage`, and
/// `management` for commands of its own. In a crate that uses Diesel: only settings.json, for what is there
/// (DATABASE_URL, the migrations, schema.rs). In any other crate: settings, a first model, the launcher and
/// `management`. What is there already is never written over.
#[derive(Debug, clap::Args)]
pub(super) struct Init {
    /// The folder of the project [default: this one]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,

    /// The name of the package [default: that of the folder]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// The checkout of diesel_manage that the project depends on [default: the one that manage was built from]
    #[arg(long, value_name = "DIR")]
    path: Option<PathBuf>,
}

impl Arguments for Init {
    const NAME: &'static str = "init";

    fn manual() -> Manual {
        Manual::new()
            .group("Project")
            .example("manage init blog", "a new project in the folder blog")
            .example("manage init", "in this folder, for what is there")
            .example("manage init shop --name web-shop", "the package has another name than the folder")
            .exit_code(6, "there is a project already, or a file cannot be written: nothing is")
            .see_also("makemigrations")
            .see_also("startcommand")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let given = self.folder.as_deref().unwrap_or(Path::new("."));
        let folder = if given == Path::new(".") { context.directory.clone() } else { context.directory.join(given) };
        check_folder(given, &folder)?;
        let found = Found::in_folder(&folder, &context.variables)?;
        let checkout = || Checkout::find(self.path.as_deref().map(|path| context.directory.join(path)).as_deref());
        let files = match &found {
            Found::Nothing => {
                let name = PackageName::of(self.name.as_deref(), &folder)?;
                layout::project(&folder, &name, &checkout()?)?
            }
            Found::Crate(manifest) => layout::beside_a_crate(&folder, manifest, &checkout()?)?,
            Found::Diesel(diesel) => layout::settings_for_diesel(diesel)?,
        };
        let written = write(&folder, &files)?;
        let to_add = match &found {
            Found::Crate(_) => Some(layout::rendered("to_add.txt", &Templates::built_in(), &checkout()?.blanks()?)?),
            _ => None,
        };
        report::show(context, given, &found, &written, to_add.as_deref())?;
        Ok(Outcome::Done)
    }
}

/// Whether there can be a project.
fn check_folder(given: &Path, folder: &Path) -> Result<()> {
    let shown = given.display();
    if folder.is_dir() {
        let settings = folder.join(FILE_NAME);
        if settings.symlink_metadata().is_ok() {
            let there = Error::failure(format!("there is a project already: {}", settings.display()));
            return Err(there.hint("`manage init DIR` makes another one in DIR"));
        }
        return Ok(());
    }
    match folder.symlink_metadata() {
        Ok(data) if data.is_symlink() => Err(Error::failure(format!("{shown} is a link to nothing"))),
        Ok(_) => Err(Error::failure(format!("{shown} is a file")).hint("name another folder: `manage init DIR`")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Error::failure(format!("cannot make a project in {shown}")).because(error)),
    }
}
