ALTER TABLE members RENAME COLUMN role TO title;
