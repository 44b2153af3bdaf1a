CREATE TABLE user_accounts (id INTEGER PRIMARY KEY, userName VARCHAR(50) NOT NULL UNIQUE, email TEXT, "type" TEXT NOT NULL DEFAULT 'x' CHECK ("type" IN ('x','in progress')), age INTEGER NOT NULL DEFAULT 0 CHECK (age >= 0), balance NUMERIC(10,2) NOT NULL DEFAULT 1.5, created DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, active BOOLEAN NOT NULL DEFAULT TRUE, parent_id INTEGER REFERENCES user_accounts(id) ON DELETE SET NULL, data JSON, odd WHATEVER);
CREATE TABLE posts (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, user_id INTEGER NOT NULL, title TEXT NOT NULL, FOREIGN KEY (user_id) REFERENCES user_accounts (id) ON DELETE CASCADE);
CREATE INDEX posts_title ON posts (title DESC) WHERE title <> '';
CREATE INDEX posts_low ON posts (lower(title), user_id);
CREATE UNIQUE INDEX posts_u ON posts (user_id, title);
CREATE TABLE members (team_id INTEGER NOT NULL, role TEXT NOT NULL, PRIMARY KEY (team_id, role)) WITHOUT ROWID;
CREATE TABLE duties (id INTEGER PRIMARY KEY NOT NULL, team_id INTEGER NOT NULL, role TEXT NOT NULL, full TEXT GENERATED ALWAYS AS (role || '!') STORED, FOREIGN KEY (team_id, role) REFERENCES members (team_id, role));
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
CREATE VIEW v AS SELECT 1;
