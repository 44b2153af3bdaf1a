use proc_macro2::TokenTree;
use syn::spanned::Spanned;
use syn::{Expr, Item, ItemMod, MacroDelimiter, Stmt};

/// The text of the file that lists the commands with one more, or nothing if it is not as `manage init` wrote it: with
/// `fn all()` that ends in a `vec![…]`. Everything else stays as it is.
pub(super) fn with_command(source: &str, module: &str, entry: &str) -> Option<String> {
    // The parser counts from behind it.
    let (mark, source) = source.strip_prefix('\u{feff}').map_or(("", source), |rest| ("\u{feff}", rest));
    let file = syn::parse_file(source).ok()?;
    let line_end = if source.contains("\r\n") { "\r\n" } else { "\n" };
    let mut insertions = vec![list_insertion(source, &file.items, entry, line_end)?];
    insertions.extend(comma(&file.items)?);
    insertions.extend(module_insertion(&file.items, module, line_end)?);
    // From behind, so that the places before stay where they are.
    insertions.sort_by_key(|(place, _)| std::cmp::Reverse(*place));
    let mut text = source.to_owned();
    for (place, addition) in insertions {
        if !text.is_char_boundary(place) {
            return None;
        }
        text.insert_str(place, &addition);
    }
    syn::parse_file(&text).ok()?;
    Some(format!("{mark}{text}"))
}

type Insertion = (usize, String);

/// The `vec![…]` that `fn all()` ends in.
fn list(items: &[Item]) -> Option<&syn::Macro> {
    let all = items.iter().find_map(|item| match item {
        Item::Fn(function) if function.sig.ident == "all" => Some(&function.block.stmts),
        _ => None,
    })?;
    let list = match all.last()? {
        Stmt::Expr(Expr::Macro(list), None) => &list.mac,
        Stmt::Macro(list) if list.semi_token.is_none() => &list.mac,
        _ => return None,
    };
    list.path.is_ident("vec").then_some(list)
}

/// The new entry, before the closing bracket.
fn list_insertion(source: &str, items: &[Item], entry: &str, line_end: &str) -> Option<Insertion> {
    let list = list(items)?;
    let MacroDelimiter::Bracket(bracket) = &list.delimiter else { return None };
    let end = bracket.span.close().byte_range().start;
    let line = source.get(..end)?.rfind('\n').map_or(0, |place| place + 1);
    let indent = source.get(line..end)?;
    if indent.trim().is_empty() {
        return Some((line, format!("{indent}    {entry},{line_end}")));
    }
    Some((end, if list.tokens.is_empty() { entry.to_owned() } else { format!(" {entry}") }))
}

/// The comma behind the last entry that was there, if there is none.
fn comma(items: &[Item]) -> Option<Option<Insertion>> {
    let last = list(items)?.tokens.clone().into_iter().last();
    Some(match last {
        None => None,
        Some(TokenTree::Punct(punct)) if punct.as_char() == ',' => None,
        Some(last) => Some((last.span().byte_range().end, ",".to_owned())),
    })
}

/// `mod NAME;` among the others, in the order of their names.
fn module_insertion(items: &[Item], module: &str, line_end: &str) -> Option<Option<Insertion>> {
    let modules: Vec<&ItemMod> = items
        .iter()
        .filter_map(|item| match item {
            Item::Mod(item) if item.content.is_none() => Some(item),
            _ => None,
        })
        .collect();
    if modules.iter().any(|item| item.ident == module) {
        return Some(None);
    }
    let line = format!("mod {module};");
    if let Some(next) = modules.iter().find(|item| item.ident.to_string().as_str() > module) {
        return Some(Some((next.span().byte_range().start, format!("{line}{line_end}"))));
    }
    if let Some(last) = modules.last() {
        return Some(Some((last.semi?.span.byte_range().end, format!("{line_end}{line}"))));
    }
    let first = items.first()?;
    Some(Some((first.span().byte_range().start, format!("{line}{line_end}{line_end}"))))
}

#[cfg(test)]
mod tests {
    use super::with_command;
    use crate::templates::render;

    fn with_seed(source: &str) -> Option<String> {
        with_command(source, "seed", "command::<seed::Seed>()")
    }

    #[test]
    fn what_init_wrote_takes_one_after_the_other() {
        let first = render("project/management/src/commands/mod.rs", minijinja::context! {}).unwrap();
        let text = with_command(&with_seed(&first).unwrap(), "alter", "command::<alter::Alter>()").unwrap();
        let text = with_command(&text, "zero", "command::<zero::Zero>()").unwrap();
        let (before, list) = text.split_once("\nuse ").unwrap();
        assert!(before.ends_with("one file each.\n\nmod alter;\nmod seed;\nmod zero;\n"), "{before}");
        let list = list.split_once("here.\n").unwrap().1;
        assert_eq!(
            list,
            "        command::<seed::Seed>(),\n        command::<alter::Alter>(),\n        command::<zero::Zero>(),\n    ]\n}\n"
        );
    }

    #[test]
    fn other_forms_are_understood() {
        for (source, expected) in [
            ("fn all() -> X { vec![] }", "mod seed;\n\nfn all() -> X { vec![command::<seed::Seed>()] }"),
            ("fn all() { vec![a()] }", "mod seed;\n\nfn all() { vec![a(), command::<seed::Seed>()] }"),
            ("fn all() { vec![a(),] }", "mod seed;\n\nfn all() { vec![a(), command::<seed::Seed>()] }"),
            (
                "\u{feff}//! é\r\nfn all() {\r\n  vec![\r\n    a() // é\r\n  ]\r\n}",
                "\u{feff}//! é\r\nmod seed;\r\n\r\nfn all() {\r\n  vec![\r\n    a(), // é\r\n      command::<seed::Seed>(),\r\n  ]\r\n}",
            ),
            (
                "/// B.\n#[x]\nmod b;\npub mod t;\nfn all() { let x = 1; vec![] }",
                "/// B.\n#[x]\nmod b;\nmod seed;\npub mod t;\nfn all() { let x = 1; vec![command::<seed::Seed>()] }",
            ),
            ("mod seed;\nfn all() { vec![] }", "mod seed;\nfn all() { vec![command::<seed::Seed>()] }"),
        ] {
            assert_eq!(with_seed(source).as_deref(), Some(expected), "{source}");
        }
    }

    #[test]
    fn what_is_not_as_expected_is_left_alone() {
        for source in [
            "",
            "fn all() {",
            "fn all() {}",
            "fn all() { list() }",
            "fn all() { vec!(a()) }",
            "fn all() { vec![]; }",
            "fn other() { vec![] }",
        ] {
            assert_eq!(with_seed(source), None, "{source}");
        }
    }
}
