-- Undoes: change

DROP INDEX users_by_name;

CREATE INDEX by_name ON users (name);
