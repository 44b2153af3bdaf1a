ALTER TABLE members DROP CONSTRAINT members_pkey;

ALTER TABLE members ADD CONSTRAINT members_pkey PRIMARY KEY (role, team_id);
