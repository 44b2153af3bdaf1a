use clap::builder::StyledStr;
use clap::builder::styling::{AnsiColor, Styles};

use super::Manual;
use super::program::Program;
use crate::error::exit_code;
use crate::ui::{Style, Text};

const ENVIRONMENT: &[(&str, &str)] = &[
    ("MANAGE_SETTINGS", "the settings file, unless --settings names one"),
    ("DATABASE_URL", "the database, where there is no settings file"),
    ("MANAGE_NOW", "the time to go by, such as 2026-11-21T10:15:00Z"),
    ("CI", "no questions, unless it is 0 or false"),
    ("NO_COLOR", "no colours, whatever it is set to"),
];

const FILES: &[(&str, &str)] = &[
    ("settings.json", "the databases; looked for here and in the folders above"),
    (".env", "variables for the settings, beside them"),
    ("app_migrations/ALIAS", "the migrations of a database, unless the settings say otherwise"),
    ("app_migrations/ALIAS/schema.json", "what they lead to; safe to delete"),
];

const EXIT_CODES: &[(u8, &str)] = &[
    (exit_code::DONE, "done"),
    (exit_code::NO, "the answer is no: a check found something"),
    (exit_code::USAGE, "the command line is wrong"),
    (exit_code::QUESTION, "a question needs an answer"),
    (exit_code::LOCK, "the lock was not had in time"),
    (exit_code::HISTORY, "the history needs repair: edited, missing, colliding, half done"),
    (exit_code::FAILURE, "an error: settings, models, database, SQL, files"),
];

/// The commands with the pages that `manage help` shows.
pub(super) fn with_pages(program: &Program, root: clap::Command) -> clap::Command {
    let width = program.width;
    let root = program.entries.iter().fold(root, |root, entry| {
        let manual = entry.command.manual();
        root.mut_subcommand(&entry.name, |command| {
            let short = command.get_after_help().cloned();
            // What the command says itself stays, before the rest.
            let said = command.get_after_long_help().or(short.as_ref()).map(|said| format!("{}\n\n", said.ansi()));
            let page = format!("{}{}", said.unwrap_or_default(), page(&manual, width).ansi());
            let more = || format!("`manage help {}` tells more.", entry.name).into();
            let command = commands_of(command, width).hide(true);
            command.after_help(short.unwrap_or_else(more)).after_long_help(page)
        })
    });
    root.styles(styles())
        .override_usage(ansi(&Text::new().styled(Style::Command, "manage").plain(" [OPTIONS] <COMMAND>")))
        .help_template("{about-with-newline}\n{usage-heading} {usage}\n\n{before-help}{all-args}{after-help}")
        .before_help(ansi(&groups(program)))
        .after_help("`manage help COMMAND` tells about a command, `manage help` about files and exit codes too.")
}

/// The command, with what is to be said of the commands that it has itself.
fn commands_of(command: clap::Command, width: usize) -> clap::Command {
    command.disable_help_subcommand(true).mut_subcommands(|inner| {
        let said = inner.get_after_long_help().cloned();
        commands_of(inner, width).after_long_help(said.unwrap_or_else(|| ansi(&global_options(width))))
    })
}

fn global_options(width: usize) -> Text {
    section("Global options", &[("--settings, --no-input, --json, --color, -v, -q", "see `manage help`")], width)
}

/// What `manage help` says beneath the commands and options.
pub(super) fn reference(width: usize) -> StyledStr {
    let mut codes: Vec<(String, &str)> = EXIT_CODES.iter().map(|(code, says)| (code.to_string(), *says)).collect();
    codes.push((format!("{}-{}", exit_code::OWN.start(), exit_code::OWN.end()), "commands of this project only"));
    codes.push((format!("{}, {}", exit_code::INTERRUPTED, exit_code::TERMINATED), "interrupted, terminated"));
    let reference = section("Environment", ENVIRONMENT, width).plain("\n").then(section("Files", FILES, width));
    let reference = reference.plain("\n").then(section("Exit codes", &codes, width));
    let more = "Over several databases the gravest counts. `manage help COMMAND` tells about a command.";
    ansi(&reference.plain("\n").plain(wrapped(more, width).join("\n")))
}

/// The commands under their headings.
fn groups(program: &Program) -> Text {
    let mut groups: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for entry in &program.entries {
        let heading = entry.heading();
        let clap = entry.command.clap();
        if clap.is_hide_set() {
            continue;
        }
        let about = clap.get_about().map(ToString::to_string).unwrap_or_default();
        let aliases: Vec<&str> = clap.get_visible_aliases().collect();
        let about = if aliases.is_empty() { about } else { format!("{about} [also: {}]", aliases.join(", ")) };
        let row = (entry.name.clone(), about.lines().next().unwrap_or_default().to_owned());
        match groups.iter_mut().find(|(known, _)| *known == heading) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((heading, vec![row])),
        }
    }
    let widest = groups.iter().flat_map(|(_, rows)| rows).map(|(name, _)| Text::from(name).width()).max();
    let mut text = Text::new();
    for (place, (heading, rows)) in groups.iter().enumerate() {
        if place > 0 {
            text = text.plain("\n");
        }
        text = text.then(aligned(heading, rows, widest.unwrap_or_default(), program.width));
    }
    text
}

/// What the manual says of a command.
fn page(manual: &Manual, width: usize) -> Text {
    let codes: Vec<(String, &String)> = manual.exit_codes.iter().map(|(code, says)| (code.to_string(), says)).collect();
    let mut sections = vec![global_options(width)];
    if !manual.examples.is_empty() {
        sections.push(section("Examples", &manual.examples, width));
    }
    if !codes.is_empty() {
        sections.push(section("Exit codes", &codes, width));
    }
    if !manual.see_also.is_empty() {
        let heading = "See also:";
        let text = wrapped(&format!("{heading} {}", manual.see_also.join(", ")), width).join("\n");
        let names = text.strip_prefix(heading).unwrap_or_default();
        sections.push(Text::new().styled(Style::Heading, heading).plain(names).plain("\n"));
    }
    let sections = sections.into_iter().enumerate();
    sections.fold(Text::new(), |page, (place, section)| page.plain(if place > 0 { "\n" } else { "" }).then(section))
}

/// A heading, and under it words with what they mean.
fn section(heading: &str, rows: &[(impl AsRef<str>, impl AsRef<str>)], width: usize) -> Text {
    let widest = rows.iter().map(|(word, _)| Text::from(word.as_ref()).width()).max().unwrap_or_default();
    aligned(heading, rows, widest, width)
}

fn aligned(heading: &str, rows: &[(impl AsRef<str>, impl AsRef<str>)], widest: usize, width: usize) -> Text {
    const INDENT: usize = 2;
    // Where the words leave no room beside them, what they mean stands below.
    let (column, beside) = match widest + 2 * INDENT {
        column if column + 24 <= width || column + 24 <= width * 2 / 3 => (column, true),
        _ => (8, false),
    };
    let mut text = Text::new().styled(Style::Heading, format!("{heading}:")).plain("\n");
    for (word, says) in rows {
        let (word, says) = (word.as_ref(), says.as_ref());
        text = text.plain("  ").styled(Style::Command, word);
        let indent = " ".repeat(column);
        let lines = wrapped(says, width.saturating_sub(column).max(10));
        for (place, line) in lines.iter().enumerate() {
            let gap = column.saturating_sub(INDENT + Text::from(word).width());
            text = match (place, beside) {
                (0, true) => text.plain(" ".repeat(gap)).plain(line),
                _ => text.plain("\n").plain(&indent).plain(line),
            };
        }
        text = text.plain("\n");
    }
    text
}

/// In lines of whole words: what is typed has hyphens that belong to it.
fn wrapped(text: &str, width: usize) -> Vec<std::borrow::Cow<'_, str>> {
    textwrap::wrap(text, textwrap::Options::new(width).word_splitter(textwrap::WordSplitter::NoHyphenation))
}

fn ansi(text: &Text) -> StyledStr {
    text.ansi().trim_end_matches('\n').to_owned().into()
}

/// The styles of everything else, for what clap writes.
fn styles() -> Styles {
    let bold = clap::builder::styling::Style::new().bold();
    Styles::plain()
        .header(bold)
        .usage(bold)
        .literal(AnsiColor::Yellow.on_default())
        .placeholder(AnsiColor::Cyan.on_default())
        .context(clap::builder::styling::Style::new().dimmed())
}
