-- Undoes: change

ALTER TABLE accounts RENAME TO users;
