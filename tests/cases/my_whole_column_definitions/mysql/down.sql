-- Undoes: change

ALTER TABLE items MODIFY COLUMN level smallint NOT NULL;

-- Rows without items.made get a plain value.
UPDATE items SET made = '1970-01-02 00:00:00' WHERE made IS NULL;

ALTER TABLE items MODIFY COLUMN made datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6);

ALTER TABLE items MODIFY COLUMN name varchar(50) COLLATE utf8mb4_bin NOT NULL;

ALTER TABLE items MODIFY COLUMN amount int unsigned NOT NULL DEFAULT 1 COMMENT 'how many';
