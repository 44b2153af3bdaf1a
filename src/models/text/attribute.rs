/// The width beyond which rustfmt breaks a line.
const WIDTH: usize = 100;

/// The keys of one attribute.
#[derive(Clone, Debug, Default)]
pub(super) struct Attribute {
    keys: Vec<String>,
}

impl Attribute {
    pub(super) fn push(&mut self, key: impl Into<String>) {
        self.keys.push(key.into());
    }

    pub(super) fn extend(&mut self, keys: impl IntoIterator<Item = String>) {
        self.keys.extend(keys);
    }

    /// The attribute on a line of its own, or on several where it is long; nothing where there is no key.
    pub(super) fn lines(&self, name: &str, indent: &str) -> String {
        if self.keys.is_empty() {
            return String::new();
        }
        let line = format!("{indent}#[{name}({})]\n", self.keys.join(", "));
        if line.chars().count() <= WIDTH + 1 && !self.keys.iter().any(|key| key.contains('\n')) {
            return line;
        }
        let keys: String = self.keys.iter().map(|key| format!("{indent}    {key},\n")).collect();
        format!("{indent}#[{name}(\n{keys}{indent})]\n")
    }
}
