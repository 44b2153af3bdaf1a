ALTER TABLE users RENAME COLUMN name TO full_name;

ALTER TABLE users MODIFY COLUMN full_name varchar(80) NOT NULL;
