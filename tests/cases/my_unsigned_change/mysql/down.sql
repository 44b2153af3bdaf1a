-- Undoes: change

ALTER TABLE parts MODIFY COLUMN weight decimal(8,2) unsigned NOT NULL;

ALTER TABLE parts MODIFY COLUMN level smallint unsigned NOT NULL DEFAULT 1;

ALTER TABLE parts MODIFY COLUMN amount int NOT NULL;

ALTER TABLE boxes DROP FOREIGN KEY boxes_part_id_fkey;

ALTER TABLE parts MODIFY COLUMN id bigint NOT NULL AUTO_INCREMENT;

ALTER TABLE boxes MODIFY COLUMN part_id bigint NOT NULL;

ALTER TABLE boxes ADD CONSTRAINT boxes_part_id_fkey FOREIGN KEY (part_id) REFERENCES parts (id);
