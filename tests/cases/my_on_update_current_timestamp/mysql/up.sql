ALTER TABLE notes ADD COLUMN stamped timestamp NULL ON UPDATE CURRENT_TIMESTAMP;

ALTER TABLE notes ADD COLUMN size int;

UPDATE notes SET size = char_length(text), seen = seen, touched = touched, stamped = stamped;

ALTER TABLE notes MODIFY COLUMN size int NOT NULL;

ALTER TABLE notes MODIFY COLUMN changed datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6);

ALTER TABLE notes MODIFY COLUMN seen datetime(6) COMMENT 'when it was seen';
