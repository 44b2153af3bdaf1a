use super::Item;
use super::lines::wrap;
use super::menu::Menu;
use super::prompts::Prompts;
use super::screen::Size;
use crate::ui::Ui;

fn items() -> Vec<Item> {
    vec![
        Item::new("renamed to full_name").because("same type and position, name 83 % alike, same index"),
        Item::new("renamed to a_name_that_is_much_too_long_for_any_terminal_of_twenty_columns"),
        Item::new("dropped").because("its values are lost").loses(),
        Item::new("quit").because("nothing is written"),
    ]
}

fn lines(items: &[Item], at: usize, rows: usize, columns: usize) -> Vec<String> {
    let marks = super::prompts::Prompts { keys: true, ..plain() }.marks;
    let menu = Menu { marks, question: "Was column users.name renamed or dropped?", remark: "", items, at };
    menu.lines(Size { rows, columns }).iter().map(|line| line.render(false).trim_end().to_owned()).collect()
}

fn plain() -> Prompts {
    Prompts { keys: true, marks: super::prompts::PLAIN, typed: None }
}

#[test]
fn a_menu_fits_every_terminal() {
    for columns in (1..30).chain([50, 80, 120]) {
        for rows in [2, 3, 4, 6, 9, 12, 24] {
            for at in 0..4 {
                let shown = lines(&items(), at, rows, columns);
                assert!(shown.len() < rows.max(3), "{columns} by {rows}: {shown:#?}");
                if columns >= 10 {
                    let widest = shown.iter().map(|line| console::measure_text_width(line)).max();
                    assert!(widest <= Some(columns), "{columns} by {rows}: {shown:#?}");
                }
                if rows > 3 && columns > 10 {
                    assert!(shown.iter().any(|line| line.contains(&format!("> {}", at + 1))), "{shown:#?}");
                }
            }
        }
    }
}

#[test]
fn reasons_stand_beside_their_choices_or_under_them() {
    let short = [items().remove(0), items().remove(2)];
    assert_eq!(
        lines(&short, 0, 24, 79),
        [
            "? Was column users.name renamed or dropped?",
            "  > 1  renamed to full_name   same type and position, name 83 % alike, same",
            "                              index",
            "    2  dropped                its values are lost",
            "  arrows or a number, then Enter; Esc leaves",
        ]
    );
    assert_eq!(
        lines(&short, 1, 24, 19),
        [
            "? Was column",
            "  users.name",
            "  renamed or",
            "  dropped?",
            "    1  renamed to",
            "       full_name",
            "       same type",
            "       and",
            "       position,",
            "       name 83 %",
            "       alike, same",
            "       index",
            "  > 2  dropped",
            "       its values",
            "       are lost",
        ]
    );
}

#[test]
fn words_are_broken_where_a_line_is_too_short_for_them() {
    assert_eq!(wrap("abcdef gh", 4), ["abcd", "ef", "gh"]);
    assert_eq!(wrap("日本語", 4), ["日本", "語"]);
    assert_eq!(wrap("a-b c", 3), ["a-b", "c"]);
    assert_eq!(wrap("abc", 0), ["a", "b", "c"]);
}

#[test]
fn where_nobody_is_there_nothing_is_asked() {
    let (ui, _, err) = Ui::captured();
    assert!(!ui.can_ask());
    for error in [
        ui.select("?", "", &items(), 0).map(|_| ()).unwrap_err(),
        ui.input("?", "", "", |text| Ok(text.to_owned())).map(|_| ()).unwrap_err(),
        ui.confirm("?", true).map(|_| ()).unwrap_err(),
    ] {
        assert_eq!(error.kind().exit_code(), 3);
    }
    assert_eq!(err.text(), "");
}
