-- Undoes: change

ALTER TABLE members DROP CONSTRAINT members_code_key;

ALTER TABLE members DROP CONSTRAINT members_team_badge_key;

ALTER TABLE members DROP CONSTRAINT members_email_key;

-- Fails if rows share these values: SELECT email, count(*) FROM members WHERE email IS NOT NULL GROUP BY email HAVING count(*) > 1;
ALTER TABLE members ADD CONSTRAINT members_email_key UNIQUE (email);

-- Fails if rows share these values: SELECT code, count(*) FROM members GROUP BY code HAVING count(*) > 1;
ALTER TABLE members ADD CONSTRAINT members_code_key UNIQUE NULLS NOT DISTINCT (code);

CREATE INDEX members_team_badge_idx ON members (team, badge);
