-- Undoes: change

CREATE TABLE legacy (
    id INTEGER PRIMARY KEY NOT NULL,
    note TEXT NOT NULL
);
