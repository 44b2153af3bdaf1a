use strsim::{normalized_damerau_levenshtein, sorensen_dice};

/// How alike two names are, in percent: letter by letter, or word by word where one has more words than the other
/// (`name` and `full_name`). Case and separators do not count.
pub(super) fn name_likeness(one: &str, other: &str) -> u8 {
    let (one, other) = (words(one), words(other));
    let (joined, other_joined) = (one.concat(), other.concat());
    let letters = normalized_damerau_levenshtein(&joined, &other_joined).max(sorensen_dice(&joined, &other_joined));
    let likeness = letters.max(shared_words(&one, &other)).max(contained(&joined, &other_joined));
    percent(likeness)
}

/// What a name's likeness is worth: below this, names share letters by accident.
pub(super) fn worth(likeness: u8) -> u8 {
    const ACCIDENT: u8 = 40;
    if likeness < ACCIDENT { 0 } else { likeness }
}

/// A share from 0 to 1 as percent.
pub(super) fn percent(share: f64) -> u8 {
    // A share is between 0 and 1, so that the cast cannot lose anything.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let percent = (share.clamp(0.0, 1.0) * 100.0).round() as u8;
    percent
}

/// The words of `snake_case` and `CamelCase`, lower case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_lower = false;
    for letter in name.chars() {
        // What is neither a letter nor a separator, such as an emoji, tells names apart like a letter.
        let separates = !letter.is_alphanumeric() && (letter.is_ascii() || letter.is_whitespace());
        if separates || (letter.is_uppercase() && before_lower) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| !separates) {
            word.extend(letter.to_lowercase());
        }
        before_lower = letter.is_lowercase() || letter.is_numeric();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Words that both have, of all words, counted so that a whole name inside a longer one weighs most.
fn shared_words(one: &[String], other: &[String]) -> f64 {
    let shared = one.iter().filter(|word| other.contains(word)).count();
    let (fewer, more) = (one.len().min(other.len()), one.len().max(other.len()));
    if more == 0 {
        return 0.0;
    }
    (share(shared, fewer) * 2.0 + share(shared, more)) / 3.0
}

/// Whether one name stands at the beginning or the end of the other (`name` and `username`), as a likeness.
fn contained(one: &str, other: &str) -> f64 {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let inside = short.chars().count() >= 3 && (long.starts_with(short) || long.ends_with(short));
    if inside { (2.0 + share(short.len(), long.len())) / 3.0 } else { 0.0 }
}

/// A part of a whole, from 0 to 1.
pub(super) fn share(part: usize, whole: usize) -> f64 {
    // Counts of names and letters are far below what a float holds exactly.
    #[allow(clippy::cast_precision_loss)]
    let share = if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    share
}

#[cfg(test)]
mod tests {
    use super::name_likeness;

    #[test]
    fn names_are_alike_as_far_as_their_signs_are() {
        for (one, other, likeness) in
            [("a_name", "aName", 100), ("a-b", "a b", 100), ("🦀", "🐍", 0), ("name_🦀", "name_🐍", 80)]
        {
            assert_eq!(name_likeness(one, other), likeness, "{one} {other}");
        }
    }
}
