-- Undoes: change

ALTER TABLE accounts RENAME COLUMN full_name TO name;

ALTER TABLE accounts RENAME TO users;
