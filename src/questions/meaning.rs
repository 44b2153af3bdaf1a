use super::text::{holder, type_text};
use super::{Answer, Question};

/// What the answer means for the database, in a line.
pub(super) fn meaning(question: &Question, answer: &Answer, arrow: &str) -> String {
    let name = question.name();
    match (answer, question) {
        (Answer::Renamed(to), Question::Value { table, column, value, .. }) => {
            format!("rename '{value}' {arrow} '{to}' in {}", holder(table, column))
        }
        (Answer::Renamed(to), _) => format!("rename {name} {arrow} {to}"),
        (Answer::Dropped, Question::Table { .. }) => format!("drop {name}, its rows are lost"),
        (Answer::Dropped, Question::Value { table, column, value, .. }) => {
            format!("remove '{value}' from {}; fails where a row holds it", holder(table, column))
        }
        (Answer::Dropped, _) => format!("drop {name}, its values are lost"),
        (Answer::Replaced(to), Question::Value { table, column, value, .. }) => {
            let to = to.as_ref().map_or_else(|| "NULL".to_owned(), |to| format!("'{to}'"));
            format!("replace '{value}' with {to} in {}", holder(table, column))
        }
        (Answer::Replaced(_), _) => format!("replace {name}"),
        (Answer::Allowed, _) if question.computes() => format!("compute {name}, its stored values are lost"),
        (Answer::Allowed, Question::Narrowing { after, .. }) => {
            format!("narrow {name} to {}; fails where a value does not fit", type_text(after))
        }
        (Answer::Allowed, _) => format!("go on with {name}"),
        (Answer::Fill(expr), Question::Backfill { new: false, .. }) => format!("replace NULL in {name} with {expr}"),
        (Answer::Fill(expr), _) => format!("fill {name} with {expr}"),
        (Answer::Nullable, _) => format!("leave {name} nullable"),
        (Answer::LeaveToMe, Question::Backfill { new: true, .. }) => {
            format!("leave {name} empty; fails where the table has rows")
        }
        (Answer::LeaveToMe, _) => format!("leave the NULLs in {name} to you; fails where any are left"),
        (Answer::Using(expr), _) => format!("convert {name} with {expr}"),
    }
}

/// Whether rows or values are gone for good afterwards, as far as can be told.
pub(super) fn loses(question: &Question, answer: &Answer) -> bool {
    match answer {
        // The migration fails where a row holds the value.
        Answer::Dropped => !matches!(question, Question::Value { .. }),
        Answer::Replaced(_) => true,
        Answer::Allowed => question.computes(),
        Answer::Using(expr) => !keeps(question, expr),
        Answer::Renamed(_) | Answer::Fill(_) | Answer::Nullable | Answer::LeaveToMe => false,
    }
}

/// Whether the expression is the old value itself: what does not fit the new type makes the migration fail.
pub(super) fn keeps(question: &Question, expr: &crate::schema::Expr) -> bool {
    let name = question.column().unwrap_or_default();
    expr.text() == name || expr.text() == format!("\"{}\"", name.replace('"', "\"\""))
}
