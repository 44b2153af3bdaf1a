-- Undoes: change

-- What items.open held before is gone: the rows get a plain value.
ALTER TABLE items ADD COLUMN open BOOLEAN;

UPDATE items SET open = numbered.n % 2 = 0
FROM (SELECT ctid, row_number() OVER () AS n FROM items) AS numbered
WHERE items.ctid = numbered.ctid;

-- What items.code held before is gone: the rows get a plain value.
ALTER TABLE items ADD COLUMN code TEXT;

UPDATE items SET code = numbered.n::text
FROM (SELECT ctid, row_number() OVER () AS n FROM items) AS numbered
WHERE items.ctid = numbered.ctid;

-- What items.team held before is gone: the rows get a plain value.
ALTER TABLE items ADD COLUMN team INTEGER;

UPDATE items SET team = numbered.n
FROM (SELECT ctid, row_number() OVER () AS n FROM items) AS numbered
WHERE items.ctid = numbered.ctid;

-- Fails if rows share these values: SELECT team, name, count(*) FROM items GROUP BY team, name HAVING count(*) > 1;
ALTER TABLE items ADD CONSTRAINT items_team_name_key UNIQUE NULLS NOT DISTINCT (team, name);

-- Fails if rows share these values: SELECT open, count(*) FROM items GROUP BY open HAVING count(*) > 1;
ALTER TABLE items ADD CONSTRAINT items_open_key UNIQUE NULLS NOT DISTINCT (open);

-- Fails if rows share these values: SELECT code, count(*) FROM items GROUP BY code HAVING count(*) > 1;
ALTER TABLE items ADD CONSTRAINT items_code_key UNIQUE NULLS NOT DISTINCT (code);
