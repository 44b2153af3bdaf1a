-- Undoes: change

CREATE TABLE legacy (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    note text NOT NULL
);
