use super::catalog::Catalog;
use crate::database::session::SqlError;
use crate::schema::Schema;

/// Namespaces and enums.
pub(super) fn read(_catalog: &mut Catalog<'_>, _schema: &mut Schema) -> Result<(), SqlError> {
    Ok(())
}
