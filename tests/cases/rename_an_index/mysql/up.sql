ALTER TABLE users RENAME INDEX by_name TO users_by_name;
