-- Undoes: change

ALTER TABLE members DROP CONSTRAINT members_pkey;

ALTER TABLE members ADD CONSTRAINT members_pkey PRIMARY KEY (team_id, role);

-- The values of members.id are lost.
ALTER TABLE members DROP COLUMN id;
