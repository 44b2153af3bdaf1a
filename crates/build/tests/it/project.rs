use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const MANIFEST: &str = r#"
[package]
name = "NAME"
version = "0.1.0"
edition = "2024"

[dependencies]
diesel = { version = "2.3", default-features = false, features = ["sqlite"] }
diesel_manage = { path = "ROOT", default-features = false }
libsqlite3-sys = { version = "0.38", features = ["bundled"] }

[build-dependencies]
diesel_manage_build = { path = "ROOT/crates/build" }

[workspace]
"#;

/// A project of its own, outside the workspace.
pub(crate) struct Project {
    folder: PathBuf,
}

impl Project {
    /// A project of this name with these models and no library yet.
    pub(crate) fn new(name: &str, models: &str) -> Self {
        let project = Self { folder: Path::new(env!("CARGO_TARGET_TMPDIR")).join(name) };
        let root = root().display().to_string().replace('\\', "/");
        let _ = fs::remove_dir_all(project.folder.join("src"));
        project.write("Cargo.toml", &MANIFEST.replace("NAME", name).replace("ROOT", &root));
        project.write("build.rs", "fn main() {\n    diesel_manage_build::run();\n}\n");
        let settings = r#"{"databases": {"default": {"driver": "sqlite", "database": "db", "models": ["MODELS"]}}}"#;
        project.write("settings.json", &settings.replace("MODELS", models));
        fs::copy(root_file("Cargo.lock"), project.folder.join("Cargo.lock")).unwrap();
        project
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn remove(&self, name: &str) {
        fs::remove_file(self.folder.join(name)).unwrap();
    }

    /// Whether `cargo check` is content, and what it says.
    pub(crate) fn check(&self) -> (bool, String) {
        // What is compiled already for the workspace serves here too.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let output = Command::new(env!("CARGO"))
            .args(["check", "--offline", "--target-dir"])
            .arg(target)
            .current_dir(&self.folder)
            .env_remove("MANAGE_SETTINGS")
            .output()
            .unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

fn root() -> PathBuf {
    root_file("")
}

fn root_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().join(name)
}
