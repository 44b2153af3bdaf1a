use diesel::connection::LoadConnection;
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::query_dsl::LoadQuery;
use diesel::sql_types::Text;
use diesel::{QueryResult, RunQueryDsl};

/// A connection that texts can be read from: every connection of Diesel's that loads rows.
pub trait Read: LoadConnection {
    /// The one column of a query.
    ///
    /// # Errors
    /// With what the database says.
    fn texts(&mut self, query: &str) -> QueryResult<Vec<String>>;
}

impl<C> Read for C
where
    C: LoadConnection,
    for<'query> SqlLiteral<Text>: LoadQuery<'query, C, String>,
{
    fn texts(&mut self, query: &str) -> QueryResult<Vec<String>> {
        sql::<Text>(query).load(self)
    }
}
