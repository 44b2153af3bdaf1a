-- Undoes: change

CREATE TABLE legacy (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    note text NOT NULL
);

CREATE TRIGGER legacy_insert AFTER INSERT ON legacy FOR EACH ROW UPDATE users SET name = new.note WHERE id = new.id;
