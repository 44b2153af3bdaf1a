//! The migrations of a large project as they came about: one a model, over the years.

use std::fs;
use std::path::Path;

use super::large_project::parent;

/// Who made the migrations.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Author {
    /// `manage makemigrations`, called after each model: with headers, and `schema.json` beside them.
    Manage,
    /// Somebody who uses Diesel, years ago: no header, and versions without dashes.
    Diesel,
}

/// One migration for each model of a [`LargeProject`](super::large_project::LargeProject), oldest first.
#[derive(Clone, Copy)]
pub(crate) struct LargeHistory {
    /// How many.
    pub(crate) migrations: usize,
    /// By whom.
    pub(crate) author: Author,
}

impl LargeHistory {
    /// Writes the directories into the folder. `schema.json` is not among them: any `manage makemigrations` writes it.
    pub(crate) fn write(self, folder: &Path) -> std::io::Result<()> {
        for number in 0..self.migrations {
            let directory = folder.join(self.name(number));
            fs::create_dir_all(&directory)?;
            let header = match self.author {
                Author::Manage => header(number),
                Author::Diesel => "-- Your SQL goes here\n".to_owned(),
            };
            fs::write(directory.join("up.sql"), format!("{header}\n{}", up(number)))?;
            fs::write(directory.join("down.sql"), down(number))?;
        }
        Ok(())
    }

    /// The scripts, oldest first: `up.sql` and `down.sql` without comments.
    pub(crate) fn scripts(self) -> impl DoubleEndedIterator<Item = (String, String)> {
        (0..self.migrations).map(|number| (up(number), format!("DROP TABLE item{number:04};\n")))
    }

    fn name(self, number: usize) -> String {
        let Time { hour, minute, second } = Time::of(number);
        match self.author {
            Author::Manage => format!("2026-01-01-{hour:02}{minute:02}{second:02}-0000_create_item{number:04}"),
            Author::Diesel => format!("20190101{hour:02}{minute:02}{second:02}_create_item{number:04}"),
        }
    }
}

/// The migrations are a second apart.
struct Time {
    hour: usize,
    minute: usize,
    second: usize,
}

impl Time {
    fn of(number: usize) -> Self {
        Self { hour: number / 3600, minute: number / 60 % 60, second: number % 60 }
    }
}

/// What `manage` writes at the stroke of the year 2026, by a clock that stands still.
fn header(number: usize) -> String {
    let version = |number| {
        let Time { hour, minute, second } = Time::of(number);
        format!("20260101{hour:02}{minute:02}{second:02}0000")
    };
    let revises = number.checked_sub(1).map_or_else(|| "base".to_owned(), version);
    format!(
        "-- Create table item{number:04}\n--\n-- Revision: {}\n-- Revises: {revises}\n-- Created: 2026-01-01 00:00:00 UTC\n",
        version(number)
    )
}

fn up(number: usize) -> String {
    let parent = parent(number);
    format!(
        "CREATE TABLE item{number:04} (
    id INTEGER PRIMARY KEY NOT NULL,
    name VARCHAR(80) NOT NULL,
    count INTEGER NOT NULL DEFAULT 0,
    kind VARCHAR(20) NOT NULL DEFAULT 'plain',
    code VARCHAR(40) NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    note TEXT,
    amount DOUBLE NOT NULL,
    done BOOLEAN NOT NULL DEFAULT FALSE,
    picture BLOB,
    day DATE,
    parent_id BIGINT REFERENCES item{parent:04} (id) ON DELETE CASCADE,
    UNIQUE (code, parent_id)
);

CREATE INDEX item{number:04}_parent_id_idx ON item{number:04} (parent_id);

CREATE INDEX item{number:04}_name_count_idx ON item{number:04} (name, count);

CREATE INDEX item{number:04}_kind_happened_at_idx ON item{number:04} (kind, happened_at DESC);
"
    )
}

fn down(number: usize) -> String {
    format!(
        "-- Undoes: Create table item{number:04}\n\n-- The rows of item{number:04} are lost.\nDROP TABLE item{number:04};\n"
    )
}
