-- Create people, with some in it
--
-- Revision: 202611010900000000
-- Revises: base
-- Created: 2026-11-01 09:00:00 UTC

CREATE TABLE people (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL
);

INSERT INTO people (name) VALUES ('Ada Lovelace'), ('Johann Sebastian Bach'), ('Plato');
