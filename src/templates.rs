//! What `manage` writes into a project: text with blanks, kept in `templates/`.

use minijinja::{Environment, UndefinedBehavior};

use crate::error::{Error, Result};

/// The templates by name.
const TEMPLATES: &[(&str, &str)] = &[
    ("migration/up.sql", include_str!("../templates/migration/up.sql.j2")),
    ("migration/down.sql", include_str!("../templates/migration/down.sql.j2")),
    ("migration/metadata.toml", include_str!("../templates/migration/metadata.toml.j2")),
    ("command/command.rs", include_str!("../templates/command/command.rs.j2")),
    ("command/entry.rs", include_str!("../templates/command/entry.rs.j2")),
    ("project/Cargo.toml", include_str!("../templates/project/Cargo.toml.j2")),
    ("project/README.md", include_str!("../templates/project/README.md.j2")),
    ("project/build.rs", include_str!("../templates/project/build.rs.j2")),
    ("project/diesel.toml", include_str!("../templates/project/diesel.toml.j2")),
    ("project/diesel_settings.json", include_str!("../templates/project/diesel_settings.json.j2")),
    ("project/gitattributes", include_str!("../templates/project/gitattributes.j2")),
    ("project/gitignore", include_str!("../templates/project/gitignore.j2")),
    ("project/gitkeep", include_str!("../templates/project/gitkeep.j2")),
    ("project/management/Cargo.toml", include_str!("../templates/project/management/Cargo.toml.j2")),
    ("project/management/gitignore", include_str!("../templates/project/management/gitignore.j2")),
    ("project/management/src/commands/mod.rs", include_str!("../templates/project/management/src/commands/mod.rs.j2")),
    ("project/management/src/main.rs", include_str!("../templates/project/management/src/main.rs.j2")),
    ("project/settings.json", include_str!("../templates/project/settings.json.j2")),
    ("project/src/lib.rs", include_str!("../templates/project/src/lib.rs.j2")),
    ("project/src/main.rs", include_str!("../templates/project/src/main.rs.j2")),
    ("project/src/models.rs", include_str!("../templates/project/src/models.rs.j2")),
    ("project/src/schema.rs", include_str!("../templates/project/src/schema.rs.j2")),
    ("project/to_add.txt", include_str!("../templates/project/to_add.txt.j2")),
];

/// The template of this name, its blanks filled in, with one line end at the end.
///
/// # Errors
/// When there is no such template, or it has a blank that is not filled in.
pub fn render(name: &str, blanks: minijinja::Value) -> Result<String> {
    let failed =
        |error: minijinja::Error| Error::failure(format!("the template {name} cannot be filled in")).because(error);
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // What is written is SQL, TOML and Rust: nothing here is HTML.
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    for (own, text) in TEMPLATES.iter().copied() {
        environment.add_template(own, text).map_err(failed)?;
    }
    let text = environment.get_template(name).and_then(|template| template.render(blanks)).map_err(failed)?;
    Ok(format!("{}\n", text.trim_end()))
}

#[cfg(test)]
mod tests {
    use minijinja::context;

    use super::render;

    #[test]
    fn what_is_filled_in_stands_as_it_is() {
        let statements = vec![
            context! { comments => vec!["<first>", "{{ second }}"], sql => "SELECT '<a>' AS \"b\"" },
            context! { comments => Vec::<&str>::new(), sql => "SELECT 2" },
            context! { comments => vec!["alone"], sql => "" },
        ];
        let text = render("migration/up.sql", context! { header => "-- A\n-- B\n", statements }).unwrap();
        assert_eq!(
            text,
            "-- A\n-- B\n\n-- <first>\n-- {{ second }}\nSELECT '<a>' AS \"b\";\n\nSELECT 2;\n\n-- alone\n"
        );
    }

    #[test]
    fn a_blank_that_is_not_filled_in_is_an_error() {
        assert!(render("migration/down.sql", context! {}).is_err());
        assert!(render("migration/sideways.sql", context! {}).is_err());
    }
}
