ALTER TABLE users ADD COLUMN city varchar(50) COLLATE utf8mb4_bin;

ALTER TABLE users MODIFY COLUMN name varchar(50) NOT NULL;

ALTER TABLE users MODIFY COLUMN note text COLLATE utf8mb4_bin;

CREATE INDEX users_city_idx ON users (city);
