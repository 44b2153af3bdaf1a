use std::fmt;

/// A password. Nothing shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Takes a password in.
    pub fn new(password: impl Into<String>) -> Self {
        Self(password.into())
    }

    /// Gives it out, to a connection and to nobody else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A URL as it may be shown: its password is `***`. What is not quite a URL loses rather more than too little.
pub fn mask_url(url: &str) -> String {
    let (scheme, rest) = match url.find("://") {
        Some(at) => url.split_at(at + 3),
        None => ("", url),
    };
    if scheme.is_empty()
        && let Some(end) = secret_end(rest)
    {
        let (shown, _) = rest.split_at(end);
        return format!("{shown}***");
    }
    // A password may hold every character that ends one, so the last `@` counts, wherever it is.
    let masked = match rest.rsplit_once('@') {
        Some((user, host)) => match user.split_once(':') {
            Some((name, _)) => format!("{name}:***@{}", mask_parameters(host)),
            None => format!("{user}@{}", mask_parameters(host)),
        },
        None => mask_portlike(rest),
    };
    format!("{scheme}{masked}")
}

/// The end of the first `password=` in libpq's form, `host=h password='a b'`: where the value ends is for libpq to
/// know.
fn secret_end(text: &str) -> Option<usize> {
    text.match_indices('=')
        .map(|(at, _)| at)
        .find(|at| {
            let name = text.get(..*at).unwrap_or_default().trim_end().rsplit([' ', '?', '&', '/']).next();
            name.is_some_and(sounds_secret)
        })
        .map(|at| at + 1)
}

/// `user:secret` where nothing says that it is not `host:port`.
fn mask_portlike(rest: &str) -> String {
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let path = mask_parameters(path);
    match authority.split_once(':') {
        Some((name, port)) if !port.is_empty() && !port.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{name}:***{path}")
        }
        _ => format!("{authority}{path}"),
    }
}

/// The values of parameters that sound secret.
fn mask_parameters(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for part in text.split_inclusive(['?', '&', ';', ' ']) {
        match part.split_once('=') {
            Some((name, value)) if sounds_secret(name) => {
                let end =
                    value.strip_suffix(['?', '&', ';', ' ']).map_or("", |bare| value.get(bare.len()..).unwrap_or(""));
                masked.push_str(&format!("{name}=***{end}"));
            }
            _ => masked.push_str(part),
        }
    }
    masked
}

/// Whether what goes by this name is better not shown.
fn sounds_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["pass", "pwd", "secret", "token", "key"].iter().any(|word| name.contains(word))
}
