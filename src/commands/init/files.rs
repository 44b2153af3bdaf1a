use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// A file that is to be.
pub(in crate::commands) struct NewFile {
    /// Its place in the project, with `/`.
    pub(in crate::commands) path: String,
    pub(in crate::commands) text: String,
    pub(in crate::commands) executable: bool,
}

/// What became of files that were to be.
#[derive(Debug, Default)]
pub(in crate::commands) struct Written {
    /// Those that are new.
    pub(in crate::commands) written: Vec<String>,
    /// Those that were there already, and are as they were.
    pub(in crate::commands) kept: Vec<String>,
}

/// Writes all of them, or none. What is there is kept.
///
/// # Errors
/// When something cannot be written.
pub(in crate::commands) fn write(folder: &Path, files: &[NewFile]) -> Result<Written> {
    let mut written = write_all(folder, files)?;
    written.written.sort();
    written.kept.sort();
    Ok(written)
}

fn write_all(folder: &Path, files: &[NewFile]) -> Result<Written> {
    let shown = folder.display();
    let failed = |error: io::Error| Error::failure(format!("cannot write {shown}")).because(error);
    if folder.is_dir() {
        let mut addition = Addition { folder, made: Vec::new(), written: Written::default() };
        return match addition.add(files) {
            Ok(()) => Ok(addition.written),
            Err(error) => {
                addition.undo();
                Err(failed(error))
            }
        };
    }
    write_new(folder, files).map_err(failed)
}

/// All of them under a name that nobody looks at, which then becomes the folder's.
fn write_new(folder: &Path, files: &[NewFile]) -> io::Result<Written> {
    let parent = folder.parent().unwrap_or(folder);
    fs::create_dir_all(parent)?;
    let temporary = temporary_folder(parent)?;
    // The temporary folder is open to its owner only.
    let unfinished = temporary.path().join("project");
    fs::create_dir(&unfinished)?;
    for file in files {
        write_file(&unfinished.join(&file.path), file)?;
    }
    fs::rename(&unfinished, folder)?;
    Ok(Written { written: files.iter().map(|file| file.path.clone()).collect(), kept: Vec::new() })
}

fn temporary_folder(parent: &Path) -> io::Result<tempfile::TempDir> {
    tempfile::Builder::new().prefix(".manage-init-").tempdir_in(parent)
}

fn write_file(path: &Path, file: &NewFile) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut out = fs::File::create_new(path)?;
    out.write_all(file.text.as_bytes())?;
    #[cfg(unix)]
    if file.executable {
        use std::os::unix::fs::PermissionsExt;
        let mut permissions = out.metadata()?.permissions();
        // Who may read it may run it.
        permissions.set_mode(permissions.mode() | (permissions.mode() & 0o444) >> 2);
        out.set_permissions(permissions)?;
    }
    out.sync_all()
}

/// Files that come to those in a folder.
struct Addition<'a> {
    folder: &'a Path,
    /// Folders and files that were made, in their order.
    made: Vec<PathBuf>,
    written: Written,
}

impl Addition<'_> {
    fn add(&mut self, files: &[NewFile]) -> io::Result<()> {
        let temporary = temporary_folder(self.folder)?;
        for file in files {
            let path = self.folder.join(&file.path);
            if path.symlink_metadata().is_ok() || !self.add_file(temporary.path(), &path, file)? {
                self.written.kept.push(file.path.clone());
            } else {
                self.made.push(path);
                self.written.written.push(file.path.clone());
            }
        }
        Ok(())
    }

    /// Writes a file that appears whole, unless one of its name has come meanwhile.
    fn add_file(&mut self, temporary: &Path, path: &Path, file: &NewFile) -> io::Result<bool> {
        let mut missing: Vec<&Path> = path.ancestors().skip(1).take_while(|folder| !folder.is_dir()).collect();
        while let Some(folder) = missing.pop() {
            fs::create_dir(folder)?;
            self.made.push(folder.to_owned());
        }
        let unfinished = temporary.join(&file.path);
        write_file(&unfinished, file)?;
        // A link, unlike a new name, takes nobody's place; some file systems have none.
        let linked = match fs::hard_link(&unfinished, path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => write_file(path, file),
            linked => linked,
        };
        match linked {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
            linked => linked.map(|()| true),
        }
    }

    fn undo(&self) {
        for path in self.made.iter().rev() {
            // A folder that somebody else has put something into stays.
            let _ = if path.is_dir() { fs::remove_dir(path) } else { fs::remove_file(path) };
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{NewFile, write};

    fn files(paths: &[&str]) -> Vec<NewFile> {
        let file = |path: &&str| NewFile {
            path: (*path).to_owned(),
            text: "new".to_owned(),
            executable: path.ends_with("run"),
        };
        paths.iter().map(file).collect()
    }

    #[test]
    fn what_is_there_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("a")).unwrap();
        fs::write(root.join("a/old"), "old").unwrap();
        let written = write(root, &files(&["a/old", "a/b/run", "c"])).unwrap();
        assert_eq!(
            (written.written, written.kept),
            (vec!["a/b/run".to_owned(), "c".to_owned()], vec!["a/old".to_owned()])
        );
        assert_eq!(fs::read_to_string(root.join("a/old")).unwrap(), "old");
        assert_eq!(fs::read_to_string(root.join("c")).unwrap(), "new");
        assert_eq!(fs::read_dir(root).unwrap().count(), 2);
    }

    #[test]
    fn an_error_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::write(root.join("file"), "").unwrap();
        write(root, &files(&["a/b/c", "d", "file/below"])).unwrap_err();
        assert_eq!(fs::read_dir(root).unwrap().count(), 1);
        write(&root.join("new"), &files(&["a/b", "a/b/c"])).unwrap_err();
        write(&root.join("file/new"), &files(&["a"])).unwrap_err();
        assert_eq!(fs::read_dir(root).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn folders_and_files_have_the_usual_permissions() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let usual = folder.path().join("usual");
        fs::create_dir(&usual).unwrap();
        fs::write(usual.join("file"), "").unwrap();
        let mode = |path: &str| fs::metadata(folder.path().join(path)).unwrap().permissions().mode() & 0o777;
        for name in ["new/project", "usual"] {
            write(&folder.path().join(name), &files(&["plain", "run"])).unwrap();
            assert_eq!(mode(name), mode("usual"));
            assert_eq!(mode(&format!("{name}/plain")), mode("usual/file"));
            assert_eq!(mode(&format!("{name}/run")), mode("usual/file") | 0o111);
        }
    }
}
