ALTER TABLE boxes DROP FOREIGN KEY boxes_part_id_fkey;

ALTER TABLE boxes MODIFY COLUMN part_id bigint unsigned NOT NULL;

ALTER TABLE parts MODIFY COLUMN id bigint unsigned NOT NULL AUTO_INCREMENT;

ALTER TABLE boxes ADD CONSTRAINT boxes_part_id_fkey FOREIGN KEY (part_id) REFERENCES parts (id);

ALTER TABLE parts MODIFY COLUMN amount int unsigned NOT NULL;

ALTER TABLE parts MODIFY COLUMN level int NOT NULL DEFAULT 1;

ALTER TABLE parts MODIFY COLUMN weight decimal(8,2) NOT NULL;
