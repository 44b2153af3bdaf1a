/// The name in the form that Diesel's derives give columns and tables: `FooBar` becomes `foo_bar`.
pub fn snake_case(name: &str) -> String {
    let mut result = String::with_capacity(name.len() + 4);
    for (place, character) in name.chars().enumerate() {
        if place > 0 && character.is_uppercase() {
            result.push('_');
        }
        result.extend(character.to_lowercase());
    }
    result
}

/// The table of a struct that names none, exactly as Diesel's derives infer it: `User` is `users`, `Category` is
/// `categorys`.
pub fn infer_table_name(name: &str) -> String {
    snake_case(name) + "s"
}

/// Whether Rust takes the text for an identifier as it stands, in every edition: `gen` is a word since 2024, which `syn` does
/// not know of.
pub fn is_identifier(text: &str) -> bool {
    text != "gen" && syn::parse_str::<syn::Ident>(text).is_ok()
}

/// The file in `OUT_DIR` that the build step writes for a database and `schema!` includes; `None` is the default
/// database. Whatever an alias holds, the result is a plain file name, and no two aliases share one.
pub fn schema_file(alias: Option<&str>) -> String {
    let Some(alias) = alias else { return "diesel_manage_schema.rs".to_owned() };
    let mut name = String::from("diesel_manage_schema_of_");
    for byte in alias.bytes() {
        if byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' {
            name.push(char::from(byte));
        } else {
            // Upper case too: there are file systems that do not tell `A` from `a`.
            name.push_str(&format!("-{byte:02x}"));
        }
    }
    name + ".rs"
}

#[cfg(test)]
mod tests {
    use super::{infer_table_name, is_identifier, schema_file};

    #[test]
    fn words_of_rust_are_no_identifiers() {
        for word in ["gen", "type", "async", "_", "2nd", "a b", ""] {
            assert!(!is_identifier(word), "{word}");
        }
        assert!(["generated", "r#gen", "größe", "_2nd"].iter().all(|word| is_identifier(word)));
    }

    #[test]
    fn tables_are_named_as_diesel_names_them() {
        for (name, table) in [
            ("User", "users"),
            ("Category", "categorys"),
            ("FooBar", "foo_bars"),
            ("HTTPServer", "h_t_t_p_servers"),
            ("User2Group", "user2_groups"),
            ("Élan", "élans"),
        ] {
            assert_eq!(infer_table_name(name), table);
        }
    }

    #[test]
    fn every_alias_has_a_file_of_its_own() {
        let aliases = ["default", "Default", "a/b", "a-2fb", "../x", "🦀", ""];
        let files: std::collections::BTreeSet<String> = aliases.iter().map(|alias| schema_file(Some(alias))).collect();
        assert_eq!(files.len(), aliases.len());
        assert!(files.iter().all(|file| !file.contains('/') && file.is_ascii()));
        assert!(!files.contains(&schema_file(None)));
    }
}
