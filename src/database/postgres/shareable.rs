//! What cannot run together with other migrations in one transaction.

use crate::database::plan::ends_or_refuses_transaction;
use crate::database::{journal, ledger};
use crate::sql::{Statement, words};

/// Whether the statements come to the same in a transaction that other migrations share.
pub(super) fn can_share(statements: &[Statement]) -> bool {
    !statements.iter().any(|statement| {
        let words = words(&statement.text);
        let has = |word: &str| words.iter().any(|own| own.is_word(word));
        let first = |word: &str| words.first().is_some_and(|own| own.is_word(word));
        // A value that is new to an enum means nothing until the transaction has ended.
        let new_value = first("alter") && has("type") && has("add") && has("value");
        // Lasts until the transaction ends.
        let lasting = has("set_config")
            || first("lock")
            || first("declare")
            || has("pg_advisory_xact_lock")
            || has("pg_advisory_unlock_all");
        // It may look at what is written down of the others at the end.
        let lasting = lasting || has(ledger::TABLE) || has(journal::TABLE);
        // The moment is the transaction's; a definition only names the function.
        let moment = !["create", "alter", "comment"].iter().any(|word| first(word))
            && ["now", "current_timestamp", "transaction_timestamp", "localtimestamp", "current_time", "localtime"]
                .iter()
                .any(|word| has(word));
        new_value || lasting || moment || ends_or_refuses_transaction(&statement.text)
    })
}
