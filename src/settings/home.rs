use super::Database;
use crate::dialect::Driver;
use crate::dialect::postgres::{said_by, said_by_options};
use crate::error::Result;
use crate::settings::Address;

impl Database {
    /// The schema that is searched first, which names without one mean, where the settings say one and it is not
    /// `public` (PostgreSQL).
    ///
    /// # Errors
    /// When a variable is missing.
    pub fn home(&self) -> Result<Option<String>> {
        if self.driver()? != Driver::Postgres {
            return Ok(None);
        }
        // Where the address cannot be told, nobody gets as far as to a session.
        let mut found = match self.address() {
            Ok(Address::Postgres(address)) => address.options.as_deref().and_then(said_by_options),
            _ => None,
        };
        for statement in self.session()? {
            if let Some(said) = said_by(&statement) {
                found = said;
            }
        }
        Ok(found.filter(|own| own != "public" && !own.is_empty()))
    }
}
