use std::path::Path;

use globset::GlobBuilder;
use toml::Value;

use super::manifest::Manifest;

/// Whether a workspace above takes the package of this folder for one of its own. A package that none does has to be a
/// workspace itself: cargo refuses one that lies in a workspace and does not belong to it.
pub(super) fn claimed(folder: &Path) -> bool {
    let root = folder.ancestors().skip(1).find_map(|above| {
        let manifest = Manifest::read(above).ok().flatten()?;
        Some((above, manifest.workspace()?.clone()))
    });
    let Some((root, workspace)) = root else { return false };
    let Ok(own) = folder.strip_prefix(root) else { return false };
    let listed = |key: &str| {
        let list = workspace.get(key).and_then(Value::as_array).into_iter().flatten();
        list.filter_map(Value::as_str).map(|entry| entry.trim_end_matches('/')).collect::<Vec<_>>()
    };
    let matches = |entry: &&str| {
        let pattern = GlobBuilder::new(entry).literal_separator(true).build();
        pattern.is_ok_and(|pattern| pattern.compile_matcher().is_match(own))
    };
    listed("members").iter().any(matches) && !listed("exclude").iter().any(|entry| own.starts_with(entry))
}

#[cfg(test)]
mod tests {
    use super::claimed;

    #[test]
    fn members_are_patterns_and_some_are_excluded() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("apps/blog");
        std::fs::create_dir_all(&own).unwrap();
        for (manifest, expected) in [
            ("", false),
            ("this is no manifest", false),
            ("[package]\nname = \"x\"\n", false),
            ("[workspace]\n", false),
            ("[workspace]\nmembers = [\"apps/blog\"]", true),
            ("[workspace]\nmembers = [\"apps/blog/\"]", true),
            ("[workspace]\nmembers = [\"apps/*\"]", true),
            ("[workspace]\nmembers = [\"*\"]", false),
            ("[workspace]\nmembers = [\"apps/other\", 1]", false),
            ("[workspace]\nmembers = [\"apps/*\"]\nexclude = [\"apps/blog\"]", false),
        ] {
            std::fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
            assert_eq!(claimed(&own), expected, "{manifest}");
        }
    }
}
