use std::io::{self, ErrorKind, Write};

use super::{Stream, Style, Table, Text, Ui, Verbosity};
use crate::error::Error;

#[test]
fn what_a_terminal_would_obey_is_shown() {
    for (text, shown) in [
        ("plain ünï🦀", "plain ünï🦀"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("\u{1b}]0;title\u{7}", "\\u{1b}]0;title\\u{7}"),
        ("a\rb\0c\u{7f}\u{9b}", "a\\rb\\u{0}c\\u{7f}\\u{9b}"),
        ("admin\u{202e}nimda", "admin\\u{202e}nimda"),
    ] {
        assert_eq!(Text::from(text).render(true), shown);
    }
    assert_eq!(Text::new().styled(Style::Name, "a\nb\tc").render(false), "a\\nb\\tc");
}

#[test]
fn styles_are_codes_only_where_they_are_wanted() {
    let text = Text::new().plain("in ").styled(Style::Path, "src").plain(".");
    assert_eq!(text.render(false), "in src.");
    assert_eq!(text.render(true), "in \u{1b}[36msrc\u{1b}[0m.");
    assert_eq!(text.width(), 7);
}

#[test]
fn text_is_cut_by_columns_of_the_terminal() {
    for (text, width, cut) in [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "abcd…"),
        ("abcdef", 1, "…"),
        ("abcdef", 0, ""),
        ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("", 0, ""),
    ] {
        let made = Text::from(text).cut(width);
        assert_eq!(made.render(false), cut, "{text} {width}");
        assert!(made.width() <= width);
    }
    let styled = Text::new().styled(Style::Good, "abc").plain("defg");
    assert_eq!(styled.clone().cut(5).render(false), "abcd…");
    assert_eq!(styled.cut(3).render(false), "ab…");
}

fn table() -> Table {
    let mut table = Table::new();
    table.row(["[X]", "2026-11-21-101500-0000_add_users", "applied"]);
    table.row(["[ ]", "日本", ""]);
    table.row(["[!]", "x"]);
    table
}

#[test]
fn tables_are_aligned_and_fit() {
    let shown = |width| -> Vec<String> {
        table().lines(width).iter().map(|line| line.render(false).trim_end().to_owned()).collect()
    };
    assert_eq!(shown(None), ["[X]  2026-11-21-101500-0000_add_users  applied", "[ ]  日本", "[!]  x"]);
    assert_eq!(shown(Some(34)), ["[X]  2026-11-21-101500-00  applied", "     00_add_users", "[ ]  日本", "[!]  x"]);
    assert_eq!(
        shown(Some(20)),
        ["[X]", "    2026-11-21-10150", "    0-0000_add_users", "    applied", "[ ]", "    日本", "[!]", "    x"]
    );
    for width in 1..60 {
        let lines = table().lines(Some(width));
        for line in &lines {
            assert!(line.width() <= width.max(2), "{width}: {}", line.render(false));
        }
        let all: String = lines.iter().map(|line| line.render(false).replace(' ', "")).collect();
        let plain: String = shown(None).concat().replace(' ', "");
        let sorted = |text: &str| {
            let mut characters: Vec<char> = text.chars().collect();
            characters.sort_unstable();
            characters
        };
        assert_eq!(sorted(&all), sorted(&plain), "nothing is cut off at {width}: {all}");
    }
    assert!(Table::new().is_empty() && Table::new().lines(Some(10)).is_empty());
}

#[test]
fn data_and_talk_go_their_ways() {
    let (ui, out, err) = Ui::captured();
    ui.data("data");
    ui.verbatim("raw \u{1b} bytes");
    ui.table(table());
    ui.say("talk");
    ui.detail("more");
    ui.trace("all");
    drop(ui.work("work", None));
    ui.hint("help");
    assert!(out.text().starts_with("data\nraw \u{1b} bytes[X]  2026"), "{}", out.text());
    assert_eq!(err.text(), "talk\nhint: help\n");

    let (ui, out, err) = Ui::captured();
    let ui = ui.with_verbosity(Verbosity::Quiet);
    ui.say("talk");
    ui.warn("careful");
    ui.error(&Error::failure("wrong"));
    assert_eq!((out.text().as_str(), err.text().as_str()), ("", "warning: careful\nerror: wrong\n"));
}

#[test]
fn json_has_a_version_and_must_be_an_object() {
    let (ui, out, _) = Ui::captured();
    ui.json(&serde_json::json!({"b": [1], "a": null})).expect("an object");
    assert_eq!(out.text(), "{\n  \"version\": 1,\n  \"b\": [\n    1\n  ],\n  \"a\": null\n}\n");
    assert!(ui.json(&[1, 2]).is_err());
}

#[test]
fn a_run_with_json_prints_one_object_whatever_happens() {
    let (ui, out, err) = Ui::captured();
    let ui = ui.with_json(true);
    ui.json(&serde_json::json!({"databases": [1], "a": 1})).expect("an object");
    ui.json(&serde_json::json!({"databases": [2], "a": 2})).expect("an object");
    ui.data("said as text");
    ui.verbatim("raw\u{1b}\n");
    ui.say("talk");
    ui.warn("careful");
    ui.error_of("default", &Error::history("edited").because(Error::failure("a cause")).hint("help"));
    ui.error(&Error::failure("one").and(Error::failure("two").hint("help")));
    assert_eq!(out.text(), "", "only when it ends is it known what it is");
    ui.finish().expect("it can be written");
    ui.finish().expect("nothing more to write");
    let expected = serde_json::json!({
        "version": 1, "databases": [1, 2], "a": 2, "output": "said as text\nraw\u{1b}\n", "warnings": ["careful"],
        "errors": [
            {"database": "default", "kind": "history", "message": "edited", "causes": ["a cause"], "hints": ["help"],
             "exit_code": 5},
            {"kind": "failure", "message": "one", "causes": [], "hints": [], "exit_code": 6},
            {"kind": "failure", "message": "two", "causes": [], "hints": ["help"], "exit_code": 6},
        ]
    });
    assert_eq!(serde_json::from_str::<serde_json::Value>(&out.text()).expect("one object"), expected);
    assert_eq!(
        err.text(),
        "talk\nwarning: careful\nwarning: the database default failed\nerror: edited\n  caused by: a cause\nhint: help\n\
         error: one\nerror: two\nhint: help\n"
    );

    let (ui, out, _) = Ui::captured();
    let ui = ui.with_json(true);
    ui.json(&serde_json::json!({"questions": [1]})).expect("an object");
    ui.error(&Error::new(crate::error::ErrorKind::Question, "a question needs an answer"));
    ui.finish().expect("it can be written");
    assert!(!out.text().contains("errors"), "the questions say it themselves: {}", out.text());
}

/// Takes so many bytes and then fails.
struct Failing(usize, ErrorKind);

impl Write for Failing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.min(bytes.len()) {
            0 => Err(self.1.into()),
            taken => {
                self.0 -= taken;
                Ok(taken)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_who_leaves_is_no_error_and_a_full_disk_is() {
    for (kind, failed) in [(ErrorKind::BrokenPipe, false), (ErrorKind::StorageFull, true)] {
        let stream = Stream::new(Box::new(Failing(3, kind)), false, None);
        stream.write("abcdef");
        stream.write("ghi");
        assert_eq!(stream.failure().is_some(), failed, "{kind}");
    }
}
