use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::document::{Document, EXAMPLE};
use super::spelling::read_answer;
use crate::dialect::Dialect;
use crate::error::{Error, ErrorKind, Result};
use crate::questions::meaning::loses;
use crate::questions::sheet::id;
use crate::questions::{Answer, OpenQuestions, Question, Questioner};
use crate::schema::Place;
use crate::ui::JSON_VERSION;

/// Answers given in a file, for all databases together.
#[derive(Debug)]
pub struct Filed {
    name: String,
    entries: Vec<Entry>,
    /// Whether answers may be left over.
    replay: bool,
    /// The place of the answer that was given last.
    last: Option<Place>,
}

/// An answer of the file.
#[derive(Debug)]
struct Entry {
    id: String,
    place: Place,
    answer: Value,
    /// What the vanished thing could have become when the answer was given, if the file says so.
    known: Option<Vec<String>>,
    used: bool,
}

#[derive(Deserialize)]
struct Sheet<'a> {
    #[serde(borrow)]
    version: Option<&'a RawValue>,
    #[serde(default)]
    replay: bool,
    #[serde(borrow)]
    questions: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Written<'a> {
    id: String,
    #[serde(borrow)]
    answer: &'a RawValue,
    candidates: Option<Vec<Named>>,
    #[serde(default)]
    others: Vec<String>,
}

#[derive(Deserialize)]
struct Named {
    to: String,
}

impl Filed {
    /// Reads the file, which is named as seen from this folder; `-` is the standard input.
    ///
    /// # Errors
    /// When it cannot be read, is no answers file or one of a newer version, or answers a question twice.
    pub fn read(folder: &Path, file: &Path) -> Result<Self> {
        Self::of(&Document::read(folder, file)?)
    }

    /// Whether the bytes are those of an answers file.
    pub(crate) fn is_one(bytes: &[u8]) -> bool {
        Document::of_bytes(bytes, Path::new("")).and_then(|document| Self::of(&document)).is_ok()
    }

    pub(super) fn of(document: &Document) -> Result<Self> {
        let name = document.name();
        if document.text.trim().is_empty() {
            return Err(Error::failure(format!("{name} is empty")).hint(EXAMPLE));
        }
        let sheet: Sheet<'_> = document.object(&document.text, "an answers file holds an object")?;
        if let Some(raw) = sheet.version {
            let version: u32 = document.parse(raw.get())?;
            if version > JSON_VERSION {
                let place = document.place_of(raw.get());
                return Err(Error::failure(format!(
                    "{place}: version {version} is newer than {JSON_VERSION}, the last that is known"
                ))
                .hint("use the version of manage that wrote it"));
            }
        }
        let mut entries: Vec<Entry> = Vec::new();
        for raw in sheet.questions {
            let written: Written<'_> = document.object(raw.get(), "a question is an object")?;
            let place = document.place_of(written.answer.get());
            if let Some(first) = entries.iter().find(|entry| entry.id == written.id) {
                return Err(Error::usage(format!("{place}: `{}` is answered twice", written.id))
                    .hint(format!("it is answered in line {} already", first.place.line)));
            }
            let answer = document.parse(written.answer.get())?;
            let known = written
                .candidates
                .map(|candidates| candidates.into_iter().map(|candidate| candidate.to).chain(written.others).collect());
            entries.push(Entry { id: written.id, place, answer, known, used: false });
        }
        Ok(Self { name, entries, replay: sheet.replay, last: None })
    }

    /// The answers as those who answer for one database.
    pub fn for_database<'a>(&'a mut self, alias: &'a str, dialect: &'a dyn Dialect) -> FiledFor<'a> {
        FiledFor { filed: self, alias, dialect }
    }

    /// To be called when everything was asked: an answer to nothing is a mistake, or worth a note if the file is
    /// one to be used again and again.
    ///
    /// # Errors
    /// With those answers, and with what was open.
    pub fn finish(&self, open: &OpenQuestions) -> Result<Option<String>> {
        let unused: Vec<&Entry> = self.entries.iter().filter(|entry| !entry.used && !entry.answer.is_null()).collect();
        let (Some(first), false) = (unused.first(), self.replay) else {
            return Ok(match unused.len() {
                0 => None,
                1 => Some(format!("{}: an answer was not asked for", self.name)),
                count => Some(format!("{}: {count} answers were not asked for", self.name)),
            });
        };
        let others = match unused.len() {
            1 => String::new(),
            count => format!(", and {} more answer nothing", count - 1),
        };
        let error = Error::usage(format!("{}: `{}` answers nothing{others}", first.place, first.id));
        let open: Vec<String> = open.iter().map(|open| id(&open.database, &open.question)).collect();
        Err(match open.is_empty() {
            true => {
                error.hint("no such question comes up: take it out, or say `\"replay\": true` at the top of the file")
            }
            false => error.hint(format!("what is open: {}", open.join(", "))),
        })
    }

    /// The error with the place of the answer that was given last, if it is about that one.
    pub(crate) fn blame(&self, error: Error) -> Error {
        let Some(place) = self.last.as_ref().filter(|_| error.kind() == ErrorKind::Usage) else { return error };
        if error.to_string().starts_with(&self.name) {
            return error;
        }
        let placed = Error::usage(format!("{place}: {error}"));
        error.hints().iter().fold(placed, Error::hint)
    }
}

/// [`Filed`], answering for one database.
pub struct FiledFor<'a> {
    filed: &'a mut Filed,
    alias: &'a str,
    dialect: &'a dyn Dialect,
}

impl FiledFor<'_> {
    /// Where the file answers the question.
    pub(crate) fn place(&self, question: &Question) -> Option<String> {
        let id = id(self.alias, question);
        self.filed.entries.iter().find(|entry| entry.id == id).map(|entry| entry.place.to_string())
    }
}

impl Questioner for FiledFor<'_> {
    fn known(&mut self, question: &Question) -> Result<Option<Answer>> {
        self.filed.last = None;
        let id = id(self.alias, question);
        let Some(entry) = self.filed.entries.iter_mut().find(|entry| entry.id == id) else { return Ok(None) };
        let Some(answer) = read_answer(&entry.place, &entry.answer, question, self.dialect)? else { return Ok(None) };
        if let (Some(known), true) = (&entry.known, loses(question, &answer)) {
            let new: Vec<String> = question.names().into_iter().filter(|name| !known.contains(name)).collect();
            if !new.is_empty() {
                let message =
                    format!("{}: this was answered before {} was there to become", entry.place, new.join(", "));
                return Err(Error::usage(message).hint("take the answer out, and answer the question anew"));
            }
        }
        entry.used = true;
        self.filed.last = Some(entry.place.clone());
        Ok(Some(answer))
    }

    fn ask(&mut self, question: &Question) -> Result<Option<Answer>> {
        self.known(question)
    }
}
