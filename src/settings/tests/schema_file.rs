use std::collections::BTreeSet;

use serde_json::Value;

use super::{load, refused};
use crate::settings::{Connection, DriverName, entry, settings};

fn schema() -> Value {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/settings.schema.json");
    serde_json::from_str(&std::fs::read_to_string(file).expect("the schema")).expect("JSON")
}

fn keys(object: &Value) -> BTreeSet<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[test]
fn the_schema_and_the_parser_know_the_same_keys() {
    let schema = schema();
    let database = &schema["$defs"]["database"];
    let connection: BTreeSet<&str> = Connection::KEYS.into_iter().collect();
    assert_eq!(keys(&schema["properties"]), settings::KEYS.into_iter().collect());
    assert_eq!(keys(&database["properties"]), connection.iter().copied().chain(entry::KEYS).collect());
    assert_eq!(keys(&database["properties"]["scratch"]["properties"]), connection);
    for object in [&schema, database, &database["properties"]["scratch"]] {
        assert_eq!(object["additionalProperties"], Value::Bool(false));
    }
}

#[test]
fn every_key_is_described() {
    let schema = schema();
    let database = &schema["$defs"]["database"]["properties"];
    for properties in [&schema["properties"], database, &database["scratch"]["properties"]] {
        for (key, mut property) in properties.as_object().expect("an object") {
            if let Some(reference) = property["$ref"].as_str() {
                property = &schema["$defs"][reference.strip_prefix("#/$defs/").expect("a definition")];
            }
            assert!(property["description"].as_str().is_some_and(|text| text.ends_with('.')), "{key}: {property}");
        }
    }
}

/// Every key with a value of the type that the schema gives, and with one of another type.
#[test]
fn the_schema_and_the_parser_know_the_same_types() {
    let schema = schema();
    let database = &schema["$defs"]["database"]["properties"];
    for (key, mut property) in database.as_object().expect("an object") {
        if let Some(reference) = property["$ref"].as_str() {
            property = &schema["$defs"][reference.strip_prefix("#/$defs/").expect("a definition")];
        }
        let types: Vec<&str> = match &property["oneOf"] {
            // The strings below are no times, and no versions.
            Value::Array(_) if key.ends_with("_timeout") || key == "server_version" => vec!["integer"],
            Value::Array(cases) => cases.iter().filter_map(|case| case["type"].as_str()).collect(),
            _ => property["type"].as_str().into_iter().collect(),
        };
        let base = match key.as_str() {
            "driver" | "url" => "",
            "options" | "database" => r#""driver": "postgresql", "#,
            _ => r#""driver": "postgresql", "database": "a", "#,
        };
        for (kind, value) in [
            ("string", "\"sqlite\""),
            ("integer", "7"),
            ("boolean", "true"),
            ("array", "[\"a\"]"),
            ("object", "{\"driver\": \"postgresql\"}"),
            ("enum", "\"warn\""),
        ] {
            let text = format!("{{\"databases\": {{\"a\": {{{base}\"{key}\": {value}}}}}}}");
            let allowed = types.contains(&kind) || (kind == "enum" && (key == "late" || types.contains(&"string")));
            let read = load(&text, &[]);
            if allowed && !base.is_empty() {
                read.map(drop).unwrap_or_else(|error| panic!("{text}\n{error}"));
            } else if !allowed {
                assert!(refused(&text).contains(" must be "), "{text}\n{}", refused(&text));
            }
        }
    }
}

#[test]
fn the_drivers_and_aliases_of_the_schema_are_those_of_the_parser() {
    let schema = schema();
    let drivers = schema["$defs"]["driver"]["anyOf"][0]["enum"].as_array().expect("drivers").clone();
    assert!(drivers.len() >= 3);
    for driver in drivers {
        assert!(DriverName::of(driver.as_str().expect("a string")).is_some(), "{driver}");
    }
    let pattern = schema["properties"]["databases"]["propertyNames"]["pattern"].as_str().expect("a pattern");
    assert_eq!(pattern, "^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$", "as entry::check_alias has it");
}
