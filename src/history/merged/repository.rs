use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use super::super::state_file::StateFile;
use super::sides::Sides;

/// What git knows of the file's sides: those of a conflict, those of a merge that is not committed, those of the last
/// merge. Without git, or outside a repository, there are none. Each is looked up when it is asked for.
pub(super) fn all_sides(path: &Path) -> impl Iterator<Item = Sides> {
    let repository = path.parent().zip(path.file_name()).map(|(folder, name)| Repository { folder, name });
    (0..3).filter_map(move |way| {
        let repository = repository.as_ref()?;
        match way {
            0 => repository.conflict(),
            1 => repository.under_way(),
            _ => repository.last_merge(),
        }
    })
}

/// The repository that holds a file.
struct Repository<'a> {
    folder: &'a Path,
    name: &'a OsStr,
}

impl Repository<'_> {
    /// The three texts that git keeps of a file in conflict. Where both sides made it, there is no base.
    fn conflict(&self) -> Option<Sides> {
        let (ours, theirs) = (self.at(":2:")?, self.at(":3:")?);
        Some(Sides { base: self.at(":1:").unwrap_or_default(), ours, theirs })
    }

    /// A merge that has begun and is not committed: its conflicts may be resolved already, in whatever way.
    fn under_way(&self) -> Option<Sides> {
        self.between("HEAD", &self.revision("MERGE_HEAD")?)
    }

    /// The last merge in which the folder had to do with both sides.
    fn last_merge(&self) -> Option<Sides> {
        let merge =
            self.run(&["rev-list", "--merges", "--full-history", "--max-count=1", "--parents", "HEAD", "--", "."])?;
        let mut commits = merge.split_whitespace().skip(1);
        let (one, other, None) = (commits.next()?, commits.next()?, commits.next()) else { return None };
        self.between(one, other)
    }

    fn between(&self, one: &str, other: &str) -> Option<Sides> {
        let base = self.run(&["merge-base", one, other])?;
        let file = |commit: &str| self.at(&format!("{}:", commit.trim()));
        Some(Sides { base: file(&base).unwrap_or_default(), ours: file(one)?, theirs: file(other)? })
    }

    fn revision(&self, name: &str) -> Option<String> {
        self.run(&["rev-parse", "--quiet", "--verify", name]).map(|text| text.trim().to_owned())
    }

    /// The file as it is in that place, if it is one there.
    fn at(&self, place: &str) -> Option<StateFile> {
        let name = self.name.to_str()?;
        StateFile::parse(&self.run(&["cat-file", "blob", &format!("{place}./{name}")])?)
    }

    /// What git prints; `None` if it is not there, or says no.
    fn run(&self, arguments: &[&str]) -> Option<String> {
        let mut git = Command::new("git");
        git.args(arguments).current_dir(self.folder).stdin(Stdio::null()).stderr(Stdio::null());
        // Nothing is fetched, written or asked for a look.
        let quiet =
            [("GIT_OPTIONAL_LOCKS", "0"), ("GIT_TERMINAL_PROMPT", "0"), ("GIT_NO_LAZY_FETCH", "1"), ("LC_ALL", "C")];
        let output = git.envs(quiet).output().ok().filter(|output| output.status.success())?;
        String::from_utf8(output.stdout).ok()
    }
}
