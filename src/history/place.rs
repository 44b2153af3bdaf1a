use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::header::one_line;
use super::new_version::{new_version, slug};
use super::{Header, History, Version};
use crate::error::Result;

/// Where a new migration goes, and what its first lines say.
pub(super) struct Place {
    /// The directory's name.
    pub(super) name: String,
    pub(super) directory: PathBuf,
    pub(super) header: Header,
}

impl Place {
    /// A place after the parents. Whatever in the slug could trouble a file system becomes `_`.
    pub(super) fn new(
        history: &History,
        message: &str,
        wanted: &str,
        parents: &[Version],
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let name = format!("{}_{}", new_version(history, parents, now)?, slug(wanted));
        let mut revises = parents.to_vec();
        revises.sort();
        revises.dedup();
        let header = Header {
            message: one_line(message),
            revision: Version::of_directory(&name),
            revises,
            created: now.format("%Y-%m-%d %H:%M:%S UTC").to_string(),
        };
        Ok(Self { directory: history.directory.join(&name), name, header })
    }
}
