-- Undoes: change

-- Fails if rows share these values: SELECT name, count(*) FROM users WHERE name IS NOT NULL GROUP BY name HAVING count(*) > 1;
ALTER TABLE users ADD UNIQUE KEY users_name_key (name);
