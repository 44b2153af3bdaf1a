-- Undoes: change

ALTER TABLE notes MODIFY COLUMN seen datetime(6) ON UPDATE CURRENT_TIMESTAMP(6) COMMENT 'when it was seen';

ALTER TABLE notes MODIFY COLUMN changed datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6);

-- The values of notes.size are lost.
ALTER TABLE notes DROP COLUMN size;

-- The values of notes.stamped are lost.
ALTER TABLE notes DROP COLUMN stamped;
