use super::pick::{Pick, picks};
use crate::dialect::Dialect;
use crate::error::{Error, ErrorKind, Result};
use crate::questions::fit::{read_fill, read_using};
use crate::questions::meaning::{loses, meaning};
use crate::questions::subject::quoted;
use crate::questions::text::{holder, type_text};
use crate::questions::{Answer, Question, Questioner};
use crate::ui::{Item, Style, Text, Ui};

/// Whoever sits at the terminal, answering for one database.
pub struct Terminal<'a> {
    ui: &'a Ui,
    /// The alias of the database, where there are several.
    alias: Option<&'a str>,
    dialect: &'a dyn Dialect,
    asked: usize,
    /// Values of enums that were renamed: those that the column has now, the old one, the new one.
    renamed: Vec<(Vec<String>, String, String)>,
}

impl<'a> Terminal<'a> {
    /// Asks through `ui`. With an alias, each question says which database it is about.
    pub fn new(ui: &'a Ui, alias: Option<&'a str>, dialect: &'a dyn Dialect) -> Self {
        Self { ui, alias, dialect, asked: 0, renamed: Vec::new() }
    }

    /// How many questions were asked.
    pub fn asked(&self) -> usize {
        self.asked
    }

    /// The text with the alias before it, where there are several databases.
    fn placed(&self, text: &str) -> String {
        match self.alias {
            Some(alias) => format!("{}: {text}", quoted(alias)),
            None => text.to_owned(),
        }
    }

    /// What was said about the same enum in another column: nobody is asked twice whether a value was renamed.
    fn said_before(&self, question: &Question) -> Option<Answer> {
        let Question::Value { column, value, .. } = question else { return None };
        let same = |(values, from, _): &&(Vec<String>, String, String)| {
            column.values.as_ref() == Some(values) && from == value
        };
        self.renamed.iter().find(same).map(|(_, _, to)| Answer::Renamed(to.clone()))
    }

    /// The answer, or nothing if whoever is asked leaves the question, for what comes after a choice.
    fn follow(&self, question: &Question, pick: &Pick) -> Result<Option<Answer>> {
        match pick {
            Pick::Answer(answer) => Ok(Some(answer.clone())),
            Pick::Other(names) => {
                let title = self.placed(&format!("what was {} renamed to?", question.name()));
                let name = self.one_of(&title, names)?;
                Ok(name.map(Answer::Renamed))
            }
            Pick::Replacement => self.replacement(question),
            Pick::Value => self.value(question),
            Pick::Expression => self.expression(question),
            Pick::Quit => Ok(None),
        }
    }

    /// Leaves the answer on the terminal.
    fn tell(&self, question: &Question, answer: &Answer) {
        let style = if loses(question, answer) { Style::Caution } else { Style::Plain };
        self.ui.answered(Text::new().styled(style, self.placed(&meaning(question, answer, self.ui.arrow()))));
    }

    fn replacement(&self, question: &Question) -> Result<Option<Answer>> {
        const NULL: &str = "NULL";
        let Question::Value { table, column, value, .. } = question else { return Ok(None) };
        let values = question.names();
        let mut names: Vec<String> = values.iter().map(|value| format!("'{value}'")).collect();
        if column.nullable {
            names.push(NULL.to_owned());
        }
        let title = self.placed(&format!("what do rows get that hold '{value}' in {}?", holder(table, column)));
        let items: Vec<Item> = names.iter().map(Item::new).collect();
        let place = self.ui.select(&capital(&title), "", &items, 0)?;
        Ok(place.map(|place| Answer::Replaced(values.get(place).cloned())))
    }

    fn value(&self, question: &Question) -> Result<Option<Answer>> {
        let Question::Backfill { column, new, .. } = question else { return Ok(None) };
        let title = match new {
            true => format!("value of {} for the rows that are there", question.name()),
            false => format!("value of {} where it is NULL", question.name()),
        };
        let text = type_text(column);
        let remark = match &column.values {
            Some(values) => format!("one of {}, or sql(...)", values.join(", ")),
            None => format!("{text}: a literal, or an expression as sql(...)"),
        };
        self.ui.input(&capital(&self.placed(&title)), &remark, "", |line| match line {
            "" => Err("type a value; '' is the empty text".to_owned()),
            line => read_fill(question, line, self.dialect).map_err(Option::unwrap_or_default),
        })
    }

    fn expression(&self, question: &Question) -> Result<Option<Answer>> {
        let Question::Cast { before, after, proposal, .. } = question else { return Ok(None) };
        let title = self.placed(&format!("expression that makes {} out of {}", type_text(after), type_text(before)));
        let remark = format!("over the old value, {}", quoted(&after.name));
        self.ui.input(&capital(&title), &remark, proposal.text(), |line| {
            read_using(question, line, self.dialect).map_err(Option::unwrap_or_default)
        })
    }

    fn one_of(&self, title: &str, names: &[String]) -> Result<Option<String>> {
        let items: Vec<Item> = names.iter().map(Item::new).collect();
        let place = self.ui.select(&capital(title), "", &items, 0)?;
        Ok(place.and_then(|place| names.get(place).cloned()))
    }
}

impl Questioner for Terminal<'_> {
    fn ask(&mut self, question: &Question) -> Result<Option<Answer>> {
        if let Some(answer) = self.said_before(question) {
            self.tell(question, &answer);
            return Ok(Some(answer));
        }
        self.asked += 1;
        let title = capital(&self.placed(&question.line()));
        let (picks, mut at) = picks(question);
        let (items, picks): (Vec<Item>, Vec<Pick>) = picks.into_iter().unzip();
        let answer = loop {
            let place = self.ui.select(&title, question.remark(), &items, at)?;
            let Some((place, pick)) = place.and_then(|place| Some((place, picks.get(place)?))) else { break None };
            match self.follow(question, pick)? {
                None if *pick == Pick::Quit => break None,
                // Esc leads back from what comes after a choice.
                None => at = place,
                answer => break answer,
            }
        };
        let Some(answer) = answer else {
            self.ui.unanswered(&title);
            let message = format!("stopped at the question about {}: nothing is written", question.name());
            return Err(Error::new(ErrorKind::Question, message));
        };
        if let (Question::Value { column, value, .. }, Answer::Renamed(to)) = (question, &answer) {
            self.renamed.push((column.values.clone().unwrap_or_default(), value.clone(), to.clone()));
        }
        self.tell(question, &answer);
        Ok(Some(answer))
    }
}

/// The text with its first letter as a capital, unless that belongs to a name.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if !text.split(' ').next().is_some_and(|word| word.contains([':', '.', '"'])) => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}
