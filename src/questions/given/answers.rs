use super::AnswerFlags;
use super::flag::{Flag, FlagKind, bare_name};
use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::questions::fit::{fill, renamed, replaced, unfit, using};
use crate::questions::value::is_null;
use crate::questions::{Answer, OpenQuestions, Question, Questioner};
use crate::schema::TableName;

/// Answers given as flags, for all databases together.
#[derive(Clone, Debug, Default)]
pub struct Given {
    flags: Vec<Flag>,
    allow_drops: bool,
}

impl Given {
    /// Reads the flags.
    ///
    /// # Errors
    /// When one does not follow the grammar of names.
    pub fn parse(flags: &AnswerFlags) -> Result<Self> {
        let mut parsed: Vec<Flag> = Vec::new();
        for (kind, texts) in [
            (FlagKind::Rename, &flags.rename),
            (FlagKind::Drop, &flags.drop),
            (FlagKind::Allow, &flags.allow),
            (FlagKind::Backfill, &flags.backfill),
            (FlagKind::Using, &flags.using),
            (FlagKind::RenameValue, &flags.rename_value),
            (FlagKind::DropValue, &flags.drop_value),
        ] {
            for text in texts {
                let flag = Flag::parse(kind, text)?;
                if !parsed.iter().any(|other| other.kind == kind && other.text == flag.text) {
                    parsed.push(flag);
                }
            }
        }
        Ok(Self { flags: parsed, allow_drops: flags.allow_drops })
    }

    /// The flags as those who answer for one database.
    pub fn for_database<'a>(&'a mut self, alias: &'a str, dialect: &'a dyn Dialect) -> GivenFor<'a> {
        GivenFor { given: self, alias, dialect }
    }

    /// The flags that have answered nothing, as they were given.
    pub fn unused(&self) -> Vec<String> {
        self.flags.iter().filter(|flag| flag.answered.is_empty()).map(ToString::to_string).collect()
    }

    /// To be called when everything was asked: a flag that answers nothing, or more than one thing, is a mistake.
    ///
    /// # Errors
    /// With those flags, and with what was open, or what they can mean.
    pub fn finish(&self, open: &OpenQuestions) -> Result<()> {
        for flag in &self.flags {
            if let [first, .., last] = flag.answered.as_slice() {
                let all = flag.answered.iter().filter(|name| *name != first && *name != last);
                let all = all.fold(first.clone(), |all, name| format!("{all}, {name}"));
                let each: Vec<String> = flag.answered.iter().map(|name| flag.meaning(name)).collect();
                return Err(Error::usage(format!("{flag} can mean {all} and {last}"))
                    .hint(format!("write the one that is meant, or several: {}", each.join(" "))));
            }
        }
        let unused = self.unused();
        let message = match unused.as_slice() {
            [] => return Ok(()),
            [one] => format!("{one} answers nothing"),
            several => format!("these answer nothing: {}", several.join(", ")),
        };
        let error = Error::usage(message);
        let names: Vec<String> = open.iter().map(|question| open.name(question)).collect();
        Err(match names.as_slice() {
            [] => error.hint("nothing else is open: leave it out"),
            names => error.hint(format!("what is open: {}", names.join(", "))),
        })
    }
}

/// [`Given`], answering for one database.
pub struct GivenFor<'a> {
    given: &'a mut Given,
    alias: &'a str,
    dialect: &'a dyn Dialect,
}

impl Questioner for GivenFor<'_> {
    fn known(&mut self, question: &Question) -> Result<Option<Answer>> {
        match question {
            Question::Table { .. } | Question::Column { .. } => {
                self.only(question, &[FlagKind::Rename, FlagKind::Drop])
            }
            Question::Narrowing { .. } => self.only(question, &[FlagKind::Allow]),
            Question::Backfill { .. } => {
                // Whoever gives a value and allows as well, allows something else: that a value is cut, for instance.
                let filled = self.only(question, &[FlagKind::Backfill])?;
                let allowed = self.only(question, &[FlagKind::Allow])?;
                Ok(filled.or(allowed))
            }
            Question::Cast { .. } => self.only(question, &[FlagKind::Using]),
            Question::Value { .. } => self.only(question, &[FlagKind::RenameValue, FlagKind::DropValue]),
        }
    }

    fn ask(&mut self, question: &Question) -> Result<Option<Answer>> {
        let lost = matches!(question, Question::Table { .. } | Question::Column { .. } | Question::Value { .. });
        let known = self.known(question)?;
        Ok(known.or_else(|| (lost && self.given.allow_drops).then_some(Answer::Dropped)))
    }
}

impl GivenFor<'_> {
    /// The answer of the only flag of these kinds that names what the question is about.
    fn only(&mut self, question: &Question, kinds: &[FlagKind]) -> Result<Option<Answer>> {
        let name = format!("{}::{}", TableName::new(self.alias), question.name());
        let (alias, dialect) = (self.alias, self.dialect);
        let fits = |flag: &Flag| {
            kinds.contains(&flag.kind)
                && flag.alias.as_deref().is_none_or(|own| own == alias)
                && names(flag, question, dialect)
        };
        let mut fitting = self.given.flags.iter_mut().filter(|flag| fits(flag));
        let Some(flag) = fitting.next() else { return Ok(None) };
        if let Some(other) = fitting.next() {
            return Err(Error::usage(format!("{flag} and {other} contradict each other")).hint("leave one of them out"));
        }
        let found = answer(flag, question, dialect);
        let is_first = flag.answered.first().is_none_or(|first| *first == name);
        if !flag.answered.contains(&name) {
            flag.answered.push(name);
        }
        match found {
            // What else it can mean is told when all of that is known: an answer that does not fit there ends nothing.
            Ok(answer) if !is_first && !is_possible(question, &answer) => Ok(None),
            Err(_) if !is_first => Ok(None),
            found => found.map(Some),
        }
    }
}

/// Whether there is something new of the name that it is said to have now.
fn is_possible(question: &Question, answer: &Answer) -> bool {
    let Answer::Renamed(to) = answer else { return true };
    match question {
        Question::Table { candidates, others, .. } => {
            candidates.iter().map(|own| &own.to).chain(others).any(|own| own.to_string() == *to)
        }
        Question::Column { candidates, others, .. } => {
            candidates.iter().map(|own| &own.to).chain(others).any(|own| own == to)
        }
        _ => true,
    }
}

/// Whether the flag names what the question is about: its last parts, the schema and what else is clear left out.
pub(in crate::questions) fn names(flag: &Flag, question: &Question, dialect: &dyn Dialect) -> bool {
    question.subjects().iter().any(|subject| {
        let Some(skipped) = subject.path.len().checked_sub(flag.path.len()) else { return false };
        let mut pairs = subject.path.iter().skip(skipped).zip(&flag.path).rev();
        let last = match question {
            // Values are data: their case counts.
            Question::Value { .. } => pairs.next().is_none_or(|(own, given)| own == given),
            _ => true,
        };
        flag.path.len() >= subject.shortest && last && pairs.all(|(own, given)| dialect.same_name(own, given))
    })
}

/// What the flag answers to the question that it names.
pub(in crate::questions) fn answer(flag: &Flag, question: &Question, dialect: &dyn Dialect) -> Result<Answer> {
    let right = flag.right.as_deref();
    match (flag.kind, right) {
        (FlagKind::Rename | FlagKind::RenameValue, Some(right)) => {
            let name = bare_name(right).ok_or_else(|| {
                Error::usage(format!("{flag}: `{right}` is not a name")).hint("write the bare new name")
            })?;
            renamed(flag, question, &name, dialect)
        }
        (FlagKind::Backfill, Some(right)) => fill(flag, question, right, dialect),
        (FlagKind::Using, Some(right)) => using(flag, question, right, dialect),
        (FlagKind::DropValue, Some(right)) if is_null(right) => replaced(flag, question, None),
        (FlagKind::DropValue, Some(right)) => {
            let value = bare_name(right).ok_or_else(|| Error::usage(format!("{flag}: `{right}` is not a value")))?;
            replaced(flag, question, Some(value))
        }
        (FlagKind::Allow, _) => Ok(match question {
            Question::Backfill { .. } => Answer::LeaveToMe,
            _ => Answer::Allowed,
        }),
        (FlagKind::Drop | FlagKind::DropValue, None) => Ok(Answer::Dropped),
        _ => Err(unfit(flag)),
    }
}
