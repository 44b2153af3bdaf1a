ALTER TABLE users RENAME TO accounts;

ALTER TABLE accounts RENAME COLUMN name TO full_name;
