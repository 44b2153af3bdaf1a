DROP INDEX members_team_badge_idx;

ALTER TABLE members DROP CONSTRAINT members_code_key;

ALTER TABLE members DROP CONSTRAINT members_email_key;

-- Fails if rows share these values: SELECT email, count(*) FROM members GROUP BY email HAVING count(*) > 1;
ALTER TABLE members ADD CONSTRAINT members_email_key UNIQUE NULLS NOT DISTINCT (email);

-- Fails if rows share these values: SELECT team, badge, count(*) FROM members GROUP BY team, badge HAVING count(*) > 1;
ALTER TABLE members ADD CONSTRAINT members_team_badge_key UNIQUE NULLS NOT DISTINCT (team, badge) INCLUDE (email);

-- Fails if rows share these values: SELECT code, count(*) FROM members WHERE code IS NOT NULL GROUP BY code HAVING count(*) > 1;
ALTER TABLE members ADD CONSTRAINT members_code_key UNIQUE (code);
