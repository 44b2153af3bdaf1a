use super::fixture::{detect, schema, wanted};
use crate::autodetect::{headline, slug, slug_of_message};
use crate::schema::{Change, Schema, TableName};

fn changes(before: &str, after: &str) -> Vec<Change> {
    detect(&schema(before), &wanted(after)).changes
}

fn rename(from: &str, to: &str) -> Change {
    Change::RenameColumn { table: TableName::new("users"), from: from.to_owned(), to: to.to_owned() }
}

#[test]
fn a_migration_is_named_after_its_changes() {
    for (before, after, expected) in [
        ("", "struct User { id: i64, #[model(index)] name: String }", "create_users"),
        ("struct User { id: i64 }", "struct User { id: i64, age: Option<i32> }", "add_age_to_users"),
        (
            "struct User { id: i64 }",
            "struct User { id: i64, a: Option<i32>, b: Option<i32> }",
            "add_a_to_users_and_add_b_to_users",
        ),
        (
            "struct User { id: i64 }",
            "struct User { id: i64, nickname: Option<i32>, birthday: Option<i32> }",
            "add_nickname_to_users_and_add_birthday_to_users",
        ),
        (
            "struct User { id: i64 }",
            "struct User { id: i64, nickname: Option<i32>, birthdays: Option<i32>, x: Option<i32> }",
            "add_nickname_to_users_and_add_birthdays_to_users_and_more",
        ),
        (
            "",
            "struct A { id: i64, #[model(references = \"bs.id\")] b_id: Option<i64> }
             struct B { id: i64, #[model(references = \"as.id\")] a_id: i64 }",
            "create_as_and_create_bs",
        ),
    ] {
        assert_eq!(slug(&changes(before, after)), expected);
    }
    assert_eq!(slug(&[rename("name", "username")]), "rename_name_to_username_on_users");
    assert_eq!(slug(&[]), "empty");
}

#[test]
fn one_long_name_is_kept_until_it_is_too_long_for_a_directory() {
    let long = "a".repeat(60);
    assert_eq!(slug(&[rename(&long, "b")]), format!("rename_{long}_to_b_on_users"));
    assert_eq!(slug(&[rename(&long, "b"), rename("c", "d")]), format!("rename_{long}_to_b_on_users_and_more"));
    assert_eq!(slug(&[rename(&"a".repeat(400), "b")]), "rename");
    assert_eq!(slug_of_message(&"x".repeat(300)).unwrap(), "x".repeat(100));
    assert_eq!(slug_of_message(&"word ".repeat(60)).unwrap(), "word_".repeat(20).trim_end_matches('_'));
}

#[test]
fn a_message_of_any_sort_is_a_safe_name() {
    for (message, expected) in [
        ("Add users table", "add_users_table"),
        ("  ../../etc/passwd\\x:y*?  ", "etc_passwd_x_y"),
        ("Größe für Ärzte", "grosse_fur_arzte"),
        ("Пользователи", "polzovateli"),
        ("a\0b\nc\u{202e}d", "a_b_c_d"),
        ("it's -- a \"test\"; DROP", "it_s_a_test_drop"),
        ("crab 🦀 1", "crab_1"),
        ("__x__", "x"),
        ("v1.2", "v1_2"),
        ("a/b\\c", "a_b_c"),
        ("../../x", "x"),
        ("/etc/passwd", "etc_passwd"),
        ("C:\\Windows\\con", "c_windows_con"),
        // With its version before it, no name is one that Windows keeps for itself.
        ("con", "con"),
        ("nul.txt", "nul_txt"),
        ("--force", "force"),
        (".hidden", "hidden"),
        ("-1", "1"),
        ("\u{202e}gnp.exe", "gnp_exe"),
        ("السلام", "lslm"),
        ("用户", "yonghu"),
        ("e\u{301}te\u{301}", "e_te"),
        ("ﬁx ½ ①", "fix_12_1"),
        ("$(rm -rf ~) `x` %PATH%", "rm_rf_x_path"),
        ("tab\tnew\r\nline", "tab_new_line"),
    ] {
        assert_eq!(slug_of_message(message).unwrap(), expected, "{message:?}");
    }
    for message in ["", "  ", "🦀", "../..", "___", "\u{301}"] {
        let error = slug_of_message(message).unwrap_err();
        assert!(error.to_string().contains("no letter or digit"), "{message:?}: {error}");
    }
}

#[test]
fn the_head_of_a_file_is_one_line() {
    let after =
        "struct A { id: i64 } struct B { id: i64 } struct C { id: i64 } struct D { id: i64 } struct E { id: i64 }";
    let all = detect(&Schema::default(), &wanted(after)).changes;
    assert_eq!(headline(&all[..1]), "Create table as");
    assert_eq!(headline(&all[..4]), "Create table as, Create table bs, Create table cs, and one more change");
    assert_eq!(headline(&all), "Create table as, Create table bs, Create table cs, and 2 more changes");
    assert_eq!(headline(&[rename("a\nDROP TABLE x", "b")]), "Rename column a DROP TABLE x to b on users");
}
